"""What a closed round has shown: each measure as it stood then, and beside the round before."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from django.db.models import TextChoices
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from strategy.models import (
    Edition,
    Indicator,
    Item,
    MeasureState,
    ProgressReport,
    Reading,
    Round,
    RoundAnswer,
)
from strategy.progress import signals, states
from strategy.progress.signals import Missing, Signals
from strategy.rounds import periods

# Characters of a commentary that a row of the PDF holds without being cut.
LONG = 1_500
_REPORT = [
    *("status", "outlook", "share", "commentary", "evidence", "evidence_number"),
    *("evidence_link", "resolution_id", "said_at", "hidden_at"),
]
_RESOLUTION = ("session", "agenda_item")
_ITEM = ("key", "code", "text", "due")


class Said(NamedTuple):
    """What stood for a measure when a round was closed; `status` is empty for nothing."""

    status: str
    outlook: str
    share: int | None
    is_proven: bool

    @property
    def words(self) -> str:
        said = signals.said(self.status, self.outlook, is_proven=self.is_proven)
        return said if self.share is None else _share(said, self.share)


class Row(NamedTuple):
    """A measure in a round; `before` is what stood in the round before, None if it was not there.

    `is_answered` says whether it was said in the round itself, and not before.
    """

    item: Item
    asked: str
    said: Said
    signals: Signals
    report: ProgressReport | None
    is_answered: bool
    before: Said | None

    @property
    def has_moved(self) -> bool:
        return self.before is not None and self.before != self.said

    @property
    def evidence(self) -> str:
        """What shows it, with its number and address."""
        if self.report is None:
            return ""
        report, resolution = self.report, self.report.resolution
        adopted = f"{resolution.session} {resolution.agenda_item}".strip() if resolution else ""
        told = (report.evidence, report.evidence_number, report.evidence_link, adopted)
        return ", ".join(filter(None, told))

    @property
    def is_long(self) -> bool:
        """Whether it may be taller than a page of the PDF."""
        return self.report is not None and len(self.report.commentary) > LONG

    @property
    def missing(self) -> str:
        return ", ".join(str(one.label) for one in self.signals.missing)


class Choice(TextChoices):
    """Which measures are looked at, by the word in the address."""

    ALL = "vse", pgettext_lazy("measures", "all")
    SILENT = "bez-odpovedi", gettext_lazy("without an answer in the round")
    MOVED = "zmeny", gettext_lazy("otherwise than in the round before")
    AT_RISK = "ohrozene", pgettext_lazy("measures", "at risk")
    UNPROVEN = "nedolozene", gettext_lazy("done, not proven")
    LATE = "po-terminu", gettext_lazy("past the deadline")


_BELONGS: dict[Choice, Callable[[Row], bool]] = {
    Choice.ALL: lambda row: True,
    Choice.SILENT: lambda row: not row.is_answered,
    Choice.MOVED: lambda row: row.has_moved,
    Choice.AT_RISK: lambda row: row.said.outlook == ProgressReport.Outlook.AT_RISK,
    Choice.UNPROVEN: lambda row: row.said.status in signals.TO_PROVE and not row.said.is_proven,
    Choice.LATE: lambda row: row.signals.late > 0,
}


class Evaluation:
    """A closed round with its measures in the order of the plan."""

    def __init__(
        self, found: Round, edition: Edition, former: Round | None, rows: list[Row], gone: int
    ) -> None:
        self.round, self.edition, self.former, self.rows = found, edition, former, rows
        # How many measures of the round before this one has no more.
        self.gone = gone

    @cached_property
    def period(self) -> str:
        return periods.of(self.round).name

    @cached_property
    def former_period(self) -> str:
        return periods.of(self.former).name if self.former else ""

    @property
    def title(self) -> str:
        return _("Evaluation for %(period)s: %(plan)s") % {
            "period": self.period,
            "plan": self.edition.cover.title,
        }

    @cached_property
    def answered(self) -> int:
        return sum(row.is_answered for row in self.rows)

    @cached_property
    def new(self) -> int:
        """How many measures the round before did not have; 0 where there was none before."""
        return sum(row.before is None for row in self.rows) if self.former else 0

    @cached_property
    def statuses(self) -> list[tuple[str, int, int | None]]:
        """(what is said, of how many measures, of how many in the round before)."""
        now = Counter(row.said._replace(share=None, outlook="").words for row in self.rows)
        then = Counter(
            row.before._replace(share=None, outlook="").words for row in self.rows if row.before
        )
        words = dict.fromkeys([*_in_order(), *now, *then])
        return [
            (said, now[said], then[said] if self.former else None)
            for said in words
            if now[said] or then[said]
        ]

    def chosen(self, choice: Choice) -> list[Row]:
        return [row for row in self.rows if _BELONGS[choice](row)]


def of(found: Round) -> Evaluation:
    """A closed round. At most six queries; needs its plan at hand."""
    answers = _answers(found)
    edition = Edition.objects.select_related("plan").get(items=answers[0].item_id)
    former = before(found)
    then = _said_in(former) if former else {}
    indicators = _indicators(found, edition)
    uses, day = found.plan.card_fields, localdate(found.closed_at)
    rows = [
        _row(found, answer, then.get(answer.item_key), _signals(answer, indicators, uses, day))
        for answer in answers
    ]
    return Evaluation(
        found, edition, former, rows, len(then.keys() - {a.item_key for a in answers})
    )


def with_missing(found: Round) -> list[RoundAnswer]:
    """The answers of a round that is being closed, each with what is missing now. Four queries."""
    answers = _answers(found)
    edition = Edition.objects.get(items=answers[0].item_id)
    indicators, day = _indicators(found, edition), localdate(found.closed_at)
    for answer in answers:
        answer.missing = signals.of(_state(answer, indicators), found.plan.card_fields, day).missing
    return answers


def before(found: Round) -> Round | None:
    """The round of the plan that was closed before this one, of whatever length. One query."""
    closed = Round.objects.filter(plan=found.plan_id, closed_at__lt=found.closed_at)
    return closed.order_by("-closed_at").first()


def after(found: Round) -> Round | None:
    """The round of the plan that was closed next. One query."""
    closed = Round.objects.filter(plan=found.plan_id, closed_at__gt=found.closed_at)
    return closed.order_by("closed_at").first()


def _answers(found: Round) -> list[RoundAnswer]:
    answers = RoundAnswer.objects.filter(round=found).select_related(
        "item", "report__resolution", "organisation"
    )
    columns = [f"report__{name}" for name in _REPORT] + [f"item__{name}" for name in _ITEM]
    columns += [f"report__resolution__{name}" for name in _RESOLUTION]
    own: tuple[str, ...] = ("round_id", "item_key", "missing")
    own += ("organisation__name", "organisation__abbreviation")
    return list(answers.only(*own, *columns).order_by("item__lft"))


def _said_in(found: Round) -> dict[UUID, Said]:
    """What stood for each measure of a round. One query."""
    answers = RoundAnswer.objects.filter(round=found).select_related("report")
    columns = [f"report__{name}" for name in _REPORT if name != "commentary"]
    return {one.item_key: _said(one.report) for one in answers.only("item_key", *columns)}


def _said(report: ProgressReport | None) -> Said:
    if report is None:
        return Said("", "", None, is_proven=False)
    return Said(report.status, report.outlook, report.share, report.is_proven)


def _indicators(found: Round, edition: Edition) -> dict[int, tuple[int, int]]:
    """{item: (its indicators, how many had a reading at closing)}. Two queries, one without any."""
    keys = dict(
        Indicator.objects.filter(item__edition=edition).values_list("key", "item_id").order_by()
    )
    if not keys:
        return {}
    readings = Reading.objects.filter(plan=found.plan_id, recorded_at__lte=found.closed_at)
    read = set(readings.order_by().values_list("indicator_key", flat=True).distinct())
    all_of_them = Counter(keys.values())
    measured = Counter(item for key, item in keys.items() if key in read)
    return {item: (number, measured[item]) for item, number in all_of_them.items()}


def _signals(
    answer: RoundAnswer, indicators: dict[int, tuple[int, int]], uses: list[str], day: date
) -> Signals:
    """As they were on the day of closing, whatever the plan's cards ask for since."""
    found = signals.of(_state(answer, indicators), uses, day)
    if answer.missing is None:
        return found
    kept = set(answer.missing) - {Missing.EVIDENCE}
    # Evidence that was hidden since stands behind nothing, here as at the status.
    evidence = {Missing.EVIDENCE} & set(found.missing)
    return found._replace(missing=[one for one in Missing if one in kept | evidence])


