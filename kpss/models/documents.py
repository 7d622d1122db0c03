import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from kpss.models.fields import When
from strategy.models import Organisation, Plan
from strategy.models.fields import PlainLine, PlainText


class Document(models.Model):
    """An analysis, an evaluation, an output: what it is called, whose it is, and its file.

    Without a file it is known of, but the portal does not have it.
    """

    class Kind(models.TextChoices):
        ANALYSIS = "analysis", _("analysis")
        EVALUATION = "evaluation", _("evaluation")
        PLAN = "plan", _("plan")
        RULES = "rules", _("rules")
        OUTPUT = "output", _("output")
        RECORD = "record", _("record")
        OTHER = "other", _("other")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = PlainLine(_("title"), max_length=250)
    dated = When(_("dated"))
    author = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("whose it is"),
    )
    about = PlainText(_("what it is about"), blank=True)
    source = PlainText(_("source"), blank=True, help_text=_("Where it is known from."))
    plans = models.ManyToManyField(
        Plan, blank=True, related_name="documents", verbose_name=_("plans")
    )
    bodies = models.ManyToManyField(
        "kpss.Body", blank=True, related_name="documents", verbose_name=_("bodies")
    )
    is_public = models.BooleanField(_("public"), default=True)
    added_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)
    # The file lies in the data folder under its hash; its own name is only ever shown.
    file_name = PlainLine(_("name of the file"), max_length=150, blank=True, editable=False)
    file_type = models.CharField(_("type of the file"), max_length=100, blank=True, editable=False)
    file_size = models.PositiveIntegerField(_("size in bytes"), default=0, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    history = HistoricalRecords(verbose_name=_("history of document"))

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-dated", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256="", file_name="", file_type="", file_size=0)
                | (~Q(sha256="") & ~Q(file_name="") & ~Q(file_type="") & Q(file_size__gt=0)),
                name="document_file_whole",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("kpss:document_detail", args=[self.key])


class DocumentText(models.Model):
    """What is written in the file of a public document, read for searching.

    Made and deleted by `kpss.documents.texts`; `sha256` is of the file that it was read from.
    """

    class State(models.TextChoices):
        WHOLE = "whole", _("The whole text is searched.")
        BEGINNING = "beginning", _("The text is long; only its beginning is searched.")
        EMPTY = (
            "empty",
            _(
                "There is no text in the file, as a scanner makes it. Have its text recognised "
                "(OCR) and upload it again."
            ),
        )
        UNREADABLE = "unreadable", _("The text of the file could not be read.")

    document = models.OneToOneField(
        Document, on_delete=models.CASCADE, primary_key=True, related_name="file_text"
    )
    sha256 = models.CharField(max_length=64)
    state = models.CharField(_("text of the file"), max_length=10, choices=State)
    text = models.TextField(blank=True)
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.document_id)
