"""Random plans, and the many ways in which a document may write one."""

from dataclasses import dataclass, field, replace

from hypothesis import strategies as st

from strategy.importing.document import Document, Node

CHAINS = [
    ("Strategický cíl", "Specifický cíl", "Opatření"),
    ("Priorita", "Cíl", "Opatření"),
    ("Pilíř", "Priorita", "Opatření", "Aktivita"),
    ("Oblast", "Opatření"),
    ("Prioritní osa", "Specifický cíl", "Aktivita"),
    ("Hodnota", "Primární cíl", "Dílčí cíl", "Priorita", "Opatření"),
    ("Cíl", "Opatření", "Úkol"),
    ("Tematická oblast", "Strategický cíl", "Opatření", "Podopatření"),
    ("Opatření",),
]
TITLES = [
    "Rozvíjet síť sociálních služeb",
    "Podpora rodin s dětmi",
    "Zvýšit dostupnost bydlení (včetně sociálního)",
    "Bezpečné a čisté ulice",
    "Prevence zadlužení",
    "Zajistit péči o seniory v domácím prostředí",
    "Spolupráce se školami",
    "Informovanost veřejnosti o službách",
    "Zřídit kontaktní místo „Most“",
    "Podpora dobrovolnictví a komunitní práce",
    "Modernizovat zázemí služeb do roku 2030",
]
LEADS = ["OSP", "MPSV", "Odbor zdraví MMB", "Odbor školství, mládeže a sportu", "Charita Brno"]
CO_LEADS = ["MV", "NNO", "Úřad práce ČR", "MČ Brno-střed", "Odbor bytový"]
DUES = ["12/2024", "31. 12. 2025", "2026", "průběžně", "4. čtvrtletí 2024"]
INDICATORS = ["počet klientů", "Počet nových bytů", "podíl spokojených rodičů"]
LABELS = {
    "lead": [
        "Gesce",
        "Gestor",
        "Garant",
        "Zodpovídá",
        "Odpovědný odbor",
        "GESTOR",
        "Gestor opatření",
    ],
    "co_lead": ["Spolugesce", "Spolugestor", "Spolugestoři", "Ve spolupráci s", "Spolupráce"],
    "due": ["Termín plnění", "Termín", "Termín realizace", "Termín splnění", "TERMÍN"],
    "indicator": [
        "Indikátor",
        "Indikátory",
        "Ukazatel",
        "Indikátor výsledku",
        "Měřitelný ukazatel",
    ],
}
FIELDS = ["lead", "co_lead", "due", "indicator"]


@dataclass
class Item:
    level: str
    code: str
    text: str
    said: dict[str, list[str]] = field(default_factory=dict)
    below: list["Item"] = field(default_factory=list)


@dataclass(frozen=True)
class Style:
    """How a document writes: `head` and `label` are templates, `fields` where they stand."""

    coded: bool
    letters: bool
    head: str
    fields: str
    separator: str
    labels: dict[str, str]
    upper: bool
    blank: str


@st.composite
def trees(draw: st.DrawFn, *, coded: bool, letters: bool) -> list[Item]:
    chain = draw(st.sampled_from(CHAINS))
    return _items(draw, chain, "", coded=coded, letters=letters)


def _items(
    draw: st.DrawFn, chain: tuple[str, ...], above: str, *, coded: bool, letters: bool
) -> list[Item]:
    items = []
    count = draw(st.integers(2 if not above else 1, 3))
    titles = st.lists(st.sampled_from(TITLES), min_size=count, max_size=count, unique=True)
    for number, title in enumerate(draw(titles), start=1):
        code = _code(number, above, letters=letters)
        item = Item(chain[0], code if coded else "", title)
        if chain[1:]:
            item.below = _items(draw, chain[1:], code, coded=coded, letters=letters)
        else:
            item.said = draw(fields())
        items.append(item)
    return items


def _code(number: int, above: str, *, letters: bool) -> str:
    if not above:
        return "ABC"[number - 1] if letters else str(number)
    joint = "" if above.isalpha() else "."
    return f"{above}{joint}{number}"


@st.composite
def fields(draw: st.DrawFn) -> dict[str, list[str]]:
    said = {"lead": [draw(st.sampled_from(LEADS))]} if draw(st.booleans()) else {}
    if said and draw(st.booleans()):
        said["co_lead"] = draw(
            st.lists(st.sampled_from(CO_LEADS), min_size=1, max_size=3, unique=True)
        )
    if draw(st.booleans()):
        said["due"] = [draw(st.sampled_from(DUES))]
    if draw(st.booleans()):
        said["indicator"] = [draw(st.sampled_from(INDICATORS))]
    return said


@st.composite
def styles(draw: st.DrawFn) -> Style:
    coded = draw(st.booleans())
    return Style(
        coded=coded,
        letters=coded and draw(st.booleans()),
        head=draw(
            st.sampled_from(
                [
                    "{level} {code}: {text}",
                    "{level} {code}\n{text}",
                    "{level} {code} – {text}",
                    "{level} {code} {text}",
                    "{level} č. {code}: {text}",
                    "{level} {code}. {text}",
                ]
                if coded
                else ["{level}: {text}", "{level} : {text}", "{level}:\n{text}", "{level} – {text}"]
            )
        ),
        fields=draw(st.sampled_from(["lines", "brackets", "commas", "sentence", "list"])),
        separator=draw(st.sampled_from([": ", " : ", " – ", ":\n"])),
        labels={part: draw(st.sampled_from(labels)) for part, labels in LABELS.items()},
        upper=draw(st.booleans()),
        blank=draw(st.sampled_from(["", "\n"])),
    )


