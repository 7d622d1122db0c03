"""From a draft to a published answer, and to the one after it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import override_settings

from comments import publication, settlement
from comments.models import Comment, Point, Settlement
from comments.settlement import AnsweredMeanwhile, SettlementRefused
from strategy import editing, tree
from strategy.models import Edition, Item, Letter
from tests.comments.test_publication import revision
from tests.factories import (
    amend,
    draft_of,
    item_of,
    make_comment,
    make_plan,
    publish,
    publish_answer,
    reword,
    root_of,
    settle,
)


@pytest.fixture
def point(published: Edition) -> Point:
    """What a published comment on measure A1.1 asks for."""
    return make_comment(item_of(published, "A1.1")).points.get()


def drafted(point: Point, **given: Any) -> Settlement:
    return settlement.draft(point, **({"outcome": "noted", "reasoning": "Děkujeme."} | given))


def refusal(deed: Callable[..., object], *args: Any, **given: Any) -> str:
    with pytest.raises(SettlementRefused) as refused:
        deed(*args, **given)
    return str(refused.value)


def test_an_answer_is_drafted_checked_and_published_in_the_open(point: Point) -> None:
    before = revision(point.comment.plan)
    changed = reword(item_of(draft_of(point.comment.plan), "A1.1"))
    answer = drafted(point, outcome="accepted", changed_item=changed)
    answer = settlement.check(answer)
    assert revision(point.comment.plan) == before
    (answer,) = settlement.publish([answer], by="Koordinátorka KPSS")
    assert (answer.state, answer.settled_by) == ("published", "Koordinátorka KPSS")
    assert answer.published_at is not None
    assert revision(point.comment.plan) == before + 1
    steps = answer.history.order_by("history_id").values_list("outcome", "state")
    assert list(steps) == [("accepted", state) for state in ("draft", "checked", "published")]


def test_a_rewritten_answer_has_to_be_checked_again(point: Point) -> None:
    settlement.check(drafted(point))
    answer = drafted(point, reasoning="Jinak.")
    assert (answer.state, answer.reasoning, answer.number) == ("draft", "Jinak.", 1)
    refusal(settlement.publish, [answer], by="")
    assert Settlement.objects.get().state == "draft"


def test_the_same_answer_sent_twice_is_one_step_of_history(point: Point) -> None:
    seen = settlement.mark(point, None)
    answer = drafted(point, reasoning="Děkujeme.\nMoc.", seen=seen)
    assert drafted(point, reasoning="Děkujeme.\r\nMoc.", seen=seen) == answer
    assert answer.history.count() == 1


def test_what_nobody_checked_is_not_published(point: Point) -> None:
    refusal(settlement.publish, [drafted(point)], by="")
    assert Settlement.objects.get().state == "draft"


def test_a_published_answer_is_neither_rewritten_nor_checked_nor_published_again(
    point: Point,
) -> None:
    answer = settle(point)
    refusal(drafted, point)
    refusal(settlement.check, answer)
    refusal(settlement.discard, answer)
    refusal(settlement.publish, [answer], by="")
    assert Settlement.objects.get() == answer
    assert answer.history.count() == 3


@pytest.mark.parametrize("reasoning", ["", "  \n"])
def test_an_answer_without_a_reason_is_refused(point: Point, reasoning: str) -> None:
    refusal(drafted, point, reasoning=reasoning)
    blank = Settlement.objects.create(point=point, outcome="noted", reasoning="\u200b x")
    Settlement.objects.filter(pk=blank.pk).update(reasoning=" ")
    refusal(settlement.check, blank)
    Settlement.objects.filter(pk=blank.pk).update(state="checked")
    refusal(settlement.publish, [blank], by="")
    assert Settlement.objects.get().state == "checked"


@pytest.mark.parametrize("outcome", ["", "together", "splněno"])
def test_an_outcome_that_nobody_can_choose_is_refused(point: Point, outcome: str) -> None:
    refusal(drafted, point, outcome=outcome)
    assert not Settlement.objects.exists()


def test_who_drafted_an_answer_does_not_check_it(point: Point) -> None:
    officer, colleague = (User.objects.create(username=name) for name in ("jana", "petr"))
    answer = drafted(point, by=officer)
    refusal(settlement.check, answer, by=officer)
    assert Settlement.objects.get().state == "draft"
    assert settlement.check(answer, by=colleague).state == "checked"
    settlement.draft(point, outcome="noted", reasoning="Jinak.", by=colleague)
    refusal(settlement.check, answer, by=colleague)
    with override_settings(FOUR_EYES=False):
        assert settlement.check(answer, by=colleague).state == "checked"


# What it changed.


def accepted(point: Point, item: Item | None, outcome: str = "accepted") -> Settlement:
    return drafted(point, outcome=outcome, changed_item=item)


def test_what_was_accepted_names_what_it_changed(point: Point) -> None:
    answer = accepted(point, None)
    refusal(settlement.check, answer)
    Settlement.objects.update(state="checked")
    refusal(settlement.publish, [answer], by="")
    assert publish_answer(accepted(point, None, "partly")).state == "published"


@pytest.mark.parametrize("outcome", ["accepted", "partly"])
def test_an_item_that_says_the_same_was_not_changed(point: Point, outcome: str) -> None:
    same = item_of(draft_of(point.comment.plan), "A1.1")
    answer = accepted(point, same, outcome)
    refusal(settlement.check, answer)
    reword(same)
    settlement.check(answer)
    same.refresh_from_db()
    reword(same, point.item.text)
    refusal(settlement.publish, [answer], by="")
    assert Settlement.objects.get().state == "checked"


def add_measure(draft: Edition) -> Item:
    measure = item_of(draft, "A1.1")
    return tree.create_item(item_of(draft, "A1"), measure.tier, code="A1.9", text="Nové opatření.")


def explained(draft: Edition, **changes: str) -> Item:
    item = item_of(draft, "A1.1")
    return editing.change_item(item, item.version, **changes)


def drop_measure(draft: Edition) -> Item:
    tree.delete_item(item_of(draft, "A1.2"))
    return item_of(draft, "A1")


CHANGES: dict[str, Callable[[Edition], Item]] = {
    "wording": lambda draft: reword(item_of(draft, "A1.1")),
    "explanation": lambda draft: explained(draft, description="Protože."),
    "lead": lambda draft: explained(draft, lead="Odbor zdraví"),
    "deadline": lambda draft: explained(draft, due="12/2027"),
    "new": add_measure,
    "a child came": lambda draft: add_measure(draft).parent,
    "a child went": drop_measure,
    "a child moved": lambda draft: (
        tree.move_item(item_of(draft, "A1.3"), item_of(draft, "A1.1"), "left").parent
    ),
    "moved": lambda draft: tree.move_item(item_of(draft, "A1.3"), item_of(draft, "A1.1"), "left"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_became_of_an_item_is_a_change(
    point: Point, change: Callable[[Edition], Item]
) -> None:
    item = change(draft_of(point.comment.plan))
    answer = publish_answer(accepted(point, item))
    assert answer.changed_item == item


def test_other_words_of_a_child_do_not_change_what_it_stands_under(point: Point) -> None:
    child = reword(item_of(draft_of(point.comment.plan), "A1.1"))
    parent = item_of(child.edition, "A1")
    refusal(settlement.check, accepted(point, parent))
    editing.change_item(child, child.version, code="A1.8", description="Protože.")
    refusal(settlement.check, accepted(point, parent))


def test_the_changed_item_is_of_a_later_edition_of_the_same_plan(point: Point) -> None:
    elsewhere = reword(item_of(draft_of(publish(make_plan("jiny-plan")).plan), "A1.1"))
    for wrong in (item_of(point.item.edition, "A1.2"), elsewhere):
        refusal(accepted, point, wrong)
    assert not Settlement.objects.exists()


@pytest.mark.parametrize("outcome", ["noted", "explained", "not_accepted", "forwarded"])
def test_what_was_not_accepted_changed_nothing(point: Point, outcome: str) -> None:
    item = reword(item_of(draft_of(point.comment.plan), "A1.1"))
    refusal(accepted, point, item, outcome)
    assert drafted(point, outcome=outcome).changed_item is None


def test_a_link_holds_when_the_draft_is_published_before_the_answer(point: Point) -> None:
    item = reword(item_of(draft_of(point.comment.plan), "A1.1"))
    answer = accepted(point, item)
    later = publish(point.comment.plan)
    shown = publish_answer(answer)
    assert (shown.changed_item, shown.changed_item.edition) == (item, later)


# All at once.


def test_one_that_cannot_be_published_keeps_all_back_and_each_is_told(published: Edition) -> None:
    good, unchecked, hidden = (
        make_comment(item_of(published, "A1.1")).points.get() for _ in range(3)
    )
    answers = [drafted(each) for each in (good, unchecked, hidden)]
    for answer in (answers[0], answers[2]):
        settlement.check(answer)
    publication.hold(hidden.comment)
    before = revision(published.plan)
    told = refusal(settlement.publish, answers, by="").split("\n")
    assert [line.split(":")[0].split()[-1] for line in told] == ["2", "3"]
    assert list(Settlement.objects.order_by("pk").values_list("state", flat=True)) == [
        "checked",
        "draft",
        "checked",
    ]
    assert revision(published.plan) == before


def test_the_label_of_a_point_of_several_is_told(point: Point) -> None:
    comment = point.comment
    Point.objects.create(
        comment=comment, position=2, item=point.item, item_key=point.item_key, text="Druhý bod."
    )
    assert [settlement.label(each) for each in comment.points.all()] == ["1/1", "1/2"]


@pytest.mark.parametrize("state", ["received", "held", "rejected", "withdrawn"])
def test_an_answer_to_a_comment_that_nobody_sees_is_not_published(point: Point, state: str) -> None:
    answer = settlement.check(drafted(point))
    moment = point.comment.received_at if state == "withdrawn" else None
    Comment.objects.update(state=state, withdrawn_at=moment)
    refusal(settlement.publish, [answer], by="")
    assert Settlement.objects.get().state == "checked"


def test_an_answer_waits_for_the_check_of_an_amendment(point: Point) -> None:
    answer = settlement.check(drafted(point))
    Comment.objects.update(newest_version=2)
    refusal(settlement.publish, [answer], by="")
    Comment.objects.update(newest_version=1)
    settlement.publish([answer], by="")
    assert Settlement.objects.get().state == "published"


def test_an_answer_that_is_gone_keeps_the_others_back(point: Point) -> None:
    other = make_comment(point.item).points.get()
    answers = [settlement.check(drafted(each)) for each in (point, other)]
    settlement.discard(answers[1])
    refusal(settlement.publish, answers, by="")
    assert Settlement.objects.get().state == "checked"


# Seen by whom.


def test_nobody_overwrites_what_they_have_not_seen(point: Point) -> None:
    seen = settlement.mark(point, None)
    theirs = drafted(point, reasoning="Kolegyně.", seen=seen)
    with pytest.raises(AnsweredMeanwhile) as refused:
        drafted(point, reasoning="Moje.", seen=seen)
    assert refused.value.current == theirs
    assert Settlement.objects.get().reasoning == "Kolegyně."
    drafted(point, reasoning="Moje.", seen=settlement.mark(point, theirs))
    assert Settlement.objects.get().reasoning == "Moje."


def test_an_answer_is_checked_published_and_discarded_as_it_was_seen(point: Point) -> None:
    answer = drafted(point)
    seen = settlement.mark(point, answer)
    drafted(point, reasoning="Jinak.")
    for deed in (settlement.check, settlement.discard):
        refusal(deed, answer, seen=seen)
    settlement.check(answer)
    refusal(settlement.publish, [answer], by="", seen={answer.pk: seen})
    now = {answer.pk: settlement.mark(point, answer)}
    assert settlement.publish([answer], by="", seen=now)[0].reasoning == "Jinak."


def test_a_new_wording_of_the_comment_is_something_new_to_see(point: Point) -> None:
    seen = settlement.mark(point, None)
    amend(point.comment, "Jinak, než jsem psala.")
    refusal(drafted, point, seen=seen)
    assert not Settlement.objects.exists()


# The answer after it.


def test_a_reopened_answer_stands_until_the_new_one_is_published(point: Point) -> None:
    first = settle(point)
    again = settlement.reopen(point, " Rada žádá jinak. ")
    assert (again.number, again.state, again.reasoning) == (2, "draft", first.reasoning)
    assert list(Settlement.objects.published()) == [first]
    drafted(point, reasoning="Nově.")
    second = publish_answer(again)
    states = Settlement.objects.order_by("number").values_list("state", "reopening_reason")
    assert list(states) == [("replaced", ""), ("published", "Rada žádá jinak.")]
    assert list(Settlement.objects.published()) == [second]


def test_a_reason_is_needed_to_reopen_and_a_published_answer(point: Point) -> None:
    refusal(settlement.reopen, point, "Proto.")
    settle(point)
    refusal(settlement.reopen, point, "  ")
    settlement.reopen(point, "Proto.")
    refusal(settlement.reopen, point, "Proto.")
    assert Settlement.objects.count() == 2


def test_a_discarded_draft_leaves_the_published_answer_and_its_history(point: Point) -> None:
    first = settle(point)
    again = settlement.reopen(point, "Proto.")
    settlement.discard(again)
    assert Settlement.objects.get() == first
    assert Settlement.history.filter(id=again.pk, history_type="-").count() == 1
    assert settlement.reopen(point, "Přece.").number == 2


def test_the_author_gets_a_letter_when_the_answer_is_published(point: Point) -> None:
    contact = point.comment.contact
    contact.email, contact.confirmed_at = "obcanka@example.org", point.comment.received_at
    contact.save()
    answer = settlement.check(drafted(point))
    assert not Letter.objects.exists()
    settlement.publish([answer], by="")
    assert Letter.objects.get().to == "obcanka@example.org"


def test_no_comments_is_answered_by_itself(published: Edition) -> None:
    comment = make_comment(root_of(published), kind="none", text="Bez připomínek")
    answer = Settlement.objects.get(point__comment=comment)
    assert (answer.state, answer.outcome, answer.published_at) == (
        "published",
        "noted",
        comment.received_at,
    )
    assert not Point.objects.on_desk().exists()
