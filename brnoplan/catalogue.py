"""The catalogues of the interface, compiled and checked in Python: a bare Debian has no gettext.

`python -m brnoplan.catalogue` compiles them; it needs neither settings nor a database. Czech is
held together by no-break spaces on the way, so that the .po stays plain to read and to search.
`python -m brnoplan.catalogue BEFORE AFTER` says what is amiss in BEFORE, a catalogue as it
stands, against AFTER, the same one brought up to the code.
"""

import io
import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from strategy.typography import hold_together

NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)
LOCALE_FOLDER = Path(__file__).resolve().parent.parent / "locale"

# What is not text: a tag of HTML, a placeholder. A quotation mark stands in for it meanwhile,
# because a word may begin right after one; where one is meant it stands in for itself.
_STAND_IN = "«"
_MARKUP = re.compile(rf"<[^<>]*>|%\(\w+\)[a-z]|%%|{_STAND_IN}")
# A number mostly comes by a placeholder: “č. %(number)s”, “§ %(number)s”.
_BEFORE_NUMBER = re.compile(rf"(?:(?<=\b[Čč][.])|(?<=§)) (?={_STAND_IN})")


def compile_all(folder: Path = LOCALE_FOLDER) -> list[Path]:
    """Compile each .po under `folder` to the .mo beside it; returns those that changed."""
    return [source for source in sorted(folder.rglob("*.po")) if _compile(source)]


def _compile(source: Path) -> bool:
    compiled = io.BytesIO()
    catalogue = held_together(read(source))
    # Where a catalogue names no day Babel writes that of compiling, and each start would compile
    # it anew, which in a container nobody may.
    catalogue.creation_date = catalogue.revision_date = NO_DAY
    write_mo(compiled, catalogue)
    target = source.with_suffix(".mo")
    if target.exists() and target.read_bytes() == compiled.getvalue():
        return False
    # Whole or not at all: another process may be reading it.
    unfinished = target.with_suffix(".mo-new")
    unfinished.write_bytes(compiled.getvalue())
    unfinished.replace(target)
    return True


def held_together(catalogue: Catalog) -> Catalog:
    """The catalogue itself, with no-break spaces where Czech wants them; other languages as is."""
    if str(catalogue.locale) == "cs":
        for message in _messages(catalogue).values():
            message.string = _held(message.string or "")
    return catalogue


def _held(string: str | Sequence[str]) -> str | tuple[str, ...]:
    """A translation, or each of its plurals, held together between what is not text."""
    if not isinstance(string, str):
        return tuple(str(_held(plural)) for plural in string)
    markup = iter(_MARKUP.findall(string))
    text = _BEFORE_NUMBER.sub("\xa0", hold_together(_MARKUP.sub(_STAND_IN, string)))
    return re.sub(_STAND_IN, lambda _stand_in: next(markup), text)


def read(source: Path) -> Catalog:
    with source.open("rb") as file:
        return read_po(file)


def lacks(language: str, folder: Path = LOCALE_FOLDER) -> int:
    """How many messages of Czech a language has no words for yet."""
    have, wanted = (
        _messages(read(folder / code / "LC_MESSAGES/django.po")) for code in (language, "cs")
    )
    return sum(key not in have or not _is_translated(have[key]) for key in wanted)


def amiss(standing: Catalog, wanted: Catalog) -> list[str]:
    """What keeps a catalogue from being complete and up to the code, a line for each message."""
    have, want = _messages(standing), _messages(wanted)
    return [
        *(f"not in the catalogue: {key!r}" for key in sorted(want.keys() - have.keys())),
        *(f"no longer in the code: {key!r}" for key in sorted(have.keys() - want.keys())),
        *(f"not translated: {key!r}" for key in sorted(have) if not _is_translated(have[key])),
    ]


def _messages(catalogue: Catalog) -> dict[str, Message]:
    """Messages by context and text; the header is none."""
    return {
        ": ".join(filter(None, [message.context, _first(message.id)])): message
        for message in catalogue
        if message.id
    }


def _is_translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, (tuple, list)) else [message.string]
    return bool(all(strings) and not message.fuzzy)


def _first(text: str | tuple[str, ...] | list[str]) -> str:
    return text if isinstance(text, str) else text[0]


def main(arguments: list[str]) -> int:
    if not arguments:
        compile_all()
        return 0
    standing, wanted = (read(Path(argument)) for argument in arguments)
    found = amiss(standing, wanted)
    sys.stdout.writelines(f"{line}\n" for line in found)
    sys.stdout.write(f"{len(_messages(wanted))} messages, {len(found)} amiss\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
