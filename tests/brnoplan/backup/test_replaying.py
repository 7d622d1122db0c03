"""What was erased since a copy was made is erased anew, whichever way it was erased."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from comments import amending, receiving, redaction, subscription
from comments.models import Comment, Contact, Mention, Subscription
from comments.privacy import erasing, mentions
from comments.privacy.hidden import HIDDEN
from kpss import privacy
from kpss.minutes import course
from kpss.models import Minutes, NewsSubscription, Person
from kpss.news import subscribing
from strategy import editing
from strategy.feedback import sending as feedback
from strategy.ledger import file, keeping, replaying
from strategy.measures import hiding as values
from strategy.measures import readings
from strategy.models import (
    Edition,
    Feedback,
    Item,
    LedgerEntry,
    Letter,
    ProgressReport,
    Reading,
)
from strategy.progress import hiding, reporting
from tests.comments.privacy import canaries
from tests.factories import item_of, make_comment, make_plan, open_consultation, publish, settle
from tests.kpss.factories import make_body, make_meeting, make_person
from tests.strategy.measures.measured import indicator_of, measure, measured_plan

CANARY, EMAIL = canaries.NAME, canaries.EMAIL
REASON = "Žádost."


class Way(NamedTuple):
    """What is there before, what is done, and what is left to be seen of the canary."""

    plant: Callable[[Item], object]
    erase: Callable[[], object]
    left: Callable[[], object]
    nothing: object = frozenset()


def plant_phrase(item: Item) -> None:
    """A name that stands in the city's answer, too: somebody decides whether it goes there."""
    made = make_comment(item, name="při další úpravě", text="Podepsán.")
    settle(made.points.get())
    erasing.erase(made, REASON, None, in_answers=False)


def plant_reading(item: Item) -> None:
    measure(indicator_of(measured_plan()), 42, source=CANARY)


def plant_report(item: Item) -> None:
    measured = item_of(measured_plan(), "A1.1")
    reporting.report(measured, reporting.Status.DONE, commentary=CANARY)


def correct_and_hide() -> None:
    reading = Reading.objects.get()
    readings.correct(reading, editing.version_of(reading), source="Evidence")
    values.hide(reading.pk, ["source"], None)


def plant_minutes(item: Item) -> None:
    Minutes.objects.create(meeting=make_meeting(make_body()), opening=f"Zahájil {CANARY}.")


def one() -> Comment:
    return Comment.objects.get()


def hidden_passages() -> set[str]:
    return set(Minutes.objects.get().hidden.values_list("text", flat=True))


def subscribe(item: Item) -> None:
    Subscription.objects.create(plan=item.edition.plan, item_key=item.key, email=EMAIL)
    Subscription.objects.create(plan=item.edition.plan, item_key=item.key, email="jina@example.cz")


WAYS = {
    "comment.erased": Way(
        canaries.plant,
        lambda: erasing.erase(one(), REASON, None, wording=True),
        canaries.places,
    ),
    "comment.redacted": Way(
        lambda item: make_comment(item, text=f"Ptejte se: {CANARY}, prosím."),
        lambda: redaction.hide(one(), [CANARY], REASON),
        lambda: one().versions.get().text,
        f"Ptejte se: {HIDDEN}, prosím.",
    ),
    "comment.restored": Way(
        lambda item: redaction.hide(make_comment(item, text="Ptejte se mě."), ["mě"], REASON),
        lambda: redaction.restore(one()),
        lambda: one().versions.get().text,
        "Ptejte se mě.",
    ),
    "comment.signed": Way(
        make_comment, lambda: amending.show_name(one()), lambda: one().name_public, True
    ),
    "comment.unsigned": Way(
        lambda item: make_comment(item, name_public=True),
        lambda: amending.hide_name(one()),
        lambda: one().name_public,
        False,
    ),
    "email.forgotten": Way(
        lambda item: make_comment(item, published=False, channel="web", email=EMAIL),
        lambda: receiving.go_on_without_email(one()),
        lambda: (Contact.objects.get().email, one().state),
        ("", "received"),
    ),
    "mention.decided": Way(
        plant_phrase,
        lambda: mentions.hide(Mention.objects.get(), None),
        lambda: list(Mention.objects.values_list("said", "hidden")),
        [("", True)],
    ),
    "subscription.ended": Way(
        subscribe,
        lambda: subscription.end(Subscription.objects.get(email=EMAIL).pk),
        lambda: list(Subscription.objects.values_list("email", flat=True)),
        ["jina@example.cz"],
    ),
    "person.erased": Way(
        lambda item: make_person(CANARY, email=EMAIL),
        lambda: privacy.erase(Person.objects.get(name=CANARY), REASON, None),
        lambda: list(Person.objects.values_list("name", "email")),
        [("", "")],
    ),
    "passages.hidden": Way(
        plant_minutes,
        lambda: course.hide(Minutes.objects.get(), [CANARY]),
        hidden_passages,
        {CANARY},
    ),
    "news.ended": Way(
        lambda item: NewsSubscription.objects.create(email=EMAIL),
        lambda: subscribing.end(NewsSubscription.objects.get().pk),
        lambda: NewsSubscription.objects.count(),
        0,
    ),
    "report.hidden": Way(
        plant_report,
        lambda: hiding.hide(ProgressReport.objects.get(), ["commentary"], None),
        lambda: ProgressReport.objects.get().commentary,
        "",
    ),
    "reading.hidden": Way(
        plant_reading,
        correct_and_hide,
        # The correction is lost with the time since the copy; the words are all the same.
        lambda: {Reading.objects.get().source, *Reading.history.values_list("source", flat=True)},
        {""},
    ),
    "feedback.erased": Way(
        lambda item: feedback.send(
            "00000000-0000-0000-0000-000000000001",
            kind="idea",
            page="",
            text=CANARY,
            email=EMAIL,
            address="192.0.2.1",
        ),
        lambda: feedback.erase(Feedback.objects.get(), AnonymousUser()),
        lambda: Feedback.objects.values_list("text", "email").get(),
        ("", ""),
    ),
}

