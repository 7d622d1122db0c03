"""Linking items of plans with one another."""

import pytest

from strategy.links import linking
from strategy.links.linking import LinkRefused
from strategy.models import MeasureLink, PageRevision
from tests.factories import item_of

Kind = MeasureLink.Kind


def revisions() -> list[int]:
    return list(PageRevision.objects.order_by("plan_id").values_list("number", flat=True))


def test_a_link_is_stored_by_the_keys_of_its_ends_with_who_made_it(
    first, second, django_user_model
):
    author = django_user_model.objects.create_user("editor")
    one, other = item_of(first, "A1.1"), item_of(second, "A1.2")
    made = linking.link(one, Kind.CARRIES_OUT, other, note=" Podle kapitoly 2 ", by=author)
    made.refresh_from_db()
    assert (made.from_plan, made.from_key) == (first.plan, one.key)
    assert (made.to_plan, made.to_key, made.note) == (second.plan, other.key, "Podle kapitoly 2")
    assert made.history.get().history_user == author


def test_both_plans_have_their_pages_made_anew(first, second):
    before = revisions()
    made = linking.link(item_of(first, "A1.1"), Kind.CLASHES, item_of(second, "A1.1"))
    assert revisions() == [number + 1 for number in before]
    linking.unlink(made)
    assert revisions() == [number + 2 for number in before]


@pytest.mark.parametrize("kind", MeasureLink.MUTUAL)
def test_what_holds_both_ways_is_kept_once_whoever_is_named_first(first, second, kind):
    ends = sorted([item_of(first, "A1.1"), item_of(second, "A1.1")], key=lambda item: item.key)
    made = linking.link(ends[1], kind, ends[0])
    assert (made.from_key, made.to_key) == (ends[0].key, ends[1].key)


def test_an_item_is_not_linked_with_itself_in_whichever_edition(first):
    draft = first.plan.editions.get(state="draft")
    with pytest.raises(LinkRefused):
        linking.link(item_of(first, "A1.1"), Kind.SAME_AS, item_of(draft, "A1.1"))
    assert MeasureLink.objects.count() == 0


def test_two_that_are_linked_are_not_linked_again_and_it_is_said_how_they_are(first, second):
    one, other = item_of(first, "A1.1"), item_of(second, "A1.3")
    linking.link(one, Kind.CARRIES_OUT, other)
    for ends in [(one, other), (other, one)]:
        with pytest.raises(LinkRefused) as refusal:
            linking.link(ends[0], Kind.SAME_AS, ends[1])
        assert f"A1.1 {Kind.CARRIES_OUT.label} A1.3" in str(refusal.value)
    assert MeasureLink.objects.get().kind == Kind.CARRIES_OUT


def test_what_was_found_unrelated_can_be_linked_after_all(first, second):
    one, other = item_of(first, "A1.1"), item_of(second, "A1.1")
    dismissed = linking.link(one, Kind.UNRELATED, other)
    made = linking.link(one, Kind.CARRIES_OUT, other)
    assert (made.pk, made.kind, made.from_key) == (dismissed.pk, Kind.CARRIES_OUT, one.key)
    assert [row.kind for row in made.history.all()] == [Kind.CARRIES_OUT, Kind.UNRELATED]


def test_items_do_not_carry_one_another_out_in_a_circle(first, second):
    one, two, three = (
        item_of(first, "A1.1"), item_of(second, "A1.2"), item_of(first, "A1.3"),
    )  # fmt: skip
    linking.link(one, Kind.CARRIES_OUT, two)
    linking.link(two, Kind.CARRIES_OUT, three)
    with pytest.raises(LinkRefused) as refusal:
        linking.link(three, Kind.CARRIES_OUT, one)
    assert "A1.3 → A1.1 → A1.2 → A1.3" in str(refusal.value)
    assert MeasureLink.objects.count() == 2
    linking.link(one, Kind.CARRIES_OUT, three)


def test_what_is_the_same_closes_no_circle(first, second):
    one, two, three = (item_of(first, code) for code in ("A1.1", "A1.2", "A1.3"))
    linking.link(one, Kind.CARRIES_OUT, two)
    linking.link(two, Kind.SAME_AS, three)
    assert linking.link(three, Kind.CARRIES_OUT, one).pk


def test_a_link_that_is_taken_back_stays_in_history_with_who_did_it(
    first, second, django_user_model
):
    author = django_user_model.objects.create_user("editor")
    made = linking.link(item_of(first, "A1.1"), Kind.SAME_AS, item_of(second, "A1.1"))
    number = made.pk
    linking.unlink(made, author)
    assert MeasureLink.objects.count() == 0
    gone = MeasureLink.history.filter(id=number).latest()
    assert (gone.history_type, gone.history_user) == ("-", author)
