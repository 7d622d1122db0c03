"""The difference as data: applied to the older edition it gives the newer, whatever was done."""

import json
import uuid
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategy import compare, difference, editions, tree
from strategy.compare import Line
from strategy.integrity import canonical
from strategy.measures import cards
from strategy.measures.cards import Facts, Money, Responsible
from strategy.models import Edition, Item, Plan
from tests.factories import draft_of, item_of, publish

WORDS = st.sampled_from(["", "a", "a\xa0b", "a b", "Péče v domě."])
PEOPLE = st.builds(Responsible, st.sampled_from(list(cards.ROLES)), st.just(0), st.just("Odbor"))
MONEY = st.builds(Money, st.none() | st.just(2020), st.none() | st.integers(0, 9), WORDS, WORDS)
CARDS = st.builds(
    Facts,
    begins=WORDS,
    activities=WORDS,
    responsibilities=st.lists(PEOPLE, max_size=2).map(tuple),
    costs=st.lists(MONEY, max_size=2).map(tuple),
)


def key_of(number: int) -> uuid.UUID:
    return uuid.UUID(int=number)


@st.composite
def trees(draw: st.DrawFn) -> dict[uuid.UUID, Line]:
    """An edition of some of twelve items that hang anyhow, in any order, under the first."""
    numbers = draw(st.lists(st.integers(1, 12), unique=True))
    children: dict[int, list[int]] = {0: []}
    for number in numbers:
        parent = draw(st.sampled_from(sorted(children)))
        place = draw(st.integers(0, len(children[parent])))
        children[parent].insert(place, number)
        children[number] = []
    found: dict[uuid.UUID, Line] = {}

    def walk(number: int, parent: int | None) -> None:
        fields = [draw(WORDS) for _ in range(6)]
        tier = draw(st.integers(1, 3)) if number else None
        above = None if parent is None else key_of(parent)
        found[key_of(number)] = Line(key_of(number), above, tier, "Cíl", *fields, draw(CARDS))
        for child in children[number]:
            walk(child, number)

    walk(0, None)
    return found


def document_of(found: dict[uuid.UUID, Line]) -> dict[str, Any]:
    return {"items": [difference._item(line) for line in found.values()]}


@settings(deadline=None)
@given(trees(), trees())
def test_the_difference_makes_the_newer_edition_of_the_older(
    old: dict[uuid.UUID, Line], new: dict[uuid.UUID, Line]
) -> None:
    plan = Plan(slug="plan")
    editions = [Edition(plan=plan, number=number) for number in (1, 2)]
    comparison = compare.compare_lines(*editions, old, new)
    sent = json.loads(json.dumps(difference.as_json(comparison, {})))
    assert difference.apply(document_of(old), sent) == document_of(new)["items"]
    if old == new:
        assert not sent["added"] + sent["removed"] + sent["changed"]


@given(trees(), st.randoms(use_true_random=False))
def test_of_siblings_in_another_order_as_few_as_possible_have_moved(
    old: dict[uuid.UUID, Line], random: Any
) -> None:
    root = next(iter(old.values()))
    flat = [root, *(line._replace(parent=root.key) for line in old.values() if line != root)]
    before = {line.key: line for line in flat}
    one = random.choice(flat)
    rest = [line for line in flat if line != one]
    place = random.randint(1, len(rest)) if one != root else 0
    after = {line.key: line for line in [*rest[:place], one, *rest[place:]]}
    assert len(compare.moved(before, after)) == (list(before) != list(after))


def test_the_difference_fits_the_editions_own_json(published: Edition) -> None:
    draft = draft_of(published.plan)
    tier = published.plan.tiers.get(position=4)
    tree.create_item(item_of(draft, "A1"), tier, code="A1.9", text="Nové", due="12/2020")
    tree.move_item(item_of(draft, "A1.3"), item_of(draft, "A1.1"), "left")
    tree.delete_item(item_of(draft, "A1.2"))
    Item.objects.filter(pk=item_of(draft, "A1.1").pk).update(text="Jinak.", lead="Odbor")
    newer = publish(published.plan, Edition.State.APPROVED)
    documents = [canonical.document(edition, "") for edition in (published, newer)]
    sent = difference.as_json(compare.compare(published, newer), {})
    assert difference.apply(documents[0], sent) == documents[1]["items"]
    assert sent["counts"] == {"added": 1, "removed": 1, "reworded": 1, "moved": 1, "card": 1}
    assert (sent["older"]["number"], sent["newer"]["state"]) == (1, "approved")


def test_moments_and_words_for_them_are_spelled_as_in_the_editions_own_json(
    published: Edition,
) -> None:
    draft = draft_of(published.plan)
    newer = editions.publish(draft, day_in_words="roku 2018")
    sent = difference.as_json(compare.compare(published, newer), {})
    for edition, name in ((published, "older"), (newer, "newer")):
        own = canonical.document(edition, "")["edition"]
        times = ("published_at", "published_in_words")
        assert {time: sent[name][time] for time in times} == {time: own[time] for time in times}
    assert sent["newer"]["published_at"] is None


def test_comments_stand_beside_the_items_that_they_changed_and_no_others(
    published: Edition, settings: Any
) -> None:
    settings.SITE_URL = "https://plany.example/"
    changed, same = (item_of(draft_of(published.plan), code) for code in ("A1.1", "A1.2"))
    Item.objects.filter(pk=changed.pk).update(text="Jinak.")
    newer = publish(published.plan)
    causes = {changed.key: [(4, "/plan/?pripominky=4"), (7, "/plan/A/")], same.key: [(5, "/x/")]}
    assert difference.as_json(compare.compare(published, newer), causes)["causes"] == {
        str(changed.key): [
            {"comment": 4, "address": "https://plany.example/plan/?pripominky=4"},
            {"comment": 7, "address": "https://plany.example/plan/A/"},
        ]
    }


def test_a_difference_of_another_edition_is_refused(published: Edition) -> None:
    plan = published.plan
    Item.objects.filter(pk=item_of(draft_of(plan), "A1.1").pk).update(text="Jinak.")
    second = publish(plan)
    tree.delete_item(item_of(draft_of(plan), "A1.1"))
    third = publish(plan)
    first = canonical.document(published, "")
    for older, newer in ((second, third), (second, published)):
        sent = difference.as_json(compare.compare(older, newer), {})
        with pytest.raises(difference.DoesNotFit):
            difference.apply(first, sent)


def test_a_difference_that_touches_an_item_which_is_not_there_is_refused(
    published: Edition,
) -> None:
    plan = published.plan
    Item.objects.filter(pk=item_of(draft_of(plan), "A1.1").pk).update(text="Jinak.")
    changed = compare.compare(published, publish(plan))
    tree.delete_item(item_of(draft_of(plan), "A1.1"))
    removed = compare.compare(changed.newer, publish(plan))
    without = canonical.document(removed.newer, "")
    for comparison in (changed, removed):
        with pytest.raises(difference.DoesNotFit):
            difference.apply(without, difference.as_json(comparison, {}))
