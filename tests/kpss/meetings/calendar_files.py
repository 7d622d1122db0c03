"""A strict reader of iCalendar, by the letter of RFC 5545 and apart from the library."""

import re
from typing import NamedTuple

# RFC 5545, 3.6.1 and 3.6.5: what must stand there, and what may stand there once at most.
REQUIRED = {
    "VCALENDAR": {"PRODID", "VERSION"},
    "VEVENT": {"UID", "DTSTAMP", "DTSTART"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
    "DAYLIGHT": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
}
ONCE = {
    "VEVENT": {
        "UID",
        "DTSTAMP",
        "DTSTART",
        "DTEND",
        "SUMMARY",
        "DESCRIPTION",
        "LOCATION",
        "ORGANIZER",
        "SEQUENCE",
        "STATUS",
        "URL",
        "LAST-MODIFIED",
    },
    "VCALENDAR": {"PRODID", "VERSION", "METHOD"},
}
_ENDS = {"n": "\n", "N": "\n"}
STATUSES = {"TENTATIVE", "CONFIRMED", "CANCELLED"}
TEXTS = {"SUMMARY", "DESCRIPTION", "LOCATION", "PRODID"}
_LINE = re.compile(
    r'(?P<name>[A-Z0-9-]+)(?P<params>(?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*))*):(?P<value>.*)'
)
_STAMP = re.compile(r"\d{8}T\d{6}Z")
_LOCAL = re.compile(r"\d{8}T\d{6}")
_DAY = re.compile(r"\d{8}")


class Property(NamedTuple):
    name: str
    params: dict[str, str]
    value: str


class Component(NamedTuple):
    kind: str
    properties: list[Property]
    parts: list["Component"]

    def all(self, name: str) -> list[Property]:
        return [one for one in self.properties if one.name == name]

    def value(self, name: str) -> str:
        (found,) = self.all(name)
        return found.value

    def text(self, name: str) -> str:
        """The value with what is escaped in it put back."""
        return re.sub(
            r"\\(.)", lambda match: {"n": "\n", "N": "\n"}.get(match[1], match[1]), self.value(name)
        )

    def of(self, kind: str) -> list["Component"]:
        return [part for part in self.parts if part.kind == kind]


def read(content: bytes) -> Component:
    """The calendar, having seen that it keeps to the rules."""
    lines = _unfolded(content)
    calendar, rest = _component(lines, 0)
    assert (calendar.kind, rest) == ("VCALENDAR", len(lines))
    assert calendar.value("VERSION") == "2.0"
    assert calendar.parts, "a calendar has at least one component"
    zones = {zone.value("TZID") for zone in calendar.of("VTIMEZONE")}
    for event in calendar.of("VEVENT"):
        _judge_event(event, zones)
    uids = [event.value("UID") for event in calendar.of("VEVENT")]
    assert len(uids) == len(set(uids))
    return calendar


def _unfolded(content: bytes) -> list[str]:
    assert content.endswith(b"\r\n")
    raw = content[:-2].split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in raw)
    assert max(map(len, raw)) <= 75, "lines of at most 75 octets"
    assert all(raw), "no empty line"
    for line in raw:
        # No letter is cut in two by the fold.
        line.decode()
    return re.sub("\r\n[ \t]", "", content[:-2].decode()).split("\r\n")


def _component(lines: list[str], at: int) -> tuple[Component, int]:
    begin = _property(lines[at])
    assert begin.name == "BEGIN"
    found = Component(begin.value, [], [])
    at += 1
    while not lines[at].startswith("END:"):
        if lines[at].startswith("BEGIN:"):
            part, at = _component(lines, at)
            found.parts.append(part)
        else:
            found.properties.append(_property(lines[at]))
            at += 1
    assert lines[at] == f"END:{found.kind}"
    _judge(found)
    return found, at + 1


def _property(line: str) -> Property:
    match = _LINE.fullmatch(line)
    assert match, line
    params = dict(param.split("=", 1) for param in match["params"].split(";")[1:])
    found = Property(match["name"], params, match["value"])
    if found.name in TEXTS:
        assert re.fullmatch(r"(?:[^\\,;\x00-\x08\x0a-\x1f]|\\[\\,;nN])*", found.value), found
    return found


def _judge(component: Component) -> None:
    names = [one.name for one in component.properties]
    assert REQUIRED[component.kind] <= set(names), component.kind
    for name in ONCE.get(component.kind, set()) | REQUIRED[component.kind]:
        assert names.count(name) <= 1, name


def _judge_event(event: Component, zones: set[str]) -> None:
    assert _STAMP.fullmatch(event.value("DTSTAMP"))
    assert _STAMP.fullmatch(event.value("LAST-MODIFIED"))
    assert event.value("STATUS") in STATUSES
    assert event.value("SEQUENCE").isdecimal()
    for name in ("DTSTART", "DTEND"):
        for one in event.all(name):
            if one.params == {"VALUE": "DATE"}:
                assert _DAY.fullmatch(one.value)
            else:
                assert _LOCAL.fullmatch(one.value)
                assert one.params["TZID"] in zones
