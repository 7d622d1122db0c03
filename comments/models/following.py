from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comments import Comment
from strategy.models import Edition, Plan


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def confirmed(self) -> "SubscriptionQuerySet":
        return self.filter(confirmed_at__isnull=False)


class Subscription(models.Model):
    """Who wants a letter when something is published on a plan, or on one item of it.

    Personal data: no history, ended by deleting the row.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="subscriptions")
    # Of the item, in every edition; empty for the whole plan.
    item_key = models.UUIDField(null=True, blank=True)
    email = models.EmailField(_("e-mail"))
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("e-mail confirmed"), null=True)
    # In which letters go out: the one in which somebody wrote to us; empty for the portal's own.
    language = models.CharField(_("language of letters"), max_length=10, blank=True)
    # Since when there is something to tell; empty once it was told.
    news_since = models.DateTimeField(null=True, editable=False)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        indexes = [
            models.Index(fields=["plan", "item_key"], name="subscription_of_item"),
            models.Index(
                fields=["news_since"],
                condition=Q(news_since__isnull=False),
                name="subscription_with_news",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "item_key", "email"], name="subscription_of_item_once"
            ),
            models.UniqueConstraint(
                fields=["plan", "email"],
                condition=Q(item_key__isnull=True),
                name="subscription_of_plan_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.pk}"


class Erasure(models.Model):
    """That personal data was taken out, when, by whom and why. Holds none of it itself."""

    class What(models.TextChoices):
        ERASED = "erased", _("commenter erased")
        REDACTED = "redacted", _("passages redacted")
        EXPIRED = "expired", _("kept no longer than needed")
        UNSIGNED = "unsigned", _("name no longer shown")

    comment = models.ForeignKey(
        Comment, on_delete=models.PROTECT, related_name="erasures", verbose_name=_("comment")
    )
    what = models.CharField(_("what"), max_length=10, choices=What)
    reason = models.TextField(_("reason"))
    done_at = models.DateTimeField(_("done"), default=timezone.now)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    # When the files of the database itself were rid of it; see `comments.privacy.scrubbing`.
    scrubbed_at = models.DateTimeField(_("overwritten in the database"), null=True, editable=False)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="erasure_reasoned")]

    def __str__(self) -> str:
        return f"{self.comment}: {self.get_what_display()}"


class Scrub(models.Model):
    """That the database's files are still to be rid of what was erased; holds none of it itself.

    For erasures of any app: of a comment, `Erasure` says when it was done.
    """

    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("scrubbing of the database")
        verbose_name_plural = _("scrubbings of the database")

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d}"


class MentionQuerySet(models.QuerySet["Mention"]):
    def waiting(self) -> "MentionQuerySet":
        """Those that nobody has decided on."""
        return self.filter(decided_at=None)


class Mention(models.Model):
    """A name or an e-mail of who erased themselves that stands where others wrote it.

    It may be a phrase, so somebody decides whether it goes there; then nothing of it is kept.
    """

    erasure = models.ForeignKey(Erasure, on_delete=models.CASCADE, related_name="mentions")
    said = models.CharField(_("name or e-mail"), max_length=254, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    hidden = models.BooleanField(_("hidden"), default=False)

    objects = MentionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mention of who was erased")
        verbose_name_plural = _("mentions of who was erased")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at=None) & ~Q(said="")
                | Q(decided_at__isnull=False) & Q(said=""),
                name="mention_forgotten_once_decided",
            )
        ]

    def __str__(self) -> str:
        return f"{self.erasure_id}: {self.decided_at or '–'}"


class ErasedFile(models.Model):
    """A stored file that named a person: its hash, and that of the one rendered instead."""

    erasure = models.ForeignKey(Erasure, on_delete=models.CASCADE, related_name="files")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    # As the job that makes it: its kind and its variant.
    kind = models.CharField(_("kind"), max_length=20)
    variant = models.CharField(max_length=40, blank=True)
    old_sha256 = models.CharField(max_length=64)
    # Empty until the new one is rendered.
    new_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("erased file")
        verbose_name_plural = _("erased files")

    def __str__(self) -> str:
        return self.old_sha256
