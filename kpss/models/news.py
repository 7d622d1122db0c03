from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from kpss.models.bodies import Body
from kpss.models.fields import When
from strategy.models import Plan
from strategy.models.fields import PlainLine, PlainText


class NewsQuerySet(models.QuerySet["News"]):
    def published(self) -> Self:
        return self.filter(published_at__isnull=False)


class News(models.Model):
    """Something that happened in the process: a conference, a meeting, a call."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    title = PlainLine(_("title"), max_length=200)
    text = PlainText(_("wording"))
    happened = When(_("when it happened"))
    source = PlainText(_("source"), blank=True, help_text=_("Where it is known from."))
    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="news",
        verbose_name=pgettext_lazy("planning", "body"),
    )  # fmt: skip
    plans = models.ManyToManyField(Plan, blank=True, related_name="news", verbose_name=_("plans"))
    # Empty while it is being written.
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    history = HistoricalRecords(verbose_name=_("history of news"))

    objects = NewsQuerySet.as_manager()

    class Meta:
        verbose_name = _("piece of news")
        verbose_name_plural = _("news")
        ordering = ["-published_at", "-pk"]
        indexes = [models.Index(fields=["-published_at"], name="news_newest_first")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("kpss:news_detail", args=[self.slug])


class NewsSubscription(models.Model):
    """Who wants a letter about news, of everything or of one body.

    Personal data: no history, ended by deleting the row.
    """

    body = models.ForeignKey(
        Body, on_delete=models.CASCADE, null=True, blank=True, related_name="subscriptions",
        verbose_name=pgettext_lazy("planning", "body"),
    )  # fmt: skip
    email = models.EmailField(_("e-mail"))
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("e-mail confirmed"), null=True)
    # In which letters go out: the one in which somebody wrote to us; empty for the portal's own.
    language = models.CharField(_("language of letters"), max_length=10, blank=True)
    # Since when there is something to tell; empty once it was told.
    news_since = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("subscription of news")
        verbose_name_plural = _("subscriptions of news")
        indexes = [
            models.Index(
                fields=["news_since"],
                condition=Q(news_since__isnull=False),
                name="planning_news_to_tell",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["body", "email"], name="news_of_body_subscribed_once"),
            models.UniqueConstraint(
                fields=["email"], condition=Q(body__isnull=True), name="all_news_subscribed_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
