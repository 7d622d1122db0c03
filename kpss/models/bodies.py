from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from kpss.models.documents import Document
from kpss.models.fields import PlanPart, Side, When, refuse_turned
from kpss.models.target_groups import TargetGroup
from strategy.models import Organisation
from strategy.models.fields import PlainLine, PlainText


class Body(models.Model):
    """Who plans together: the coordination group, a working group, the partnership, a team."""

    class Kind(models.TextChoices):
        COORDINATION = "coordination", _("coordination group")
        TARGET_GROUP = "target_group", _("working group by target group")
        THEME = "theme", _("working group by theme")
        PARTNERSHIP = "partnership", _("local partnership")
        PROJECT_TEAM = "project_team", _("project team")

    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    name = PlainLine(pgettext_lazy("body", "name"), max_length=200, unique=True)
    short_name = PlainLine(
        _("short name"),
        max_length=60,
        blank=True,
        help_text=_("As its decisions are cited, for example “PS Senioři”."),
    )
    slug = models.SlugField(_("address"), unique=True)
    about = PlainText(_("what it does"), blank=True)
    target_group = models.ForeignKey(
        TargetGroup,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="bodies",
        verbose_name=_("target group"),
    )
    # Under which comments are given to it.
    organisation = models.OneToOneField(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="body",
        verbose_name=_("settles comments as"),
        limit_choices_to={"kind": Organisation.Kind.WORKING_GROUP},
    )
    valid_from = When(_("valid from"))
    valid_to = When(_("valid to"))
    takes_applications = models.BooleanField(_("takes applications from the public"), default=True)
    source = PlainText(_("source"), blank=True, help_text=_("Where it is known from."))
    history = HistoricalRecords(verbose_name=_("history of body"))

    class Meta:
        verbose_name = pgettext_lazy("planning", "body")
        verbose_name_plural = pgettext_lazy("planning", "bodies")
        ordering = ["kind", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("kpss:body_detail", args=[self.slug])

    def clean(self) -> None:
        refuse_turned(self.valid_from, self.valid_to, "valid_to")

    @property
    def cited(self) -> str:
        """As its decisions are cited."""
        return self.short_name or self.name


class BodyWork(PlanPart):
    """What a body works on."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="work")

    class Meta:
        verbose_name = _("work of a body")
        verbose_name_plural = _("works of bodies")
        constraints = [
            models.UniqueConstraint(
                fields=["body", "plan", "item_key"], name="body_works_on_item_once"
            ),
            models.UniqueConstraint(
                fields=["body", "plan"],
                condition=Q(item_key__isnull=True),
                name="body_works_on_plan_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.plan}"


class Rules(models.Model):
    """The rules of procedure of a body, a version: its seats and what it needs to decide."""

    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        related_name="rules",
        verbose_name=pgettext_lazy("planning", "body"),
    )
    number = models.PositiveSmallIntegerField(_("version"))
    valid_from = models.DateField(
        _("valid from"), null=True, blank=True, help_text=_("Empty where no source gives the day.")
    )
    document = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("document"),
    )
    seats_commissioner = models.PositiveSmallIntegerField(
        _("seats of commissioners"), null=True, blank=True
    )
    seats_provider = models.PositiveSmallIntegerField(
        _("seats of providers"), null=True, blank=True
    )
    seats_service_user = models.PositiveSmallIntegerField(
        _("seats of service users"), null=True, blank=True
    )
    # How many must be present for the body to decide.
    quorum = models.PositiveSmallIntegerField(_("present altogether"), null=True, blank=True)
    quorum_commissioner = models.PositiveSmallIntegerField(
        _("commissioners present"), null=True, blank=True
    )
    quorum_provider = models.PositiveSmallIntegerField(
        _("providers present"), null=True, blank=True
    )
    quorum_service_user = models.PositiveSmallIntegerField(
        _("service users present"), null=True, blank=True
    )
    history = HistoricalRecords(verbose_name=_("history of rules"))

    class Meta:
        verbose_name = _("rules of procedure")
        verbose_name_plural = _("rules of procedure")
        ordering = ["body", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="rules_number_once_in_body")
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.number}"

    def seats(self, side: str) -> int | None:
        found: int | None = getattr(self, f"seats_{side}")
        return found

    def quorum_of(self, side: str) -> int | None:
        found: int | None = getattr(self, f"quorum_{side}")
        return found


class Person(models.Model):
    """Somebody who plans with others. Personal data: no history, erased by emptying the row.

    Whether the public reads the name is said here of those who act in office; of a seat for the
    service users it is said with the seat.
    """

    name = PlainLine(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    name_public = models.BooleanField(
        _("the name is public"),
        default=False,
        help_text=_(
            "For those who act in office. It does not hold for a seat for the service users: there"
            " the consent to the name is given for the seat."
        ),
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name or _("erased person %(number)s") % {"number": self.pk}


class MembershipQuerySet(models.QuerySet["Membership"]):
    _NAMED = Q(side=Side.SERVICE_USER, name_consent=True) | (
        ~Q(side=Side.SERVICE_USER) & Q(person__name_public=True)
    )

    def on(self, day: date | models.OuterRef | None = None) -> Self:
        """Those whose term runs on a day, by default today."""
        day = day or localdate()
        return self.filter(Q(term_to__isnull=True) | Q(term_to__gte=day), term_from__lte=day)

    def named(self) -> Self:
        """Those of which the public reads the name, as `Membership.is_named` says it."""
        return self.filter(self._NAMED)

    def unnamed(self) -> Self:
        """Those of which the public does not read the name."""
        return self.exclude(self._NAMED)


class Membership(models.Model):
    """That somebody sits in a body for a side, in a role, for a term."""

    class Role(models.TextChoices):
        CHAIR = "chair", _("chair")
        VICE_CHAIR = "vice_chair", _("vice-chair")
        SECRETARY = "secretary", _("secretary")
        MEMBER = "member", _("member")
        DEPUTY = "deputy", _("deputy of a member")

    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name=pgettext_lazy("planning", "body"),
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("person")
    )
    side = models.CharField(
        _("side"),
        max_length=12,
        choices=Side,
        blank=True,
        help_text=_("Empty in bodies that have no sides."),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    deputy_for = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="deputies",
        verbose_name=_("stands in for"),
    )
    # Of the person alone it would name a service user who sits elsewhere in office.
    name_consent = models.BooleanField(
        _("the service user has agreed to be named"),
        default=False,
        help_text=_("Only for a seat for the service users. It can be withdrawn at any time."),
    )
    term_from = models.DateField(_("term from"))
    term_to = models.DateField(_("term to"), null=True, blank=True)
    history = HistoricalRecords(verbose_name=_("history of membership"))

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["body", "side", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(term_to__isnull=True) | Q(term_from__lte=F("term_to")),
                name="membership_term_in_order",
                violation_error_message=_("The term ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(role="deputy", deputy_for__isnull=False)
                | (~Q(role="deputy") & Q(deputy_for__isnull=True)),
                name="membership_deputy_stands_in",
                violation_error_message=_(
                    "A deputy stands in for a member, and only a deputy does."
                ),
            ),
            models.CheckConstraint(
                condition=Q(name_consent=False) | Q(side=Side.SERVICE_USER),
                name="membership_consent_of_service_user",
                violation_error_message=_("Only who sits for the service users is asked to agree."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.body}"

    @property
    def is_named(self) -> bool:
        """Whether the public reads the name. Needs `person` at hand."""
        agreed = self.name_consent if self.side == Side.SERVICE_USER else self.person.name_public
        return agreed and bool(self.person.name)
