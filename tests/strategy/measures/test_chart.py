"""Where the chart of an indicator puts its values, its target and its changes of method."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from strategy.measures import chart
from strategy.measures.chart import Aim, Dot, Drawing


def dots(*values: float | str, first: int = 2016, change_at: int = -1) -> list[Dot]:
    """A value each July from the first year on."""
    return [
        Dot(date(first + number, 7, 1), Decimal(str(value)), "jinak" if number == change_at else "")
        for number, value in enumerate(values)
    ]


def labels(drawing: Drawing) -> list[str]:
    return [line.label for line in drawing.lines]


def test_nought_is_always_in_sight_and_lines_have_round_numbers() -> None:
    assert labels(chart.draw(dots(98, 103))) == ["0", "50", "100", "150"]
    assert labels(chart.draw(dots("0.12", "0.4"))) == ["0", "0,1", "0,2", "0,3", "0,4"]
    assert labels(chart.draw(dots(-3, 5))) == ["-4", "-2", "0", "2", "4", "6"]
    assert labels(chart.draw(dots(1_200_000))) == ["0", "500 000", "1 000 000", "1 500 000"]


@pytest.mark.parametrize("values", [(0,), (-2,), (-5, -1), (0, 0), (99_999_999_999,), ("0.0001",)])
def test_any_values_have_a_place(values: tuple[float, ...]) -> None:
    drawing = chart.draw(dots(*values))
    places = [int(dot.y) for dot in drawing.dots]
    assert all(chart.TOP <= place <= chart.BOTTOM for place in places)
    assert len(set(labels(drawing))) == len(labels(drawing)) <= chart.MOST_LINES + 2
    assert drawing.zero in [line.y for line in drawing.lines]


def test_time_runs_to_the_right_from_the_baseline_to_the_target() -> None:
    drawing = chart.draw(
        dots(20, 40, 30), Aim(Decimal(10), date(2014, 12, 31)), Aim(Decimal(50), date(2020, 12, 31))
    )
    assert drawing.baseline
    assert drawing.target
    across = [drawing.baseline.x, *(dot.x for dot in drawing.dots), drawing.target_day]
    places = [float(place) for place in across]
    assert places == sorted(places)
    assert float(drawing.left) < places[0] < places[-1] <= chart.RIGHT
    down = [int(one.y) for one in (drawing.target, drawing.dots[1], drawing.baseline)]
    assert down == sorted(down)
    assert [tick.label for tick in drawing.ticks] == ["2014", "2016", "2018", "2020"]


def test_few_years_are_cut_in_halves() -> None:
    assert [tick.label for tick in chart.draw(dots(1, 2)).ticks] == [
        *("1/2016", "7/2016"),
        *("1/2017", "7/2017"),
    ]


def test_each_value_is_joined_to_the_one_before() -> None:
    drawing = chart.draw(dots(1, 2, 3))
    ends = [(one.x2, one.y2) for one in drawing.segments]
    assert ends == [(dot.x, dot.y) for dot in drawing.dots[1:]]
    assert [(one.x1, one.y1) for one in drawing.segments[1:]] == ends[:-1]
    assert [one.is_broken for one in drawing.segments] == [False, False]


def test_the_line_is_broken_where_the_method_changed() -> None:
    drawing = chart.draw(dots(1, 2, 9, 10, change_at=2))
    assert [one.is_broken for one in drawing.segments] == [False, True, False]
    (change,) = drawing.changes
    assert (change.x, change.title) == (drawing.dots[2].x, "jinak")


def test_several_changes_are_numbered() -> None:
    changed = [one._replace(change="jinak") for one in dots(1, 2, 3)]
    told = [one.label for one in chart.draw(changed).changes]
    assert told == ["1", "2", "3"]


def test_longer_numbers_get_more_room() -> None:
    short, long = (float(chart.draw(dots(value)).left) for value in (7, 1_200_000))
    assert short < long <= chart.MOST_LEFT


def test_one_value_is_a_dot_without_a_line() -> None:
    drawing = chart.draw(dots(7))
    assert (drawing.segments, len(drawing.dots), drawing.last.label) == ([], 1, "7")
    assert (drawing.baseline, drawing.target, drawing.target_day) == (None, None, "")


def test_an_aim_without_a_day_is_drawn_all_the_same() -> None:
    drawing = chart.draw(dots(7), Aim(Decimal(1)), Aim(Decimal(9)))
    assert drawing.baseline
    assert drawing.target
    assert (drawing.baseline.x, drawing.target_day) == (drawing.left, "")


def test_many_values_are_a_line_without_dots() -> None:
    many = [Dot(date.fromordinal(736_000 + number), Decimal(number)) for number in range(400)]
    drawing = chart.draw(many)
    assert (drawing.dots, len(drawing.segments)) == ([], 399)
    assert all(float(one.x1) < float(one.x2) for one in drawing.segments)


def test_labels_do_not_run_out_of_the_drawing() -> None:
    drawing = chart.draw(dots(1, 2, 3, 4), Aim(Decimal(0), date(2016, 1, 1)), Aim(Decimal(9)))
    assert drawing.baseline
    assert (drawing.last.anchor, drawing.baseline.anchor) == ("end", "start")


def test_the_newest_number_stands_off_the_line_of_the_target() -> None:
    near = chart.draw(dots(95), target=Aim(Decimal(100)))
    above = chart.draw(dots(105), target=Aim(Decimal(100)))
    assert int(near.last.label_y) > int(near.last.y)
    assert int(above.last.label_y) < int(above.last.y)
    assert all(int(one.y) > int(other.y) for one, other in pairwise(near.lines))


def test_the_first_value_does_not_stand_in_the_letters_of_the_baseline() -> None:
    near = [Dot(date(2017, 1, 1), Decimal(24)), Dot(date(2020, 12, 1), Decimal(130))]
    drawing = chart.draw(near, Aim(Decimal(10), date(2016, 12, 31)))
    assert drawing.baseline
    assert int(drawing.baseline.label_y) <= int(drawing.dots[0].y) - 2 * chart.LABEL
    low = [Dot(date(2017, 1, 1), Decimal(40)), Dot(date(2020, 12, 1), Decimal(130))]
    beneath = chart.draw(low, Aim(Decimal(30), date(2016, 12, 31)))
    assert beneath.baseline
    assert int(beneath.baseline.label_y) > int(beneath.baseline.y)
