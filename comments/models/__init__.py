from comments.models.comments import (
    Comment,
    CommentVersion,
    Contact,
    NumberSeries,
    Original,
    WordingIsFixed,
)
from comments.models.consultations import Cancellation, Consultation, Extension, Invitation
from comments.models.following import ErasedFile, Erasure, Mention, Scrub, Subscription
from comments.models.settlements import AnswerTemplate, Handling, Point, Reaction, Settlement

__all__ = [
    "AnswerTemplate",
    "Cancellation",
    "Comment",
    "CommentVersion",
    "Consultation",
    "Contact",
    "ErasedFile",
    "Erasure",
    "Extension",
    "Handling",
    "Invitation",
    "Mention",
    "NumberSeries",
    "Original",
    "Point",
    "Reaction",
    "Scrub",
    "Settlement",
    "Subscription",
    "WordingIsFixed",
]
