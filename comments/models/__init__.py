from comments.models.comments import (
    Comment,
    CommentVersion,
    Contact,
    NumberSeries,
    WordingIsFixed,
)
from comments.models.settlements import Point, Settlement

__all__ = [
    "Comment",
    "CommentVersion",
    "Contact",
    "NumberSeries",
    "Point",
    "Settlement",
    "WordingIsFixed",
]
