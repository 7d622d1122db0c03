"""On a page in another language, what is Czech says so: for a voice that reads it aloud.

Told by letters that neither English nor Ukrainian words have. A line without any of them cannot be
told apart; where a template knows, it says `own_language` around it.
"""

import re

from django.conf import settings
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString

from strategy import languages, typography

_CZECH_LINE = re.compile(r"^.*[áčďéěíňóřšťúůýž].*$", re.IGNORECASE | re.MULTILINE)
# What a sentence of the page quotes of somebody's words.
_QUOTED = re.compile(r"(?<=“)[^“”]+(?=”)")
# A meeting is called by its group and its day, which the page writes: “Skupina, 1 March 2026”.
_OWN_DAY = re.compile(r", [0-9]{1,2}\s[^\W\d]{1,20}\s[0-9]{4}(?: р\.)?$")
_LANGUAGE = SafeString(f' lang="{settings.LANGUAGE_CODE}"')


def marked(text: str) -> SafeString:
    """The same, escaped where it is no HTML. Each line by itself: some become paragraphs.

    Of a line that is Czech between its English quotation marks alone, only that; a day at the
    end of one is the page's own.
    """
    html = conditional_escape(text)
    return html if languages.is_own() else SafeString(_CZECH_LINE.sub(_marked_line, html))


def filled(message: str, **values: object) -> SafeString:
    """A sentence of the page with values in it, of which each says so where it is Czech.

    >>> filled("%(plan)s, edition %(number)s", plan="Péče", number=1)  # on a page in English
    '<span lang="cs">Péče</span>, edition 1'
    """
    if languages.is_own():
        return typography.czech(message % values)
    return SafeString(
        escape(message) % {name: marked(str(value)) for name, value in values.items()}
    )


def own(html: SafeString) -> SafeString:
    """The same of what is known to be Czech: on a page in another language it says so."""
    return html if languages.is_own() else SafeString(f"<span{_LANGUAGE}>{html}</span>")


def is_foreign(text: object) -> bool:
    """Whether a text is Czech, on a page in another language."""
    return not languages.is_own() and _CZECH_LINE.search(str(text)) is not None


def language(text: object) -> SafeString:
    """The attribute of an element that holds just this text, such as an option."""
    return _LANGUAGE if is_foreign(text) else SafeString("")


def _marked_line(line: re.Match[str]) -> str:
    if not _CZECH_LINE.search(_QUOTED.sub("", line[0])):
        return _QUOTED.sub(lambda quoted: _spanned(quoted[0]), line[0])
    words = _OWN_DAY.split(line[0], maxsplit=1)[0]
    return _spanned(words) + line[0][len(words) :]


def _spanned(words: str) -> str:
    return f"<span{_LANGUAGE}>{words}</span>" if _CZECH_LINE.search(words) else words
