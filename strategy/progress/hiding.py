"""Taking words that hold somebody's personal data out of a report, for good."""

from collections.abc import Callable, Collection
from pathlib import Path

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from strategy import languages
from strategy.ledger import entries as ledger
from strategy.models import Job, PageRevision, ProgressReport, RoundAnswer
from strategy.progress import states
from strategy.progress.reporting import ReportRefused

# What can be hidden by itself, as a form calls it, and the columns of each.
WORDS = {"commentary": gettext_lazy("the commentary"), "evidence": gettext_lazy("the evidence")}
PARTS = {
    "commentary": ("commentary",),
    "evidence": ("evidence", "evidence_number", "evidence_link"),
}
# Called in the transaction once words are gone; apps above see there to what the disk still holds.
cleaning: list[Callable[[], None]] = []


def left(report: ProgressReport) -> list[str]:
    """Which of WORDS a report still holds."""
    return [part for part, names in PARTS.items() if any(getattr(report, one) for one in names)]


def hide(report: ProgressReport, parts: Collection[str], by: User | None) -> ProgressReport:
    """Empty some of PARTS of a report; what it says besides stays, and that it was hidden.

    Who did it stands in the administration's log. Raises ReportRefused.
    """
    with transaction.atomic():
        PageRevision.erase_for(report.plan_id)
        found = ProgressReport.objects.select_for_update().get(pk=report.pk)
        names = [name for part in parts for name in PARTS[part] if getattr(found, name)]
        if not names:
            raise ReportRefused(_("Choose words that are still there."))
        for name in names:
            setattr(found, name, "")
        found.hidden_at = found.hidden_at or timezone.now()
        found.save(update_fields=[*names, "hidden_at"])
        states.refresh(found.plan_id, [found.item_key])
        _drop_evaluations(found)
        _log(found, by)
        ledger.record("report.hidden", parts=sorted(parts), **ledger_key(found))
        for clean in cleaning:
            clean()
        return found


def ledger_key(report: ProgressReport) -> dict[str, str]:
    """What tells a report from all others, in whatever database."""
    return {"item": str(report.item_key), "said_at": report.said_at.isoformat()}


def _drop_evaluations(report: ProgressReport) -> None:
    """Delete the files of rounds that may show the words; who asks for one has it made anew."""
    if not RoundAnswer.objects.filter(report=report).exists():
        return
    for job in Job.objects.filter(kind=Job.Kind.ROUND_EVALUATION).exclude(file=""):
        # At once: what a transaction that fails has deleted can be made again.
        Path(job.file.path).unlink(missing_ok=True)
        job.delete()


def _log(report: ProgressReport, by: User | None) -> None:
    if by is None:
        return
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(ProgressReport),
        object_id=str(report.pk),
        object_repr=str(report)[:200],
        action_flag=CHANGE,
        change_message=languages.in_own(gettext_lazy("Words with personal data were hidden.")),
    )
