"""The outline as a page shows it: headings, lists of measures, and what folds away."""

from typing import NamedTuple

from django.utils.html import format_html_join
from django.utils.translation import ngettext

from strategy import marking, tier_words
from strategy.kinds import kinds as kinds_of
from strategy.kinds import rank
from strategy.outline import Outline, Row


class Line(NamedTuple):
    """A row ready for a flat template; numbers are strings already.

    `kind` is upper (above the parts), part, section or measure. A fold holds what stands
    between a part and the next one; a list holds measures that follow one another. `fold`
    is the label of the fold that opens right after the line, or empty.
    """

    kind: str
    rank: str
    handle: str
    code: str
    tier: str
    text: str
    comments: str
    below: str
    fold: str
    ends_fold: bool
    begins_list: bool
    ends_list: bool
    translation: str = ""


class Figure(NamedTuple):
    """How many there are of something: a tier in plural, and the number."""

    name: str
    number: str


class Drawing(NamedTuple):
    """The outline itself, the parts that a table of contents lists, and how much there is."""

    lines: list[Line]
    parts: list[Row]
    figures: list[Figure]


def draw(outline: Outline) -> Drawing:
    """Figures count the sections and measures among the rows shown."""
    rows = outline.rows
    kinds = kinds_of(rows)
    return Drawing(
        lines=_lines(outline, kinds),
        parts=[row for row, kind in zip(rows, kinds, strict=True) if kind == "part"],
        figures=_figures(rows, kinds),
    )


def _lines(outline: Outline, kinds: list[str]) -> list[Line]:
    rows = outline.rows
    folds = _folds(rows, kinds)
    last = len(rows) - 1
    made = []
    inside = False
    for index, (row, kind) in enumerate(zip(rows, kinds, strict=True)):
        following = kinds[index + 1] if index < last else ""
        inside = inside or bool(folds.get(index))
        ends_fold = inside and following not in {"section", "measure"}
        inside = inside and not ends_fold
        made.append(
            Line(
                kind=kind,
                rank=rank(row),
                handle=row.handle,
                code=row.code,
                tier=tier_words.one(row.tier_name),
                text=row.text,
                comments=comments_label(row.comments or 0),
                below=_below(row) if row.level == outline.deepest else "",
                fold=folds.get(index, ""),
                ends_fold=ends_fold,
                begins_list=kind == "measure" and (index == 0 or kinds[index - 1] != "measure"),
                ends_list=kind == "measure" and following != "measure",
                translation=row.translation,
            )
        )
    return made


def _figures(rows: list[Row], kinds: list[str]) -> list[Figure]:
    tiers: dict[int, list[Row]] = {}
    for row, kind in zip(rows, kinds, strict=True):
        if kind == "section" or row.is_measure:
            tiers.setdefault(row.tier_position, []).append(row)
    return [
        Figure(_named(tiers[position][0]), str(len(tiers[position]))) for position in sorted(tiers)
    ]


def comments_label(count: int) -> str:
    """How many comments, in words; empty for none."""
    if not count:
        return ""
    return ngettext("%(count)s comment", "%(count)s comments", count) % {"count": count}


def _folds(rows: list[Row], kinds: list[str]) -> dict[int, str]:
    """Label of the fold after each part that is followed by something to fold, by index."""
    found: dict[int, str] = {}
    for index in range(len(rows) - 1):
        if kinds[index] == "part" and kinds[index + 1] in {"section", "measure"}:
            found[index] = _fold_label(rows, kinds, index + 1)
    return found


def _fold_label(rows: list[Row], kinds: list[str], start: int) -> str:
    counts: dict[str, int] = {}
    for row, kind in zip(rows[start:], kinds[start:], strict=True):
        if kind not in {"section", "measure"}:
            break
        name = _named(row)
        counts[name] = counts.get(name, 0) + 1
    told = ((marking.marked(name), count) for name, count in counts.items())
    return format_html_join(" · ", "{}\xa0{}", told)


def _named(row: Row) -> str:
    """The tier of a row, in plural."""
    return tier_words.many(row.tier_name, row.tier_name_plural)


def _below(row: Row) -> str:
    if not row.below:
        return ""
    return ngettext("… and %(count)s more", "… and %(count)s more", row.below) % {
        "count": row.below
    }
