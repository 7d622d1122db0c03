"""What of the settlement table is chosen: by place, outcome, edition and words, page by page."""

from typing import Any

import pytest
from django.http import Http404

from comments import publication
from comments.models import Comment, Point
from comments.tables import selection as selections
from comments.tables.selection import WAITING, Selection, numbers, page, selected, whole
from strategy import reading, tree
from strategy.models import Edition
from tests.factories import (
    add_point,
    amend,
    draft_of,
    item_of,
    make_comment,
    make_plan,
    publish,
    settle,
)


def chosen(**query: str) -> list[str]:
    """Labels of the lines that an address chooses."""
    selection = selected(reading.read("zkusebni-plan"), query)
    assert [line.label for line in page(selection).lines] == [
        line.label for line in whole(selection)
    ]
    return [line.label for line in whole(selection)]


def test_without_a_choice_there_is_every_published_comment_of_the_plan(published: Edition) -> None:
    item = item_of(published, "A1")
    for _ in range(2):
        make_comment(item)
    make_comment(item, published=False)
    publication.reject(make_comment(item), "off_topic")
    make_comment(item_of(publish(make_plan("jiny-plan")), "A1"))
    assert chosen() == ["1", "2"]


def test_a_place_brings_what_is_beneath_it(published: Edition) -> None:
    for code in ("A", "A1", "A1.1", "A1.2"):
        make_comment(item_of(published, code))
    found = {code: chosen(polozka=code) for code in ("A", "A1", "A1.1", "A1.3")}
    assert found == {"A": ["1", "2", "3", "4"], "A1": ["2", "3", "4"], "A1.1": ["3"], "A1.3": []}


def test_beneath_a_place_is_what_stood_there_in_the_edition_that_was_read(
    published: Edition,
) -> None:
    make_comment(item_of(published, "A1.1"))
    draft = draft_of(published.plan)
    tree.move_item(item_of(draft, "A1.1"), item_of(draft, "A"), "right")
    newer = publish(published.plan)
    make_comment(item_of(newer, "A1.1"))
    make_comment(item_of(newer, "A1.2"))
    assert chosen(polozka="A1") == ["1", "3"]
    assert chosen(zneni="2") == ["2", "3"]
    assert chosen(zneni="1", polozka="A1") == ["1"]


def test_what_left_the_plan_can_still_be_chosen(published: Edition) -> None:
    make_comment(item_of(published, "A1.3"))
    tree.delete_item(item_of(draft_of(published.plan), "A1.3"))
    publish(published.plan)
    assert chosen(polozka="A1.3") == ["1"]


def test_an_outcome_is_that_of_the_answer_that_stands(published: Edition) -> None:
    item = item_of(published, "A1")
    for outcome in ("partly", "explained"):
        settle(make_comment(item).points.get(), outcome=outcome)
    settle(make_comment(item).points.get(), outcome="partly", published=False)
    make_comment(item, kind=Comment.Kind.NONE)
    assert [chosen(vysledek=name) for name in ("castecne", "vysvetleno", "na-vedomi", "ceka")] == [
        ["1"],
        ["2"],
        ["4"],
        ["3"],
    ]


def test_words_are_found_whatever_their_endings_and_accents(published: Edition) -> None:
    item = item_of(published, "A1")
    make_comment(item, text="Doplnit přehled komunit.")
    make_comment(item, text="U priority E3 chybí komunitní centrum.")
    assert chosen(text="komunity") == chosen(text="KOMUNITAMI prehled") == ["1"]
    assert chosen(text="E3") == ["2"]
    assert chosen(text="prehledu centra") == []


def test_words_are_found_in_what_is_proposed_and_why_too(published: Edition) -> None:
    item = item_of(published, "A1")
    make_comment(item, proposal="Postavit lavičky.", rationale="Senioři nevydrží stát u E3.")
    make_comment(item, text="Postavit noclehárnu.")
    assert chosen(text="lavicka") == chosen(text="senioři komunity E3") == ["1"]
    assert chosen(text="postavit") == ["1", "2"]
    assert chosen(text="lavičky noclehárna") == []


