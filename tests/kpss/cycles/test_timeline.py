from datetime import date

from kpss.cycles.timeline import Row, Scale, Span, draw

WHOLE = Span(date(2010, 1, 1), date(2019, 12, 31))


def test_without_a_day_nothing_is_drawn() -> None:
    assert draw([Row("Plán")]) is None


def test_a_bar_reaches_from_its_first_day_to_the_end_of_its_last() -> None:
    half = Span(date(2010, 1, 1), date(2014, 12, 31))
    drawing = draw([Row("Celý", span=WHOLE), Row("Půl", span=half)])
    assert drawing is not None
    bars = [(row.bar.x, row.bar.width) for row in drawing.rows if row.bar]
    # The scale begins beside the line of succession: at 6 of 100.
    assert bars[0] == ("6.00", "94.00")
    assert bars[1] == ("6.00", f"{94 * 1826 / 3652:.2f}")


def test_nothing_reaches_out_of_the_drawing() -> None:
    last = Span(date(2019, 12, 31), date(2019, 12, 31))
    drawing = draw([Row("Celý", span=WHOLE, marks=[last]), Row("Den", span=last)])
    assert drawing is not None
    boxes = [box for row in drawing.rows for box in (row.bar, *row.marks) if box]
    assert [float(box.x) + float(box.width) <= 100 for box in boxes] == [True] * 3
    assert min(float(box.width) for box in boxes) == 0.8


def test_rows_stand_under_one_another_and_labels_are_broken() -> None:
    rows = [Row("Komunitní plán sociálních služeb města Brna", "2010–2019", WHOLE), Row("Další")]
    drawing = draw(rows)
    assert drawing is not None
    first, second = drawing.rows
    assert [label.text for label in first.labels] == [
        "Komunitní plán sociálních služeb",
        "města Brna",
    ]
    heights = [int(label.y) for label in first.labels]
    assert first.bar is not None
    assert first.note is not None
    assert [*heights, int(first.note.y)] == sorted({*heights, int(first.note.y)})
    assert int(first.note.y) < int(first.bar.y) < int(second.labels[0].y) < int(drawing.height)


def test_a_line_leads_from_a_plan_to_the_next_and_to_its_action_plans() -> None:
    rows = [
        Row("První", span=WHOLE),
        Row("Druhý", is_next=True),
        Row("Akční", depth=1),
        Row("Akční", depth=1),
        Row("Jiný"),
    ]
    drawing = draw(rows)
    assert drawing is not None
    rails = [row.rail for row in drawing.rows]
    assert [rail.up_to for rail in rails] == ["", rails[0].y, rails[1].y, rails[1].y, ""]
    assert [rail.x for rail in rails] == ["2.00", "2.00", "6.00", "6.00", "2.00"]


def test_years_are_as_many_as_there_is_room_for() -> None:
    assert list(Scale(2010, 2012).ticks()) == [2010, 2011, 2012]
    assert list(Scale(2004, 2019).ticks()) == [2005, 2010, 2015]
    # So near the end there is no room for a year.
    assert list(Scale(2004, 2020).ticks()) == [2005, 2010, 2015]
    assert len(list(Scale(1900, 2100).ticks())) <= 7
