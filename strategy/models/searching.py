"""The index of searching: what the public may find, and by which word stems."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from strategy.models.fields import PlainLine


class StemField(models.CharField):
    """A stem, ordered by its letters' codes on both databases, so that beginnings are ranges."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        return super().db_parameters(connection) | {"collation": self.order_of(connection)}

    @staticmethod
    def order_of(connection: BaseDatabaseWrapper) -> str:
        """What the database calls the order by letters' codes."""
        return "BINARY" if connection.vendor == "sqlite" else "C"


class SearchEntry(models.Model):
    """Something public that can be found; see `strategy.searching.documents.Document`.

    Written by `strategy.searching.keeping` alone. What it was made of takes it away when it
    changes: triggers, `strategy.searching.watching`.
    """

    source = models.CharField(max_length=30)
    # What is made anew together, such as all items of a plan, or a meeting with its minutes.
    whole = models.CharField(max_length=40)
    ref = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    plan_id = models.BigIntegerField(null=True)
    in_force = models.BooleanField()
    # Of the edition, where it is no longer in force.
    edition = models.PositiveIntegerField(null=True)
    year = models.PositiveSmallIntegerField(null=True)
    day = models.DateField(null=True)
    address = models.CharField(max_length=300)
    code = models.CharField(max_length=30, blank=True)
    title = models.TextField()
    context = models.TextField(blank=True)
    text = models.TextField(blank=True)
    # All words in small bare letters with a space around each, for phrases.
    folded = models.TextField()
    digest = models.CharField(max_length=40)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["source", "whole"], name="search_entry_of_whole")]
        constraints = [
            models.UniqueConstraint(fields=["source", "ref"], name="search_entry_once_in_source")
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.ref}"


class SearchStem(models.Model):
    """That an entry has a stem, and how much it says there, in thousandths."""

    pk = models.CompositePrimaryKey("entry", "stem")
    entry = models.ForeignKey(
        SearchEntry, on_delete=models.CASCADE, related_name="stems", db_index=False
    )
    stem = StemField(max_length=40)
    weight = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        indexes = [
            # Those in which a stem says most come first.
            models.Index(fields=["stem", "-weight", "entry"], name="search_stem_by_weight")
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.stem}"


class SearchDue(models.Model):
    """What of the index is to be made anew; its row is the lock of whoever does so."""

    source = models.CharField(max_length=30)
    whole = models.CharField(max_length=40)
    raised = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["source", "whole"], name="search_due_once")]

    def __str__(self) -> str:
        return f"{self.source}: {self.whole}"


class Synonyms(models.Model):
    """Words that mean the same to who searches; whoever types one of them finds the others."""

    words = PlainLine(
        _("words"),
        max_length=300,
        unique=True,
        help_text=_("With commas between: senior, pensioner, elderly people."),
    )
    history = HistoricalRecords(verbose_name=_("history of synonyms"))

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")
        ordering = ["words"]

    def __str__(self) -> str:
        return self.words
