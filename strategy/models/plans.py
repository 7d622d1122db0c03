from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from strategy.models.fields import CardFields, PlainLine, PlainText

# First segments of addresses that belong to the portal itself, not to a plan.
RESERVED_SLUGS = frozenset(
    {
        "admin",
        "api",
        "cookies",
        "data",
        "dovoz",
        "edice",
        "en",
        "hledani",
        "hledat",
        "karta",
        "kpss",
        "napoveda",
        "odkaz",
        "oembed",
        "o-portalu",
        "overeni",
        "plany",
        "plneni",
        "polozka",
        "preklady",
        "pripominka",
        "pripominky",
        "pristupnost",
        "pro",
        "rady",
        "robots.txt",
        "schema",
        "shrnuti",
        "sitemap.xml",
        "slovnik",
        "static",
        "styl",
        "uk",
        "vazby",
        "zdravi",
        "zpetna-vazba",
        "zmeny",
        "zmeny.atom",
    }
)


def usual_card_fields() -> list[str]:
    """What the cards of a new plan tell until somebody says otherwise."""
    return ["lead", "due"]


def validate_plan_slug(slug: str) -> None:
    if slug in RESERVED_SLUGS:
        raise ValidationError(
            _("“%(address)s” is an address of the portal itself. Choose another."),
            params={"address": slug},
        )


class PlanQuerySet(models.QuerySet["Plan"]):
    def published(self) -> Self:
        """Plans with an edition that the public may read."""
        from strategy.models.editions import Edition

        return self.filter(
            models.Exists(Edition.objects.published().filter(plan=models.OuterRef("pk")))
        )


class Plan(models.Model):
    """A strategic document of the city through all its editions: Brno 2050, a community plan …"""

    slug = models.SlugField(
        _("address"),
        unique=True,
        validators=[validate_plan_slug],
        help_text=_("The part of the web address that names the plan, for example “brno-2050”."),
    )
    title = PlainLine(_("title"), max_length=200)
    summary = PlainText(
        _("summary"), blank=True, help_text=_("One or two sentences for the list of plans.")
    )
    period_from = models.PositiveSmallIntegerField(_("from year"), null=True, blank=True)
    period_to = models.PositiveSmallIntegerField(_("to year"), null=True, blank=True)
    asks_for_lead = models.BooleanField(
        _("measures have a lead"),
        default=False,
        help_text=_("A measure without one is missed before the plan goes to the council."),
    )
    asks_for_due = models.BooleanField(
        _("measures have a deadline"),
        default=False,
        help_text=_("A measure without one is missed before the plan goes to the council."),
    )
    # Names of `CardField`, in the order of a card.
    card_fields = CardFields(
        _("what a card tells"), default=usual_card_fields, blank=True,
        help_text=_("Fields that the cards of this plan’s measures have; the others stay hidden."),
    )  # fmt: skip
    history = HistoricalRecords(verbose_name=_("history of plan"))

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_from__isnull=True)
                | Q(period_to__isnull=True)
                | Q(period_from__lte=F("period_to")),
                name="plan_period_in_order",
                violation_error_message=_("The period ends before it begins."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("strategy:plan_detail", args=[self.slug])


class Tier(models.Model):
    """A level of one plan with its own name: hodnota, primární cíl, … Each may skip the next."""

    plan = models.ForeignKey(
        Plan, on_delete=models.CASCADE, related_name="tiers", verbose_name=_("plan")
    )
    position = models.PositiveSmallIntegerField(
        _("position"), help_text=_("1 is the highest level of the plan.")
    )
    name = PlainLine(pgettext_lazy("tier", "name"), max_length=60)
    name_plural = PlainLine(_("name in plural"), max_length=60)
    is_measure = models.BooleanField(
        _("is a measure"),
        default=False,
        help_text=_("Items of this level are what someone carries out."),
    )

    class Meta:
        verbose_name = _("tier")
        verbose_name_plural = _("tiers")
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="tier_position_once_in_plan"),
            models.UniqueConstraint(fields=["plan", "name"], name="tier_name_once_in_plan"),
        ]

    def __str__(self) -> str:
        return self.name


class PageRevision(models.Model):
    """How often what the public sees of a plan has changed; the key of its ready pages.

    Raised by every deed that changes a public page, in the deed's own transaction. Its row is
    also the lock that deeds with a plan's editions take before any edition's own.
    """

    plan = models.OneToOneField(
        Plan, on_delete=models.CASCADE, primary_key=True, related_name="page_revision"
    )
    number = models.PositiveBigIntegerField(default=0)
    # A file made of what there was before this number shows what was erased since: none is kept.
    clean_from = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("page revision")
        verbose_name_plural = _("page revisions")

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.number}"

    @classmethod
    def hold(cls, plan_id: int) -> None:
        """Let no other deed that changes the plan's public pages go on before this one."""
        cls.objects.select_for_update().filter(plan_id=plan_id).first()

    @classmethod
    def raise_for(cls, plan_id: int) -> None:
        """Make every stored page of the plan stale."""
        if not cls.objects.filter(plan_id=plan_id).update(number=F("number") + 1):
            # Of two that make the row at once, the second waits here and raises the first one's.
            PageRevision.objects.bulk_create([PageRevision(plan_id=plan_id)], ignore_conflicts=True)
            cls.objects.filter(plan_id=plan_id).update(number=F("number") + 1)

    @classmethod
    def erase_for(cls, plan_id: int) -> None:
        """As `raise_for`, and let no file that is being made of the pages so far be kept."""
        cls.raise_for(plan_id)
        cls.objects.filter(plan_id=plan_id).update(clean_from=F("number"))

    @classmethod
    def is_clean(cls, plan_id: int, number: int) -> bool:
        """Whether a file made at that revision may be kept; holds erasures off meanwhile."""
        cls.hold(plan_id)
        return not cls.objects.filter(plan_id=plan_id, clean_from__gt=number).exists()
