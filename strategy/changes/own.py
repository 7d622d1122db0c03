"""What changes in plans themselves: their wordings, and how their measures are carried out."""

from datetime import datetime

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from strategy.changes.sources import Asked, Change, Source
from strategy.models import Edition, ProgressReport
from strategy.progress import signals


def editions(asked: Asked) -> list[Change]:
    """Those published and those withdrawn; one may be both."""
    published = Q(published_at__gte=asked.since, published_at__lt=asked.until)
    withdrawn = Q(withdrawn_at__gte=asked.since, withdrawn_at__lt=asked.until)
    found = Edition.objects.published().filter(published | withdrawn)
    if asked.plan is not None:
        found = found.filter(plan=asked.plan)
    latest = Coalesce("withdrawn_at", "published_at").desc()
    rows = found.select_related("plan").order_by(latest)[: asked.most]
    changes = [change for edition in rows for change in _of_edition(edition, asked)]
    return sorted(changes, key=lambda change: change.at, reverse=True)


def _of_edition(edition: Edition, asked: Asked) -> list[Change]:
    approved = edition.stamp == Edition.State.APPROVED
    published = (
        _("Approved, edition %(number)s") if approved else _("New draft, edition %(number)s")
    )
    said = [
        (edition.published_at, "vydano", published),
        (edition.withdrawn_at, "stazeno", _("Withdrawn, edition %(number)s")),
    ]
    return [
        Change(
            at=at,
            key=f"zneni-{edition.pk}-{what}",
            title=words % {"number": edition.number},
            note=edition.withdrawal_reason if what == "stazeno" else "",
            address=edition.get_absolute_url(),
            plan=edition.title,
        )
        for at, what, words in said
        if at is not None and _is_in(at, asked)
    ]


def _is_in(at: datetime, asked: Asked) -> bool:
    return asked.since <= at < asked.until


def progress(asked: Asked) -> list[Change]:
    found = ProgressReport.objects.filter(said_at__gte=asked.since, said_at__lt=asked.until)
    if asked.plan is not None:
        found = found.filter(plan=asked.plan)
    rows = found.select_related("item__edition").order_by("-said_at", "-pk")[: asked.most]
    return [_of_report(report) for report in rows]


def _of_report(report: ProgressReport) -> Change:
    said = signals.said(report.status, report.outlook, is_proven=report.is_proven)
    course = reverse("strategy:progress_course", args=[report.item_key])
    return Change(
        at=report.said_at,
        key=f"plneni-{report.pk}",
        title=f"{report.item.code or report.item.text}: {said}",
        note=report.item.text if report.item.code else "",
        address=f"{course}#zprava-{report.pk}",
        plan=report.item.edition.title,
    )


EDITIONS = Source(gettext_lazy("Wordings"), editions)
PROGRESS = Source(gettext_lazy("Progress"), progress)
