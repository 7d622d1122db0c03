"""What Excel shows of a value: by its number format, as a Czech Excel writes it.

Two things are said more fully than on the screen, for nothing is gained by losing them: years
have four digits, and a month with a year alone is 12/2020, however its name would be shortened.
"""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from babel.dates import format_date
from openpyxl.utils.escape import unescape

from strategy.importing.sources import grid

# What a format is made of: literals, room, what is in brackets, and runs of one sign.
_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<half>[aA](?:[mM]/[pP][mM]|/[pP]))|(?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+)|(?P<other>.)"
)
_NUMBER = re.compile(
    r"[#0?][#0?, \xa0]*(?:\.(?P<decimals>[#0?]*))?(?P<thousands>,*)(?P<power>[eE][+-]?0+)?"
)
_CURRENCY = re.compile(r"\$(?P<sign>[^-]*)")
# The short date and the long one, which depend on the computer.
_OF_COMPUTER = {"mm-dd-yy": "d. m. yyyy", "m/d/yy h:mm": "d. m. yyyy h:mm"}
_GENERAL = {"general", "@", ""}
# Excel writes none that is longer.
LONGEST_FORMAT = 255


def shown(value: Any, number_format: str) -> str:
    """The text of a cell.

    >>> shown(datetime(2020, 12, 1), "mmm-yy"), shown(1234.5, '#,##0.00 "Kč"'), shown(0.25, "0%")
    ('12/2020', '1 234,50 Kč', '25%')
    """
    if value is None:
        return ""
    if len(number_format) > LONGEST_FORMAT:
        number_format = "d. m. yyyy" if isinstance(value, date) else ""
    if isinstance(value, bool):
        return "PRAVDA" if value else "NEPRAVDA"
    if isinstance(value, (date, time, timedelta)):
        return _of_time(value, number_format)
    if isinstance(value, (int, float)):
        return _of_number(value, number_format)
    return grid.cleaned(unescape(str(value)))


def _of_number(value: float, number_format: str) -> str:
    pattern, number, signed = _section(value, number_format)
    if pattern.strip().lower() in _GENERAL:
        return _general(value)
    before, digits, after = _parts(pattern)
    if not digits:
        return (before + after).strip() or _general(value)
    percent = "%" in before + after
    written = _digits(number * 100 if percent else number, digits)
    sign = "-" if signed and re.search("[1-9]", written) else ""
    return f"{sign}{before}{written}{after}".strip()


def _section(value: float, number_format: str) -> tuple[str, float, bool]:
    """The part of a format that is for this value, the number to write, and whether it has a sign.

    Formats are positive;negative;zero;text.
    """
    parts = _split(number_format)
    if value < 0 and len(parts) > 1:
        return parts[1], -value, False
    if value == 0 and len(parts) > 2:
        return parts[2], value, False
    return parts[0], abs(value), value < 0


def _split(number_format: str) -> list[str]:
    return re.findall(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^;])+', number_format) or [""]


def _parts(pattern: str) -> tuple[str, str, str]:
    """What stands before the digits, their pattern, and what stands behind."""
    before, digits, after = "", "", ""
    at = 0
    while at < len(pattern):
        number = None if digits else _NUMBER.match(pattern, at)
        if number:
            digits = number[0]
            # Room behind the digits belongs to what follows.
            at = number.start() + len(digits.rstrip(" \xa0"))
            digits = digits.rstrip(" \xa0")
            continue
        piece = _PIECE.match(pattern, at)
        text = _literal(piece) if piece else ""
        before, after = (before, after + text) if digits else (before + text, after)
        at = piece.end() if piece else at + 1
    return before, digits, after


def _literal(piece: re.Match[str]) -> str:
    if piece["bracket"] is not None:
        currency = _CURRENCY.match(piece["bracket"])
        return currency["sign"] if currency else ""
    return piece["quoted"] or piece["escaped"] or piece["date"] or piece["other"] or ""


def _digits(number: float, pattern: str) -> str:
    found = _NUMBER.match(pattern)
    assert found  # noqa: S101 - _parts made it by the same expression
    decimals = found["decimals"] or ""
    whole = pattern.partition(".")[0]
    if found["power"]:
        return f"{number:.{len(decimals)}E}".replace(".", ",")
    scale = len(whole) - len(whole.rstrip(",")) + len(found["thousands"])
    written = f"{number / 1000**scale:.{len(decimals)}f}"
    integer, _point, fraction = written.partition(".")
    integer = integer.zfill(whole.count("0"))
    if "," in whole.rstrip(",") or re.search(r"[#0?][ \xa0][#0?]", whole):
        integer = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", " ", integer)
    least = len(decimals.rstrip("#?"))
    fraction = fraction[:least] + fraction[least:].rstrip("0")
    return f"{integer},{fraction}" if fraction else integer


def _general(value: float) -> str:
    """As a cell without a format shows it: at most eleven digits, without an idle zero."""
    if isinstance(value, float) and not value.is_integer():
        return f"{value:.11g}".replace(".", ",").upper()
    return str(int(value))


def _of_time(value: date | time | timedelta, number_format: str) -> str:
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02d}"
    if isinstance(value, time):
        return f"{value:%H:%M}".removeprefix("0")
    pattern = _split(number_format)[0]
    pattern = _OF_COMPUTER.get(pattern.lower(), pattern)
    pieces = list(_PIECE.finditer(pattern))
    if _is_month_alone(pieces) and isinstance(value, date):
        return f"{value.month}/{value.year}"
    written = "".join(_of_piece(value, pieces, index) for index in range(len(pieces)))
    return grid.cleaned(written)


def _signs(pieces: list[re.Match[str]]) -> list[str]:
    return [piece["date"].lower() for piece in pieces if piece["date"]]


def _is_month_alone(pieces: list[re.Match[str]]) -> bool:
    """Of "mmm-yy" and "mmm yyyy", where the month's name is cut short."""
    signs = _signs(pieces)
    return len(signs) == 2 and signs[0] == "mmm" and signs[1][0] == "y"


def _of_piece(value: date, pieces: list[re.Match[str]], index: int) -> str:
    piece = pieces[index]
    if piece["half"]:
        return f"{value:%p}"
    if not piece["date"]:
        return "" if piece["other"] == "@" else _literal(piece)
    sign = piece["date"].lower()
    if sign[0] in "hs" or (sign in {"m", "mm"} and _is_of_clock(pieces, index)):
        return _clock(value, sign)
    return _calendar(value, sign)


def _is_of_clock(pieces: list[re.Match[str]], index: int) -> bool:
    """Whether an "m" is minutes: behind hours or before seconds."""
    before = _signs(pieces[:index])
    after = _signs(pieces[index + 1 :])
    return (bool(before) and before[-1][0] == "h") or (bool(after) and after[0][0] == "s")


def _clock(value: date, sign: str) -> str:
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001
    number = {"h": moment.hour, "m": moment.minute, "s": moment.second}[sign[0]]
    return f"{number:0{min(len(sign), 2)}d}"


def _calendar(value: date, sign: str) -> str:
    if sign[0] == "y":
        return f"{value.year:04d}"
    if len(sign) <= 2:
        return f"{value.day if sign[0] == 'd' else value.month:0{len(sign)}d}"
    if sign[0] == "d":
        return format_date(value, "EEE" if len(sign) == 3 else "EEEE", locale="cs")
    # Beside a day a Czech month is "prosince", without one "prosinec".
    return format_date(value, "LLL" if len(sign) == 3 else "LLLL", locale="cs")
