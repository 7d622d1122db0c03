"""Columns and columns' sets that several models of community planning share."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from kpss import when
from strategy.models import Plan
from strategy.models.fields import PlainLine


class Side(models.TextChoices):
    """The three that plan together."""

    COMMISSIONER = "commissioner", _("commissioner")
    PROVIDER = "provider", _("provider")
    SERVICE_USER = "service_user", _("service user")


class When(PlainLine):
    """A day as precisely as its source gives it; see `kpss.when`. Empty where no source does."""

    cleaning = staticmethod(when.normal)

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **({"max_length": 10, "blank": True} | options))  # type: ignore[arg-type]

    def formfield(self, **options: Any) -> Any:
        """What is typed is longer than what is stored: “28. 10. 2012”, “v listopadu 2005”."""
        return super().formfield(**({"max_length": 40} | options))


class PlanPart(models.Model):
    """A plan, or one item of it in every edition."""

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="+", verbose_name=_("plan")
    )
    # Of the item, in every edition; empty for the whole plan.
    item_key = models.UUIDField(_("item"), null=True, blank=True)

    class Meta:
        abstract = True
