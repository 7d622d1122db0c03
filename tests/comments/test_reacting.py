"""What authors say of answers is public once somebody has looked at the words."""

from functools import partial

import pytest
from django.contrib.auth.models import User

from brnoplan.packet import making
from comments import amending, publication, reacting, reading, table
from comments.models import Comment, Reaction
from comments.privacy import erasing
from comments.privacy.searching import HIDDEN
from comments.publication import CheckRefused, DecidedMeanwhile
from strategy.models import Edition, PageRevision
from tests.factories import item_of, make_comment, make_plan, publish, settle
from tests.races import at_once, needs_postgres

WORDS = "Nestačí mi to."


@pytest.fixture
def said(published: Edition) -> Reaction:
    answer = settle(make_comment(item_of(published, "A1.1")).points.get())
    return amending.react(answer, satisfied=False, words=WORDS)


def read() -> tuple[bool | None, str, str]:
    """Whether the author agrees and how they put it; and what the settlement table says of it."""
    ((comment,), (line,)) = (
        reading.of_comments(Comment.objects.all()),
        table.lines(Comment.objects.all()),
    )
    (answer,) = comment.answers
    cell = dict(zip((it.name for it in table.COLUMNS), table.record(line), strict=True))["reaction"]
    return answer.satisfied, answer.reaction, cell


def test_whether_they_agree_is_public_at_once_and_the_words_once_checked(said: Reaction) -> None:
    officer = User.objects.create_user("referentka")
    satisfied, words, cell = read()
    assert (satisfied, words, WORDS in cell, bool(cell)) == (False, "", False, True)
    assert list(Reaction.objects.awaiting_check()) == [said]
    reacting.publish_words(said, by=officer)
    assert read() == (False, WORDS, f"{cell}: {WORDS}")
    said.refresh_from_db()
    assert (said.words_checked_by, Reaction.objects.awaiting_check().count()) == (officer, 0)


def test_what_is_hidden_stays_inside_until_somebody_decides_otherwise(said: Reaction) -> None:
    reacting.hide_words(said)
    assert (read()[:2], Reaction.objects.awaiting_check().count()) == ((False, ""), 0)
    reacting.publish_words(said)
    assert read()[1] == WORDS
    reacting.hide_words(said)
    assert read()[1] == ""


def test_other_words_are_checked_anew_and_the_same_are_not(said: Reaction) -> None:
    reacting.publish_words(said)
    amending.react(said.settlement, satisfied=True, words=f" {WORDS} ")
    assert read()[:2] == (True, WORDS)
    amending.react(said.settlement, satisfied=True, words="Jinak.")
    assert (read()[:2], Reaction.objects.awaiting_check().count()) == ((True, ""), 1)
    amending.react(said.settlement, satisfied=True)
    assert Reaction.objects.awaiting_check().count() == 0
    with pytest.raises(CheckRefused):
        reacting.publish_words(said)


def test_whoever_saw_something_else_decides_nothing(said: Reaction) -> None:
    seen = reacting.mark(said)
    amending.react(said.settlement, satisfied=False, words="Urážka.")
    with pytest.raises(DecidedMeanwhile):
        reacting.publish_words(said, seen=seen)
    said.refresh_from_db()
    seen = reacting.mark(said)
    reacting.hide_words(said, seen=seen)
    with pytest.raises(DecidedMeanwhile):
        reacting.publish_words(said, seen=seen)
    assert read()[1] == ""


def test_every_decision_makes_stored_pages_and_the_packet_stale_once(said: Reaction) -> None:
    edition = said.settlement.point.item.edition
    told = [making.unrecorded(edition)]
    before = PageRevision.objects.get(plan=edition.plan_id).number
    for deed in (reacting.publish_words, reacting.publish_words, reacting.hide_words):
        deed(said)
        told.append(making.unrecorded(edition))
    after = PageRevision.objects.get(plan=edition.plan_id).number
    assert (after - before, told[1] == told[2], len(set(told))) == (2, True, 3)


def test_the_packet_is_stale_by_what_is_public_alone(
    said: Reaction, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever becomes of the page revision."""
    monkeypatch.setattr(making.library, "page_revision", lambda _edition: 1)
    edition = said.settlement.point.item.edition
    before = making.unrecorded(edition)
    reacting.publish_words(said)
    assert making.unrecorded(edition) != before


def test_what_is_not_shown_waits_for_no_check(said: Reaction) -> None:
    publication.hold(said.settlement.point.comment)
    assert Reaction.objects.awaiting_check().count() == 0


@pytest.mark.parametrize("public", [True, False])
def test_erased_words_stay_as_public_as_they_were_and_wait_no_more(
    said: Reaction, public: bool
) -> None:
    if public:
        reacting.publish_words(said)
    erasing.erase(said.settlement.point.comment, "Žádost.", None, wording=True)
    assert Reaction.objects.get().words == HIDDEN
    assert read()[1] == (HIDDEN if public else "")
    assert Reaction.objects.awaiting_check().count() == 0


@needs_postgres
@pytest.mark.usefixtures("committed")
def test_of_officers_who_decide_at_once_one_is_heard() -> None:
    answer = settle(make_comment(item_of(publish(make_plan()), "A1.1")).points.get())
    said = amending.react(answer, satisfied=False, words=WORDS)
    seen = reacting.mark(said)

    def decide(number: int) -> bool:
        deed = reacting.hide_words if number % 2 else reacting.publish_words
        try:
            deed(said, seen=seen)
        except DecidedMeanwhile:
            return False
        return True

    assert sum(at_once([partial(decide, number) for number in range(6)])) == 1