def _state(answer: RoundAnswer, indicators: dict[int, tuple[int, int]]) -> MeasureState:
    said = _said(answer.report)
    number, measured = indicators.get(answer.item_id, (0, 0))
    return MeasureState(
        status=said.status,
        outlook=said.outlook,
        is_proven=said.is_proven,
        said_at=answer.report.said_at if answer.report else None,
        due_on=states.last_day(answer.item.due),
        has_due=bool(answer.item.due),
        lead_id=answer.organisation_id,
        indicators=number,
        measured=measured,
    )


def _row(found: Round, answer: RoundAnswer, then: Said | None, of_it: Signals) -> Row:
    said_at = answer.report.said_at if answer.report else None
    return Row(
        item=answer.item,
        asked=str(answer.organisation or ""),
        said=_said(answer.report),
        signals=of_it,
        report=answer.report,
        is_answered=said_at is not None and said_at >= found.opened_at,
        before=then,
    )


def _in_order() -> list[str]:
    """All that can be said, in the order of a measure's life."""
    return [
        signals.said(status, is_proven=is_proven)
        for status in ("", *ProgressReport.Status.values)
        for is_proven in (True, False)
    ]


def _share(said: str, share: int) -> str:
    return _("%(said)s (%(share)d per cent)") % {"said": said, "share": share}
