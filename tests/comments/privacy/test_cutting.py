"""A point that was split in the middle of what is hidden keeps no piece of it."""

import pytest

from comments import redaction
from comments.models import Comment
from comments.privacy import erasing
from comments.settling import splitting
from comments.stems import stems_of
from strategy.models import Edition
from tests.factories import item_of, make_comment

TEXT = "Soused Jan Tajný bydlí\nu parku a volá."


@pytest.fixture
def comment(published: Edition) -> Comment:
    return make_comment(item_of(published, "A1.1"), text=TEXT, name="Jan Tajný")


def split(comment: Comment, *texts: str) -> None:
    splitting.split(comment.points.get(), texts)


def points(comment: Comment) -> list[str]:
    return list(comment.points.order_by("position").values_list("text", flat=True))


@pytest.mark.parametrize(
    ("cut", "left"),
    [
        (
            ["Soused Jan", "Tajný bydlí u parku a volá."],
            ["Soused [údaj skryt]", "[údaj skryt] bydlí u parku a volá."],
        ),
        (["Soused Jan Taj", "ný"], ["Soused [údaj skryt]", "[údaj skryt]"]),
        (["n Tajn", "a volá."], ["[údaj skryt]", "a volá."]),
        (["Jan Tajný bydlí", "volá."], ["[údaj skryt] bydlí", "volá."]),
    ],
)
def test_pieces_of_a_hidden_passage_go_from_split_points(
    comment: Comment, cut: list[str], left: list[str]
) -> None:
    split(comment, *cut)
    redaction.hide(comment, ["jan tajný"], "jméno")
    assert points(comment) == left
    stems = comment.points.order_by("position").values_list("stems", flat=True)
    assert list(stems) == [stems_of(text) for text in left]


def test_a_passage_over_the_end_of_a_line_is_found_too(comment: Comment) -> None:
    split(comment, "Soused Jan Tajný bydlí u", "parku\n\na volá.")
    redaction.hide(comment, ["bydlí u parku"], "adresa")
    assert points(comment) == ["Soused Jan Tajný [údaj skryt]", "[údaj skryt]\n\na volá."]


def test_of_two_passages_in_one_point_each_goes(comment: Comment) -> None:
    split(comment, "Soused", "Tajný bydlí u")
    redaction.hide(comment, ["Jan Tajný", "u parku"], "osobní údaje")
    assert points(comment) == ["Soused", "[údaj skryt] bydlí [údaj skryt]"]


def test_shown_again_such_a_point_says_all_that_was_hidden(comment: Comment) -> None:
    split(comment, "Soused Jan", "Tajný bydlí u")
    redaction.hide(comment, ["Jan Tajný"], "jméno")
    redaction.restore(comment)
    assert points(comment) == ["Soused Jan Tajný", "Jan Tajný bydlí u"]


def test_erasing_who_sent_it_takes_pieces_of_the_name_too(comment: Comment) -> None:
    split(comment, "Soused Jan", "Tajný bydlí u")
    erasing.erase(comment, "Žádost.", None)
    assert points(comment) == ["Soused [údaj skryt]", "[údaj skryt] bydlí u"]
