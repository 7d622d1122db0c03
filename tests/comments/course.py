"""Every deed with a consultation and its comments, each done to the rows and to a plain model.

A deed is done where the model allows it, and has to be refused where it does not.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
)

from comments import amending, consultation, links, publication, receiving, settlement
from comments.models import Comment, Point, Settlement
from comments.privacy import erasing
from comments.receiving import Said
from tests import factories
from tests.comments import plain

BEGINNING = datetime.fromisoformat("2027-03-20T12:00:00+01:00")
CODES = ["A1.1", "A1.2"]
CONTACT_DAYS = 30
REFUSALS = (
    amending.AmendingRefused,
    consultation.ConsultationRefused,
    erasing.ErasingRefused,
    publication.CheckRefused,
    receiving.ReceivingRefused,
    settlement.SettlementRefused,
)
OUTCOMES = ["explained", "not_accepted", "noted", "forwarded"]

# Which comment: mostly one that the deed is for, sometimes any.
which = st.integers(min_value=0, max_value=7)
ANY = 6
some = st.booleans()
mostly = st.sampled_from([True, True, False])


class Course(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.clock = time_machine.travel(BEGINNING, tick=False)
        self.traveller = self.clock.start()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.plain = plain.Plan()
        self.words = 0
        self.pages: dict[str, tuple[int, str]] = {}
        # The addresses that the author of each comment was given, the oldest first.
        self.own_pages: dict[int, list[str]] = {}
        # Whether the pages were looked at since something was done.
        self.looked = False
        self.client = Client()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)
        self.clock.stop()

    @initialize(
        announced=st.sampled_from(["open", "open", "open", "ahead", ""]),
        email=some,
        is_none=some,
        called_off=mostly,
        refused=mostly,
        answered=st.sampled_from(["anew", "anew", "once", ""]),
    )
    def begin(
        self,
        announced: str,
        email: bool,
        is_none: bool,
        called_off: bool,
        refused: bool,
        answered: str,
    ) -> None:
        """A plan, mostly with an open consultation and comments that were sent and published.

        It goes some of the way here where chance alone would seldom lead.
        """
        self.edition = factories.publish(factories.make_plan())
        self.items = {code: factories.item_of(self.edition, code) for code in CODES}
        if called_off:
            self.announce(21, 2)
            self.cancel()
        if announced == "ahead":
            self.announce(21, 2)
        if announced == "open":
            self.announce(21, 0)
            self.receive(paper=False, email=email, named=True, is_none=False, code="A1.1")
            self.receive(paper=True, email=True, named=False, is_none=is_none, code="A1.2")
            self.publish(0)
        if self.amendable and refused:
            self.amend_and_decide(0, "A1.2", refused=True)
        if any(not comment.answer for comment in self.plain.published) and answered:
            self.answer(0)
            if answered == "anew":
                self.reopen(0)

    # Helpers

    @property
    def now(self) -> datetime:
        return timezone.now()

    def word(self) -> str:
        self.words += 1
        return f"slovo{self.words}"

    def pick(
        self, index: int, fit: Callable[[plain.Comment], object]
    ) -> tuple[plain.Comment, Comment]:
        fitting = [it for it in self.plain.comments if fit(it)] if index < ANY else []
        found = fitting or self.plain.comments
        modelled = found[index % len(found)]
        return modelled, self.row_of(modelled)

    def row_of(self, modelled: plain.Comment) -> Comment:
        comments = Comment.objects.select_related("item__edition", "plan")
        return comments.get(number=modelled.number)

    def point(self, comment: Comment) -> Point:
        return Point.objects.get(comment=comment)

    def in_work(self, comment: Comment) -> Settlement:
        return Settlement.objects.in_work().get(point__comment=comment)

    def do(self, deed: Callable[[], object], *, allowed: bool) -> bool:
        """Do a deed that the model allows, or see it refused; answers whether it was done."""
        if allowed:
            self.looked = False
            with transaction.atomic():
                deed()
        else:
            with pytest.raises(REFUSALS), transaction.atomic():
                deed()
        return allowed

    # The consultation

    @precondition(lambda self: not self.plain.consultation)
    @rule(days=st.sampled_from([13, 14, 21]), wait=st.sampled_from([0, 2]))
    def announce(self, days: int, wait: int) -> None:
        opens_at = self.now + timedelta(days=wait)
        found = plain.Consultation(opens_at, opens_at + timedelta(days=days))
        allowed = self.plain.consultation is None and days >= 14
        if self.do(
            lambda: consultation.announce(
                self.edition,
                opens_at=found.opens_at,
                closes_at=found.closes_at,
                answers_promised_on=localdate(found.closes_at) + timedelta(days=60),
            ),
            allowed=allowed,
        ):
            self.plain.consultation = found

    @precondition(lambda self: self.plain.consultation)
    @rule(hours=st.sampled_from([-1, 0, 24]))
    def extend(self, hours: int) -> None:
        known = self.plain.consultation
        closes_at = known.closes_at + timedelta(hours=hours)
        row = consultation.of(self.edition)
        allowed = hours > 0 and self.now < known.closes_at
        if self.do(
            lambda: consultation.extend(
                row,
                closes_at=closes_at,
                answers_promised_on=row.answers_promised_on,
                reason="Dovolené.",
            ),
            allowed=allowed,
        ):
            known.closes_at = closes_at

    @precondition(
        lambda self: self.is_to_open or (self.plain.consultation and not self.plain.comments)
    )
    @rule()
    def cancel(self) -> None:
        allowed = self.is_to_open and not self.plain.comments
        found = consultation.of(self.edition)
        if self.do(lambda: consultation.cancel(found, "Omyl."), allowed=allowed):
            self.plain.consultation = None

    @property
    def is_to_open(self) -> bool:
        known = self.plain.consultation
        return known is not None and self.now < known.opens_at

    @rule(days=st.sampled_from([1, 3, 7]))
    def days_pass(self, days: int) -> None:
        self.go_to(self.now + timedelta(days=days))

    @precondition(lambda self: self.plain.consultation and not self.plain.is_open(self.now))
    @rule()
    def a_month_passes(self) -> None:
        self.go_to(self.now + timedelta(days=CONTACT_DAYS))

    @precondition(lambda self: self.plain.is_open(self.now))
    @rule(last=some)
    def the_end_comes(self, last: bool) -> None:
        """The last instant before the consultation closes, or the one at which it does."""
        closes_at = self.plain.consultation.closes_at
        self.go_to(closes_at - timedelta(microseconds=1) if last else closes_at)

    def go_to(self, instant: datetime) -> None:
        self.traveller.move_to(instant)
        # Pages may tell how long is left.
        self.pages, self.looked = {}, False

    # Comments

    @rule(paper=some, email=some, named=some, is_none=some, code=st.sampled_from(CODES))
    def receive(self, paper: bool, email: bool, named: bool, is_none: bool, code: str) -> None:
        token, number = self.word(), len(self.plain.comments) + 1
        name = f"Jmeno{number}x"
        allowed = bool(self.plain.consultation) if paper else self.plain.is_open(self.now)
        if not self.do(
            lambda: receiving.receive(
                [Said(self.items[code], token)],
                name=name,
                email=f"{name}@example.cz" if email else "",
                name_public=named,
                kind=Comment.Kind.NONE if is_none else None,
                channel=Comment.Channel.PAPER if paper else Comment.Channel.WEB,
            ),
            allowed=allowed,
        ):
            return
        waits = email and not paper
        comment = plain.Comment(
            number,
            plain.UNCONFIRMED if waits else plain.RECEIVED,
            [(code, token)],
            self.now,
            name=name,
            email=email,
            named=named,
            is_none=is_none,
        )
        if is_none:
            comment.answer = plain.Answer(1, plain.NOTED, "", published_at=self.now)
        self.plain.comments.append(comment)
        self.own_pages[number] = [links.path(*links.mine(self.row_of(comment)))]

    @precondition(lambda self: self.plain.comments)
    @rule(index=which)
    def confirm(self, index: int) -> None:
        modelled, comment = self.pick(index, lambda it: it.state == plain.UNCONFIRMED)
        allowed = modelled.state != plain.EXPIRED and modelled.email
        if self.do(lambda: receiving.confirm(comment), allowed=allowed):
            modelled.confirm()

    @precondition(lambda self: self.plain.comments)
    @rule(index=which)
    def correct_email(self, index: int) -> None:
        modelled, comment = self.pick(index, lambda it: it.state == plain.UNCONFIRMED)
        email, allowed = f"{self.word()}@example.cz", modelled.state == plain.UNCONFIRMED
        if self.do(lambda: receiving.correct_email(comment, email), allowed=allowed):
            self.give_new_links(modelled)

    @precondition(lambda self: self.plain.comments)
    @rule(index=which)
    def go_on_without_email(self, index: int) -> None:
        modelled, comment = self.pick(index, lambda it: it.state == plain.UNCONFIRMED)
        allowed = modelled.state == plain.UNCONFIRMED
        if self.do(lambda: receiving.go_on_without_email(comment), allowed=allowed):
            modelled.confirm()
            modelled.email = False
            self.give_new_links(modelled)

    def give_new_links(self, modelled: plain.Comment) -> None:
        modelled.give_new_links()
        self.own_pages[modelled.number].append(links.path(*links.mine(self.row_of(modelled))))

    @precondition(lambda self: self.plain.comments)
    @rule(index=which)
    def publish(self, index: int) -> None:
        modelled, comment = self.pick(
            index,
            lambda it: it.waits_to_be_shown,
        )
        if self.do(lambda: publication.publish(comment), allowed=modelled.can_be_decided):
            modelled.publish(self.now)

    @precondition(lambda self: self.plain.comments)
    @rule(index=which)
    def hold(self, index: int) -> None:
        modelled, comment = self.pick(index, lambda it: it.can_be_decided)
        if self.do(lambda: publication.hold(comment), allowed=modelled.can_be_decided):
            modelled.decide(plain.HELD, self.now)

    @precondition(lambda self: self.plain.comments)
    @rule(index=which)
    def reject(self, index: int) -> None:
        modelled, comment = self.pick(index, lambda it: it.can_be_decided)
        reason = Comment.Rejection.OFF_TOPIC
        if self.do(lambda: publication.reject(comment, reason), allowed=modelled.can_be_decided):
            modelled.decide(plain.REJECTED, self.now)

    @precondition(lambda self: self.plain.comments)
    @rule(index=which)
    def refuse_amendment(self, index: int) -> None:
        modelled, comment = self.pick(index, lambda it: it.can_be_decided and it.is_amended)
        reason = Comment.Rejection.INSULTING
        if self.do(
            lambda: publication.refuse_amendment(comment, reason),
            allowed=modelled.can_be_decided and modelled.is_amended,
        ):
            modelled.refused = modelled.newest

    @precondition(lambda self: self.plain.comments)
    @rule(index=which, code=st.sampled_from(CODES))
    def amend(self, index: int, code: str) -> None:
        (modelled, comment), token = (
            self.pick(index, lambda it: it.can_be_amended(is_open=True)),
            self.word(),
        )
        allowed = modelled.can_be_amended(is_open=self.plain.is_open(self.now))
        said = [Said(self.items[code], token)]
        if self.do(lambda: amending.amend(comment, said), allowed=allowed):
            modelled.amend(code, token)

    @precondition(lambda self: self.amendable)
    @rule(index=which, code=st.sampled_from(CODES), refused=some)
    def amend_and_decide(self, index: int, code: str, refused: bool) -> None:
        """Of what is published, so that courses get there more often."""
        modelled, token = self.amendable[index % len(self.amendable)], self.word()
        comment = amending.amend(self.row_of(modelled), [Said(self.items[code], token)])
        modelled.amend(code, token)
        if refused:
            reason = Comment.Rejection.INSULTING
            self.do(lambda: publication.refuse_amendment(comment, reason), allowed=True)
            modelled.refused = modelled.newest
        else:
            self.do(lambda: publication.publish(comment), allowed=True)
            modelled.publish(self.now)

    @property
    def amendable(self) -> list[plain.Comment]:
        is_open = self.plain.is_open(self.now)
        return [it for it in self.plain.published if it.can_be_amended(is_open=is_open)]

    @precondition(lambda self: self.plain.comments)
    @rule(index=which)
    def withdraw(self, index: int) -> None:
        modelled, comment = self.pick(index, lambda it: it.can_be_withdrawn)
        done = modelled.state == plain.WITHDRAWN
        allowed = done or modelled.can_be_withdrawn
        if self.do(lambda: amending.withdraw(comment), allowed=allowed):
            modelled.decide(plain.WITHDRAWN, self.now)