pytestmark = pytest.mark.usefixtures("folder")


@pytest.fixture
def folder(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.LEDGER_FILE = tmp_path / "ledger" / "erasures.jsonl"


@pytest.fixture
def edition(db: None) -> Edition:
    edition = publish(make_plan("pripominkovany"))
    open_consultation(edition)
    return edition


def erased_and_restored(deed: Callable[[], object]) -> list[file.Entry]:
    """Do it, keep its entries, and have the database as it was before, as out of a copy."""
    known = set(LedgerEntry.objects.values_list("pk", flat=True))
    with transaction.atomic():
        deed()
        rows = list(LedgerEntry.objects.exclude(pk__in=known).order_by("done_at"))
        told = [keeping.as_in_file(row) for row in rows]
        transaction.set_rollback(True)
    return told


def test_the_table_below_is_of_all_ways() -> None:
    assert set(WAYS) == set(replaying.DEEDS)


@pytest.mark.parametrize("kind", WAYS)
def test_what_was_erased_since_the_copy_is_erased_anew(
    edition: Edition, kind: str, settings
) -> None:
    way = WAYS[kind]
    way.plant(item_of(edition, "A1.1"))
    file.add(settings.LEDGER_FILE, erased_and_restored(way.erase))
    told = file.read(settings.LEDGER_FILE)
    assert way.left() != way.nothing
    assert replaying.replay(told) == {kind: 1}
    assert way.left() == (set() if way.nothing == frozenset() else way.nothing)
    assert replaying.replay(told) == {}


@pytest.mark.parametrize("kind", WAYS)
def test_the_ledger_holds_none_of_the_words_that_it_is_about(
    edition: Edition, kind: str, settings
) -> None:
    WAYS[kind].plant(item_of(edition, "A1.1"))
    file.add(settings.LEDGER_FILE, erased_and_restored(WAYS[kind].erase))
    said = settings.LEDGER_FILE.read_text()
    assert kind in said
    assert [word for word in (*CANARY.split(), "kanarek", "úpravě") if word in said] == []


def test_a_copy_from_before_somebody_commented_has_nothing_to_erase(edition: Edition) -> None:
    def comment_and_erase() -> None:
        erasing.erase(make_comment(item_of(edition, "A1.1")), REASON, None)

    told = erased_and_restored(comment_and_erase)
    assert +replaying.replay(told) == {}
    assert list(LedgerEntry.objects.values_list("kind", "in_file")) == [("comment.erased", True)]


def test_whoever_came_under_a_freed_number_is_not_erased(edition: Edition) -> None:
    make_person("Kanár Žlutý", email="jiny@example.cz")

    def write_and_erase() -> None:
        privacy.erase(make_person(CANARY, email=EMAIL), REASON, None, texts=False)

    told = erased_and_restored(write_and_erase)
    assert +replaying.replay(told) == {}
    assert Person.objects.get().email == "jiny@example.cz"


def test_entries_of_another_key_or_kind_are_refused_and_can_be_left(edition: Edition) -> None:
    make_comment(item_of(edition, "A1.1"), text=CANARY)
    told = erased_and_restored(lambda: redaction.hide(one(), [CANARY], REASON))
    strange = [told[0]._replace(key="another"), told[0]._replace(kind="comment.sung")]
    for entry in strange:
        with pytest.raises(replaying.Unreadable):
            replaying.refuse_unreadable([entry])
    assert replaying.replay(strange) == {}
    replaying.refuse_unreadable(told)


def test_a_passage_that_our_own_reason_repeats_is_hidden_all_the_same(edition: Edition) -> None:
    word = replaying.reason().split()[0]
    make_comment(item_of(edition, "A1.1"), text=f"Ptejte se: {word}, prosím.")
    told = erased_and_restored(lambda: redaction.hide(one(), [word], REASON))
    assert replaying.replay(told) == {"comment.redacted": 1}
    assert one().versions.get().text == f"Ptejte se: {HIDDEN}, prosím."


def test_letters_of_who_was_erased_are_empty_again(edition: Edition) -> None:
    make_comment(item_of(edition, "A1.1"), published=False, channel="web", email=EMAIL)
    told = erased_and_restored(lambda: erasing.erase(one(), REASON, None))
    assert Letter.objects.get().to == EMAIL
    replaying.replay(told)
    assert Letter.objects.get().to == ""
