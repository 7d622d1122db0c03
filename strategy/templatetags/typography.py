"""Texts as they are shown; on a page in another language, what is Czech says so."""

import re

from django import template
from django.conf import settings
from django.utils.safestring import SafeString

from strategy import languages, typography
from strategy import prose as paragraphs

register = template.Library()
# In a title or an attribute, which can hold no element.
register.filter("held", typography.czech)

# Letters that neither English nor Ukrainian words have. What has none of them in a whole line
# cannot be told apart: the template says `own_language` around it, where it knows.
_CZECH_LINE = re.compile(r"^.*[áčďéěíňóřšťúůýž].*$", re.IGNORECASE | re.MULTILINE)
_LANGUAGE = f'lang="{settings.LANGUAGE_CODE}"'


@register.filter
def czech(text: object) -> SafeString:
    """The text held together and escaped; each line by itself, for some are parted afterwards."""
    held = typography.czech(text)
    if languages.is_own():
        return held
    return SafeString(_CZECH_LINE.sub(rf"<span {_LANGUAGE}>\g<0></span>", held))


@register.filter
def prose(text: object) -> SafeString:
    """The text as paragraphs and lists."""
    shown = paragraphs.prose(text)
    if languages.is_own() or not _CZECH_LINE.search(shown):
        return shown
    for tag in ("p", "ul"):
        shown = SafeString(shown.replace(f"<{tag}>", f"<{tag} {_LANGUAGE}>"))
    return shown
