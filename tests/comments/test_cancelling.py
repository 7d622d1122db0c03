"""A consultation called off before it opens, and never later."""

from datetime import timedelta
from functools import partial
from typing import Any
from unittest.mock import patch

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from brnoplan import pagestore
from comments import consultation, receiving, unshortened
from comments.consultation import ConsultationRefused
from comments.inviting import invite
from comments.models import Cancellation, Comment, Consultation, Extension, Invitation
from comments.receiving import ReceivingRefused, Said
from strategy.models import Edition, Letter, Organisation, PageRevision
from tests import mails
from tests.factories import item_of, make_comment, make_plan, open_consultation, publish
from tests.html_checker import faults
from tests.races import at_once, needs_postgres
from tests.strategy.cast import client_of
from tests.strategy.public_pages import PLAN

REASON = "Oznámeno <b>omylem</b>."
TICK = timedelta(microseconds=1)


def announce(edition: Edition) -> Consultation:
    """One that opens in two days."""
    opens_at = timezone.now() + timedelta(days=2)
    return open_consultation(edition, opens_at=opens_at, closes_at=opens_at + timedelta(days=21))


@pytest.fixture
def found(published: Edition) -> Consultation:
    return announce(published)


def at(instant: Any) -> Any:
    return patch("django.utils.timezone.now", return_value=instant)


def extend(found: Consultation) -> Extension:
    return consultation.extend(
        found,
        closes_at=found.closes_at + timedelta(days=7),
        answers_promised_on=found.answers_promised_on,
        reason="Prázdniny.",
    )


def invited(found: Consultation) -> Invitation:
    body = Organisation.objects.create(name="Odbor zdraví", email="oz@example.cz")
    invite.choose(found, [body])
    invite.invite(found)
    return found.invitations.get()


def test_it_is_gone_with_what_belongs_to_it_and_its_record_says_so(found: Consultation) -> None:
    extend(found)
    invited(found)
    before = PageRevision.objects.get(plan=found.edition.plan_id).number
    cancellation = consultation.cancel(found, f" {REASON}\r\n")
    gone = [model.objects.count() for model in (Consultation, Extension, Invitation)]
    assert (gone, cancellation.reason) == ([0, 0, 0], REASON)
    assert (cancellation.opens_at, cancellation.edition) == (found.opens_at, found.edition)
    assert Consultation.history.filter(id=found.pk, history_type="-").count() == 1
    assert PageRevision.objects.get(plan=found.edition.plan_id).number == before + 1


def test_another_can_be_announced_then_and_called_off_too(found: Consultation) -> None:
    consultation.cancel(found, REASON)
    other = announce(found.edition)
    assert other.pk != found.pk
    consultation.cancel(other, REASON)
    assert Cancellation.objects.count() == 2


@pytest.mark.parametrize(("early", "allowed"), [(TICK, True), (timedelta(0), False)])
def test_it_can_be_up_to_the_instant_at_which_it_opens(
    found: Consultation, early: timedelta, allowed: bool
) -> None:
    with at(found.opens_at - early):
        if allowed:
            consultation.cancel(found, REASON)
        else:
            with pytest.raises(ConsultationRefused):
                consultation.cancel(found, REASON)
    assert Consultation.objects.exists() is not allowed


@pytest.mark.parametrize("reason", ["", " \r\n "])
def test_a_reason_is_given(found: Consultation, reason: str) -> None:
    with pytest.raises(ConsultationRefused):
        consultation.cancel(found, reason)
    assert Consultation.objects.exists()


def test_once_anybody_has_said_anything_it_stands(found: Consultation) -> None:
    make_comment(item_of(found.edition, "A1.1"), channel=Comment.Channel.PAPER, published=False)
    with pytest.raises(ConsultationRefused):
        consultation.cancel(found, REASON)
    assert Consultation.objects.exists()


def test_called_off_twice_it_is_called_off_once(found: Consultation) -> None:
    consultation.cancel(found, REASON)
    with pytest.raises(ConsultationRefused):
        consultation.cancel(found, REASON)
    assert Cancellation.objects.count() == 1


def test_who_was_invited_is_told_why(found: Consultation) -> None:
    invited(found)
    invite.choose(found, [Organisation.objects.create(name="Jiný", email="j@example.cz")])
    Letter.objects.all().delete()
    consultation.cancel(found, REASON)
    (mail,) = mails.sent()
    assert (mail.parsed["To"], f"> {REASON}" in mail.plain) == ("oz@example.cz", True)
    assert mail.words == mail.html_words


