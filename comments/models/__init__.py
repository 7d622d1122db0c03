from comments.models.comments import Comment, CommentVersion, Contact, NumberSeries
from comments.models.settlements import Point, Settlement

__all__ = ["Comment", "CommentVersion", "Contact", "NumberSeries", "Point", "Settlement"]
