from comments.admin.comments import CommentAdmin
from comments.admin.consultations import ConsultationAdmin
from comments.admin.templates import AnswerTemplateAdmin

__all__ = ["AnswerTemplateAdmin", "CommentAdmin", "ConsultationAdmin"]
