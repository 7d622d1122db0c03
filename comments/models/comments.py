import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from comments.models.consultations import Invitation
from comments.stems import stems_of
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
        """Add the newest wording of the first part: `text`, `proposal` and `rationale`."""
        fields = ("text", "proposal", "rationale")
        newest = {name: F(f"versions__{name}") for name in fields}
        return self.filter(versions__number=F("version"), versions__part=1).annotate(**newest)

    def up_to(self, edition: Edition) -> Self:
        """Made on the edition or on one of the plan's before it."""
        return self.filter(plan=edition.plan_id, item__edition__number__lte=edition.number)

    def unfinished_at(self, approved: Edition) -> Self:
        """What its approval left unanswered: made on it or later, waiting or settled since."""
        since = Q(item__edition__number__gte=approved.number)
        waiting = Q(pk__in=self.unfinished())
        return self.filter(since | waiting | Q(pk__in=self.settled_after(approved)))

    def unfinished(self) -> Self:
        """Those that wait for a check or for an answer."""
        return self.filter(Q(pk__in=self.awaiting_check()) | Q(pk__in=self.awaiting_settlement()))

    def settled_after(self, approved: Edition) -> Self:
        """With a point whose answer was published after the edition was."""
        from comments.models.settlements import Settlement

        answers = Settlement.objects.published().filter(published_at__gt=approved.published_at)
        return self.filter(Exists(answers.filter(point__comment=OuterRef("pk"))))

    def awaiting_check(self) -> Self:
        """New ones, and published ones of which an amendment is still to be looked at."""
        new = Q(state__in=[Comment.State.RECEIVED, Comment.State.HELD])
        amended = Q(newest_version__gt=F("version")) & Q(newest_version__gt=F("refused_version"))
        return self.filter(new | Q(state=Comment.State.PUBLISHED) & amended)

    def awaiting_settlement(self) -> Self:
        """Published, with a point that has no published answer; “no comments” asks for none."""
        from comments.models.settlements import Point

        unanswered = Point.objects.unanswered().filter(comment=OuterRef("pk"))
        return self.published().filter(Exists(unanswered)).exclude(kind=Comment.Kind.NONE)


