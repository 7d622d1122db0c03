from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from strategy import languages
from strategy.models.editions import Edition
from strategy.models.fields import PlainLine, PlainText


class ResolutionQuerySet(models.QuerySet["Resolution"]):
    def adopted(self) -> Self:
        """What a body has adopted; the others are proposals."""
        return self.filter(adopted=True)

    def approving(self) -> Self:
        """Those with a part that approves the plan or a part of it."""
        parts = ResolutionPart.objects.filter(
            resolution=OuterRef("pk"),
            verb=ResolutionPart.Verb.APPROVES,
            subject__in=ResolutionPart.OF_THE_PLAN,
        )
        return self.filter(Exists(parts))


class Resolution(models.Model):
    """What a body says of an edition: proposed to it first, then adopted or not.

    Most bodies are the city's. Once it has approved an edition, triggers in the database keep it
    as it was adopted.
    """

    class Body(models.TextChoices):
        COORDINATION_GROUP = "coordination_group", _("coordination group")
        CITY_BOARD = "city_board", _("city board")
        CITY_COUNCIL = "city_council", _("city council")
        GOVERNMENT = "government", _("government")

    # Those whose name goes on with the city's.
    OF_THE_CITY = (Body.CITY_BOARD, Body.CITY_COUNCIL)

    VOTES = ("votes_for", "votes_against", "votes_abstained")

    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="resolutions", verbose_name=_("edition")
    )
    body = models.CharField(_("body"), max_length=20, choices=Body)
    session = PlainLine(
        _("session"), max_length=30, blank=True, help_text=_("As the body cites it: “Z7/31”.")
    )
    agenda_item = PlainLine(_("item of the agenda"), max_length=30, blank=True)
    adopted = models.BooleanField(
        _("adopted"), default=False, help_text=_("Until then it is a proposal to the body.")
    )
    date = models.DateField(_("date"), null=True, blank=True)
    date_in_words = PlainLine(
        _("date in words"),
        max_length=100,
        blank=True,
        help_text=_("Only where the day is not known, for example “at its October session”."),
    )
    votes_for = models.PositiveSmallIntegerField(_("for"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("against"), null=True, blank=True)
    votes_abstained = models.PositiveSmallIntegerField(_("abstained"), null=True, blank=True)
    report = PlainText(
        _("cover report"),
        blank=True,
        help_text=_(
            "What is proposed and why; opens the packet for the body. Plain text; an empty line "
            "begins a paragraph."
        ),
    )
    # Raised with every change; a form that carries an older number is refused.
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords(verbose_name=_("history of resolution"))

    objects = ResolutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("resolution")
        verbose_name_plural = _("resolutions")
        ordering = ["edition", "date", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(adopted=False) | Q(date__isnull=False) | ~Q(date_in_words=""),
                name="resolution_adopted_when",
                violation_error_message=_("Say when it was adopted."),
            ),
            models.CheckConstraint(
                # Of what was approved before resolutions were recorded, nothing is claimed.
                condition=~Q(body="") | Q(adopted=True, date__isnull=True, session=""),
                name="resolution_of_a_body",
            ),
            models.CheckConstraint(
                condition=Q(
                    votes_for__isnull=True, votes_against__isnull=True, votes_abstained__isnull=True
                )
                | Q(
                    votes_for__isnull=False,
                    votes_against__isnull=False,
                    votes_abstained__isnull=False,
                ),
                name="resolution_votes_whole",
                violation_error_message=_("Give all three numbers of votes, or none."),
            ),
        ]

    def __str__(self) -> str:
        """As it is cited: Zastupitelstvo města Brna, Z7/31, bod 12, 5. 3. 2019."""
        item = _("item %(item)s") % {"item": self.agenda_item} if self.agenda_item else ""
        return ", ".join(part for part in (self.body_name, self.session, item, self.when) if part)

    @property
    def body_name(self) -> str:
        """The body in full: Zastupitelstvo města Brna; empty where none is recorded.

        In another language it stands alone, for the city's genitive is Czech.
        """
        name = str(self.get_body_display())
        of_the_city = self.body in self.OF_THE_CITY and not languages.asked_in()
        return f"{name} {settings.CITY_GENITIVE}".rstrip() if of_the_city else name

    @property
    def votes(self) -> str:
        """As minutes have it: pro 48 – proti 0 – zdržel se 3; empty where not recorded."""
        if self.votes_for is None:
            return ""
        return _("for %(for)s – against %(against)s – abstained %(abstained)s") % {
            "for": self.votes_for,
            "against": self.votes_against,
            "abstained": self.votes_abstained,
        }

    def clean(self) -> None:
        """What the constraints and the rules of a vote ask for, said at the field."""
        votes = {name: getattr(self, name) for name in self.VOTES}
        errors = {
            name: _("Give all three numbers of votes, or none.")
            for name, number in votes.items()
            if number is None and any(other is not None for other in votes.values())
        }
        if self.adopted and not (self.date or self.date_in_words):
            errors["date"] = _("Say when it was adopted.")
        if self.date and self.date_in_words:
            errors["date_in_words"] = _("Words are only for where the day is not known.")
        if self.lost_its_vote:
            errors["votes_for"] = _("What is adopted has more votes for than against.")
        if self.is_still_to_come:
            errors["date"] = _("This day is still to come; nothing can be adopted on it yet.")
        if errors:
            raise ValidationError(errors)

    @property
    def lost_its_vote(self) -> bool:
        """Whether it is called adopted in spite of its votes, where they are recorded."""
        if self.votes_for is None or self.votes_against is None:
            return False
        return self.adopted and self.votes_for <= self.votes_against

    @property
    def is_still_to_come(self) -> bool:
        """Whether it is called adopted on a day that Prague has not reached."""
        return self.adopted and self.date is not None and self.date > localdate()

    @property
    def has_approved(self) -> bool:
        """Whether its edition stands approved by it, so that it can never change again."""
        return self.edition.approved_by_id == self.pk

    @property
    def when(self) -> str:
        """The day as a Czech reader writes it, or what is known of it."""
        return date_format(self.date, "DATE_FORMAT") if self.date else self.date_in_words

    @property
    def approves(self) -> bool:
        """Whether one of its parts approves the plan or a part of it. One query."""
        return Resolution.objects.approving().filter(pk=self.pk).exists()


