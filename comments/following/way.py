"""The way of a comment, step by step: what has been done with it, and what is still to come."""

from datetime import date, datetime
from typing import Literal, NamedTuple, cast

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from comments import reading
from comments.models import Comment, Consultation, Contact, Handling, Point, Settlement
from strategy.models import Edition

# What is over, without an answer.
ENDED = (Comment.State.REJECTED, Comment.State.WITHDRAWN, Comment.State.EXPIRED)
# Outcomes that may have changed the text though the answer names no item that it changed.
UNTOLD = (Settlement.Outcome.PARTLY, Settlement.Outcome.TOGETHER)


class Step(NamedTuple):
    """A step in words. `when` is a day as it is printed, `url` where there is more to read."""

    name: str
    state: Literal["done", "now", "coming"]
    when: str = ""
    words: str = ""
    url: str = ""


class Facts(NamedTuple):
    """What the steps are told from. `contact` is given on the author's own page alone."""

    comment: Comment
    contact: Contact | None
    consultation: Consultation | None
    points: int
    answers: list[Settlement]
    organisations: list[str]
    approved: Edition | None

    @property
    def is_answered(self) -> bool:
        return len(self.answers) == self.points

    @property
    def is_answered_in_part(self) -> bool:
        return 0 < len(self.answers) < self.points

    @property
    def due(self) -> list[date]:
        """The days by which the answer is promised and by which the law wants it."""
        if self.consultation is None:
            return []
        by_law = self.consultation.due_of(localdate(self.comment.received_at))
        return [self.consultation.answers_promised_on, by_law]

    @property
    def changes(self) -> list[Settlement]:
        return [answer for answer in self.answers if answer.changed_item]


def facts(comment: Comment, contact: Contact | None = None) -> Facts:
    """Needs `item.edition.plan` at hand. At most five queries."""
    consultation = Consultation.objects.filter(edition=comment.item.edition).first()
    points = Point.objects.filter(comment=comment).count()
    published = Settlement.objects.published().filter(point__comment=comment)
    joined = published.select_related("changed_item__edition__plan", "point__comment", "reaction")
    answers = list(joined.order_by("point__part", "point__position"))
    handlings = Handling.objects.filter(point__comment=comment, assigned_to__isnull=False)
    names = handlings.order_by("assigned_to__name").values_list("assigned_to__name", flat=True)
    return Facts(
        comment,
        contact,
        consultation,
        points,
        answers,
        list(dict.fromkeys(names)),
        _approved_after(comment, answers),
    )


def steps(known: Facts) -> list[Step]:
    """In their order; of a comment that was rejected or taken back no further than that."""
    comment = known.comment
    found = [_received(comment), *_confirmed(known), *_checked(known)]
    if comment.state in ENDED:
        return found
    if comment.kind == Comment.Kind.NONE:
        return [*found, *_noted(known)]
    return [*found, *_assigned(known), _answered(known), *_changed(known), _approved(known)]


def _approved_after(comment: Comment, answers: list[Settlement]) -> Edition | None:
    """The approved edition that a comment led to, or came before."""
    changed = [
        answer.changed_item.edition
        for answer in answers
        if answer.changed_item and not answer.changed_item.edition.is_draft
    ]
    numbers = [edition.number for edition in changed] or [comment.item.edition.number + 1]
    approved = Edition.objects.filter(
        plan=comment.plan_id, stamp=Edition.State.APPROVED, number__gte=max(numbers)
    )
    return approved.select_related("approved_by", "plan").order_by("number").first()


def _received(comment: Comment) -> Step:
    day_only = comment.received_on_day_only
    when = reading.moment(comment.received_at, day_only=day_only)
    channel = Comment.Channel(comment.channel)
    return Step(
        pgettext("step", "Received"), "done", when, "" if channel == "web" else str(channel.label)
    )


def _confirmed(known: Facts) -> list[Step]:
    """Whether the author's e-mail was; on their own page only."""
    state = known.comment.state
    if known.contact is not None and known.contact.confirmed_at:
        return [Step(_("E-mail confirmed"), "done", reading.day(known.contact.confirmed_at))]
    if state == Comment.State.UNCONFIRMED:
        words = _("Please open the link in the letter that we sent you. We wait seven days.")
        return [Step(_("Waiting for you to confirm the e-mail"), "now", words=words)]
    if state == Comment.State.EXPIRED:
        words = _("Nobody confirmed the e-mail in seven days, so we did not take the comment in.")
        return [Step(pgettext("step", "Not confirmed"), "done", words=words)]
    return []


