"""Answers that are used again and again: their wording, never overwritten in silence."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from comments.models import AnswerTemplate
from strategy.editing import Author, Outdated

WORDING = ("name", "outcome", "text")


def version(template: AnswerTemplate) -> int:
    """Number of the template's newest record in history; every change raises it."""
    newest = template.history.order_by("-history_id").values_list("history_id", flat=True).first()
    return newest or 0


def change(
    template: AnswerTemplate, read: int, by: Author = None, **changes: str
) -> AnswerTemplate:
    """Change fields of WORDING; answers that were made of the template stay as they are.

    `read` is the version that the author of the change has read. Raises Outdated, and
    ValidationError by field, also where the template is gone.
    """
    with transaction.atomic():
        current = AnswerTemplate.objects.select_for_update().filter(pk=template.pk).first()
        if current is None:
            raise ValidationError(_("Someone has deleted this template in the meantime."))
        if all(getattr(current, name) == value for name, value in changes.items()):
            return current
        if version(current) != read:
            raise Outdated(current)
        for name, value in changes.items():
            setattr(current, name, value)
        current.full_clean()
        current._history_user = by  # type: ignore[attr-defined]
        current.save()
        return current
