import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from brnoplan.backup import BackupRefused, restoring


class Command(BaseCommand):
    help = (
        "Make the portal of a copy that `backup` made, check it, and erase anew what was erased "
        "since. Portal and worker are stopped meanwhile. On PostgreSQL under the tables' owner."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("copy", type=Path, metavar="COPY", help="the folder of one copy")
        parser.add_argument(
            "--replace", action="store_true", help="throw away the portal that is here"
        )
        parser.add_argument(
            "--ledger",
            type=Path,
            action="append",
            default=[],
            help="one more ledger of erasures, such as one from another disk",
        )
        parser.add_argument(
            "--leave-unreadable",
            action="store_true",
            help="go on where erasures cannot be done anew, whose data then come back",
        )

    def handle(self, *args: Any, copy: Path, **options: Any) -> None:
        begun = time.monotonic()

        def say(step: str) -> None:
            self.stdout.write(f"{time.monotonic() - begun:6.1f} s  {step}")

        try:
            done = restoring.restore(
                copy,
                replace=options["replace"],
                ledgers=options["ledger"],
                leave_unreadable=options["leave_unreadable"],
                say=say,
            )
        except BackupRefused as refused:
            raise CommandError(str(refused)) from refused
        for note in done.notes:
            self.stderr.write(note)
        anew = ", ".join(f"{kind} {times}×" for kind, times in sorted(done.erased.items()))
        say(_("Erased anew: %(what)s.") % {"what": anew or _("nothing")})
        as_of = {"moment": done.manifest.made_at}
        say(_("Restored as of %(moment)s. The portal may be started.") % as_of)
