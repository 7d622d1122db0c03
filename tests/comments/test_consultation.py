"""What may be announced and how it may be extended; how a consultation stands at any instant."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.timezone import localdate

from comments import consultation, receiving
from comments.consultation import ConsultationRefused
from comments.models import Comment, Consultation
from comments.receiving import ReceivingRefused, Said
from strategy import editions
from strategy.editing import Outdated, version_of
from strategy.models import Edition, Item, PageRevision, Plan
from tests.factories import (
    draft_of,
    item_of,
    make_comment,
    make_plan,
    open_consultation,
    publish,
    put_out_of_force,
    settle,
)

PRAGUE = ZoneInfo("Europe/Prague")
TICK = timedelta(microseconds=1)
OPENS = datetime(2026, 9, 1, tzinfo=PRAGUE)
CLOSES = datetime(2026, 9, 22, tzinfo=PRAGUE)


def announce(edition: Edition, **changes: Any) -> Consultation:
    given = {"opens_at": OPENS, "closes_at": CLOSES, "answers_promised_on": date(2026, 10, 31)}
    return consultation.announce(edition, **(given | changes))


def extend(found: Consultation, **changes: Any) -> None:
    given = {
        "closes_at": found.closes_at + timedelta(days=7),
        "answers_promised_on": found.answers_promised_on,
        "reason": "O týden víc, protože byly prázdniny.",
    }
    consultation.extend(found, **(given | changes))


def at(instant: datetime) -> Any:
    return patch("django.utils.timezone.now", return_value=instant)


# ---- announcing


def test_what_is_announced_is_kept_with_who_did_it(published: Edition) -> None:
    officer = User.objects.create_user("referentka")
    found = announce(published, questions="Co chybí?\r\nCo je navíc?", by=officer)
    found.refresh_from_db()
    assert (found.opens_at, found.closes_at) == (OPENS, CLOSES)
    assert (found.questions, found.statutory_days) == ("Co chybí?\nCo je navíc?", 60)
    assert [record.history_user for record in found.history.all()] == [officer]


def test_a_draft_or_what_is_out_of_force_is_not_consulted(published: Edition) -> None:
    with pytest.raises(ConsultationRefused):
        announce(draft_of(published.plan))
    for state in ("superseded", "withdrawn"):
        with pytest.raises(ConsultationRefused):
            announce(put_out_of_force(published, state))
    assert not Consultation.objects.exists()


def test_an_edition_is_consulted_once(published: Edition) -> None:
    announce(published)
    with pytest.raises(ConsultationRefused):
        announce(published)
    assert Consultation.objects.count() == 1


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        (datetime(2026, 9, 1, tzinfo=PRAGUE), datetime(2026, 9, 15, tzinfo=PRAGUE)),
        # Fourteen days of Prague, an hour less by the sun and an hour more.
        (datetime(2026, 3, 20, tzinfo=PRAGUE), datetime(2026, 4, 3, tzinfo=PRAGUE)),
        (datetime(2026, 10, 20, tzinfo=PRAGUE), datetime(2026, 11, 3, tzinfo=PRAGUE)),
    ],
)
def test_fourteen_days_are_enough_and_no_less(
    published: Edition, opens: datetime, closes: datetime
) -> None:
    with pytest.raises(ConsultationRefused):
        announce(published, opens_at=opens, closes_at=closes - TICK)
    announce(published, opens_at=opens, closes_at=closes, answers_promised_on=closes.date())


def test_answers_are_not_promised_before_the_last_day(published: Edition) -> None:
    with pytest.raises(ConsultationRefused):
        announce(published, answers_promised_on=date(2026, 9, 20))
    announce(published, answers_promised_on=date(2026, 9, 21))


def test_what_the_form_would_refuse_the_deed_refuses(published: Edition) -> None:
    with pytest.raises(ValidationError):
        announce(published, statutory_days=45)
    with pytest.raises(ValidationError):
        announce(published, email="ne-adresa")
    assert not Consultation.objects.exists()


def test_announcing_makes_stored_pages_stale(published: Edition) -> None:
    before = PageRevision.objects.get(plan=published.plan).number
    announce(published)
    assert PageRevision.objects.get(plan=published.plan).number == before + 1


# ---- extending


def test_an_extension_is_kept_with_its_reason_and_what_was_before(published: Edition) -> None:
    found = announce(published)
    later, promised = CLOSES + timedelta(days=7), date(2026, 11, 15)
    with at(OPENS):
        extend(found, closes_at=later, answers_promised_on=promised, reason="  Prázdniny.\x07 ")
    found.refresh_from_db()
    assert (found.closes_at, found.answers_promised_on) == (later, promised)
    (extension,) = found.extensions.all()
    assert (extension.previous_closes_at, extension.closes_at) == (CLOSES, later)
    assert (extension.previous_promised_on, extension.promised_on) == (
        date(2026, 10, 31),
        promised,
    )
    assert extension.reason == "Prázdniny."


@pytest.mark.parametrize(
    "changes",
    [
        {"closes_at": CLOSES},
        {"closes_at": CLOSES - TICK},
        {"answers_promised_on": date(2026, 10, 30)},
        {"closes_at": datetime(2026, 11, 2, tzinfo=PRAGUE)},
        {"reason": " \x07\n"},
    ],
    ids=["not later", "earlier", "promise earlier", "promise before the end", "no reason"],
)
def test_nothing_is_shortened_or_extended_without_reason(
    published: Edition, changes: dict[str, Any]
) -> None:
    found = announce(published)
    with at(OPENS), pytest.raises(ConsultationRefused):
        extend(found, **changes)
    found.refresh_from_db()
    assert (found.closes_at, found.extensions.count()) == (CLOSES, 0)


def test_it_is_extended_up_to_the_closing_instant_and_not_from_it_on(published: Edition) -> None:
    found = announce(published)
    with at(CLOSES), pytest.raises(ConsultationRefused):
        extend(found)
    with at(CLOSES - TICK):
        extend(found)
    assert found.extensions.count() == 1


def test_what_is_out_of_force_is_not_extended(published: Edition) -> None:
    found = announce(published)
    put_out_of_force(published, "withdrawn")
    with at(OPENS), pytest.raises(ConsultationRefused):
        extend(found)


def test_who_has_not_seen_the_last_change_is_told(published: Edition) -> None:
    found = announce(published)
    read = version_of(found)
    with at(OPENS):
        extend(found, read=read)
        found.refresh_from_db()
        with pytest.raises(Outdated):
            extend(found, read=read)
    assert found.extensions.count() == 1


def test_extending_makes_stored_pages_stale(published: Edition) -> None:
    found = open_consultation(published)
    before = PageRevision.objects.get(plan=published.plan).number
    extend(found)
    assert PageRevision.objects.get(plan=published.plan).number == before + 1


# ---- changing how to take part


def test_how_to_take_part_is_changed_with_history(published: Edition) -> None:
    found = announce(published, email="stary@example.cz")
    officer = User.objects.create_user("referentka")
    consultation.change(found, version_of(found), officer, email="novy@example.cz")
    emails = [(record.email, record.history_user) for record in found.history.all()]
    assert emails == [("novy@example.cz", officer), ("stary@example.cz", None)]


def test_two_who_change_the_same_are_told_of_one_another(published: Edition) -> None:
    found = announce(published)
    read = version_of(found)
    consultation.change(found, read, hearing="V úterý.")
    with pytest.raises(Outdated):
        consultation.change(found, read, hearing="Ve středu.")
    assert consultation.change(found, read, hearing="V úterý.").hearing == "V úterý."


# ---- the clock


def standing(edition: Edition, instant: datetime) -> Consultation.State:
    with at(instant):
        found = Consultation.objects.with_unfinished().select_related("edition").get()
        return found.state


def takes_comments(item: Item, instant: datetime) -> bool:
    with at(instant):
        try:
            receiving.receive([Said(item, "Doplnit.")], name="Občanka Brněnská")
        except ReceivingRefused:
            return False
    return True


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        (OPENS, CLOSES),
        # At the very instants at which the clocks change in Prague.
        (datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)),
        # The first and the second half past two of the night in October.
        (
            datetime(2026, 10, 4, tzinfo=PRAGUE),
            datetime(2026, 10, 25, 2, 30, tzinfo=PRAGUE),
        ),
        (
            datetime(2026, 10, 4, tzinfo=PRAGUE),
            datetime(2026, 10, 25, 2, 30, tzinfo=PRAGUE, fold=1),
        ),
    ],
)
def test_the_opening_instant_belongs_to_it_and_the_closing_one_does_not(
    published: Edition, opens: datetime, closes: datetime
) -> None:
    opens, closes = opens.astimezone(UTC), closes.astimezone(UTC)
    found = announce(
        published, opens_at=opens, closes_at=closes, answers_promised_on=date(2026, 12, 31)
    )
    item = Item.objects.select_related("edition").get(pk=item_of(published, "A1").pk)
    edges = [opens - TICK, opens, closes - TICK, closes]
    assert [takes_comments(item, edge) for edge in edges] == [False, True, True, False]
    open_ones = [Consultation.objects.open(edge).exists() for edge in edges]
    assert [found.is_open(edge) for edge in edges] == open_ones == [False, True, True, False]
    assert [found.is_announced(edge) for edge in edges] == [True, False, False, False]
    assert [found.has_ended(edge) for edge in edges] == [False, False, False, True]


def test_the_two_half_past_twos_of_october_are_an_hour_apart(published: Edition) -> None:
    closes = datetime(2026, 10, 25, 2, 30, tzinfo=PRAGUE)
    found = announce(published, closes_at=closes)
    found.refresh_from_db()
    assert found.closes_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert not found.is_open(datetime(2026, 10, 25, 0, 30, tzinfo=UTC))


def test_states_follow_from_the_clock_and_the_answers(published: Edition) -> None:
    announce(published)
    item = item_of(published, "A1")
    comment = make_comment(item, published=False)
    states = [standing(published, edge) for edge in (OPENS - TICK, OPENS, CLOSES - TICK, CLOSES)]
    assert states == ["announced", "open", "open", "settling"]
    Comment.objects.filter(pk=comment.pk).update(
        state=Comment.State.PUBLISHED, published_at=timezone.now()
    )
    assert standing(published, CLOSES) == "settling"
    settle(comment.points.get())
    assert standing(published, CLOSES) == "settled"


def test_no_comments_at_all_are_settled_at_once(published: Edition) -> None:
    announce(published)
    assert standing(published, CLOSES) == "settled"


@pytest.mark.parametrize("state", ["superseded", "withdrawn"])
def test_what_is_out_of_force_takes_no_comments_however_long_it_was_to_be(
    published: Edition, state: str
) -> None:
    found = open_consultation(published)
    published = put_out_of_force(published, state)
    found = Consultation.objects.with_unfinished().select_related("edition").get()
    assert (found.is_open(), found.is_announced(), found.state) == (False, False, "settled")
    assert not Consultation.objects.open().exists()


@pytest.mark.parametrize(
    ("closes", "last"),
    [
        (datetime(2026, 9, 22, tzinfo=PRAGUE), date(2026, 9, 21)),
        (datetime(2026, 9, 22, tzinfo=PRAGUE) + TICK, date(2026, 9, 22)),
        (datetime(2026, 9, 22, 17, tzinfo=PRAGUE), date(2026, 9, 22)),
        # In Prague the next day has begun though in UTC it has not.
        (datetime(2026, 9, 21, 22, 30, tzinfo=UTC), date(2026, 9, 22)),
        (datetime(2026, 3, 29, tzinfo=PRAGUE), date(2026, 3, 28)),
        (datetime(2026, 3, 30, tzinfo=PRAGUE), date(2026, 3, 29)),
        (datetime(2026, 10, 26, tzinfo=PRAGUE), date(2026, 10, 25)),
    ],
)
def test_the_last_day_is_that_of_prague(closes: datetime, last: date) -> None:
    assert Consultation(closes_at=closes).last_day == last


@pytest.mark.parametrize(
    ("now", "days"),
    [
        (datetime(2026, 3, 28, 23, 59, 59, tzinfo=PRAGUE), 2),
        (datetime(2026, 3, 29, tzinfo=PRAGUE), 1),
        (datetime(2026, 3, 29, 23, 59, 59, tzinfo=PRAGUE), 1),
        (datetime(2026, 3, 30, tzinfo=PRAGUE), 0),
        (datetime(2026, 3, 30, 23, 59, 59, tzinfo=PRAGUE), 0),
    ],
)
def test_days_are_counted_by_midnights_of_prague(now: datetime, days: int) -> None:
    closing = Consultation(closes_at=datetime(2026, 3, 31, tzinfo=PRAGUE))
    with at(now):
        assert closing.days_left == days


@pytest.mark.parametrize("opens_in", [-5, 5])
@pytest.mark.parametrize("state", Edition.STAMPS)
def test_nothing_takes_the_place_of_what_is_consulted(
    published: Edition, opens_in: int, state: str
) -> None:
    opens_at = timezone.now() + timedelta(days=opens_in)
    closes_at = opens_at + timedelta(days=20)
    open_consultation(published, opens_at=opens_at, closes_at=closes_at)
    with pytest.raises(editions.PublishingRefused):
        publish(published.plan, state)
    published.refresh_from_db()
    assert (published.state, draft_of(published.plan).number) == ("consultation", 2)
    with at(closes_at):
        assert publish(published.plan, state).number == 2


def test_a_draft_beside_an_approved_text_that_is_consulted_is_published(plan: Plan) -> None:
    approved = publish(plan, Edition.State.APPROVED)
    found = open_consultation(approved)
    draft = publish(plan)
    assert (draft.state, Consultation.objects.open().get()) == ("consultation", found)
    with pytest.raises(editions.PublishingRefused):
        publish(plan, Edition.State.APPROVED)


def test_the_law_counts_from_the_day_of_receipt() -> None:
    assert Consultation(statutory_days=60).due_of(date(2018, 6, 28)) == date(2018, 8, 27)


def test_the_factory_opens_one_that_is_open(published: Edition) -> None:
    found = open_consultation(published)
    assert found.is_open()
    assert found.last_day - localdate() in {timedelta(days=20), timedelta(days=19)}
    assert consultation.is_open(publish(make_plan("jiny-plan"))) is False
