from comments.admin.comments import CommentAdmin
from comments.admin.consultations import ConsultationAdmin

__all__ = ["CommentAdmin", "ConsultationAdmin"]
