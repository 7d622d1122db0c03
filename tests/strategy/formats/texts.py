"""Editions and rows to make files of, some with texts that mean something to the format."""

from datetime import UTC, datetime

from hypothesis import strategies as some

from strategy.models import Edition, Plan
from strategy.outline import Row

# What means something to a spreadsheet, to Markdown, to XML, or to a reader of lines.
HOSTILE = [
    "=1+1",
    "+420 542 171 111",
    "-",
    "- odrážka",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "'=1+1",
    "''",
    "=HYPERLINK(\"http://example.org\";\"x\")",
    "#REF!",
    "1",
    "007",
    "1e5",
    "TRUE",
    "3/4",
    "a;b,c\"d\"",
    "1. *Rozvíjet* _A_ `x` [y](z) ![w](v) <b>&amp;</b> ~~s~~ | t \\",
    "# nadpis #",
    "=====",
    "---",
    "***",
    "    odsazeno",
    "první\ndruhý\n\npo prázdném",
    "první\r\ndruhý\rtřetí",
    "zvonek \x07 a svislý \x0b tabulátor",
    "_x0041_ _x000D_",
    "\u2028 \x85 \ufffe",
    " mezera na kraji ",
    "\xa0pevná\xa0",
    "k lesu, v domě, 26. 6. 2018",
    "příliš žluťoučký 👩‍👩‍👧 ﷽",
]  # fmt: skip

STORABLE = some.characters(exclude_categories=["Cs"], exclude_characters="\x00")
MARKS = some.sampled_from("=+-@#*_`[]<>&|~\\.)(!1a \t\n\r'\";")
TEXTS = some.one_of(
    some.sampled_from(HOSTILE), some.text(STORABLE, min_size=1), some.text(MARKS, min_size=1)
)


def edition_of(title: str = "Plán", **fields: object) -> Edition:
    """A published edition that is in no database."""
    given = {"number": 1, "state": "consultation", "stamp": "consultation", "title": title}
    given |= {"published_at": datetime(2018, 6, 25, 22, 0, tzinfo=UTC)}
    return Edition(plan=Plan(slug="plan", title=title), **(given | fields))


def row_of(level: int, text: str, **fields: object) -> Row:
    """A heading of a tier of its own level; as a measure, of the lowest one."""
    is_measure = bool(fields.get("is_measure"))
    given: dict[str, object] = {
        "pk": 0,
        "handle": "polozka",
        "code": "",
        "text": text,
        "description": "",
        "tier_name": f"Úroveň {level}",
        "tier_position": 100 + level if is_measure else level,
        "is_measure": is_measure,
        "level": level,
        "lft": 0,
        "rght": 1,
        "comments": 0,
        "tier_name_plural": "Úrovně",
    }
    return Row(**(given | fields))


@some.composite
def rows(draw: some.DrawFn) -> list[Row]:
    """Rows of a whole tree: levels go down one at a time, measures stand under headings."""
    depth = draw(some.integers(1, 12))
    steps = draw(some.lists(some.integers(1, depth), max_size=12))
    levels = [1]
    for step in steps:
        levels.append(min(step, levels[-1] + 1))
    deep = draw(some.integers(1, depth + 1))  # from here on down, all are measures
    return [
        row_of(
            level,
            draw(TEXTS),
            is_measure=level >= deep,
            code=draw(some.sampled_from(["", "A1", "A_1.2", "1", "3-a"])),
            description=draw(some.one_of(some.just(""), TEXTS)),
            lead=draw(some.one_of(some.just(""), TEXTS)),
            due=draw(some.sampled_from(["", "31. 12. 2020", "12/2020"])),
        )
        for level in levels
    ]
