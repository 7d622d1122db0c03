"""Parts of long lists, each of which is rendered once as long as it says the same."""

from collections.abc import Hashable
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

# As many as are kept; a part is about a kilobyte.
KEPT = 8000


@register.simple_tag
def written(name: str, **values: Hashable) -> SafeString:
    """What a template says of values, where it depends on nothing else: not on who asks, or when.

    Rendering such a part takes longer than reading what it is of.
    """
    return kept(get_language(), name, **values)


@lru_cache(maxsize=KEPT)
def kept(_language: str, name: str, **values: Hashable) -> SafeString:
    """By language, too."""
    return render_to_string(name, values)
