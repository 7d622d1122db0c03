"""Organisations as plans write them, found in the directory by name or abbreviation."""

from collections.abc import Iterable
from typing import NamedTuple, Self

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from strategy import editing
from strategy.editing import Author
from strategy.models import Organisation


class NotFound(LookupError):
    """Nobody, or more than one, of that name; `is_unknown` says that it could be created.

    Its text is for the reader.
    """

    def __init__(self, typed: str, *, is_unknown: bool) -> None:
        self.typed, self.is_unknown = typed, is_unknown
        unknown = _("“%(name)s” is not in the directory of organisations.")
        several = _("The directory holds more than one “%(name)s”. Write the whole name.")
        super().__init__((unknown if is_unknown else several) % {"name": typed})


class Known(NamedTuple):
    """An organisation of the directory; `is_valid` today."""

    pk: int
    name: str
    abbreviation: str
    is_valid: bool

    @property
    def label(self) -> str:
        return f"{self.name} ({self.abbreviation})" if self.abbreviation else self.name


class Directory:
    """All organisations by what they may be written as, whatever the case of letters."""

    def __init__(self, known: Iterable[Known]) -> None:
        self.known = {one.pk: one for one in known}
        self._named: dict[str, list[Known]] = {}
        for one in self.known.values():
            for written in {normal(one.name), normal(one.abbreviation), normal(one.label)} - {""}:
                self._named.setdefault(written, []).append(one)

    @classmethod
    def read(cls) -> Self:
        """The directory as it is now. One query."""
        today = localdate()
        columns = ("pk", "name", "abbreviation", "valid_from", "valid_to")
        rows = Organisation.objects.order_by("name").values_list(*columns)
        return cls(
            Known(pk, name, abbreviation, (begin or today) <= today <= (end or today))
            for pk, name, abbreviation, begin, end in rows
        )

    def find(self, typed: str) -> int:
        """The primary key of whom a plan writes so; who is there today goes before who was.

        Raises NotFound.
        """
        found = self._named.get(normal(typed), [])
        found = [one for one in found if one.is_valid] or found
        if len(found) != 1:
            raise NotFound(typed, is_unknown=not found)
        return found[0].pk

    def labels(self) -> list[str]:
        """What to offer to whoever writes, those of today."""
        return [one.label for one in self.known.values() if one.is_valid]


def normal(written: str) -> str:
    return " ".join(written.split()).casefold()


def create(name: str, kind: str, by: Author = None) -> Organisation:
    """Put an organisation into the directory under the name that a plan gives it.

    Returns the one that is there already, should somebody have been quicker.
    """
    with transaction.atomic():
        found = Organisation.objects.filter(kind=kind, name=name).first()
        if found is None:
            found = editing.signed(Organisation(kind=kind, name=name), by)
            found.full_clean()
            found.save()
        return found
