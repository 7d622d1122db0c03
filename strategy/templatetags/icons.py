"""Icons: small pictures beside words, drawn by us, which say nothing that the words do not."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()

NAMES = (
    "bell",
    "book",
    "calendar",
    "check",
    "clock",
    "comment",
    "document",
    "download",
    "group",
    "help",
    "home",
    "mail",
    "print",
    "search",
    "warning",
)


@register.simple_tag
@lru_cache
def icon(name: str) -> SafeString:
    """The picture `templates/icons/<name>.svg` in the text, hidden from the ears; one of NAMES."""
    return render_to_string(f"icons/{name}.svg")
