from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from comments.models.comments import Comment
from strategy.models import Item, Organisation
from strategy.models.fields import PlainLine, PlainText


class PointQuerySet(models.QuerySet["Point"]):
    def unanswered(self) -> Self:
        """Without a published answer."""
        answers = Settlement.objects.published().filter(point=OuterRef("pk"))
        return self.exclude(Exists(answers))

    def awaiting_settlement(self) -> Self:
        """Unanswered, of a published comment that asks for an answer."""
        comments = Comment.objects.awaiting_settlement()
        return self.unanswered().filter(comment__in=comments.values("pk"))

    def on_desk(self) -> Self:
        """What there is to do for who settles: of published comments, unanswered or reopened.

        “No comments” is answered by itself and never among them.
        """
        answers = Settlement.objects.filter(point=OuterRef("pk"))
        waiting = ~Exists(answers.published()) | Exists(answers.in_work())
        shown = Comment.objects.published().exclude(kind=Comment.Kind.NONE)
        return self.filter(waiting, comment__in=shown.values("pk"))


class Point(models.Model):
    """One thing that a comment asks for; each point is settled on its own.

    It comes from one part of the comment and holds its newest wording, or, where a settler has
    split that part, a passage of it.
    """

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="points")
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    part = models.PositiveSmallIntegerField(_("part"), default=1)
    item = models.ForeignKey(
        Item, on_delete=models.PROTECT, related_name="points", verbose_name=_("about")
    )
    # The item's own key, kept here so that one index finds its comments in every edition.
    item_key = models.UUIDField(editable=False)
    text = models.TextField(_("wording"))
    # The highest position that was split off it and joined again, for none is given twice.
    spent = models.PositiveSmallIntegerField(default=0, editable=False)
    # Word stems of the text, by which similar points are found; see `comments.settling.similar`.
    stems = models.TextField(blank=True, editable=False)
    # Gets the answer of that point, and points back to none itself.
    together_with = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="followers",
        verbose_name=_("settled together with"),
    )

    objects = PointQuerySet.as_manager()

    class Meta:
        verbose_name = _("point of a comment")
        verbose_name_plural = _("points of a comment")
        ordering = ["comment", "position"]
        indexes = [models.Index(fields=["item_key", "comment"], name="point_of_key")]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "position"], name="point_position_once_in_comment"
            ),
            models.CheckConstraint(
                condition=~Q(together_with=models.F("pk")), name="point_together_with_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment} / {self.position}"


class Handling(models.Model):
    """Who settles a point and by when, and what they note. Public is only who has it."""

    point = models.OneToOneField(Point, on_delete=models.CASCADE, related_name="handling")
    assigned_to = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="handlings",
        verbose_name=_("assigned to"),
    )
    due_on = models.DateField(_("deadline"), null=True, blank=True)
    note = PlainText(_("internal note"), blank=True)
    history = HistoricalRecords(verbose_name=_("history of handling"))

    class Meta:
        verbose_name = _("handling of a point")
        verbose_name_plural = _("handling of points")
        indexes = [models.Index(fields=["assigned_to", "due_on"], name="handling_by_deadline")]

    def __str__(self) -> str:
        return f"{self.point}: {self.assigned_to or '–'}"


class SettlementQuerySet(models.QuerySet["Settlement"]):
    def published(self) -> Self:
        """The answers that hold: of each point the newest that was published."""
        return self.filter(state=Settlement.State.PUBLISHED)

    def in_work(self) -> Self:
        """What nobody outside sees yet."""
        return self.filter(state__in=Settlement.IN_WORK)


