"""What explains the wording of plans: it is no part of it, and no edition freezes it."""

import hashlib
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Collate
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from strategy.models.fields import PlainLine, PlainText
from strategy.models.plans import Plan


class TermQuerySet(models.QuerySet["Term"]):
    def of_plan(self, plan_id: int) -> Self:
        """What explains the words of a plan: its own terms, and those for all."""
        return self.filter(Q(plan=plan_id) | Q(plan=None))

    def published(self) -> Self:
        """Those for all, and those of plans that the public may read."""
        return self.filter(Q(plan=None) | Q(plan__in=Plan.objects.published()))

    def alphabetical(self) -> Self:
        return self.order_by(Collate("word", "cs-x-icu"), "pk")


class Term(models.Model):
    """A word of the plans that not everybody knows, with its abbreviation."""

    plan = models.ForeignKey(
        Plan,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="terms",
        verbose_name=_("plan"),
        help_text=_("Empty where all plans mean the same by it."),
    )
    word = PlainLine(
        pgettext_lazy("glossary", "term"),
        max_length=100,
        help_text=_(
            "As it would stand in a dictionary. Its other endings are found by themselves."
        ),
    )
    abbreviation = PlainLine(
        _("abbreviation"),
        max_length=20,
        blank=True,
        help_text=_("With its capital letters: it is found only as it stands here."),
    )
    other_forms = PlainText(
        _("other forms"),
        blank=True,
        help_text=_("What else means the same, each on its own line, such as “gesce”."),
    )
    explanation = PlainText(
        _("explanation"),
        help_text=_("In one or two sentences that somebody understands who has never read a plan."),
    )
    source = PlainLine(
        pgettext_lazy("glossary", "source"),
        max_length=200,
        blank=True,
        help_text=_(
            "Where the explanation comes from, such as “Act 108/2006 Coll.” or a document. "
            "Where it is empty, the glossary says that these are the portal’s own words."
        ),
    )
    source_url = models.URLField(_("address of the source"), blank=True)
    history = HistoricalRecords(verbose_name=_("history of term"))

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("glossary", "term")
        verbose_name_plural = _("glossary")
        ordering = ["word"]
        constraints = [
            models.UniqueConstraint(
                fields=["word"], condition=Q(plan=None), name="term_once_for_all_plans"
            ),
            models.UniqueConstraint(
                fields=["plan", "word"], condition=Q(plan__isnull=False), name="term_once_in_plan"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.word} ({self.abbreviation})" if self.abbreviation else self.word

    def clean(self) -> None:
        super().clean()
        if self.abbreviation and self.abbreviation == self.abbreviation.lower():
            told = _("Write it with its capital letters; small ones would mark common words.")
            raise ValidationError({"abbreviation": told})

    @property
    def anchor(self) -> str:
        """Its place on the page of the glossary; one of a plan's own needs the plan at hand."""
        name = slugify(self.word) or f"pojem-{self.pk}"
        return f"{name}-{self.plan.slug}" if self.plan else name


def digest_of(wording: str) -> str:
    """By which a summary finds the wording that it explains."""
    return hashlib.sha256(wording.encode()).hexdigest()


class Summary(models.Model):
    """One wording of an item in plain language. Another wording needs another summary.

    It goes by the item's key and by the wording, not by a row: so it stands beside that wording
    in every edition that holds it, and beside no other.
    """

    plan = models.ForeignKey(
        Plan, on_delete=models.CASCADE, related_name="summaries", verbose_name=_("plan")
    )
    item_key = models.UUIDField()
    wording = PlainText(_("wording that it explains"), editable=False)
    digest = models.CharField(max_length=64, editable=False)
    text = PlainText(
        _("summary in plain language"),
        help_text=_(
            "Two or three short sentences: what will be done, for whom, what it changes. "
            "The plan’s own wording stays the binding one, and the page says so."
        ),
    )
    history = HistoricalRecords(verbose_name=_("history of summary"))

    class Meta:
        verbose_name = _("summary in plain language")
        verbose_name_plural = _("summaries in plain language")
        ordering = ["plan", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item_key", "digest"], name="summary_once_for_wording")
        ]

    def __str__(self) -> str:
        return self.wording[:80]
