from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from strategy.models.fields import PlainLine


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def settling(self) -> Self:
        """Those of the city itself that a comment can be given to."""
        return self.filter(kind__in=Organisation.SETTLING)

    def valid(self, on: date | None = None) -> Self:
        """Those that there are on a day, by default today."""
        day = on or localdate()
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
        return self.filter(begun, Q(valid_to__isnull=True) | Q(valid_to__gte=day))


class Organisation(models.Model):
    """A body with a name of its own: a department, a district, a working group, an organisation.

    The same row is invited to comment and has comments to settle. Its address is an office's,
    not a person's.
    """

    class Kind(models.TextChoices):
        DEPARTMENT = "department", _("department")
        DISTRICT = "district", _("city district")
        WORKING_GROUP = "working_group", _("working group")
        AUTHORITY = "authority", _("public authority")
        SCHOOL = "school", _("school or university")
        NONPROFIT = "nonprofit", _("non-profit organisation")
        ORGANISATION = "organisation", _("organisation")

    SETTLING = (Kind.DEPARTMENT, Kind.WORKING_GROUP)
    OUTSIDE = (Kind.AUTHORITY, Kind.SCHOOL, Kind.NONPROFIT, Kind.ORGANISATION)

    kind = models.CharField(_("kind"), max_length=15, choices=Kind, default=Kind.DEPARTMENT)
    name = PlainLine(pgettext_lazy("organisation", "name"), max_length=200)
    abbreviation = PlainLine(_("abbreviation"), max_length=20, blank=True)
    email = models.EmailField(
        _("e-mail of the office"),
        blank=True,
        help_text=_("Of the office, not of a person: invitations and new comments go there."),
    )
    web = models.URLField(_("website"), blank=True)
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="organisations",
        verbose_name=_("who settles for it"),
        help_text=_("Their desk shows the comments that were given to it."),
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    history = HistoricalRecords(verbose_name=_("history of organisation"))

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "name"], name="organisation_name_once_in_kind"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_from__lte=F("valid_to")),
                name="organisation_validity_in_order",
                violation_error_message=_("The validity ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.abbreviation})" if self.abbreviation else self.name

    @property
    def is_outside(self) -> bool:
        """Whether it is no part of the city."""
        return self.kind in self.OUTSIDE