def test_words_of_a_proposal_are_those_of_the_part_and_version_that_is_read(
    published: Edition,
) -> None:
    comment = make_comment(item_of(published, "A1"), proposal="Postavit lavičky.")
    amend(comment, "Jinak.", proposal="Zasadit lípy.")
    assert (chosen(text="lavičky"), chosen(text="lípa")) == ([], ["1"])
    Comment.objects.update(version=1)
    assert (chosen(text="lavičky"), chosen(text="lípa")) == (["1"], [])
    Point.objects.update(part=2)
    assert chosen(text="lavičky") == []


def test_of_a_split_part_the_chosen_points_come_with_its_whole_wording(published: Edition) -> None:
    comment = make_comment(item_of(published, "A1"), text="Mapu a seznam.")
    Point.objects.filter(comment=comment).update(text="Mapu.")
    other = add_point(comment, "Seznam.", item_of(published, "A1.2"))
    settle(other, outcome="noted")
    make_comment(item_of(published, "A1"))
    assert chosen(vysledek="na-vedomi") == ["1", "1/2"]
    assert chosen(polozka="A1.2") == ["1", "1/2"]
    assert chosen(vysledek="ceka") == ["1", "1/1", "2"]


def test_all_points_of_a_split_part_share_what_it_proposes(published: Edition) -> None:
    comment = make_comment(item_of(published, "A1"), text="Mapu a seznam.", proposal="Lavičky.")
    Point.objects.filter(comment=comment).update(text="Mapu.")
    add_point(comment, "Seznam.")
    assert chosen(text="lavička") == ["1", "1/1", "1/2"]


@pytest.mark.parametrize(
    "query",
    [{"vysledek": "x"}, {"polozka": "Z9"}, {"zneni": "7"}, {"zneni": "x"}, {"polozka": "plan/"}],
)
def test_what_there_is_not_is_not_found(query: dict[str, str], published: Edition) -> None:
    with pytest.raises(Http404):
        selected(reading.read("zkusebni-plan"), query)


def test_an_address_stands_for_what_it_chooses(published: Edition) -> None:
    query = "polozka=A1&vysledek=ceka&zneni=1&text=map+komunit"
    given = {"polozka": "A1", "vysledek": "ceka", "zneni": "1", "text": " map   komunit "}
    selection = selected(reading.read("zkusebni-plan"), given)
    assert (selection.query, selection.is_whole) == (query, False)
    assert selected(reading.read("zkusebni-plan"), {}).query == ""


def test_pages_hold_whole_comments_and_go_on_from_a_number(
    published: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selections, "COMMENTS_ON_PAGE", 2)
    item = item_of(published, "A1")
    for number in range(5):
        comment = make_comment(item, published=number != 1)
        add_point(comment, "A ještě.")
    selection = Selection(published)
    first, second = page(selection), page(selection, 4)
    numbers_of = [[line.comment.number for line in part.lines] for part in (first, second)]
    assert numbers_of == [["1"] * 3 + ["3"] * 3, ["4"] * 3 + ["5"] * 3]
    assert (first.following, second.following) == ("4", "")


def test_numbers_count_comments_points_and_outcomes_of_what_is_chosen(published: Edition) -> None:
    item = item_of(published, "A1")
    comment = make_comment(item)
    settle(add_point(comment, "A ještě."), outcome="partly")
    settle(make_comment(item_of(published, "A1.1")).points.get(), outcome="partly")
    found = numbers(Selection(published))
    assert (found.comments, found.points) == (2, 3)
    assert found.outcomes == [
        (selections.outcome_name("partly"), 2),
        (selections.outcome_name(WAITING), 1),
    ]
    beneath = numbers(selected(reading.read("zkusebni-plan"), {"polozka": "A1.1"}))
    assert (beneath.comments, beneath.points) == (1, 1)


@pytest.mark.parametrize("size", [1, 3])
def test_a_choice_costs_the_same_whatever_it_holds(
    size: int, published: Edition, django_assert_num_queries: Any
) -> None:
    item = item_of(published, "A1")
    for _ in range(size):
        settle(make_comment(item).points.get())
    query = {"polozka": "A1", "vysledek": "castecne", "zneni": "1", "text": "komunit"}
    selection = selected(reading.read("zkusebni-plan"), query)
    with django_assert_num_queries(2):
        assert len(page(Selection(published)).lines) == size
    with django_assert_num_queries(1):
        assert len(whole(Selection(published))) == size
    with django_assert_num_queries(3):
        assert len(page(selection).lines) == size
    with django_assert_num_queries(2):
        assert numbers(selection).comments == size
