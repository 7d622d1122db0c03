"""Points found by the words in them, whatever their Czech endings and accents."""

from django.db.models import Q

from comments.models.settlements import PointQuerySet
from comments.settling.similar import stems_of


def saying(points: PointQuerySet, text: str) -> PointQuerySet:
    """Those that hold every word of the text in some form; a short one, such as E3, as it is."""
    for word in text.split():
        points = points.filter(_in_some_form(word))
    return points


def _in_some_form(word: str) -> Q:
    stems = stems_of(word).split()
    if not stems:
        return Q(text__icontains=word)
    found = Q()
    for stem in stems:
        found |= Q(stems__contains=f" {stem} ")
    return found
