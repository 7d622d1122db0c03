"""Whether what was restored is what was copied, and whether that was sound."""

import io
from collections.abc import Iterator

from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brnoplan.backup import BackupRefused, databases, questions
from brnoplan.backup.manifest import Manifest
from strategy.models import Letter

VERIFYING = ("verify_editions", "verify_audit", "check_tree")


def refuse_changed(told: Manifest) -> None:
    """Raise BackupRefused where a row is missing, a key leads nowhere, or a hash differs."""
    now = questions.rows(_ask, told.rows)
    if now != told.rows:
        names = sorted(name for name in told.rows if now[name] != told.rows[name])
        refusal = _("The number of rows differs from the backup’s: %(tables)s.")
        raise BackupRefused(refusal % {"tables": ", ".join(names)})
    if broken := databases.broken():
        raise BackupRefused(_("The database is damaged: %(rows)s.") % {"rows": broken[:5]})
    if questions.seals(_ask) != told.seals:
        raise BackupRefused(_("The chain of editions differs from the backup’s."))


def doubts() -> list[str]:
    """What was wrong already when it was copied, and what is to be known of letters."""
    return [fault for command in VERIFYING for fault in _faults(command)] + [*_waiting_letters()]


def _faults(command: str) -> Iterator[str]:
    said = io.StringIO()
    try:
        call_command(command, stdout=said)
    except CommandError as found:
        yield f"{command}: {found}"
        yield from said.getvalue().splitlines()


def _waiting_letters() -> Iterator[str]:
    if waiting := Letter.objects.waiting().count():
        yield (
            ngettext(
                "%(count)d letter was waiting when the backup was made. The worker sends it, under "
                "the number that it may have gone out under since.",
                "%(count)d letters were waiting when the backup was made. The worker sends them, "
                "under the numbers that they may have gone out under since.",
                waiting,
            )
            % {"count": waiting}
        )


def _ask(query: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()
