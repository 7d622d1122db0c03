import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from strategy.models import Edition, Item, Plan


class NumberSeries(models.Model):
    """The last number given to a comment of a plan. Numbers are never given twice."""

    plan = models.OneToOneField(
        Plan, on_delete=models.PROTECT, primary_key=True, related_name="comment_series"
    )
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.last}"


class CommentQuerySet(models.QuerySet["Comment"]):
    def published(self) -> Self:
        """What the public may read; a comment on a working draft appears with its edition."""
        return self.filter(state=Comment.State.PUBLISHED).exclude(
            item__edition__state=Edition.State.DRAFT
        )

    def with_wording(self) -> Self:
        """Add the newest wording: `text`, `proposal` and `rationale`."""
        newest = CommentVersion.objects.filter(comment=OuterRef("pk")).order_by("-number")
        fields = ("text", "proposal", "rationale")
        return self.annotate(**{name: Subquery(newest.values(name)[:1]) for name in fields})

    def up_to(self, edition: Edition) -> Self:
        """Made on the edition or on one of the plan's before it."""
        return self.filter(plan=edition.plan_id, item__edition__number__lte=edition.number)

    def unfinished_at(self, approved: Edition) -> Self:
        """What its approval left unanswered: made on it or later, waiting or settled since."""
        since = Q(item__edition__number__gte=approved.number)
        waiting = Q(pk__in=self.awaiting_check()) | Q(pk__in=self.awaiting_settlement())
        return self.filter(since | waiting | Q(pk__in=self.settled_after(approved)))

    def settled_after(self, approved: Edition) -> Self:
        """With a point whose answer was published after the edition was."""
        from comments.models.settlements import Settlement

        answers = Settlement.objects.published().filter(published_at__gt=approved.published_at)
        return self.filter(Exists(answers.filter(point__comment=OuterRef("pk"))))

    def awaiting_check(self) -> Self:
        return self.filter(state__in=[Comment.State.RECEIVED, Comment.State.HELD])

    def awaiting_settlement(self) -> Self:
        """Published, with a point that has no published answer; “no comments” asks for none."""
        from comments.models.settlements import Point, Settlement

        points = Point.objects.filter(comment=OuterRef("pk"))
        unanswered = points.exclude(settlement__state=Settlement.State.PUBLISHED)
        return self.published().filter(Exists(unanswered)).exclude(kind=Comment.Kind.NONE)


class Comment(models.Model):
    """What somebody says of an item, in the edition they read. The wording is in its versions."""

    class State(models.TextChoices):
        RECEIVED = "received", _("waits for a check")
        HELD = "held", _("held back")
        PUBLISHED = "published", _("published")
        REJECTED = "rejected", _("rejected")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Channel(models.TextChoices):
        WEB = "web", _("web form")
        PAPER = "paper", _("on paper")
        EMAIL = "email", _("by e-mail")
        HEARING = "hearing", _("at a public hearing")
        IMPORT = "import", _("from an earlier record")

    class Kind(models.TextChoices):
        GENERAL = "general", _("general")
        PART = "part", _("to a part of the plan")
        FORMAL = "formal", _("formal")
        NONE = "none", _("no comments")

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="comments", verbose_name=_("plan")
    )
    number = models.PositiveIntegerField(_("number"), editable=False)
    item = models.ForeignKey(
        Item, on_delete=models.PROTECT, related_name="comments", verbose_name=_("about")
    )
    # The item's own key, kept here so that one index finds its comments in every edition.
    item_key = models.UUIDField(editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.PART)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel, default=Channel.WEB)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECEIVED)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    name_public = models.BooleanField(_("the name may be shown"), default=False)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    # Where the source gives a day only, the instant is noon and no time is shown.
    received_on_day_only = models.BooleanField(default=False, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    # Made with the form; the same form sent again makes no second comment.
    submission_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    history = HistoricalRecords(
        excluded_fields=["submission_key", "item_key"], verbose_name=_("history of comment")
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["plan", "number"]
        permissions = [("check_comment", _("Can check and publish a comment"))]
        indexes = [
            models.Index(fields=["item", "state", "number"], name="comment_of_item"),
            models.Index(
                fields=["item_key", "number"],
                condition=Q(state="published"),
                name="comment_published_of_key",
            ),
            models.Index(fields=["state", "received_at"], name="comment_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="comment_number_once_in_plan"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="comment_published_when",
            ),
        ]

    def __str__(self) -> str:
        return _("comment no. %(number)s") % {"number": self.number}

    def get_absolute_url(self) -> str:
        """Its place on the page of the item it speaks of, however many comments precede it."""
        number = self.number
        return f"{self.item.get_absolute_url()}?pripominky={number}#pripominka-{number}"


class WordingIsFixed(Exception):
    """What somebody wrote is never rewritten; an amendment is a new version."""


class CommentVersionQuerySet(models.QuerySet["CommentVersion"]):
    def update(self, **fields: object) -> int:
        raise WordingIsFixed(f"update of {', '.join(fields)}")


class CommentVersion(models.Model):
    """One wording of a comment. An amendment makes a new one; nothing is overwritten.

    Guarded here and not by a trigger: who asks for it must be able to have a wording erased.
    """

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    text = models.TextField(_("wording"))
    proposal = models.TextField(_("proposed wording"), blank=True)
    rationale = models.TextField(_("rationale"), blank=True)
    written_at = models.DateTimeField(_("written"), default=timezone.now)

    objects = CommentVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a comment")
        verbose_name_plural = _("versions of a comment")
        ordering = ["comment", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "number"], name="version_number_once_in_comment"
            )
        ]

    def __str__(self) -> str:
        return f"{self.comment} / {self.number}"

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise WordingIsFixed(str(self))
        super().save(*args, **options)


class Contact(models.Model):
    """Who sent a comment. Personal data: no history, erased by erasing the row."""

    comment = models.OneToOneField(
        Comment, on_delete=models.CASCADE, primary_key=True, related_name="contact"
    )
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail"), blank=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return self.name
