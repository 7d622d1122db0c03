"""Print a random plan in this layout, in a random style, and read the same plan back."""

from textwrap import wrap
from typing import NamedTuple

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from strategy.importing import applying, headings, reading
from strategy.importing.content import of_document
from strategy.models import Item
from tests.factories import draft_of
from tests.strategy.importing_texts import tree

Node = tuple[str, str, str, str | None]
LETTERS = [*"ABCČDEFGHIJKLMNOPQRŘSŠTUVZŽ"]
STARTS = ["Rozvíjet", "Šetřit", "Zajistit", "Péče", "Živé", "V Brně", "O péči", "Čistý", "Umět"]
WORDS = [
    *("služby", "a", "péči", "o", "městě", "Brně", "KPSS", "–", "(např.", "apod.)", "město:"),
    *("know-how", "seniory/seniorky", "žáky,", "priority", "opatření", "aktivity", "2030"),
    *("Zákon", "v", "1.2", "řízení.", "„dobré", "sousedství“", "další", "ženy", "MČ"),
]
# Long, and so wrapped wherever anything is.
VALUE = (
    "Město, ve kterém se dobře žije všem lidem bez rozdílu věku, původu i zdraví, "
    "a které jim naslouchá, radí se s nimi a hospodaří tak, aby z něho měli radost i jejich děti"
)


class Style(NamedTuple):
    mark: str
    same_line: bool
    bullet: str
    level_before_measure: bool
    line_end: str
    blank_lines: int
    width: int | None
    encoding: str


styles = st.builds(
    Style,
    mark=st.sampled_from(["", ":", " :", " –"]),
    same_line=st.booleans(),
    bullet=st.sampled_from([" • ", "- ", "– ", "* ", "o ", "1. ", "\t·\t", ""]),
    level_before_measure=st.booleans(),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    blank_lines=st.integers(0, 2),
    width=st.sampled_from([None, 60, 72, 80, 100]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1250"]),
)
titles = st.builds(
    lambda first, rest: " ".join([first, *rest, "lidem"]),
    st.sampled_from(STARTS),
    st.lists(st.sampled_from(WORDS), max_size=25),
)


@st.composite
def plans(draw: st.DrawFn) -> list[Node]:
    """Value, perhaps a primary goal, lettered goals, perhaps priorities, measures."""
    nodes: list[Node] = [("Hodnota", "", VALUE, None)]
    top = "Hodnota"
    if draw(st.booleans()):
        nodes.append(("Primární cíl", "", draw(titles), "Hodnota"))
        top = "Primární cíl"
    goal_level = draw(st.sampled_from(["Dílčí cíl", "Strategický cíl", "Specifický cíl"]))
    for letter in sorted(draw(st.sets(st.sampled_from(LETTERS), min_size=1, max_size=4))):
        nodes.append((goal_level, letter, draw(titles), top))
        # Above the priorities; and so every plan shows that its measures carry codes.
        nodes.append(("Opatření", f"{letter}9.1", draw(titles), letter))
        for number in range(1, draw(st.integers(0, 3)) + 1):
            upper = f"{letter}{number}"
            nodes.append(("Priorita", upper, draw(titles), letter))
            texts = draw(st.lists(titles, max_size=11))
            nodes += [
                ("Opatření", f"{upper}.{last}", text, upper)
                for last, text in enumerate(texts, start=1)
            ]
    return nodes


def printed(nodes: list[Node], style: Style) -> bytes:
    blocks = [line for node in nodes for line in _lines(node, style)]
    text = ("\n" * (style.blank_lines + 1)).join(blocks) + "\n"
    return text.replace("\n", style.line_end).encode(style.encoding)


def _lines(node: Node, style: Style) -> list[str]:
    level, code, title, _parent = node
    if level == "Opatření" and not style.level_before_measure:
        return [_wrapped(f"{style.bullet}{code} {title}", style, hang="   ")]
    # A title that begins with a word of one letter needs a mark before it on the same line.
    heading = f"{level} {code}".rstrip() + style.mark
    if style.same_line and (style.mark or code):
        return [_wrapped(f"{heading} {title}", style)]
    return [heading, _wrapped(title, style)]


def _wrapped(text: str, style: Style, hang: str = "") -> str:
    if style.width is None:
        return text
    lines = wrap(text, style.width, subsequent_indent=hang, break_long_words=False)
    # "Brně 1.2 – lidem" at a line's beginning is refused as the heading that it might be.
    assume(not any(headings.looks_foreign(line.strip()) for line in lines[1:]))
    return "\n".join(lines)


@settings(max_examples=100, deadline=None)
@given(nodes=plans(), style=styles)
def test_a_printed_plan_reads_as_it_was(nodes: list[Node], style: Style) -> None:
    assert tree(reading.read(printed(nodes, style))) == nodes


@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(first=plans(), second=plans(), style=styles)
def test_any_plan_turns_into_any_other_and_then_changes_no_more(
    db: None, first: list[Node], second: list[Node], style: Style
) -> None:
    plan = applying.begin_plan(f"plan-{Item.objects.count()}", "Plán")
    for nodes in (first, second):
        document = reading.read(printed(nodes, style))
        applying.bring_in(of_document(document), draft_of(plan))
        assert written(plan) == nodes
        assert applying.bring_in(of_document(document), draft_of(plan)).is_empty


def written(plan: object) -> list[Node]:
    items = Item.objects.shown().filter(edition=draft_of(plan)).select_related("tier")
    return [
        (item.tier.name, item.code, item.text, _label(item.parent))
        for item in items.select_related("tier", "parent__tier").order_by("lft")
    ]


def _label(parent: Item) -> str | None:
    return None if parent.tier is None else parent.code or parent.tier.name