class Settlement(models.Model):
    """How a point was settled, and why. Only what is published is for the public.

    An answer that is reopened stands until the one that was drafted after it is published; then
    it is kept as replaced. So the rows of a point are the versions of its answer.
    """

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        PARTLY = "partly", _("partly accepted")
        NOT_ACCEPTED = "not_accepted", _("not accepted")
        EXPLAINED = "explained", _("explained")
        NOTED = "noted", _("noted")
        FORWARDED = "forwarded", _("out of scope or forwarded")
        TOGETHER = "together", _("settled together with another")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        CHECKED = "checked", _("checked")
        PUBLISHED = "published", _("published")
        REPLACED = "replaced", _("replaced by a later answer")

    IN_WORK = (State.DRAFT, State.CHECKED)

    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="settlements")
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    outcome = models.CharField(_("outcome"), max_length=15, choices=Outcome)
    reasoning = PlainText(_("reasoning"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    settled_by = PlainLine(_("settled by"), max_length=200, blank=True)
    changed_item = models.ForeignKey(
        Item,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="settlements",
        verbose_name=_("changed item"),
    )
    template = models.ForeignKey(
        "AnswerTemplate",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="settlements",
        verbose_name=_("answer template"),
    )
    # Why this answer was taken up again after the one before it; published with it.
    reopening_reason = PlainText(_("why it was reopened"), blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    history = HistoricalRecords(verbose_name=_("history of settlement"))

    objects = SettlementQuerySet.as_manager()

    class Meta:
        verbose_name = _("settlement")
        verbose_name_plural = _("settlements")
        ordering = ["point", "number"]
        permissions = [("publish_settlement", _("Can publish a settlement"))]
        indexes = [
            models.Index(
                fields=["published_at"],
                condition=Q(state="published"),
                name="settlement_published_by_day",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reasoning=""),
                name="settlement_reasoned",
                violation_error_message=_("Every settlement says why."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["published", "replaced"], published_at__isnull=False)
                | Q(state__in=["draft", "checked"], published_at__isnull=True),
                name="settlement_published_when",
            ),
            models.UniqueConstraint(
                fields=["point", "number"], name="settlement_number_once_in_point"
            ),
            models.UniqueConstraint(
                fields=["point"],
                condition=Q(state="published"),
                name="settlement_one_published_in_point",
            ),
            models.UniqueConstraint(
                fields=["point"],
                condition=Q(state__in=["draft", "checked"]),
                name="settlement_one_in_work_in_point",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.point}: {self.get_outcome_display()}"


class AnswerTemplate(models.Model):
    """Reasoning that is used again and again."""

    name = PlainLine(pgettext_lazy("answer template", "name"), max_length=100, unique=True)
    outcome = models.CharField(_("outcome"), max_length=15, choices=Settlement.Outcome, blank=True)
    text = PlainText(_("reasoning"))
    history = HistoricalRecords(verbose_name=_("history of answer template"))

    class Meta:
        verbose_name = _("answer template")
        verbose_name_plural = _("answer templates")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ReactionQuerySet(models.QuerySet["Reaction"]):
    def awaiting_check(self) -> Self:
        """With words that nobody has looked at, of what the public would read them with."""
        waiting = self.filter(words_checked_at=None).exclude(words="")
        return waiting.filter(
            settlement__state=Settlement.State.PUBLISHED,
            settlement__point__comment__in=Comment.objects.published().values("pk"),
        )


class Reaction(models.Model):
    """Whether a published answer satisfies who made the comment, in their own words.

    Whether it does is public at once; the words once somebody has looked at them.
    """

    settlement = models.OneToOneField(
        Settlement, on_delete=models.CASCADE, primary_key=True, related_name="reaction"
    )
    satisfied = models.BooleanField(_("satisfied"))
    words = models.TextField(_("in the commenter's words"), blank=True)
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    # When these very words were looked at, by whom, and what was decided.
    words_checked_at = models.DateTimeField(_("words checked"), null=True, editable=False)
    words_checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("checked by"),
    )
    words_public = models.BooleanField(_("words are public"), default=False, editable=False)

    objects = ReactionQuerySet.as_manager()

    class Meta:
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        constraints = [
            models.CheckConstraint(
                condition=Q(words_public=False) | Q(words_checked_at__isnull=False),
                name="reaction_public_once_checked",
            )
        ]

    def __str__(self) -> str:
        return f"{self.settlement_id}: {self.satisfied}"
