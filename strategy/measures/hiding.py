"""Taking words that hold somebody's personal data out of the history of a value, for good."""

from collections.abc import Collection

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from strategy import languages
from strategy.ledger import entries as ledger
from strategy.measures.readings import ReadingRefused
from strategy.models import PageRevision, Reading
from strategy.progress import hiding

# What can be hidden by itself, by its column.
WORDS = {
    "source": gettext_lazy("the source"),
    "document": gettext_lazy("the link to the document"),
    "note": gettext_lazy("the note"),
    "method_change": gettext_lazy("the change of method"),
}
# What a record of history from which words were taken says of itself.
HIDDEN = "hidden"


def records(pk: int) -> QuerySet:
    """The history of a value, the newest first; also of one that was taken back."""
    return Reading.history.filter(id=pk).order_by("-history_id")


def former(pk: int) -> list[str]:
    """Which of WORDS the history of a value holds that it does not say now. Five queries."""
    now = Reading.objects.filter(pk=pk).first()
    return [name for name in WORDS if _former(pk, name, now).exists()]


def hide(pk: int, parts: Collection[str], by: User | None) -> None:
    """Empty some of WORDS wherever the value says them no more; numbers and days stay.

    What it says now is corrected first. Who did it stands in the administration's log. Raises
    ReadingRefused.
    """
    with transaction.atomic():
        newest = records(pk)[0]
        PageRevision.erase_for(newest.plan_id)
        now = Reading.objects.select_for_update().filter(pk=pk).first()
        hashes = {name: sorted(_hashes(pk, name, now)) for name in parts}
        emptied = [
            _former(pk, name, now).update(**{name: "", "history_change_reason": HIDDEN})
            for name in parts
        ]
        if not any(emptied):
            raise ReadingRefused(_("Choose words that are still there."))
        _log(pk, by)
        ledger.record("reading.hidden", indicator=str(newest.indicator_key), hashes=hashes)
        for clean in hiding.cleaning:
            clean()


def _former(pk: int, name: str, now: Reading | None) -> QuerySet:
    said = records(pk).exclude(**{name: ""})
    return said.exclude(**{name: getattr(now, name)}) if now else said


def _hashes(pk: int, name: str, now: Reading | None) -> set[str]:
    return set(map(ledger.digest, _former(pk, name, now).values_list(name, flat=True)))


def _log(pk: int, by: User | None) -> None:
    if by is None:
        return
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(Reading),
        object_id=str(pk),
        object_repr=str(pk),
        action_flag=CHANGE,
        change_message=languages.in_own(gettext_lazy("Words with personal data were hidden.")),
    )
