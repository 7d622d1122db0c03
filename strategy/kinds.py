"""What each row of an outline is to a reader: upper, part, section or measure.

It follows from the tiers that the plan uses, never from their names; so any plan of any
depth reads alike, on the web and in print.
"""

from itertools import pairwise

from strategy.outline import Row

# The lowest heading that HTML and PDF know.
DEEPEST_HEADING = 6


def kinds(rows: list[Row]) -> list[str]:
    """Kind of each row.

    Headings stand in tiers above the measures'. Sections are of the lowest tier of headings; a
    part is of a tier that holds sections, or, where there is but one tier of headings, of that
    one; what is higher is upper. Whatever stands under a measure goes with the measures.
    """
    headings = _headings(rows)
    section = max((row.tier_position for row in headings), default=0)
    holding = {
        above.tier_position
        for above, row in pairwise(headings)
        if row.tier_position == section and above.level < row.level
    }
    names = dict.fromkeys({row.tier_position for row in headings}, "upper")
    names[section] = "section"
    names |= dict.fromkeys(holding or {section}, "part")
    return [names.get(row.tier_position, "measure") for row in rows]


def above_measures(rows: list[Row]) -> list[Row]:
    """Rows of the lowest tier of headings: what the plan's measures stand under, if it has any."""
    headings = _headings(rows)
    lowest = max((row.tier_position for row in headings), default=0)
    return [row for row in headings if row.tier_position == lowest]


def _headings(rows: list[Row]) -> list[Row]:
    measures = min((row.tier_position for row in rows if row.is_measure), default=None)
    return [row for row in rows if measures is None or row.tier_position < measures]


def rank(row: Row) -> str:
    """Number of the row's heading in HTML; the plan's title has 1."""
    return str(min(row.level + 1, DEEPEST_HEADING))
