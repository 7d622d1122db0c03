"""The comments on an edition as values, for a document that sets them in its own way."""

from django import template

from comments import reading
from comments.reading import PublicComment
from strategy.models import Edition

register = template.Library()


@register.simple_tag
def annex(edition: Edition) -> list[PublicComment]:
    """Published comments made on an edition, with their answers. One query."""
    return reading.annex(edition)
