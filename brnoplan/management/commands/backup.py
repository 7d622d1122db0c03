import time
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brnoplan.backup import BackupRefused, copying


def number(given: str) -> int:
    if not given.isdecimal() or int(given) < 1:
        raise ArgumentTypeError("at least 1")
    return int(given)


class Command(BaseCommand):
    help = (
        "Copy database and files into a new folder of FOLDER while the portal goes on, and keep "
        "the newest copies alone. `restore` makes a portal of a copy."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER", help="where the copies lie")
        parser.add_argument("--keep", type=number, default=14, help="how many are kept (14)")
        parser.add_argument(
            "--with-key",
            action="store_true",
            help="copy SECRET_KEY along, in clear; otherwise keep it in a place of its own",
        )

    def handle(self, *args: Any, folder: Path, keep: int, with_key: bool, **options: Any) -> None:
        begun = time.monotonic()
        try:
            copy, told = copying.make(folder.resolve(), with_key=with_key, keep=keep)
        except BackupRefused as refused:
            raise CommandError(str(refused)) from refused
        for name in told.missing:
            self.stderr.write(_("The portal itself has lost %(file)s.") % {"file": name})
        said = ngettext(
            "%(folder)s: %(rows)d rows and %(count)d file in %(seconds).1f s.",
            "%(folder)s: %(rows)d rows and %(count)d files in %(seconds).1f s.",
            len(told.parts),
        )
        self.stdout.write(
            said
            % {
                "folder": copy,
                "rows": sum(told.rows.values()),
                "count": len(told.parts),
                "seconds": time.monotonic() - begun,
            }
        )