UNCANCELLED = {
    "the consultation": lambda found: found.delete(),
    "its extension": lambda _found: Extension.objects.all().delete(),
    "the cancellation of another": lambda _found: Cancellation.objects.all().delete(),
    "the words of one": lambda _found: Cancellation.objects.update(reason="Jinak."),
}


@pytest.mark.parametrize("name", UNCANCELLED)
def test_past_all_doors_only_what_was_called_off_goes(found: Consultation, name: str) -> None:
    consultation.cancel(found, REASON)
    found = announce(found.edition)
    extend(found)
    with pytest.raises(IntegrityError, match=unshortened.MESSAGE), transaction.atomic():
        UNCANCELLED[name](found)


def test_the_pages_turn_at_once(client: Client, found: Consultation) -> None:
    addresses = [f"{PLAN}rizeni/1/", f"{PLAN}rizeni/", PLAN, "/"]
    before = [client.get(address).content for address in addresses]
    consultation.cancel(found, REASON)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pagestore, "REREAD_SECONDS", 0)
        after = [client.get(address) for address in addresses]
    assert [it.status_code for it in after] == [200] * 4
    assert all(one != other.content for one, other in zip(before, after, strict=True))
    for page in (it.content.decode() for it in after[:2]):
        assert ("&lt;b&gt;omylem" in page, faults(page)) == (True, [])
    assert client.get(f"{PLAN}rizeni/1/formular/").status_code == 404


def test_what_is_announced_after_that_is_what_its_page_shows(
    client: Client, found: Consultation
) -> None:
    consultation.cancel(found, REASON)
    other = announce(found.edition)
    pagestore.store.clear()
    assert client.get(f"{PLAN}rizeni/1/").context["consultation"] == other
    response = client.get(f"{PLAN}rizeni/")
    assert (response.context["consultations"], len(response.context["cancelled"])) == ([other], 1)


# ---- the administration


def page_of(found: Consultation, name: str) -> str:
    return reverse(f"admin:comments_consultation_{name}", args=[found.pk])


def test_an_officer_calls_it_off_with_a_reason_and_a_tick(found: Consultation) -> None:
    officer = client_of("officer")
    address = page_of(found, "cancel")
    assert address in officer.get(page_of(found, "change")).content.decode()
    for given in ({"reason": REASON}, {"sure": "on"}):
        response = officer.post(address, given)
        assert (response.status_code, Consultation.objects.count()) == (200, 1)
        assert len(response.context["form"].errors) == 1
    assert officer.get(address).status_code == 200
    assert Consultation.objects.count() == 1
    sent = officer.post(address, {"reason": REASON, "sure": "on"})
    assert (sent.status_code, Consultation.objects.count()) == (302, 0)
    assert Consultation.history.latest("history_id").history_user.username == "officer"
    assert officer.post(address, {"reason": REASON, "sure": "on"}).status_code == 404


def test_what_has_opened_offers_it_no_more(published: Edition) -> None:
    found, officer = open_consultation(published), client_of("officer")
    address = page_of(found, "cancel")
    assert address not in officer.get(page_of(found, "change")).content.decode()
    assert officer.get(address).context["refusal"]
    response = officer.post(address, {"reason": REASON, "sure": "on"})
    assert (response.status_code, Consultation.objects.count()) == (200, 1)
    assert response.context["form"].non_field_errors()


@pytest.mark.parametrize("name", ["auditor", "approver", "editor", "nobody"])
def test_who_may_not_change_consultations_calls_none_off(found: Consultation, name: str) -> None:
    client = client_of(name)
    address = page_of(found, "cancel")
    assert address not in client.get(page_of(found, "change")).content.decode()
    codes = {client.get(address).status_code, client.post(address, {"sure": "on"}).status_code}
    assert codes <= {302, 403}
    assert Consultation.objects.exists()


@needs_postgres
@pytest.mark.usefixtures("committed")
def test_of_a_comment_and_a_cancelling_at_once_one_is_first() -> None:
    for _time in range(3):
        edition = publish(make_plan(f"plan-{_time}"))
        found = announce(edition)
        said = [Said(item_of(edition, "A1.1"), "Z papíru.")]
        told: list[str] = at_once(
            [
                partial(_whether, ConsultationRefused, consultation.cancel, found, REASON),
                partial(
                    _whether,
                    ReceivingRefused,
                    receiving.receive,
                    said,
                    name="Občan",
                    channel="paper",
                ),
            ]
        )
        assert sorted(told) == ["done", "refused"]


def _whether(refusal: type[Exception], deed: Any, *given: Any, **named: Any) -> str:
    try:
        deed(*given, **named)
    except refusal:
        return "refused"
    return "done"
