"""Holds every request of staff in every test to the audit log: one deed is one entry.

A test runs in one transaction, so a transaction of the portal is the outermost block within that
one. The statements that go to the database tell what was written in it, and what was taken back.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.db.transaction import Atomic
from django.http import HttpResponse
from django.test import Client

from kpss.models import PlanningRevision
from strategy import secret_links
from strategy.auditing import noting
from strategy.models import AuditEntry

_WRITES = re.compile(r'(?:INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM) "(\w+)"')
_SAVEPOINT = re.compile(r'(SAVEPOINT|ROLLBACK TO SAVEPOINT) "(\w+)"')
ENTRY = AuditEntry._meta.db_table
# What raises a number says nothing that staff have done.
COUNTERS = {PlanningRevision._meta.db_table}
# Noted by name, with whoever signs in or fails to.
BY_NAME = {"admin:login", "admin:second_step", "admin:second_step_set_up"}
# One request, several deeds, with the reason: each has its own transaction and its own entry.
SEVERAL = {
    "admin:strategy_letter_changelist": "each letter is sent again by itself",
    "comments:checking_publish": "each comment is published, or refused, by itself",
    "comments:desk_many": "each point is dealt with, or refused, by itself",
}


class Transaction(NamedTuple):
    """The tables that were written, in order; bare, where it was no transaction of the portal."""

    tables: tuple[str, ...]
    is_bare: bool


class Watch:
    """The statements of one request, as they pass."""

    def __init__(self) -> None:
        self.within = len(connection.atomic_blocks)
        self.block: Atomic | None = None
        self.marks: dict[str, int] = {}
        self.written: list[str] = []
        self.done: list[Transaction] = []
        self.entries: list[dict[str, Any]] = []

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        answer = execute(sql, params, many, context)
        if match := _SAVEPOINT.match(sql):
            self._mark(*match.groups())
        elif match := _WRITES.match(sql):
            self._write(match[1])
            if match[1] == ENTRY and sql.startswith("INSERT"):
                # Not asked of the database: tests count its queries.
                columns = re.findall(r'"(\w+)"', sql.partition(" VALUES ")[0])[1:]
                self.entries.append(dict(zip(columns, params, strict=False)))
        return answer

    def _mark(self, word: str, name: str) -> None:
        if word == "SAVEPOINT":
            self.marks[name] = len(self.written)
        else:
            # One that was set before this transaction wrote anything takes back all of it.
            del self.written[self.marks.get(name, 0) :]

    def _write(self, table: str) -> None:
        block = next(iter(connection.atomic_blocks[self.within :]), None)
        if block is None or block is not self.block:
            self.end()
        self.block = block
        self.written.append(table)

    def end(self) -> None:
        """As after a commit: what follows is the next transaction."""
        if self.written:
            self.done.append(Transaction(tuple(self.written), self.block is None))
            self.written.clear()
            self.marks.clear()
        connection.run_on_commit = [
            (within, noting.chain.extend if isinstance(do, noting._Placing) else do, robust)
            for within, do, robust in connection.run_on_commit
        ]


def deeds_of(done: Iterable[Transaction], kept: set[str]) -> list[Transaction]:
    return [one for one in done if kept & {*one.tables}]


def faults(route: str, deeds: list[Transaction]) -> list[str]:
    """What of a request is not as it is to be."""
    told = [f"{one.tables} in no transaction" for one in deeds if one.is_bare]
    told += [
        f"{one.tables.count(ENTRY)} entries for {one.tables}"
        for one in deeds
        if not one.is_bare and one.tables.count(ENTRY) != 1
    ]
    if len(deeds) > 1 and route not in SEVERAL:
        told.append(f"{len(deeds)} transactions: {deeds}")
    return told


def kept_tables() -> set[str]:
    models = apps.get_models(include_auto_created=True)
    return {model._meta.db_table for model in models if noting._is_kept(model)} - COUNTERS


def held_to_the_log(
    request: Callable[..., HttpResponse], done: set[str]
) -> Callable[..., HttpResponse]:
    """The same request of a test's browser; fails where staff wrote and the log says otherwise.

    Names of routes by which a deed was done are put into `done`.
    """
    kept = kept_tables()

    def asked(self: Client, **given: Any) -> HttpResponse:
        if not _may_be_deed(self, given):
            return request(self, **given)
        with connection.execute_wrapper(watch := Watch()):
            answer = request(self, **given)
        watch.end()
        asked_for = answer.wsgi_request
        user, match = getattr(asked_for, "user", None), asked_for.resolver_match
        if match and user is not None and user.is_active and user.is_staff:
            deeds = deeds_of(watch.done, kept)
            if deeds and match.view_name not in BY_NAME:
                told = faults(match.view_name, deeds)
                assert told == [], f"{match.view_name}: {told}"
                for entry in watch.entries:
                    if not entry["deed"].startswith("read "):
                        _is_told(entry, match.view_name, user)
                done.add(match.view_name)
        return answer

    return asked


def _is_told(entry: dict[str, Any], route: str, by: User) -> None:
    """The entry says which deed it was, whose, and of which row."""
    assert (entry["deed"], entry["by"]) == (route, by.pk)
    assert entry["row"], f"{route}: {entry['model']} without its row"


def _may_be_deed(client: Client, given: dict[str, Any]) -> bool:
    signed_in = settings.SESSION_COOKIE_NAME in client.cookies
    is_post = given.get("REQUEST_METHOD") == "POST" and connection.in_atomic_block
    return signed_in and is_post and not secret_links.is_secret(given["PATH_INFO"])
