"""Columns and columns' sets that several models of community planning share."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kpss import when
from strategy.models import Plan
from strategy.models.fields import CleaningField, PlainLine


class Side(models.TextChoices):
    """The three that plan together."""

    COMMISSIONER = "commissioner", _("commissioner")
    PROVIDER = "provider", _("provider")
    SERVICE_USER = "service_user", _("service user")


class _WhenFormField(CleaningField):
    """Shows what is stored as one types it; what cannot be read stays as it was typed."""

    def prepare_value(self, value: Any) -> Any:
        return when.as_typed(value) if isinstance(value, str) else value


class When(PlainLine):
    """A day as precisely as its source gives it; see `kpss.when`. Empty where no source does."""

    cleaning = staticmethod(when.normal)

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **({"max_length": 10, "blank": True} | options))  # type: ignore[arg-type]

    def formfield(self, **options: Any) -> Any:
        """What is typed is longer than what is stored: “28. 10. 2012”, “v listopadu 2005”."""
        own = {"max_length": 40, "form_class": _WhenFormField}
        return super().formfield(**(own | options))

    def said(self, value: str) -> str:
        """As a reader reads it; see `strategy.admin.words`."""
        return when.in_words(value)


def refuse_turned(begins: str, ends: str, at: str) -> None:
    """Raise ValidationError at a field where the end lies before the beginning for certain."""
    if when.is_turned(begins, ends):
        raise ValidationError({at: gettext("The end lies before the beginning.")})


class PlanPart(models.Model):
    """A plan, or one item of it in every edition."""

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="+", verbose_name=_("plan")
    )
    # Of the item, in every edition; empty for the whole plan.
    item_key = models.UUIDField(_("item"), null=True, blank=True)

    class Meta:
        abstract = True