class ResolutionPart(models.Model):
    """One verb of a resolution with what it speaks of: approves the priorities, notes the costs."""

    class Verb(models.TextChoices):
        APPROVES = "approves", _("approves")
        NOTES = "notes", _("takes note of")
        RECOMMENDS = "recommends", _("recommends")
        IMPOSES = "imposes", _("imposes")

    class Subject(models.TextChoices):
        PLAN = "plan", _("the plan")
        PART = "part", _("a part of the plan")
        FINANCES = "finances", _("its financial demands")
        TASK = "task", _("a task")

    # What an edition can stand approved by; whoever approves costs has not approved the plan.
    OF_THE_PLAN = (Subject.PLAN, Subject.PART)

    resolution = models.ForeignKey(
        Resolution, on_delete=models.CASCADE, related_name="parts", verbose_name=_("resolution")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    verb = models.CharField(_("verb"), max_length=12, choices=Verb)
    subject = models.CharField(_("speaks of"), max_length=10, choices=Subject)
    wording = PlainText(
        _("wording"), help_text=_("What follows the verb, word for word as it is adopted.")
    )
    addressee = PlainLine(
        _("to whom"), max_length=200, blank=True, help_text=_("Only where a task is imposed.")
    )
    due = models.DateField(_("by when"), null=True, blank=True)
    history = HistoricalRecords(verbose_name=_("history of part"))

    class Meta:
        verbose_name = _("part of a resolution")
        verbose_name_plural = _("parts of a resolution")
        ordering = ["resolution", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["resolution", "position"], name="part_position_once_in_resolution"
            ),
            models.CheckConstraint(
                condition=~Q(verb="imposes") | ~Q(addressee=""),
                name="part_imposes_on_someone",
                violation_error_message=_("Say on whom the task is imposed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.wording}"

    @property
    def approves(self) -> bool:
        """Whether it approves the plan or a part of it."""
        return self.verb == self.Verb.APPROVES and self.subject in self.OF_THE_PLAN

    def clean(self) -> None:
        """What the constraint asks for, said at the field."""
        if self.verb == self.Verb.IMPOSES and not self.addressee:
            raise ValidationError({"addressee": _("Say on whom the task is imposed.")})
