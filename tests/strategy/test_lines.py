"""What opens a part, a fold and a list, in plans of different tiers."""

from strategy.lines import draw
from strategy.outline import Outline, Row


def row(code: str, level: int, tier: int, *, measure: bool = False, below: int = 0) -> Row:
    names = ["Hodnota", "Cíl", "Priorita", "Opatření", "Aktivita"]
    return Row(
        pk=0,
        handle=code,
        code=code,
        text=f"Text {code}",
        description="",
        tier_name=names[tier - 1],
        tier_position=tier,
        is_measure=measure,
        level=level,
        lft=0,
        rght=2 * below + 1,
        comments=None,
        tier_name_plural=f"{names[tier - 1]} (více)",
    )


PLAN = [
    row("H", 1, 1),
    row("A", 2, 2),
    row("A1", 3, 3),
    row("A1.1", 4, 4, measure=True),
    row("A1.2", 4, 4, measure=True),
    row("B", 2, 2),
    row("B1", 3, 3),
    row("B1.1", 4, 4, measure=True),
    row("C", 2, 2),
]


def drawn(rows: list[Row], deepest: int | None = None) -> str:
    """The lines as brackets: (…) a fold, <…> a list."""
    text = ""
    for line in draw(Outline(rows, deepest)).lines:
        text += "<" * line.begins_list + line.handle + ">" * line.ends_list
        text += "(" * bool(line.fold) + ")" * line.ends_fold + " "
    return text.strip()


def test_a_fold_holds_what_stands_between_a_part_and_the_next_one() -> None:
    assert drawn(PLAN) == "H A( A1 <A1.1 A1.2>) B( B1 <B1.1>) C"


def test_headings_go_by_depth_and_kinds_by_tier() -> None:
    made = draw(Outline(PLAN, None)).lines
    assert [(line.kind, line.rank) for line in made[:4]] == [
        ("upper", "2"),
        ("part", "3"),
        ("section", "4"),
        ("measure", "5"),
    ]


def test_a_goal_may_hold_priorities_beside_sub_goals() -> None:
    rows = [
        row("P", 1, 1),
        row("P1", 2, 3),
        row("P1.1", 3, 4, measure=True),
        row("A", 2, 2),
        row("A1", 3, 3),
    ]
    assert drawn(rows) == "P( P1 <P1.1>) A( A1)"


def test_goals_alone_are_parts_and_fold_their_measures() -> None:
    rows = [row("1", 1, 2), row("1.1", 2, 4, measure=True), row("2", 1, 2)]
    assert drawn(rows) == "1( <1.1>) 2"


def test_measures_alone_are_one_list() -> None:
    rows = [row("1", 1, 4, measure=True), row("2", 1, 4, measure=True)]
    assert drawn(rows) == "<1 2>"


def test_what_stands_under_a_measure_stays_in_its_list() -> None:
    rows = [row("1", 1, 3), row("1.1", 2, 4, measure=True), row("a", 3, 5), row("2", 1, 3)]
    assert drawn(rows) == "1( <1.1 a>) 2"


def test_an_empty_outline_has_no_lines() -> None:
    assert drawn([]) == ""


def test_only_rows_at_the_cut_tell_what_is_below_them() -> None:
    rows = [row("A", 1, 2, below=3), row("A1", 2, 3, below=2), row("A2", 2, 3)]
    made = draw(Outline(rows, 2)).lines
    assert [bool(line.below) for line in made] == [False, True, False]
    assert "2" in made[1].below


def test_the_figures_count_sections_and_measures() -> None:
    assert draw(Outline(PLAN, None)).figures == [("Priorita (více)", "2"), ("Opatření (více)", "3")]


def test_the_contents_list_the_parts() -> None:
    assert [part.code for part in draw(Outline(PLAN, None)).parts] == ["A", "B", "C"]


def test_the_fold_says_what_it_holds() -> None:
    assert draw(Outline(PLAN, None)).lines[1].fold == (
        "Priorita (více)\xa01 · Opatření (více)\xa02"
    )
