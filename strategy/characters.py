"""Which characters a wording may hold, whoever writes it, so that every format shows the same."""

import re
import unicodedata

# Word's own line breaks and the separators of Unicode; and what no reader would see.
LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# The last two of each plane, which Unicode never assigns; so is FDD0-FDEF.
_UNASSIGNED = "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef"
    f"{_UNASSIGNED}]"
)
# Letters and a symbol by their category, and yet nothing but room: of Hangul, and of Braille.
_FILLERS = "\u115f\u1160\u2800\u3164\uffa0"


def plain(text: str) -> str:
    """The text with every line break as one newline, and nothing that is not seen.

    Without control characters, what Unicode never assigns, and what turns the direction of
    writing; the words stay.

    >>> plain("dva\\r\\nřádky\\x0btři\\x07\\u202e")
    'dva\\nřádky\\ntři'
    """
    return _INVISIBLE.sub("", LINE_BREAKS.sub("\n", text))


def as_compared(text: str) -> str:
    """In small letters, with one ordinary space for each run of whatever spaces.

    Words that people write are compared so with ours, whose spaces need not break.

    >>> as_compared(" K\\u00a0části  plánu ")
    'k části plánu'
    """
    return " ".join(text.split()).casefold()


def without_diacritics(text: str) -> str:
    """The text with bare letters.

    >>> without_diacritics("Žluťoučký kůň")
    'Zlutoucky kun'
    """
    if text.isascii():
        return text
    letters = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def is_blank(text: str) -> bool:
    """Whether a reader would see nothing of it.

    >>> is_blank("\\u200b \\ufeff\\u2060"), is_blank("a")
    (True, False)
    """
    return all(_is_unseen(character) for character in text)


def in_one_line(text: str) -> str:
    """The same where there is room for one line only.

    >>> in_one_line("Odbor\\r\\n sociální péče\\x1f")
    'Odbor sociální péče'
    """
    first, *others = plain(text).split("\n")
    if not others:
        return first
    # By lines, for a pattern would go through a long run of spaces once for each of them.
    between = filter(None, (line.strip() for line in others[:-1]))
    return " ".join([first.rstrip(), *between, others[-1].lstrip()])


def _is_unseen(character: str) -> bool:
    # Marks are seen only upon something else.
    kind = unicodedata.category(character)
    return kind[0] in "ZM" or kind in {"Cc", "Cf"} or character in _FILLERS
