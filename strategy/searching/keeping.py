"""Keeping the index: what is due is made anew from its sources, a few wholes at a time."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple, TypeVar

from django.db import connection, transaction
from django.db.models import QuerySet

from strategy import languages
from strategy.models import SearchDue, SearchEntry, SearchStem
from strategy.prepared import Insertion
from strategy.searching import weighing
from strategy.searching.documents import SOURCES, VERSION, Document, all_wholes
from strategy.searching.words import in_line

# Wholes that are made anew in one transaction, and rows that are written by one statement.
AT_ONCE = 50
ROWS = 5_000

One = TypeVar("One")

_DUE = Insertion(SearchDue, conflict="(source, whole) DO NOTHING")


class Difference(NamedTuple):
    """How many entries the index lacks, holds in other words, and holds too many."""

    missing: int
    outdated: int
    needless: int


def catch_up() -> bool:
    """Make anew some of what is due; whether there was any. A chore of the worker."""
    with transaction.atomic(), languages.own():
        rows = _affordable(list(_locked(SearchDue.objects.order_by("pk"))[:AT_ONCE]))
        if not rows:
            return False
        for source in sorted({row.source for row in rows}):
            _renew(source, sorted(row.whole for row in rows if row.source == source))
        SearchDue.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return True


def _affordable(rows: list[SearchDue]) -> list[SearchDue]:
    """So many of the first as one transaction may make anew, at least one."""
    spent = 0
    for number, row in enumerate(rows, start=1):
        spent += SOURCES[row.source].effort if row.source in SOURCES else 1
        if spent >= AT_ONCE:
            return rows[:number]
    return rows


def order_all() -> int:
    """Let the worker compare everything with its source; returns how many wholes that is."""
    return _order(_wholes_there_are())


def _order(all_of_them: Iterable[tuple[str, str]]) -> int:
    count = 0
    for wholes in _some_of(all_of_them, ROWS):
        rows = [SearchDue(source=source, whole=whole) for source, whole in wholes]
        _DUE.write(rows)
        count += len(rows)
    return count


def order_missing() -> None:
    """The same where there is no index yet, or one that an older version has made.

    Of sources that have nothing in it, their own: an older version may not have had them; and what
    the programme itself says, which may be another.
    """
    is_of_now = SearchEntry.objects.filter(digest__startswith=VERSION)
    is_older = SearchEntry.objects.exclude(pk__in=is_of_now.values("pk"))
    if is_older.exists() or not (is_of_now.exists() or SearchDue.objects.exists()):
        order_all()
        return
    entries = SearchEntry.objects.order_by().values_list("source", flat=True).distinct()
    kept = {name for name in entries if name in SOURCES and not SOURCES[name].is_of_the_programme}
    _order((source, whole) for source, whole in all_wholes() if source not in kept)


def compare() -> Difference:
    """The index against its sources; writes nothing."""
    with languages.own():
        return _difference()


def _difference() -> Difference:
    kept = {
        (source, ref): digest
        for source, ref, digest in SearchEntry.objects.values_list("source", "ref", "digest")
    }
    missing = outdated = 0
    for source in SOURCES.values():
        for wholes in _some_of(map(str, source.wholes()), AT_ONCE):
            for document in source.documents(wholes):
                digest = kept.pop((source.name, document.ref), None)
                missing += digest is None
                outdated += digest not in {None, document.digest}
    return Difference(missing, outdated, len(kept))


def _locked(rows: "QuerySet[SearchDue]") -> "QuerySet[SearchDue]":
    """Those that nobody holds who is just changing what they were made of."""
    return rows.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)


def _wholes_there_are() -> Iterator[tuple[str, str]]:
    """Everything that there is, and what the index holds of what is no more."""
    yield from all_wholes()
    kept = SearchEntry.objects.values_list("source", "whole").distinct()
    yield from kept.order_by("source", "whole").iterator()


def _renew(name: str, wholes: Sequence[str]) -> None:
    """Make the entries of some wholes say what their source says."""
    source = SOURCES.get(name)
    found = source.documents(wholes) if source else []
    wanted = {document.ref: document for document in found}
    entries = SearchEntry.objects.filter(source=name, whole__in=wholes)
    same, gone = set(), []
    for pk, ref, digest in entries.values_list("pk", "ref", "digest"):
        if ref in wanted and wanted[ref].digest == digest:
            same.add(ref)
        else:
            gone.append(pk)
    _remove(gone)
    _add(name, [document for ref, document in wanted.items() if ref not in same])


def _remove(keys: Sequence[int]) -> None:
    for some in _some_of(keys, 500):
        SearchStem.objects.filter(entry__in=some)._raw_delete(using=connection.alias)
        SearchEntry.objects.filter(pk__in=some)._raw_delete(using=connection.alias)


def _add(source: str, documents: Sequence[Document]) -> None:
    entries = [_entry(source, document) for document in documents]
    SearchEntry.objects.bulk_create(entries, batch_size=500)
    for some in _some_of(_stems(entries, documents), ROWS):
        _write(some)


def _entry(source: str, document: Document) -> SearchEntry:
    own = document._asdict()
    words, _is_part = own.pop("words"), own.pop("is_part")
    told = f"{document.title} {document.text} {document.context} {words}"
    return SearchEntry(source=source, folded=in_line(told), digest=document.digest, **own)


def _stems(
    entries: Iterable[SearchEntry], documents: Iterable[Document]
) -> Iterator[tuple[int, str, int]]:
    for entry, document in zip(entries, documents, strict=True):
        for stem, weight in weighing.stems_of(document).items():
            yield entry.pk, stem, weight


def _write(rows: Sequence[tuple[int, str, int]]) -> None:
    """Past the ORM, for there are some thirty of each entry."""
    columns = "strategy_searchstem (entry_id, stem, weight)"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {columns} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.executemany(f"INSERT INTO {columns} VALUES (%s, %s, %s)", rows)  # noqa: S608


def _some_of(all_of_them: Iterable[One], number: int) -> Iterator[tuple[One, ...]]:
    """All, so many at a time."""
    rest = iter(all_of_them)
    while some := tuple(islice(rest, number)):
        yield some
