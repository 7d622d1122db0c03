"""Wordings of plans in other languages. They bind nobody, and no edition freezes them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from strategy.models.fields import PlainLine, PlainText
from strategy.models.plans import Plan


class Translation(models.Model):
    """One wording of an item in another language. Another wording needs another translation."""

    plan = models.ForeignKey(
        Plan, on_delete=models.CASCADE, related_name="translations", verbose_name=_("plan")
    )
    item_key = models.UUIDField()
    language = models.CharField(_("language"), max_length=10)
    wording = PlainText(_("wording that it translates"), editable=False)
    digest = models.CharField(max_length=64, editable=False)
    text = PlainText(_("translation"))
    source = PlainLine(
        _("who translated it"),
        max_length=200,
        blank=True,
        help_text=_("As the page is to say it, such as “Department of Foreign Relations”."),
    )
    history = HistoricalRecords(verbose_name=_("history of translation"))

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        ordering = ["plan", "language", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item_key", "language", "digest"], name="translation_once_for_wording"
            )
        ]
        indexes = [models.Index(fields=["plan", "language"], name="translation_of_plan")]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def language_name(self) -> str:
        return settings.LANGUAGE_NAMES.get(self.language, self.language)
