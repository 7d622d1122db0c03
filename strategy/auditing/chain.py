"""The chain of the log: giving entries their places, and trying every link."""

import hashlib
import json
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from strategy.models import AuditEntry, AuditHead

# The first row stands on this.
START = ""
# So many get their places at once; the next who comes goes on.
AT_ONCE = 1000


class Broken(NamedTuple):
    """The first place at which the chain is not as it was written, and how."""

    place: int
    why: str

    def __str__(self) -> str:
        return _("place %(place)d: %(why)s") % {"place": self.place, "why": self.why}


def extend() -> int:
    """Give every committed entry its place; how many got one. One at a time."""
    if not AuditEntry.objects.filter(place=None).exists():
        return 0
    with transaction.atomic():
        head = AuditHead.objects.select_for_update().get()
        waiting = list(AuditEntry.objects.filter(place=None).order_by("pk")[:AT_ONCE])
        for entry in waiting:
            entry.place, entry.before = head.place + 1, head.digest
            entry.digest = digest_of(entry)
            entry.save(update_fields=["place", "before", "digest"])
            head.place, head.digest = entry.place, entry.digest
        if waiting:
            head.save()
    return len(waiting)


def digest_of(entry: AuditEntry) -> str:
    """SHA-256 of the entry as canonical JSON: keys sorted, no white space, UTF-8."""
    said = {
        "id": entry.pk,
        "place": entry.place,
        "before": entry.before,
        "at": int(entry.at.timestamp() * 1_000_000),
        "by": entry.by,
        "deed": entry.deed,
        "model": entry.model,
        "row": entry.row,
        "about": entry.about,
    }
    written = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def verify() -> Broken | None:
    """The first broken place; None where every link holds. Reads the whole log."""
    while extend():
        pass
    place, before = 0, START
    # Before the entries: what others write meanwhile stands behind it.
    head = AuditHead.objects.get()
    placed = AuditEntry.objects.filter(place__lte=head.place).order_by("place")
    for entry in placed.iterator(chunk_size=2000):
        place += 1
        if entry.place != place:
            return Broken(place, _("the entry is missing"))
        if entry.before != before:
            return Broken(place, _("it does not follow the entry before it"))
        if entry.digest != digest_of(entry):
            return Broken(place, _("the entry is not as it was written"))
        before = entry.digest
    if (head.place, head.digest) != (place, before):
        return Broken(place + 1, _("the log was cut off"))
    return None
