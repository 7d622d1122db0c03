"""Pairs of items that may belong together."""

import pytest

from strategy.links import linking
from strategy.links.finding import found_by
from strategy.links.likely import Likely
from strategy.models import Item, MeasureLink
from tests.factories import draft_of, item_of, make_plan, publish
from tests.strategy.links.conftest import reworded

TEXTS = {
    "A1.1": "Zřídit dům s pečovatelskou službou pro seniory.",
    "A1.2": "Opravit povrch silnic v okrajových částech.",
    "A1.3": "Vzdělávat zaměstnance škol.",
}


def named(pairs):
    return [({pair.one.code, pair.other.code}, pair.is_word_for_word) for pair in pairs]


@pytest.fixture
def plans(db):
    """Two plans in draft whose measures say the same twice, and something alike once."""
    one, other = make_plan("prvni", "První plán"), make_plan("druhy", "Druhý plán")
    reworded(one, TEXTS)
    reworded(
        other,
        {
            "A1.1": "zřídit dům s  pečovatelskou službou pro seniory",
            "A1.2": "Podpořit opravy povrchů okrajových silnic.",
            "A1.3": "Pořádat slavnosti.",
        },
    )
    for plan in (one, other):
        Item.objects.filter(edition=draft_of(plan), tier__is_measure=False).update(text="Nadpis")
    return one, other


def test_what_says_the_very_same_comes_first_and_what_is_alike_after_it(plans):
    pairs = Likely().all()
    own = [pair for pair in pairs if "Nadpis" not in {pair.one.text, pair.other.text}]
    assert named(own) == [({"A1.1"}, True), ({"A1.2"}, False)]
    assert own[0].likeness == pytest.approx(1)
    assert own[0].likeness > own[1].likeness > 0


def test_pairs_of_one_item_name_it_first(plans):
    one = item_of(draft_of(plans[0]), "A1.2")
    assert [(pair.one.key, pair.other.code) for pair in Likely().of(one.key)] == [(one.key, "A1.2")]


@pytest.mark.parametrize("kind", MeasureLink.Kind)
def test_what_is_linked_or_was_dismissed_is_not_suggested(plans, kind):
    one, other = (item_of(draft_of(plan), "A1.1") for plan in plans)
    linking.link(one, kind, other)
    assert Likely().of(one.key) == Likely().of(other.key) == []


def test_an_item_and_what_stands_under_it_are_not_suggested(plans):
    draft = draft_of(plans[0])
    Item.objects.filter(edition=draft, code__in=["A1", "A1.3"]).update(text=TEXTS["A1.1"])
    found = named(Likely().of(item_of(draft, "A1").key))
    assert [codes for codes, _same in found] == [{"A1", "A1.1"}]  # that of the other plan


def test_the_item_of_an_older_edition_is_not_suggested_beside_its_newer_self(plans):
    publish(plans[0])
    assert {pair.one.key == pair.other.key for pair in Likely().all()} == {False}


@pytest.mark.parametrize("more", [1, 3])
def test_pairs_are_found_with_three_queries(plans, more, django_assert_num_queries):
    for number in range(more):
        make_plan(f"dalsi-{number}", "Další", measures=more)
    with django_assert_num_queries(3):
        Likely().all()


def test_items_are_found_by_code_first_and_by_words_in_any_form(plans):
    assert [place.code for place in found_by("a1.2")] == ["A1.2", "A1.2"]
    assert [place.code for place in found_by("pečovatelska sluzba")] == ["A1.1", "A1.1"]
    assert found_by("pečovatelská silnice") == []
