"""Texts as they are shown; on a page in another language, what is Czech says so."""

from django import template
from django.utils.safestring import SafeString

from strategy import marking, typography
from strategy import prose as paragraphs

register = template.Library()
register.filter("language", marking.language)
register.filter("marked", marking.marked)
# In a title or an attribute, which can hold no element.
register.filter("held", typography.czech)


@register.filter
def czech(text: object) -> SafeString:
    """The text held together and escaped."""
    return marking.marked(typography.czech(text))


@register.filter
def own(text: object) -> SafeString:
    """The same of what is known to be in the portal's own language, whatever its letters."""
    return marking.own(typography.czech(text))


@register.filter
def prose(text: object) -> SafeString:
    """The text as paragraphs and lists."""
    shown, language = paragraphs.prose(text), marking.language(text)
    for tag in ("p", "ul") if language else ():
        shown = SafeString(shown.replace(f"<{tag}>", f"<{tag}{language}>"))
    return shown
