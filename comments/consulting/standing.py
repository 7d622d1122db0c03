"""How consultations stand, for the pages that everyone reads: one query, and words for it."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.db.models import BigIntegerField
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.models import Consultation
from strategy.days import next_midnight
from strategy.models import Edition
from strategy.pages import valid_until
from strategy.prepared import Given, Prepared, Rows
from strategy.reading import Shelved

# By the primary key of their edition.
ByEdition = dict[int, Consultation]

_FIELDS = [field.attname for field in Consultation._meta.concrete_fields]
_OF_PLAN = Prepared(
    Consultation.objects.filter(edition__plan=Given("plan", BigIntegerField()))
    .order_by()
    .values_list(*_FIELDS)
)
# By which an edition keeps its own, once read.
_ON_EDITION = Consultation._meta.get_field("edition").remote_field
_OF_ALL = Prepared(Consultation.objects.order_by().values_list(*_FIELDS))


class Shelves(NamedTuple):
    """Drafts by what may be done with them now, each beside its consultation, if any."""

    open: list[tuple[Shelved, Consultation]]
    announced: list[tuple[Shelved, Consultation]]
    others: list[tuple[Shelved, Consultation | None]]


def of_editions(editions: Iterable[Edition]) -> ByEdition:
    """The consultations on editions of one plan, with these editions at hand.

    One query, none where they were read with the editions.
    """
    editions = list(editions)
    if all(map(_ON_EDITION.is_cached, editions)):
        with_one = filter(_ON_EDITION.get_cached_value, editions)
        return {edition.pk: edition.consultation for edition in with_one}
    return _beside(_OF_PLAN.ask(plan=editions[0].plan_id), editions)


def shelves(standing: list[Shelved]) -> Shelves:
    """Editions that stand, in their order, by how they are consulted. One query."""
    consultations = _beside(_OF_ALL.ask(), [shelved.edition for shelved in standing])
    found = Shelves([], [], [])
    for shelved in standing:
        consultation = consultations.get(shelved.edition.pk)
        if consultation is not None and consultation.is_open():
            found.open.append((shelved, consultation))
        elif consultation is not None and consultation.is_announced():
            found.announced.append((shelved, consultation))
        elif shelved.edition.state == Edition.State.CONSULTATION:
            found.others.append((shelved, consultation))
    return found


def _beside(rows: Rows, editions: list[Edition]) -> ByEdition:
    by_key = {edition.pk: edition for edition in editions}
    found: ByEdition = {}
    for row in rows:
        consultation = Consultation.from_db(None, _FIELDS, row)
        if edition := by_key.get(consultation.edition_id):
            consultation.edition = edition
            found[edition.pk] = consultation
    return found


def true_until(request: HttpRequest | None, consultations: Iterable[Consultation]) -> None:
    """Let a page that says how they stand be kept until the clock makes it untrue.

    That is when one opens or closes, and, while one is open, at midnight, when its days are fewer.
    """
    for consultation in consultations:
        if request is None or consultation.has_ended():
            continue
        valid_until(request, consultation.opens_at)
        valid_until(request, consultation.closes_at)
        if consultation.is_open():
            valid_until(request, next_midnight())


def since(consultation: Consultation) -> str:
    """When it opens, such as “10. 8. 2018”, with the time unless that is midnight."""
    return _moment(consultation.opens_at)


def until(consultation: Consultation) -> str:
    """The last day, such as “31. 8. 2018”, with the time unless that whole day belongs to it."""
    return closing(consultation.closes_at)


def closing(closes_at: datetime) -> str:
    """The same of any closing instant: midnight belongs to the day that it ends."""
    if ends_with_its_day(closes_at):
        return date_format(localtime(closes_at - timedelta.resolution), "DATE_FORMAT")
    return _moment(closes_at)


def left(consultation: Consultation) -> str:
    """How long it is still open, counted in days of Prague; empty where it is not open."""
    if not consultation.is_open():
        return ""
    days = consultation.days_left
    if days == 0:
        return _("today is the last day")
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


def _moment(instant: datetime) -> str:
    shape = "DATE_FORMAT" if _is_midnight(instant) else "DATETIME_FORMAT"
    return date_format(localtime(instant), shape)


def ends_with_its_day(closes_at: datetime) -> bool:
    """Whether what closes then does so with the whole of its last day."""
    return _is_midnight(closes_at)


def _is_midnight(instant: datetime) -> bool:
    return localtime(instant).time() == time.min
