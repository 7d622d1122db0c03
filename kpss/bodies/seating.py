"""Seating members in a body, changing and ending their terms.

A person sits in a body once at a time and a body has one chair at a time. The deeds lock the
body, so that two of them at once see one another; the database refuses the first of these, too
(`kpss.once`).
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kpss.models import Application, Body, Membership, PlanningRevision, Side
from strategy import editing
from strategy.editing import Author

# What may be wrong about a membership and is mended; who sits in which body is another one.
FIELDS = (
    "side",
    "name_consent",
    "organisation",
    "role",
    "deputy_for",
    "term_from",
    "term_to",
)

# The first term that anyone can remember, and how far ahead one is set.
FIRST_YEAR = 1990
YEARS_AHEAD = 20


def seat(
    membership: Membership, by: Author = None, application: Application | None = None
) -> Membership:
    """Save a new membership, of somebody whose application was accepted where one is given.

    Raises ValidationError by field, and where the application has seated somebody already.
    """
    with transaction.atomic():
        membership.clean_fields()
        hold(membership.body)
        check(membership)
        membership.full_clean()
        editing.signed(membership, by).save()
        if application is not None:
            _used(application, membership)
        PlanningRevision.raise_it()
        return membership


def to_be_seated(body: Body, pk: int) -> Application | None:
    """An application to a body that was accepted and whose sender does not sit there yet."""
    accepted = body.applications.filter(state=Application.State.ACCEPTED, membership=None)
    return accepted.select_related("correspondent").filter(pk=pk).first()


def has_seated(body: Body, pk: int) -> bool:
    """Whether somebody was seated from an application to the body already."""
    return body.applications.filter(pk=pk, membership__isnull=False).exists()


def hold(body: Body) -> None:
    """Lock a body, in a transaction."""
    Body.objects.select_for_update().get(pk=body.pk)


def change(membership: Membership, read: int, by: Author = None, /, **values: Any) -> Membership:
    """Mend what is wrong about a membership; `values` are of FIELDS. As `strategy.editing.change`.

    What becomes different from a day on is `go_on`.
    """
    with transaction.atomic():
        hold(membership.body)
        wanted = Membership.objects.filter(pk=membership.pk).first()
        if wanted is not None:
            for name, value in values.items():
                setattr(wanted, name, value)
            check(wanted)
            _check_deputies_of(wanted)
        changed = editing.change(membership, read, by, **values)
        PlanningRevision.raise_it()
        return changed


def end(membership: Membership, day: date, by: Author = None, /) -> Membership:
    """Let a term end with a day, and with it the terms of those who stand in for the member.

    Raises ValidationError where it had ended before, or had not begun.
    """
    with transaction.atomic():
        hold(membership.body)
        membership.refresh_from_db()
        _refuse_ended(membership, day)
        for deputy in membership.deputies.filter(_still(day)).order_by("pk"):
            _refuse_unbegun(deputy, day)
            _end(deputy, day, by)
        ended = _end(membership, day, by)
        PlanningRevision.raise_it()
        return ended


def agree(membership: Membership, agreed: bool, by: Author = None, /) -> Membership:
    """Write down that a service user has agreed to be named in this seat, or does so no more.

    Raises ValidationError where the seat is for another side.
    """
    with transaction.atomic():
        hold(membership.body)
        membership.refresh_from_db()
        membership.name_consent = agreed
        check_alone(membership)
        read = editing.version_of(membership)
        changed = editing.change(membership, read, by, name_consent=agreed)
        PlanningRevision.raise_it()
        return changed


def go_on(
    membership: Membership, from_day: date, by: Author = None, /, **values: Any
) -> Membership:
    """Let a member sit otherwise from a day on: in another role, for another term.

    The term that runs ends the day before, and another one begins; so everyone can read who was
    what when. `values` are those of FIELDS that become different; a new term is open unless they
    say when it ends. Who stands in for the member goes on doing so. Returns the new membership.
    Raises ValidationError by field.
    """
    with transaction.atomic():
        hold(membership.body)
        membership.refresh_from_db()
        if from_day <= membership.term_from:
            raise ValidationError(
                {"from_day": _("The term so far begins on that day or later; mend it instead.")}
            )
        last = from_day - timedelta(days=1)
        if membership.term_to is None or membership.term_to > last:
            _end(membership, last, by)
        going_on = _going_on(membership, **({"term_from": from_day} | values))
        deputies = list(membership.deputies.filter(_still(from_day)).order_by("pk"))
        following = seat(Membership(**going_on), by)
        if following.role != Membership.Role.DEPUTY:
            _bring_deputies(deputies, following, by)
        return following


def members_to_stand_in_for(membership: Membership) -> QuerySet[Membership]:
    """Whom a deputy can stand in for: members of the body, where that is known, still sitting."""
    members = Membership.objects.exclude(role=Membership.Role.DEPUTY).exclude(pk=membership.pk)
    if membership.body_id:
        members = members.filter(body=membership.body_id)
    still = _still(localdate()) | Q(pk=membership.deputy_for_id)
    told = members.filter(still).select_related("person", "organisation", "body")
    return told.order_by("body", "side", "pk")


def check(membership: Membership) -> None:
    """Refuse what may not be of a membership that is to be written; its body is locked.

    Raises ValidationError by field.
    """
    check_alone(membership)
    _check_once(membership)
    _check_chair(membership)
    _check_deputy(membership)


def check_alone(membership: Membership) -> None:
    """The same by what it says itself, as a form can tell before anything is asked for."""
    _check_years(membership)
    begins, ends = membership.term_from, membership.term_to
    if begins is not None and ends is not None and ends < begins:
        raise ValidationError({"term_to": _("The term ends before it begins.")})
    stands_in = membership.deputy_for_id is not None
    if membership.role == Membership.Role.DEPUTY and not stands_in:
        raise ValidationError({"deputy_for": _("Say for whom the deputy stands in.")})
    if membership.role != Membership.Role.DEPUTY and stands_in:
        raise ValidationError({"deputy_for": _("Only a deputy stands in for a member.")})
    if membership.name_consent and membership.side != Side.SERVICE_USER:
        raise ValidationError(
            {"name_consent": _("Only who sits for the service users is asked to agree.")}
        )


def _check_years(membership: Membership) -> None:
    """Other years are a slip of the finger."""
    last = localdate().year + YEARS_AHEAD
    for name in ("term_from", "term_to"):
        day: date | None = getattr(membership, name)
        if day is not None and not FIRST_YEAR <= day.year <= last:
            said = _("Write a year from %(first)s to %(last)s.")
            raise ValidationError({name: said % {"first": FIRST_YEAR, "last": last}})


def _check_once(membership: Membership) -> None:
    same = _overlapping(membership).filter(person=membership.person_id)
    if other := same.first():
        # Of a term that is mended it is the term that is wrong.
        where = "term_from" if membership.pk else "person"
        raise ValidationError(
            {
                where: _(
                    "This person already sits in the body at that time: %(role)s, %(term)s. End"
                    " that term first, or choose another one."
                )
                % {"role": other.get_role_display(), "term": term_in_words(other)}
            }
        )


def _check_chair(membership: Membership) -> None:
    if membership.role != Membership.Role.CHAIR:
        return
    if other := _overlapping(membership).filter(role=Membership.Role.CHAIR).first():
        raise ValidationError(
            {
                "role": _("The body already has a chair at that time: %(who)s, %(term)s.")
                % {"who": other.person, "term": term_in_words(other)}
            }
        )


def _check_deputy(membership: Membership) -> None:
    member = membership.deputy_for
    if member is None:
        return
    if member.body_id != membership.body_id or member.role == Membership.Role.DEPUTY:
        raise ValidationError({"deputy_for": _("A deputy stands in for a member of this body.")})
    if member.side != membership.side:
        raise ValidationError({"side": _("A deputy sits for the same side as the member.")})
    if not _lies_within(membership, member):
        raise ValidationError(
            {
                "term_from": _("A deputy’s term lies within that of the member: %(term)s.")
                % {"term": term_in_words(member)}
            }
        )


def _check_deputies_of(membership: Membership) -> None:
    """Refuse a change of a member under which those who stand in for them would not fit."""
    for deputy in membership.deputies.all():
        if membership.role == Membership.Role.DEPUTY:
            raise ValidationError({"role": _("Somebody stands in for this member.")})
        if deputy.side != membership.side:
            raise ValidationError(
                {"side": _("Somebody stands in for this member, for the former side.")}
            )
        if not _lies_within(deputy, membership):
            raise ValidationError(
                {
                    "term_to": _("Who stands in for this member has another term: %(term)s.")
                    % {"term": term_in_words(deputy)}
                }
            )


def term_in_words(membership: Membership) -> str:
    """“1. 1. 2018 – 31. 12. 2019”, or that it began on a day and runs."""
    begins = date_format(membership.term_from, "DATE_FORMAT")
    if membership.term_to is None:
        return _("since %(day)s") % {"day": begins}
    return f"{begins} – {date_format(membership.term_to, 'DATE_FORMAT')}"


def _used(application: Application, membership: Membership) -> None:
    waiting = Application.objects.filter(pk=application.pk, membership=None)
    if not waiting.update(membership=membership):
        raise ValidationError(_("Somebody was seated from this application already."))


def _overlapping(membership: Membership) -> QuerySet[Membership]:
    """Other memberships of the same body whose terms share a day with this one's."""
    others = Membership.objects.filter(_still(membership.term_from), body=membership.body_id)
    if membership.term_to is not None:
        others = others.filter(term_from__lte=membership.term_to)
    return others.exclude(pk=membership.pk).select_related("person").order_by("term_from")