def _checked(known: Facts) -> list[Step]:
    comment = known.comment
    match comment.state:
        case Comment.State.EXPIRED:
            return []
        case Comment.State.PUBLISHED:
            return [Step(_("Checked and published"), "done", reading.day(comment.published_at))]
        case Comment.State.HELD:
            words = _("There is something about it that we are still looking into.")
            return [Step(pgettext("step", "Held back"), "now", words=words)]
        case Comment.State.REJECTED:
            return [
                Step(
                    pgettext("step", "Not published"), "done", words=comment.get_rejection_display()
                )
            ]
        case Comment.State.WITHDRAWN:
            when = reading.day(comment.withdrawn_at)
            return [Step(_("Taken back by its author"), "done", when)]
        case Comment.State.UNCONFIRMED:
            return [Step(_("Check before it is published"), "coming")]
    words = _("We check whether it contains anything that may not be published.")
    return [Step(_("Is being checked"), "now", words=words)]


def _noted(known: Facts) -> list[Step]:
    words = _("We note that there are no comments. Nothing more is to be done.")
    return [
        Step(pgettext("step", "Noted"), "done", reading.day(answer.published_at), words)
        for answer in known.answers
    ]


def _assigned(known: Facts) -> list[Step]:
    names = ", ".join(known.organisations)
    if known.is_answered or known.is_answered_in_part:
        return [Step(_("Given to whoever answers"), "done", words=names)] if names else []
    if known.comment.state != Comment.State.PUBLISHED:
        return [Step(_("Given to whoever answers"), "coming")]
    if names:
        return [Step(_("Given to whoever answers"), "done", words=names)]
    return [Step(_("Is being given to whoever answers"), "now")]


def _answered(known: Facts) -> Step:
    if known.points and known.is_answered:
        last = max(cast(datetime, answer.published_at) for answer in known.answers)
        return Step(pgettext("step", "Answered"), "done", reading.day(last))
    answered, state = len(known.answers), _state_of_answer(known)
    if not answered:
        return Step(pgettext("step", "Answer"), state, words=_promise(known))
    words = ngettext(
        "%(answered)d of %(points)d point is answered.",
        "%(answered)d of %(points)d points are answered.",
        known.points,
    ) % {"answered": answered, "points": known.points}
    return Step(_("Partly answered"), state, words=f"{words} {_promise(known)}".strip())


def _state_of_answer(known: Facts) -> Literal["now", "coming"]:
    """Now it is the turn of who answers, unless the comment is held back or given to nobody yet."""
    is_given = known.organisations or known.is_answered_in_part
    return "now" if is_given and known.comment.state == Comment.State.PUBLISHED else "coming"


def _promise(known: Facts) -> str:
    """By when the answer is promised, and by when the law wants it."""
    if known.consultation is None:
        return ""
    promised, due = known.due
    days = {"promised": _date(promised), "due": _date(due)}
    if localdate() <= promised:
        return _("Promised by %(promised)s; by law due by %(due)s.") % days
    if localdate() <= due:
        return _("It was promised by %(promised)s and is late; by law due by %(due)s.") % days
    return _("It was promised by %(promised)s, by law due by %(due)s, and is late.") % days


def _changed(known: Facts) -> list[Step]:
    """What it changed, once that is published; nothing where the answer changes nothing."""
    if not known.changes:
        if known.is_answered and any(answer.outcome in UNTOLD for answer in known.answers):
            words = _("What it led to is told in the answer.")
            return [Step(_("Change of the text"), "done", words=words)]
        if known.is_answered:
            return [Step(_("The text stays as it was"), "done")]
        return [Step(_("Change of the text"), "coming", words=_("If the answer leads to one."))]
    editions = [answer.changed_item.edition for answer in known.changes if answer.changed_item]
    shown = [edition for edition in editions if not edition.is_draft]
    if not shown:
        words = _("The change is to appear in the next edition.")
        return [Step(_("Change of the text"), "coming", words=words)]
    edition = max(shown, key=lambda one: one.number)
    words = _("In edition %(number)s") % {"number": edition.number}
    url = edition.get_absolute_url()
    return [Step(_("The text was changed"), "done", edition.published_on, words, url)]


def _approved(known: Facts) -> Step:
    approved = known.approved
    if approved is None or approved.approved_by is None:
        words = _("The plan is decided by a resolution; you will find it here.")
        return Step(_("Resolution"), "coming", words=words)
    resolution = approved.approved_by
    url = f"{approved.get_absolute_url()}#usneseni"
    return Step(_("Approved by a resolution"), "done", resolution.when, str(resolution), url)


def _date(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