def written(items: list[Item], style: Style) -> str:
    """The plan as a text in a style."""
    text = ""
    for item in items:
        level = item.level.upper() if style.upper else item.level
        text += style.head.format(level=level, code=item.code, text=item.text)
        text += said_in(item.said, style) + "\n" + style.blank
        text += written(item.below, style)
    return text


def said_in(said: dict[str, list[str]], style: Style) -> str:
    """What is said of an item, behind its text."""
    if not said:
        return ""
    pairs = [(style.labels[part], ", ".join(values)) for part, values in said.items()]
    match style.fields:
        case "lines":
            return "".join(f"\n{label}{style.separator}{value}" for label, value in pairs)
        case "list":
            return "".join(f"\n • {label}: {value}" for label, value in pairs)
        case "brackets":
            return " (" + "; ".join(f"{label.lower()}: {value}" for label, value in pairs) + ")"
        case "commas":
            return "".join(f", {label.lower()}: {value}" for label, value in pairs)
        case _:
            return "." + "".join(f" {label}: {value}." for label, value in pairs)


def tabled(items: list[Item], style: Style) -> list[list[str]]:
    """The plan as one table: a column for each level and each field, merged cells repeated."""
    chain: list[str] = []
    item = items[0]
    while True:
        chain.append(item.level)
        if not item.below:
            break
        item = item.below[0]
    head = [*chain, *(style.labels[part] for part in FIELDS)]
    return [head, *_rows(items, [])]


def _rows(items: list[Item], above: list[str]) -> list[list[str]]:
    rows = []
    for item in items:
        way = [*above, f"{item.code} {item.text}".strip()]
        if item.below:
            rows += _rows(item.below, way)
        else:
            rows.append([*way, *(", ".join(item.said.get(part, [])) for part in FIELDS)])
    return rows


def carded(item: Item, style: Style) -> list[list[str]]:
    """One item as a table of two columns, label and value."""
    rows = [[f"{item.level} {item.code}".strip(), item.text]]
    rows += [[style.labels[part], ", ".join(values)] for part, values in item.said.items()]
    return rows


def understood(document: Document) -> list[Item]:
    return [_item(node) for node in document.top]


def _item(node: Node) -> Item:
    said: dict[str, list[str]] = {}
    for entry in node.entries:
        said.setdefault(entry.part, []).append(entry.text)
    below = [_item(child) for child in node.children]
    return Item(node.level.name, node.code, node.text, said, below)


def with_stops(items: list[Item]) -> list[Item]:
    """As the style of sentences has it: a full stop behind the text before what is said."""
    return [
        replace(
            item, text=f"{item.text}." if item.said else item.text, below=with_stops(item.below)
        )
        for item in items
    ]


def together(items: list[Item], style: Style) -> str:
    """The plan as slides have it: whatever is below a top item in one line with it."""
    return "\n".join(_in_one_line(item, style) for item in items) + "\n"


def _in_one_line(item: Item, style: Style) -> str:
    colon = " :" if style.blank else ":"
    head = f"{item.level} {item.code}".strip() + f"{colon} {item.text}"
    said = [f"{style.labels[part]}: {', '.join(values)}" for part, values in item.said.items()]
    return " ".join([head, *said, *(_in_one_line(below, style) for below in item.below)])


def listed(items: list[Item], style: Style, bullet: str) -> str:
    """The lowest level as a list below the plural of its word, or below it alone."""
    text = ""
    for item in items:
        text += f"{item.level} {item.code}".strip() + f": {item.text}\n"
        if item.below and not item.below[0].below:
            text += PLURALS[item.below[0].level] + (":\n" if style.blank else "\n")
            text += "".join(
                f"{bullet}{each.code} {each.text}{unmarked(each.said)}\n".replace("  ", " ")
                for each in item.below
            )
        else:
            text += listed(item.below, style, bullet)
    return text


def unmarked(said: dict[str, list[str]]) -> str:
    """As "(gesce ASZ ve spolupráci s MPSV a MV, termín 12/2024)"; an indicator needs a colon."""
    if not said:
        return ""
    parts = []
    if lead := said.get("lead"):
        others = said.get("co_lead", [])
        joined = ", ".join(others[:-1]) + " a " * (len(others) > 1) + "".join(others[-1:])
        parts.append(f"gesce {lead[0]}" + (f" ve spolupráci s {joined}" if others else ""))
    if due := said.get("due"):
        parts.append(f"termín {due[0]}")
    if indicator := said.get("indicator"):
        parts.append(f"indikátor: {indicator[0]}")
    return f" ({', '.join(parts)})"


PLURALS = {
    "Opatření": "Opatření",
    "Aktivita": "Aktivity",
    "Úkol": "Úkoly",
    "Podopatření": "Podopatření",
}