def _still(day: date) -> Q:
    return Q(term_to__isnull=True) | Q(term_to__gte=day)


def _lies_within(deputy: Membership, member: Membership) -> bool:
    ends, allowed = (one.term_to or date.max for one in (deputy, member))
    return member.term_from <= deputy.term_from and ends <= allowed


def _refuse_ended(membership: Membership, day: date) -> None:
    if membership.term_to is not None and membership.term_to < localdate():
        raise ValidationError(
            {"term_to": _("This term has ended: %(term)s.") % {"term": term_in_words(membership)}}
        )
    if day < membership.term_from:
        raise ValidationError({"term_to": _("The term ends before it begins.")})
    if membership.term_to is not None and day > membership.term_to:
        said = _("The term ends earlier already: %(term)s. For a longer one, let a new term begin.")
        raise ValidationError({"term_to": said % {"term": term_in_words(membership)}})


def _refuse_unbegun(deputy: Membership, day: date) -> None:
    if deputy.term_from > day:
        raise ValidationError(
            {
                "term_to": _("Somebody is to stand in for this member: %(term)s. End that first.")
                % {"term": term_in_words(deputy)}
            }
        )


def _end(membership: Membership, day: date, by: Author) -> Membership:
    return editing.change(membership, editing.version_of(membership), by, term_to=day)


def _going_on(membership: Membership, **values: Any) -> dict[str, Any]:
    """What the next term takes over; the consent to a name not for another side."""
    names = ("body", "person", "side", "name_consent", "organisation", "role", "deputy_for")
    taken = {name: getattr(membership, name) for name in names} | values
    taken["name_consent"] = taken["name_consent"] and taken["side"] == Side.SERVICE_USER
    return taken


def _bring_deputies(deputies: Iterable[Membership], member: Membership, by: Author) -> None:
    """Let those who stood in for a member do so in the member's new term."""
    last = member.term_from - timedelta(days=1)
    for deputy in deputies:
        going_on = _going_on(deputy, side=member.side, deputy_for=member)
        # As long as they were to, and no longer than the member.
        going_on["term_to"] = min(filter(None, [deputy.term_to, member.term_to]), default=None)
        if deputy.term_from <= last:
            _end(deputy, last, by)
            seat(Membership(**going_on, term_from=member.term_from), by)
        else:
            editing.change(deputy, editing.version_of(deputy), by, **going_on)
