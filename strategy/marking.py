"""On a page in another language, what is Czech says so: for a voice that reads it aloud.

Told by letters that neither English nor Ukrainian words have. A line without any of them cannot be
told apart; where a template knows, it says `own_language` around it.
"""

import re

from django.conf import settings
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from strategy import languages

_CZECH_LINE = re.compile(r"^.*[áčďéěíňóřšťúůýž].*$", re.IGNORECASE | re.MULTILINE)
_LANGUAGE = SafeString(f' lang="{settings.LANGUAGE_CODE}"')


def marked(text: str) -> SafeString:
    """The same, escaped where it is no HTML. Each line by itself: some become paragraphs."""
    html = conditional_escape(text)
    if languages.is_own():
        return html
    return SafeString(_CZECH_LINE.sub(rf"<span{_LANGUAGE}>\g<0></span>", html))


def language(text: object) -> SafeString:
    """The attribute of an element that holds just this text, such as an option."""
    is_known = languages.is_own() or not _CZECH_LINE.search(str(text))
    return SafeString("") if is_known else _LANGUAGE
