"""Which earlier points say something similar."""

import pytest

from comments.models import Point
from comments.settling import similar
from strategy.models import Edition
from tests.factories import item_of, make_comment, make_plan, publish

BENCHES = "Na zastávkách chybějí lavičky, senioři nevydrží dlouho stát."


def said(edition: Edition, text: str, code: str = "A1.1", **fields: object) -> Point:
    return make_comment(item_of(edition, code), text=text, **fields).points.get()


@pytest.fixture
def others(published: Edition) -> list[Point]:
    """What is said of other things."""
    texts = ("Chceme víc zeleně v ulicích.", "Postavte noclehárnu.", "Plán je přehledný.")
    return [said(published, text) for text in texts]


def found(point: Point) -> list[int]:
    return [one.point_id for one in similar.similar_to(point)]


def test_similar_points_are_found_the_likest_first(published: Edition, others: list[Point]) -> None:
    same = said(published, BENCHES, "A1.2")
    alike = said(published, "Doplňte lavičky na zastávkách.")
    asked = said(published, BENCHES)
    assert found(asked) == [same.pk, alike.pk]
    assert similar.similar_to(asked)[0].likeness == pytest.approx(1)


def test_nothing_alike_is_nothing_suggested(published: Edition, others: list[Point]) -> None:
    assert found(said(published, BENCHES)) == []
    assert found(said(published, "!")) == []


def test_hidden_comments_other_plans_and_the_comment_itself_are_not_suggested(
    published: Edition, others: list[Point]
) -> None:
    asked = said(published, BENCHES)
    said(published, BENCHES, published=False)
    said(publish(make_plan("jiny-plan")), BENCHES)
    Point.objects.create(
        comment=asked.comment,
        position=2,
        item=asked.item,
        item_key=asked.item_key,
        text=BENCHES,
        stems=asked.stems,
    )
    assert found(asked) == []


def test_at_most_a_few_are_suggested(published: Edition, others: list[Point]) -> None:
    alike = [said(published, BENCHES) for _ in range(6)]
    assert found(said(published, BENCHES)) == [point.pk for point in alike[:1:-1]]


def test_only_the_newest_are_looked_at(
    published: Edition, others: list[Point], monkeypatch: pytest.MonkeyPatch
) -> None:
    said(published, BENCHES, "A1.2")
    said(published, "Něco jiného.", "A1.2")
    asked = said(published, BENCHES)
    assert len(found(asked)) == 1
    monkeypatch.setattr(similar, "OF_PLAN", 1)
    monkeypatch.setattr(similar, "OF_ITEM", 1)
    assert found(asked) == []


def test_stems_are_filled_in_where_there_are_none(
    published: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(similar, "BATCH", 2)
    points = [said(published, text) for text in (BENCHES, "Zeleň.", "!", "Noclehárna.")]
    stems = [point.stems for point in points]
    Point.objects.update(stems="")
    similar.fill(Point.objects.all())
    assert list(Point.objects.order_by("pk").values_list("stems", flat=True)) == stems
