"""What the gate misses before the council's packet is exported: each thing alone."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from brnoplan.packet import document, gate
from comments import publication, reacting, settlement
from comments.models import Comment, Reaction
from kpss.models import Minutes
from strategy import editions
from strategy.measures.cards import Facts, Measure, Money, Responsible
from strategy.models import Edition, Item, Organisation, Plan, Resolution, ResolutionPart
from tests import factories
from tests.brnoplan.packets import make_minutes, propose, ready_draft, settle
from tests.factories import (
    add_point,
    draft_of,
    item_of,
    make_comment,
    make_plan,
    make_resolution,
    open_consultation,
    publish,
    publish_answer,
    react,
)
from tests.strategy.measures.samples import fill


def names(edition: Edition) -> list[str]:
    edition = Edition.objects.select_related("plan").get(pk=edition.pk)
    return [lack.name for lack in gate.lacks(edition)]


def only(edition: Edition) -> gate.Lack:
    edition = Edition.objects.select_related("plan").get(pk=edition.pk)
    [lack] = gate.lacks(edition)
    return lack


def numbers(text: str) -> list[int]:
    return [int(digits) for digits in re.findall(r"\d+", text)]


def test_a_draft_with_all_that_is_asked_for_lacks_nothing(plan: Plan) -> None:
    assert names(ready_draft(plan)) == []


def test_a_bare_draft_lacks_a_resolution_a_report_and_minutes(plan: Plan) -> None:
    assert names(draft_of(plan)) == ["resolution", "report", "minutes"]


@pytest.mark.parametrize("deed", [None, publication.hold])
def test_a_comment_that_nobody_checked_is_missed(deed: Any, published: Edition) -> None:
    draft = ready_draft(published.plan)
    comment = make_comment(item_of(published, "A1"), published=False)
    if deed:
        deed(comment)
    lack = only(draft)
    assert lack.name == "unchecked"
    url = reverse("comments:checking_comment", args=[comment.pk])
    assert [(numbers(example.label), example.url) for example in lack.examples] == [([1], url)]
    assert lack.url == reverse("comments:checking")


@pytest.mark.parametrize("opens_in", [-5, 5])
def test_a_consultation_that_has_not_closed_is_missed(opens_in: int, published: Edition) -> None:
    draft = ready_draft(published.plan)
    opens = timezone.now() + timedelta(days=opens_in)
    found = open_consultation(published, opens_at=opens, closes_at=opens + timedelta(days=20))
    lack = only(draft)
    assert lack.name == "consultation"
    assert lack.url == reverse("admin:comments_consultation_change", args=[found.pk])
    assert names(published) != []


def test_a_consultation_that_has_closed_is_not_missed(published: Edition) -> None:
    opens = timezone.now() - timedelta(days=30)
    open_consultation(published, opens_at=opens, closes_at=opens + timedelta(days=20))
    assert names(ready_draft(published.plan)) == []


def test_a_consultation_on_what_was_withdrawn_or_on_another_plan_is_not_missed(
    published: Edition,
) -> None:
    open_consultation(published)
    open_consultation(publish(make_plan("jiny-plan")))
    editions.withdraw(published, "Vydáno omylem.")
    assert names(ready_draft(published.plan)) == []


@pytest.mark.parametrize("state", Comment.UNSEEN)
def test_a_comment_that_nobody_confirmed_is_counted_nowhere(state: str, published: Edition) -> None:
    draft = ready_draft(published.plan)
    comment = make_comment(item_of(published, "A1"), published=False)
    Comment.objects.filter(pk=comment.pk).update(state=state)
    assert names(draft) == []
    assert document.packet_of(draft).hidden == []


def test_a_rejected_comment_is_not_missed(published: Edition) -> None:
    draft = ready_draft(published.plan)
    publication.reject(make_comment(item_of(published, "A1")), "off_topic")
    assert names(draft) == []


def test_a_comment_is_missed_until_its_settlement_is_published(published: Edition) -> None:
    draft = ready_draft(published.plan)
    comment = make_comment(item_of(published, "A1"))
    assert names(draft) == ["unsettled"]
    answer = settlement.draft(comment.points.get(), outcome="noted", reasoning="Děkujeme.")
    assert names(draft) == ["unsettled"]
    publish_answer(answer)
    assert names(draft) == []


def test_a_comment_is_missed_until_each_of_its_points_is_settled(published: Edition) -> None:
    draft = ready_draft(published.plan)
    comment = make_comment(item_of(published, "A1"))
    add_point(comment, "A ještě mapu.")
    settle(comment)
    assert names(draft) == ["unsettled"]


def test_who_has_no_comments_awaits_no_settlement(published: Edition) -> None:
    draft = ready_draft(published.plan)
    make_comment(item_of(published, "A1"), kind="none", text="Bez připomínek")
    assert names(draft) == []


def test_of_many_places_the_first_are_named_and_the_rest_counted(published: Edition) -> None:
    draft = ready_draft(published.plan)
    for _ in range(gate.EXAMPLES + 3):
        make_comment(item_of(published, "A1"))
    lack = only(draft)
    assert [numbers(example.label) for example in lack.examples] == [
        [number] for number in range(1, gate.EXAMPLES + 1)
    ]
    assert lack.more == 3


def test_comments_settled_before_the_last_approval_are_not_asked_for(plan: Plan) -> None:
    early = publish(plan)
    settle(make_comment(item_of(early, "A1")))
    make_comment(item_of(early, "A1"), kind="none", text="Bez připomínek")
    approved = publish(plan, Edition.State.APPROVED)
    draft = ready_draft(plan)
    assert names(draft) == []
    make_comment(item_of(approved, "A1"))
    assert names(draft) == ["unsettled"]


@pytest.mark.parametrize(("published", "missed"), [(True, "unsettled"), (False, "unchecked")])
def test_what_still_waits_is_asked_for_however_old(
    published: bool, missed: str, plan: Plan
) -> None:
    comment = make_comment(item_of(publish(plan), "A1"), published=published)
    publish(plan, Edition.State.APPROVED)
    publish(plan)
    lack = only(ready_draft(plan))
    pages = {
        "unsettled": reverse("comments:desk_point", args=[comment.points.get().pk]),
        "unchecked": reverse("comments:checking_comment", args=[comment.pk]),
    }
    assert (lack.name, [example.url for example in lack.examples]) == (missed, [pages[missed]])


def test_what_waits_for_its_answer_leads_to_the_first_point_without_one(
    published: Edition,
) -> None:
    draft = ready_draft(published.plan)
    comment = make_comment(item_of(published, "A1"))
    second = add_point(comment, "Druhý bod.")
    settle(comment)
    lack = only(draft)
    assert [example.url for example in lack.examples] == [
        reverse("comments:desk_point", args=[second.pk])
    ]
    assert lack.url == reverse("comments:desk")


def test_comments_of_later_editions_are_not_asked_for(published: Edition) -> None:
    propose(published)
    make_minutes(published.plan)
    later = publish(published.plan)
    make_comment(item_of(later, "A1"))
    assert names(published) == []


def test_comments_of_other_plans_are_not_asked_for(plan: Plan) -> None:
    other = publish(make_plan("jiny-plan"))
    make_comment(item_of(other, "A1"))
    assert names(ready_draft(plan)) == []


@pytest.mark.parametrize(("field", "value"), [("lead", "Odbor sociální péče"), ("due", "12/2020")])
def test_a_measure_without_what_the_plan_asks_for_is_missed(
    field: str, value: str, plan: Plan
) -> None:
    draft = ready_draft(plan)
    items = Item.objects.filter(edition=draft)
    items.exclude(code="A1.2").update(**{field: value})
    assert names(draft) == []
    Plan.objects.filter(pk=plan.pk).update(**{f"asks_for_{field}": True})
    lack = only(draft)
    item = item_of(draft, "A1.2")
    assert lack.name == field
    assert lack.examples == [("A1.2", reverse("admin:strategy_item_change", args=[item.pk]))]
    assert lack.url == f"{reverse('admin:strategy_item_changelist')}?edition={draft.pk}"


CARDS = {
    "implementers": lambda pk: Facts(responsibilities=(Responsible("implementer", pk, "X"),)),
    "period": lambda _pk: Facts(ends="2020"),
    "target_groups": lambda _pk: Facts(target_groups="děti"),
    "activities": lambda _pk: Facts(activities="x"),
    "outputs": lambda _pk: Facts(outputs="x"),
    "indicators": lambda _pk: Facts(
        indicators=(Measure(uuid4(), "x", "", None, "", None, "", "up", ""),)
    ),
    "criterion": lambda _pk: Facts(criterion="x"),
    "costs": lambda _pk: Facts(costs=(Money(None, 0, "", ""),)),
}


@pytest.mark.parametrize("field", CARDS)
def test_a_card_without_a_field_that_the_plan_uses_is_missed(field: str, plan: Plan) -> None:
    draft = ready_draft(plan)
    Plan.objects.filter(pk=plan.pk).update(card_fields=[field])
    for code in ("A1.1", "A1.2"):
        office, _made = Organisation.objects.get_or_create(name="X")
        fill(item_of(draft, code), CARDS[field](office.pk))
    lack = only(Edition.objects.get(pk=draft.pk))
    assert (lack.name, [one.label for one in lack.examples]) == (field, ["A1.3"])
    Plan.objects.filter(pk=plan.pk).update(card_fields=["co_leads", "partners", "risks", "remarks"])
    assert names(Edition.objects.get(pk=draft.pk)) == []


def test_only_measures_of_this_very_edition_are_asked_for_a_lead_in_their_order(
    published: Edition,
) -> None:
    draft = ready_draft(published.plan)
    first, last = item_of(draft, "A1.1"), item_of(draft, "A1.3")
    Item.objects.filter(edition=draft, code="A1.2").update(lead="Odbor sociální péče")
    Plan.objects.filter(pk=draft.plan_id).update(asks_for_lead=True)
    assert [example.label for example in only(draft).examples] == [first.code, last.code]


def without_approving_part(draft: Edition) -> None:
    ResolutionPart.objects.filter(resolution__edition=draft).update(verb="notes")


def without_proposal(draft: Edition) -> None:
    Resolution.objects.filter(edition=draft).delete()


def approved_by_the_group_only(draft: Edition) -> None:
    Resolution.objects.filter(edition=draft).update(
        body="coordination_group", adopted=True, date="2018-01-01"
    )


@pytest.mark.parametrize(
    ("spoil", "missed"),
    [
        (without_approving_part, ["resolution"]),
        (without_proposal, ["resolution", "report"]),
        (approved_by_the_group_only, ["resolution", "report"]),
    ],
)
def test_without_a_resolution_of_the_council_that_approves_it_is_missed(
    spoil: Callable[[Edition], None], missed: list[str], plan: Plan
) -> None:
    draft = ready_draft(plan)
    spoil(draft)
    assert names(draft) == missed


def test_a_resolution_is_written_where_there_is_none_and_mended_where_there_is(plan: Plan) -> None:
    draft = ready_draft(plan)
    Resolution.objects.update(report=" \n")
    resolution = Resolution.objects.get()
    assert only(draft).url == reverse("admin:strategy_resolution_change", args=[resolution.pk])
    without_proposal(draft)
    add = f"{reverse('admin:strategy_resolution_add')}?edition={draft.pk}"
    assert {lack.url for lack in gate.lacks(draft)} == {add}


def test_the_newest_proposal_counts_and_not_what_was_adopted(plan: Plan) -> None:
    draft = ready_draft(plan)
    make_resolution(draft, report="")
    assert names(draft) == []
    propose(draft, report="")
    assert names(draft) == ["report"]


def test_a_tree_that_is_not_whole_is_missed(plan: Plan) -> None:
    draft = ready_draft(plan)
    Item.objects.filter(edition=draft, code="A1.3").update(lft=90, rght=91)
    assert only(draft).name == "tree"


@pytest.mark.parametrize("lacking", [{"state": "sent"}, {"in_packet": False}], ids=str)
def test_minutes_have_to_be_approved_and_marked(lacking: dict[str, Any], plan: Plan) -> None:
    draft = ready_draft(plan)
    Minutes.objects.update(**lacking)
    assert names(draft)[0] == "minutes"


def test_minutes_that_are_marked_and_not_approved_are_listed(plan: Plan) -> None:
    draft = ready_draft(plan)
    waiting = make_minutes(plan, state="sent")
    make_minutes(plan, state="sent", in_packet=False)
    lack = only(draft)
    assert lack.name == "unapproved"
    url = reverse("kpss:minutes_course", args=[waiting.meeting_id])
    assert [(example.label, example.url) for example in lack.examples] == [(str(waiting), url)]
    Minutes.objects.filter(state="approved").delete()
    assert names(draft) == ["minutes", "unapproved"]


def test_what_an_author_says_of_an_answer_and_nobody_has_checked_is_missed(
    published: Edition,
) -> None:
    draft = ready_draft(published.plan)
    comment = make_comment(item_of(published, "A1"))
    points = [comment.points.get(), add_point(comment, "Druhý bod.")]
    said = [react(factories.settle(point), "Nestačí nám to.") for point in points]
    assert names(draft) == []
    Reaction.objects.update(words_public=False, words_checked_at=None)
    lack = only(draft)
    assert lack.name == "words"
    url = reverse("comments:checking_comment", args=[comment.pk])
    assert [(numbers(example.label), example.url) for example in lack.examples] == [([1], url)]
    [told] = gate.within_reach([lack], AnonymousUser())
    assert (told.url, [example.url for example in told.examples]) == ("", [""])
    for reaction in said:
        reaction.refresh_from_db()
        reacting.hide_words(reaction, seen=reacting.mark(reaction))
    assert names(draft) == []


def test_minutes_of_another_plan_do_not_count(plan: Plan) -> None:
    draft = ready_draft(plan)
    Minutes.objects.update(plan=make_plan("jiny-plan"))
    assert names(draft) == ["minutes"]


def test_minutes_that_seem_to_hold_personal_data_are_warned_of(
    plan: Plan, django_assert_num_queries: Any
) -> None:
    draft = ready_draft(plan)
    assert gate.warnings(draft) == []
    make_minutes(plan, text="jana@example.cz", in_packet=False)
    suspect = make_minutes(plan, text="Paní Nová, 602 123 456, žádá o slovo.")
    with django_assert_num_queries(2):
        [warning] = gate.warnings(draft)
    url = reverse("kpss:minutes_course", args=[suspect.meeting_id])
    assert (warning.name, [example.url for example in warning.examples]) == ("personal", [url])
    assert names(draft) == []


@pytest.mark.parametrize("many", [1, 3])
def test_the_gate_takes_ten_queries_whatever_it_finds(
    many: int, plan: Plan, django_assert_num_queries: Any
) -> None:
    published = publish(plan, Edition.State.APPROVED)
    for _ in range(many):
        make_comment(item_of(published, "A1"))
        make_comment(item_of(published, "A1"), published=False)
        propose(draft_of(plan), report="")
    Plan.objects.update(asks_for_lead=True, asks_for_due=True)
    draft = Edition.objects.select_related("plan").get(pk=draft_of(plan).pk)
    with django_assert_num_queries(10):
        found = gate.lacks(draft)
    assert [lack.name for lack in found] == [
        "unchecked",
        "unsettled",
        "lead",
        "due",
        "report",
        "minutes",
    ]
