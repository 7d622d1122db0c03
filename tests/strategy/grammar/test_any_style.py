"""Random plans in random styles are read back; whatever the text, all of it is accounted for."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strategy.importing.document import Document
from strategy.importing.grammar.learning import learn
from strategy.importing.grammar.pieces import of_blocks
from strategy.importing.layout import Line, split
from strategy.importing.refusal import ImportRefused
from strategy.importing.sources import Source, Table
from tests.strategy.grammar import reading
from tests.strategy.grammar.trees import (
    Item,
    Style,
    carded,
    listed,
    styles,
    tabled,
    together,
    trees,
    understood,
    with_stops,
    written,
)

quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FRAGMENTS = [
    *(
        "Opatření",
        "Opatření 1.1:",
        "SC 2:",
        "Specifický cíl",
        "Priorita A1",
        "1.1",
        "1.",
        "• ",
        "- ",
    ),
    *(
        "Gesce",
        "gesce ASZ",
        "Gestor:",
        "(gestor OSP,",
        "termín",
        "12/2024",
        ")",
        "(",
        " : ",
        ",",
        ".",
    ),
    *("ve spolupráci s", "MPSV a MV", "Zajistit", "péči o seniory", "Indikátor:", "Aktivity:", "x"),
    *(
        "Výchozí hodnota: 0",
        "3",
        "Strana 2",
        "Připomínky",
        "Jan Novák",
        "26. 6. 2018",
        "Celkem",
        "–",
    ),
    *(
        "Název opatření:",
        "Číslo:",
        "Bydlení",
        "„Most“",
        "Poznámka:",
        "Odbor školství, mládeže",
        "\t",
    ),
]
SOUP = st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=6).map(" ".join)
CELLS = st.lists(st.lists(SOUP | st.just(""), min_size=3, max_size=3), min_size=1, max_size=4)
HEAD = ["Opatření", "Gestor", "Termín"]


@st.composite
def plans(draw: st.DrawFn) -> tuple[list[Item], Style]:
    style = draw(styles())
    return draw(trees(coded=style.coded, letters=style.letters)), style


@quick
@given(plans())
def test_a_plan_written_in_any_style_is_read_back(plan: tuple[list[Item], Style]) -> None:
    items, style = plan
    expected = with_stops(items) if style.fields == "sentence" else items
    assert understood(reading.lines(written(items, style))) == expected


@quick
@given(plans())
def test_a_plan_run_together_in_a_line_for_each_goal_is_read_back(
    plan: tuple[list[Item], Style],
) -> None:
    assert understood(reading.lines(together(*plan))) == plan[0]


@quick
@given(plans())
def test_a_plan_as_one_table_is_read_back(plan: tuple[list[Item], Style]) -> None:
    assert understood(reading.blocks(tabled(*plan))) == plan[0]


@quick
@given(plans())
def test_a_plan_with_a_table_for_each_measure_is_read_back(plan: tuple[list[Item], Style]) -> None:
    items, style = plan
    assert understood(reading.blocks(*_cards(items, style))) == items


@quick
@given(
    plans().filter(lambda plan: _may_be_listed(plan[0])), st.sampled_from(["- ", "• ", "1) ", ""])
)
def test_a_plan_with_its_measures_in_lists_is_read_back(
    plan: tuple[list[Item], Style], bullet: str
) -> None:
    items, style = plan
    assert understood(reading.lines(listed(items, style, bullet))) == items


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(SOUP, min_size=1, max_size=9), CELLS, st.booleans())
def test_every_sign_of_the_source_has_one_verdict(
    lines: list[str], cells: list[list[str]], headed: bool
) -> None:
    text = "Cíl 1: Péče\nOpatření 1.1: Poradna\nGestor: OSP\n" + "\n".join(lines)
    rows = [HEAD, *cells] if headed else cells
    table = Table(50, 0, rows, list(range(50, 50 + len(rows))))
    blocks: list[Line | Table] = [*split(text), table]
    try:
        document = learn(Source("docx", blocks, []))
    except ImportRefused:
        return
    pieces, _parts = of_blocks(blocks)
    covered = [0] * len(pieces)
    for piece in pieces:
        spans = [v.span for v in document.verdicts if v.span.piece == piece.index]
        marked = [0] * len(piece.text)
        for span in spans:
            for place in range(span.start, span.end):
                marked[place] += 1
        covered[piece.index] = 1
        signs = [n for n, sign in zip(marked, piece.text, strict=True) if not sign.isspace()]
        assert signs == [1] * len(signs), (piece.text, spans)
        assert all(piece.text[s.start : s.end] == v.text for s, v in _of(document, piece.index))
    assert all(covered)


@quick
@given(st.lists(SOUP, min_size=1, max_size=9))
def test_no_wording_is_made_up(lines: list[str]) -> None:
    text = "Cíl 1: Péče\nOpatření 1.1: Poradna\nGestor: OSP\n" + "\n".join(lines)
    try:
        document = reading.lines(text)
    except ImportRefused:
        return
    source = "".join(text.split())
    for node in document.nodes:
        for word in [node.code, *node.text.split(), *_words_said(node)]:
            assert word in source


def _may_be_listed(items: list[Item]) -> bool:
    """Not activities below a measure: those that nobody answers for say what is done about it."""
    levels = []
    while items:
        levels.append(items[0].level)
        items = items[0].below
    return len(levels) > 1 and levels[-2:] != ["Opatření", "Aktivita"]


def _words_said(node: object) -> list[str]:
    return [word for entry in node.entries for word in entry.text.split()]  # type: ignore[attr-defined]


def _of(document: Document, piece: int) -> list[tuple]:  # type: ignore[type-arg]
    return [(verdict.span, verdict) for verdict in document.verdicts if verdict.span.piece == piece]


def _cards(items: list[Item], style: Style) -> list[str | list[list[str]]]:
    blocks: list[str | list[list[str]]] = []
    for item in items:
        if item.below:
            blocks.append(f"{item.level} {item.code}".strip() + f": {item.text}")
            blocks += _cards(item.below, style)
        else:
            blocks.append(carded(item, style))
    return blocks
