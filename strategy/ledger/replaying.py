"""Erasing anew what a restored database holds again."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from strategy.ledger import entries, file
from strategy.models import LedgerEntry

# By kind: does the deed anew; says whether there was anything left to erase. Apps add theirs.
DEEDS: dict[str, Callable[[dict[str, Any]], bool]] = {}


class Unreadable(Exception):
    """Entries that cannot be done anew here; its text is for the operator."""


def missing(told: Iterable[file.Entry]) -> list[file.Entry]:
    """Of entries those that the database knows nothing of, each once, the oldest first."""
    known = set(map(str, LedgerEntry.objects.values_list("pk", flat=True)))
    new = {entry.id: entry for entry in told if entry.id not in known}
    return sorted(new.values(), key=lambda entry: entry.done_at)


def refuse_unreadable(told: Iterable[file.Entry]) -> None:
    """Raise Unreadable where an entry is of another SECRET_KEY or of a kind not known here."""
    faults = Counter(fault for entry in told if (fault := _fault(entry)))
    if faults:
        raise Unreadable(" ".join(f"{fault} ({times}×)" for fault, times in faults.items()))


def replay(told: Iterable[file.Entry]) -> Counter[str]:
    """Do anew what the database does not know of; how often there was something left, by kind.

    Broken off, it goes on where it ended. Entries that cannot be read are left out.
    """
    erased: Counter[str] = Counter()
    for entry in missing(told):
        if _fault(entry):
            continue
        with transaction.atomic(), entries.replaying():
            erased[entry.kind] += DEEDS[entry.kind](entry.what)
            LedgerEntry.objects.create(
                id=uuid.UUID(entry.id),
                kind=entry.kind,
                what=entry.what,
                done_at=entry.done_at,
                in_file=True,
            )
    return erased


def reason() -> str:
    """What erasures done anew give as their reason."""
    return _("Erased anew after a backup was restored.")


def _fault(entry: file.Entry) -> str:
    if entry.kind not in DEEDS:
        return _("Erasures of a kind that this version does not know.")
    if entry.key != file.key_mark():
        return _("Erasures entered under another SECRET_KEY.")
    return ""
