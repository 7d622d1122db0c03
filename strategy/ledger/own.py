"""Erasing anew what the ledger tells of reports, values and messages about the portal."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser

from strategy.feedback import sending
from strategy.ledger import entries
from strategy.measures import hiding as values
from strategy.models import Feedback, PageRevision, ProgressReport, Reading
from strategy.progress import hiding, reporting

What = dict[str, Any]


def _hide_report(what: What) -> bool:
    found = ProgressReport.objects.filter(item_key=what["item"], said_at=what["said_at"]).first()
    if found is None:
        return False
    try:
        hiding.hide(found, what["parts"], None)
    except reporting.ReportRefused:
        return False
    return True


def _hide_reading(what: What) -> bool:
    """Wherever the words stand: the copy may hold a value that was corrected only later."""
    records = Reading.history.filter(indicator_key=what["indicator"])
    readings = Reading.objects.filter(indicator_key=what["indicator"])
    changed = 0
    for name, hashes in what["hashes"].items():
        for rows, noted in ((records, {"history_change_reason": values.HIDDEN}), (readings, {})):
            said = rows.exclude(**{name: ""}).values_list("pk", name)
            keys = [pk for pk, words in said if entries.digest(words) in hashes]
            changed += rows.filter(pk__in=keys).update(**{name: ""}, **noted)
    for plan in records.values_list("plan", flat=True).distinct() if changed else ():
        PageRevision.erase_for(plan)
    return changed > 0


def _erase_feedback(what: What) -> bool:
    found = Feedback.objects.filter(submission_key=what["key"], erased_at=None).first()
    if found is not None:
        sending.erase(found, AnonymousUser())
    return found is not None


DEEDS: dict[str, Callable[[What], bool]] = {
    "report.hidden": _hide_report,
    "reading.hidden": _hide_reading,
    "feedback.erased": _erase_feedback,
}
