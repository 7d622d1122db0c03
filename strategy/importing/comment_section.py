"""The comments below a plan: organisation (may be missing), name, date, wording.

The date on a line of its own is what the rest is told by. The line above it is the name. The
line above the name is the organisation, unless it belongs to the wording of the comment before:
because no other wording would be left, because blank lines set it apart, because it goes on
from the line above, or because it ends as a sentence does.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from strategy.importing import headings, layout
from strategy.importing.codes import CODE
from strategy.importing.layout import Line
from strategy.importing.levels import folded
from strategy.importing.refusal import ImportRefused, shortened

MONTHS = [
    *("ledna", "února", "března", "dubna", "května", "června"),
    *("července", "srpna", "září", "října", "listopadu", "prosince"),
]
NO_COMMENTS = frozenset(["bez pripominek", "bez pripominky", "zadne", "zadne pripominky", "nejsou"])
LONGEST_NAME = 200

SECTION = re.compile(
    r"P[řr]ipom[íi]nky(?:\s+(?:veřejnosti|občanů|k(?:\s+\w+){1,3}))?\s*(?:\(\d+\)\s*)?"
    r"(?::\s*(?P<none>bez připomínek|žádné|nejsou)?)?[.]?$",
    re.IGNORECASE,
)
DATE = re.compile(
    rf"(?:dne\s+)?(?P<day>\d{{1,2}})\.\s*(?:(?P<month>\d{{1,2}})\.|(?P<name>{'|'.join(MONTHS)}))"
    r"\s*(?P<year>\d{4})\s*[:.,]?$",
    re.IGNORECASE,
)
ISO_DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})$")
# z. s., o.p.s., s. r. o., a.s. at the end of an organisation's name
LEGAL_FORM = re.compile(r"(?:\b\w{1,2}\.\s?){2}$")
PLACE = re.compile(
    rf"(?i:\b(?:hodnot|cíl|priorit|opatřen|aktivit)\w*\s+(?:č\.\s*)?)"
    rf"({CODE}(?:\s*(?:,|a|i|až|nebo|[-–])\s*{CODE})*)"
)


@dataclass(frozen=True)
class WrittenComment:
    """A comment as the file has it. `code` names the item it speaks of, "" the whole plan."""

    organisation: str
    name: str
    date: date
    text: str
    line: int
    code: str

    @property
    def says_nothing(self) -> bool:
        """Whether its wording is that there are no comments."""
        return says_none(self.text)


def says_none(text: str) -> bool:
    return folded(text).strip(" .") in NO_COMMENTS


def read_comments(lines: list[Line], codes: Collection[str]) -> list[WrittenComment]:
    """Comments from the lines of their section, its heading first. Raises ImportRefused.

    `codes` are those of the plan; a comment that names exactly one of them speaks of it.
    """
    rest = lines[1:]
    dated = [(index, day) for index, line in enumerate(rest) if (day := _date(line))]
    if not dated:
        _refuse_undated(rest)
        return []
    width = layout.wrap_width(rest)
    header = rest[: dated[0][0]]
    comments = []
    for number, (index, day) in enumerate(dated):
        end = dated[number + 1][0] if number + 1 < len(dated) else len(rest)
        body = rest[index + 1 : end]
        cut = len(body) - (_header_length(body, width) if end < len(rest) else 0)
        _refuse_headings(body[:cut], codes)
        comments.append(_comment(header, rest[index], day, _wording(body[:cut], width), codes))
        header = body[cut:]
    return comments


def place_of(text: str, codes: Collection[str]) -> str:
    """The one code of the plan that a text names behind a level word, "" where not one.

    >>> place_of("U priority E3 doplnit mapu.", {"E3", "E4"})
    'E3'
    """
    named = {code for names in PLACE.findall(text) for code in re.findall(CODE, names)}
    known = named & set(codes)
    return known.pop() if len(known) == 1 else ""


def _date(line: Line) -> date | None:
    found = DATE.match(line.text) or ISO_DATE.match(line.text)
    if found is None:
        return None
    parts = found.groupdict()
    month = parts["month"] or MONTHS.index(parts["name"].lower()) + 1
    try:
        return date(int(parts["year"]), int(month), int(parts["day"]))
    except ValueError as error:
        reason = _("“%(text)s” is no day of the calendar.")
        raise ImportRefused(reason % {"text": line.text}, line.number) from error


def _header_length(body: list[Line], width: int | None) -> int:
    """How many of the lines between two dates belong to the later comment: 1 or 2."""
    if len(body) < 3:
        return 1
    *wording, organisation, name = body
    if name.after_blank and any(not line.after_blank for line in body[1:-1]):
        return 1
    if organisation.after_blank and not name.after_blank:
        return 2
    goes_on = layout.goes_on(organisation, wording[-1], width)
    if _ends_sentence(organisation) or (goes_on and not _ends_sentence(wording[-1])):
        return 1
    return 2


def _ends_sentence(line: Line) -> bool:
    return line.text[-1] in ".!?…:;" and not LEGAL_FORM.search(line.text)


def _comment(
    header: list[Line], dated: Line, day: date, text: str, codes: Collection[str]
) -> WrittenComment:
    if not 1 <= len(header) <= 2 or any(len(line.text) > LONGEST_NAME for line in header):
        raise ImportRefused(
            _(
                "above the date of a comment stand its author’s name and, above that, perhaps "
                "an organisation, each on a line of its own."
            ),
            dated.number,
        )
    if not text:
        raise ImportRefused(_("the comment of this date has no wording."), dated.number)
    organisation = header[0].text if len(header) == 2 else ""
    return WrittenComment(
        organisation, header[-1].text, day, text, header[0].number, place_of(text, codes)
    )


def _wording(lines: list[Line], width: int | None) -> str:
    """Wording of a comment; a wrapped line goes on, any other is a line of its own."""
    text = ""
    for above, line in zip([None, *lines], lines, strict=False):
        if above is None:
            text = line.text
        elif line.text[0].islower() or layout.is_full(above, line, width):
            text = layout.joined(text, line.text)
        else:
            text = f"{text}\n{line.text}"
    return text


def _refuse_undated(lines: list[Line]) -> None:
    said = [line for line in lines if not says_none(line.text)]
    if said:
        reason = _("“%(text)s” stands among the comments, but no date says which comment it is.")
        raise ImportRefused(reason % {"text": shortened(said[0].text)}, said[0].number)


def _refuse_headings(lines: list[Line], codes: Collection[str]) -> None:
    """A plan that goes on below its comments would vanish in the wording of the last one."""
    for line in lines:
        opening = headings.opening(line.text, title_awaited=True, loose_bullets=False)
        is_bare = opening is not None and opening.level is not None and not opening.title
        if opening and is_bare and opening.code and opening.code not in codes:
            reason = _("“%(text)s” is a heading of the plan, but stands among the comments.")
            raise ImportRefused(reason % {"text": line.text}, line.number)
