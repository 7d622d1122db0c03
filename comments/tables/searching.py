"""Points found by the words in them, whatever their Czech endings and accents.

What its part proposes, and why, is sought beside each point, in the wording that readers see.
"""

from django.db.models import Exists, OuterRef, Q

from comments.models import CommentVersion
from comments.models.settlements import PointQuerySet
from comments.stems import stems_of


def saying(points: PointQuerySet, text: str) -> PointQuerySet:
    """Those that hold every word of the text in some form; a short one, such as E3, as it is."""
    for word in text.split():
        shown = CommentVersion.objects.filter(
            comment=OuterRef("comment"), number=OuterRef("comment__version"), part=OuterRef("part")
        )
        beside = shown.filter(_in_some_form(word, "proposal", "rationale"))
        points = points.filter(_in_some_form(word, "text") | Exists(beside))
    return points


def _in_some_form(word: str, *columns: str) -> Q:
    """Of a row that has those columns, and `stems` of what stands in them."""
    asked = [("stems__contains", f" {stem} ") for stem in stems_of(word).split()]
    as_it_is = [(f"{column}__icontains", word) for column in columns]
    return Q(*(asked or as_it_is), _connector=Q.OR)