class Comment(models.Model):
    """What somebody says of an item, in the edition they read. The wording is in its versions.

    One submission: it can have several parts, each about an item of its own.
    """

    class State(models.TextChoices):
        # Its sender gave an e-mail that is not confirmed yet; what stays so is cleared.
        UNCONFIRMED = "unconfirmed", _("waits for its sender to confirm")
        EXPIRED = "expired", _("was not confirmed in time")
        RECEIVED = "received", _("waits for a check")
        HELD = "held", pgettext_lazy("comment", "held back")
        PUBLISHED = "published", pgettext_lazy("comment", "published")
        REJECTED = "rejected", pgettext_lazy("comment", "rejected")
        WITHDRAWN = "withdrawn", pgettext_lazy("comment", "withdrawn")

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

    class Speaker(models.TextChoices):
        CITIZEN = "citizen", _("for myself")
        ORGANISATION = "organisation", _("for an organisation")
        DEPARTMENT = "department", _("for a department of the city")

    class Rejection(models.TextChoices):
        OFF_TOPIC = "off_topic", _("It does not speak of the plan.")
        UNLAWFUL = "unlawful", _("Its content is against the law.")
        INSULTING = "insulting", _("It insults somebody.")
        PERSONAL = "personal", _("It cannot be shown without other people's personal data.")
        ADVERTISING = "advertising", _("It is advertising.")
        REPEATED = "repeated", _("The same person sent the same comment before.")

    # What nobody outside ever sees and no count of comments counts.
    UNSEEN = (State.UNCONFIRMED, State.EXPIRED)

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
    state = models.CharField(_("state"), max_length=11, choices=State, default=State.RECEIVED)
    # The number of the wording that readers see, and of the newest, which may wait for a check.
    version = models.PositiveSmallIntegerField(default=1, editable=False)
    newest_version = models.PositiveSmallIntegerField(default=1, editable=False)
    # The number of the last wording that was refused, if any; those before it are in history.
    refused_version = models.PositiveSmallIntegerField(default=0, editable=False)
    refusal = models.CharField(
        _("why the amendment was refused"),
        max_length=12,
        choices=Rejection,
        blank=True,
        editable=False,
    )
    speaker = models.CharField(_("speaks"), max_length=12, choices=Speaker, default=Speaker.CITIZEN)
    invitation = models.ForeignKey(
        Invitation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="comments",
        verbose_name=_("invitation"),
    )
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    name_public = models.BooleanField(_("the name may be shown"), default=False)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    # Where the source gives a day only, the instant is noon and no time is shown.
    received_on_day_only = models.BooleanField(default=False, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    rejection = models.CharField(
        _("why it was rejected"), max_length=12, choices=Rejection, blank=True
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    # How much about it looks like abuse, and what: codes of `comments.checking.doubts`.
    score = models.PositiveSmallIntegerField(_("doubts"), default=0, editable=False)
    doubts = models.JSONField(default=list, blank=True, editable=False)
    # Made with the form; the same form sent again makes no second comment.
    submission_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # What its author's links hold with: a new one, where a letter went to a mistyped address,
    # makes those in it open nothing. Never shown.
    link_key = models.UUIDField(default=uuid.uuid4, editable=False)
    history = HistoricalRecords(
        excluded_fields=["submission_key", "link_key", "item_key", "doubts"],
        verbose_name=_("history of comment"),
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
            models.Index(
                fields=["plan", "published_at"],
                condition=Q(state="published"),
                name="comment_published_of_plan",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="comment_number_once_in_plan"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="comment_published_when",
            ),
            models.CheckConstraint(
                condition=Q(newest_version__gte=F("version")),
                name="comment_version_not_beyond_newest",
            ),
            models.CheckConstraint(
                condition=Q(refused_version__lte=F("newest_version"))
                & ~Q(refused_version=F("version")),
                name="comment_refused_is_not_shown",
            ),
            models.CheckConstraint(
                condition=Q(refused_version=0, refusal="")
                | Q(refused_version__gt=0) & ~Q(refusal=""),
                name="comment_refused_why",
            ),
            models.CheckConstraint(
                condition=Q(state="rejected") | Q(rejection=""),
                name="comment_rejected_why",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False)
                | ~Q(state="withdrawn") & Q(withdrawn_at__isnull=True),
                name="comment_withdrawn_when",
            ),
        ]

    def __str__(self) -> str:
        return _("comment no. %(number)s") % {"number": self.number}

    def get_absolute_url(self) -> str:
        """Its own public page. Needs `plan` at hand."""
        return reverse("comments:comment_detail", args=[self.plan.slug, self.number])

    @property
    def is_shown(self) -> bool:
        """Whether everyone can read it. Needs `item.edition` at hand."""
        return self.state == Comment.State.PUBLISHED and not self.item.edition.is_draft

    @property
    def is_amended(self) -> bool:
        """Whether a newer wording than the one that readers see waits for a check."""
        return self.newest_version > max(self.version, self.refused_version)

    @property
    def is_refused(self) -> bool:
        """Whether the newest wording was refused, so that the one before it stands."""
        return self.refused_version == self.newest_version


class WordingIsFixed(Exception):
    """What somebody wrote is never rewritten; an amendment is a new version."""


class CommentVersionQuerySet(models.QuerySet["CommentVersion"]):
    def update(self, **fields: object) -> int:
        raise WordingIsFixed(f"update of {', '.join(fields)}")

    def bulk_create(self, objs: Any, *args: Any, **options: Any) -> list[Any]:
        versions = list(objs)
        for version in versions:
            version.stems = version.stems_beside()
        return super().bulk_create(versions, *args, **options)

    def put_instead(self, **wording: str) -> int:
        """Overwrite what must not be shown or kept; only redaction and erasure do."""
        versions = list(self)
        for version in versions:
            for name, text in wording.items():
                setattr(version, name, text)
            stems = version.stems_beside()
            models.QuerySet.update(self.filter(pk=version.pk), **wording, stems=stems)
        return len(versions)


class CommentVersion(models.Model):
    """One wording of one part of a comment, as the public may read it.

    An amendment makes new rows of the next number, one for each part it has; nothing is
    overwritten but by redaction, which keeps the `Original`. Guarded here
    and not by a trigger: who asks for it must be able to have a wording erased.
    """

    class Weight(models.TextChoices):
        """Only invited bodies say it; empty for everyone else."""

        ESSENTIAL = "essential", _("essential")
        RECOMMENDING = "recommending", _("recommending")

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    part = models.PositiveSmallIntegerField(_("part"), default=1)
    item = models.ForeignKey(
        Item, on_delete=models.PROTECT, related_name="+", verbose_name=_("about")
    )
    weight = models.CharField(_("weight"), max_length=12, choices=Weight, blank=True)
    text = models.TextField(_("wording"))
    proposal = models.TextField(_("proposed wording"), blank=True)
    rationale = models.TextField(_("rationale"), blank=True)
    # Word stems of what is proposed and why; those of the text are with the points made of it.
    stems = models.TextField(blank=True, editable=False)
    written_at = models.DateTimeField(_("written"), default=timezone.now)

    objects = CommentVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a comment")
        verbose_name_plural = _("versions of a comment")
        ordering = ["comment", "number", "part"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "number", "part"], name="version_part_once_in_comment"
            )
        ]

    def __str__(self) -> str:
        return f"{self.comment} / {self.number}"

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise WordingIsFixed(str(self))
        self.stems = self.stems_beside()
        super().save(*args, **options)

    def stems_beside(self) -> str:
        """Stems of what stands beside the text."""
        return stems_of(f"{self.proposal} {self.rationale}")


class Original(models.Model):
    """What a redacted wording said before. For staff only; no history, erased with the rest."""

    version = models.OneToOneField(
        CommentVersion, on_delete=models.CASCADE, primary_key=True, related_name="original"
    )
    text = models.TextField(_("wording"))
    proposal = models.TextField(_("proposed wording"), blank=True)
    rationale = models.TextField(_("rationale"), blank=True)

    class Meta:
        verbose_name = _("original wording")
        verbose_name_plural = _("original wordings")

    def __str__(self) -> str:
        return f"{self.version}"


class Contact(models.Model):
    """Who sent a comment. Personal data: no history, erased by erasing the row."""

    comment = models.OneToOneField(
        Comment, on_delete=models.CASCADE, primary_key=True, related_name="contact"
    )
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail"), blank=True)
    confirmed_at = models.DateTimeField(_("e-mail confirmed"), null=True, editable=False)
    # Ended by one click in any letter.
    wants_letters = models.BooleanField(_("wants letters"), default=True)
    # In which letters go out: the one in which somebody wrote to us; empty for the portal's own.
    language = models.CharField(_("language of letters"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        permissions = [("erase_contact", _("Can erase who sent a comment"))]

    def __str__(self) -> str:
        return self.name
