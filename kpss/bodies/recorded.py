"""Whether somebody new is new: a person who is recorded is not recorded a second time."""

from collections import Counter

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kpss.models import Membership, Person

# So many of a person are told, so that a line of a choice can be read.
MOST_SEATS = 2


def recorded(person: Person) -> Person:
    """The person of the same name and e-mail who is recorded; else this one, saved.

    The caller has locked the body, so that the same form sent twice finds the first. Raises
    ValidationError by field where it cannot be told whether they are the same.
    """
    if person.email:
        owners = list(Person.objects.filter(email__iexact=person.email).order_by("pk"))
        same = [owner for owner in owners if _is_called(owner, person.name)]
        if owners and not same:
            raise _of_another(owners[0])
        if same:
            return same[0]
    elif Person.objects.filter(name__iexact=person.name).exists():
        raise _namesake()
    person.full_clean()
    person.save()
    return person


def told_apart() -> dict[int, str]:
    """How those who share a name are told from one another, by primary key. Four queries."""
    names = Counter(Person.objects.exclude(name="").order_by().values_list("name", flat=True))
    shared = [name for name, number in names.items() if number > 1]
    persons = Person.objects.filter(name__in=shared)
    seated = persons.prefetch_related("memberships__organisation", "memberships__body")
    return {person.pk: f"{person.name} ({_mark(person)})" for person in seated}


def seat_in_words(seat: Membership) -> str:
    """For whom somebody sits, on which side, since when: “Charita, poskytovatel, od 2018”.

    Needs the organisation and the body.
    """
    if seat.term_to:
        term = f"{seat.term_from.year}–{seat.term_to.year}"
    else:
        term = _("since %(day)s") % {"day": seat.term_from.year}
    place = str(seat.organisation or seat.body)
    return ", ".join(filter(None, [place, seat.get_side_display(), term]))


def _mark(person: Person) -> str:
    """The newest seats and the e-mail."""
    seats = sorted(person.memberships.all(), key=lambda seat: seat.term_from, reverse=True)
    known = [*map(seat_in_words, seats[:MOST_SEATS]), person.email]
    return "; ".join(filter(None, known)) or _("without an e-mail")


def _is_called(person: Person, name: str) -> bool:
    return person.name.casefold() == name.casefold()


def _of_another(owner: Person) -> ValidationError:
    said = _("This e-mail is recorded with %(name)s. Choose them above, or write another e-mail.")
    return ValidationError({"email": said % {"name": owner.name or owner}})


def _namesake() -> ValidationError:
    said = _(
        "Somebody of this name is recorded. Choose them above; if this is somebody else, write"
        " their e-mail, so that they can be told apart."
    )
    return ValidationError({"name": said})
