"""Several points of one part, and one again."""

import pytest

from comments import publication, settlement
from comments.models import Comment, Point
from comments.settlement import SettlementRefused
from comments.settling import assigning, grouping, splitting
from strategy.models import Edition, Organisation
from tests.comments.test_publication import revision
from tests.factories import item_of, make_comment, settle

WORDS = "Chceme lavičky.\nA chceme noclehárnu pro ženy. Děkujeme."


@pytest.fixture
def comment(published: Edition) -> Comment:
    return make_comment(item_of(published, "A1.1"), text=WORDS, proposal="Doplnit zeleň.")


@pytest.fixture
def whole(comment: Comment) -> Point:
    return comment.points.get()


def points(comment: Comment) -> list[tuple[int, str]]:
    return list(comment.points.order_by("position").values_list("position", "text"))


def refused(deed: object, *args: object) -> bool:
    with pytest.raises(SettlementRefused):
        deed(*args)  # type: ignore[operator]
    return True


def test_each_point_is_a_passage_with_its_own_position(comment: Comment, whole: Point) -> None:
    before = revision(comment.plan)
    made = splitting.split(whole, ["Chceme lavičky.", " A chceme noclehárnu\npro ženy. ", ""])
    assert points(comment) == [(1, "Chceme lavičky."), (2, "A chceme noclehárnu\npro ženy.")]
    assert [(it.part, it.item) for it in made] == [(1, whole.item)] * 2
    assert made[1].stems == " chcem nocleharn pro zen "
    assert revision(comment.plan) == before + 1


def test_a_passage_may_come_from_what_is_proposed(comment: Comment, whole: Point) -> None:
    splitting.split(whole, ["Chceme lavičky.", "Doplnit zeleň."])
    assert points(comment)[1] == (2, "Doplnit zeleň.")


@pytest.mark.parametrize("texts", [[], ["Chceme lavičky."], ["Chceme lavičky.", " "], ["a", "zoo"]])
def test_less_than_two_passages_or_other_words_are_refused(
    comment: Comment, whole: Point, texts: list[str]
) -> None:
    assert refused(splitting.split, whole, texts)
    assert points(comment) == [(1, WORDS)]


def test_a_split_point_can_be_split_further_and_joined_again(
    comment: Comment, whole: Point
) -> None:
    first, second = splitting.split(whole, ["Chceme lavičky.", "noclehárnu pro ženy"])
    splitting.split(second, ["noclehárnu", "pro ženy"])
    assert [position for position, _text in points(comment)] == [1, 2, 3]
    assert splitting.join(second) == first
    assert points(comment) == [(1, WORDS)]
    assert comment.points.get().stems == whole.stems


def test_a_position_is_never_given_twice(comment: Comment, whole: Point) -> None:
    splitting.split(whole, ["Chceme lavičky.", "noclehárnu"])
    splitting.join(whole)
    splitting.split(comment.points.get(), ["Chceme lavičky.", "noclehárnu"])
    splitting.join(whole)
    splitting.split(comment.points.get(), ["Chceme lavičky.", "noclehárnu"])
    assert [position for position, _text in points(comment)] == [1, 4]


def test_one_point_is_not_joined(whole: Point) -> None:
    assert refused(splitting.join, whole)


def test_what_has_an_answer_begun_is_neither_split_nor_joined(
    comment: Comment, whole: Point
) -> None:
    _first, second = splitting.split(whole, ["Chceme lavičky.", "noclehárnu"])
    answer = settle(second, published=False)
    assert refused(splitting.split, second, ["noc", "lehárnu"])
    assert refused(splitting.join, whole)
    settlement.publish([settlement.check(answer)], by="")
    assert refused(splitting.join, whole)
    assert len(points(comment)) == 2


def test_points_that_are_settled_together_are_not_cut(whole: Point, point: Point) -> None:
    for leader, follower in ((whole, point), (point, whole)):
        grouping.settle_together(leader, [follower])
        assert refused(splitting.split, whole, ["Chceme lavičky.", "noclehárnu"])
        grouping.settle_apart(follower)
    assert len(splitting.split(whole, ["Chceme lavičky.", "noclehárnu"])) == 2


def test_split_points_go_on_being_assigned(whole: Point, department: Organisation) -> None:
    (handling,) = assigning.assign([whole], department, None)
    assigning.keep_note(whole, "Zavolat.")
    _first, second = splitting.split(whole, ["Chceme lavičky.", "noclehárnu"])
    assert (second.handling.assigned_to, second.handling.note) == (department, "")
    assert publication.publish(whole.comment)
    handling.refresh_from_db()
    assert handling.note == "Zavolat."
