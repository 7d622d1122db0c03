"""Compare the index of searching with what it was made of, and make it say the same."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils.translation import gettext as _

from strategy.models import SearchEntry
from strategy.searching import keeping, watching


class Command(BaseCommand):
    help = "Make the index of searching say what is published. Readers search on meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="Only compare; exit code 1 where the index differs or is not kept up to date.",
        )

    def handle(self, *_args: Any, check: bool, **_options: Any) -> None:
        if check:
            self._check()
            return
        if not watching.installed(connection):
            watching.install(connection)
        keeping.order_all()
        while keeping.catch_up():
            pass
        message = _("The index of searching holds %(count)d entries.")
        self.stdout.write(message % {"count": SearchEntry.objects.count()})

    def _check(self) -> None:
        found = keeping.compare()
        if any(found):
            told = _("Missing: %(missing)d, outdated: %(outdated)d, needless: %(needless)d.")
            raise CommandError(told % found._asdict())
        if not watching.installed(connection):
            raise CommandError(_("Its triggers are missing; rebuild_search puts them on."))
        self.stdout.write(_("The index of searching says what is published."))
