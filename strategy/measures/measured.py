"""What was measured by indicators, as everyone reads it: values, a chart, the way to the target."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_FLOOR, Decimal
from typing import NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import BigIntegerField, UUIDField
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from strategy import due, numbers
from strategy.measures import chart
from strategy.measures.cards import Facts, Measure
from strategy.measures.chart import Aim, Dot, Drawing
from strategy.models import Edition, Indicator, Reading
from strategy.prepared import Given, Prepared
from strategy.reading import Reading as Read

# In a chart; beneath it on the page of a measure; in one go of a measure's page.
MOST, NEWEST, MOST_OF_MEASURE = 400, 4, 1_000
Direction = Indicator.Direction

_VALUE = ("pk", "day", "value", "source", "document", "note", "method_change")
_OF_MEASURE = Prepared(
    Reading.objects.filter(
        plan=Given("plan", BigIntegerField()), item_key=Given("key", UUIDField())
    )
    .order_by("-day", "indicator_key")
    .values_list("indicator_key", *_VALUE)
)


class Value(NamedTuple):
    """A reading as the public reads it; who recorded it is not among it."""

    pk: int
    day: date
    value: Decimal
    source: str
    document: str
    note: str
    method_change: str

    @property
    def written(self) -> str:
        return numbers.written(self.value)


# An indicator as a card tells it, or its row.
Definition = Measure | Indicator


class Measured(NamedTuple):
    """An indicator with its values, the newest first; `drawing` has no more than MOST of them.

    `way` are words on how far the newest value is on the way to the target, or nothing;
    `told` says in words what the chart shows; `changes` are the values since which the method is
    another, the oldest first; `more` says that not all values are among `values`.
    """

    indicator: Definition
    drawing: Drawing
    told: str
    way: str
    values: list[Value]
    changes: list[Value]
    more: bool


class Correction(NamedTuple):
    """What stood at a reading before it was corrected."""

    until: datetime
    day: date
    written: str


def of_item(read: Read, facts: Facts) -> list[Measured]:
    """The indicators of the item that is read of which anything was measured.

    No query where its card has none, or the plan was never approved; else one.
    """
    if read.item is None or not facts.indicators:
        return []
    if all(edition.stamp != Edition.State.APPROVED for edition in read.editions):
        return []
    found: dict[UUID, list[Value]] = {}
    rows = _OF_MEASURE.ask(plan=read.plan.pk, key=read.item.key, most=MOST_OF_MEASURE)
    for key, *value in rows:
        found.setdefault(key, []).append(Value(*value))
    return [
        measured(one, values, most=NEWEST)
        for one in facts.indicators
        if (values := found.get(one.key))
    ]


def measured(indicator: Definition, values: Sequence[Value], *, most: int | None) -> Measured:
    """An indicator with its values, of which there is at least one, the newest first."""
    drawn = values[:MOST]
    return Measured(
        indicator=indicator,
        drawing=_drawing(indicator, drawn),
        told=told(indicator, drawn),
        way=way_in_words(indicator, values),
        values=list(values[:most]),
        changes=[one for one in reversed(drawn) if one.method_change],
        more=most is not None and len(values) > most,
    )


def values_of(plan_id: int, key: UUID) -> list[Value]:
    """All values of an indicator, the newest first. One query."""
    rows = Reading.objects.filter(plan=plan_id, indicator_key=key).order_by("-day")
    return [Value(*row) for row in rows.values_list(*_VALUE)]


def corrections(values: Sequence[Value]) -> dict[int, list[Correction]]:
    """What stood at those readings before, by their number, the newest first. One query."""
    rows = Reading.history.filter(id__in=[one.pk for one in values]).order_by("id", "history_id")
    found: dict[int, list[Correction]] = {}
    before: tuple[int, date, Decimal] | None = None
    for *what, when in rows.values_list("id", "day", "value", "history_date"):
        now = (what[0], what[1], what[2])
        if before and before[0] == now[0] and before != now:
            said = Correction(when, before[1], numbers.written(before[2]))
            found.setdefault(now[0], []).insert(0, said)
        before = now
    return found


def share(indicator: Definition, value: Decimal) -> int | None:
    """How much of the way from the baseline to the target a value has made, in per cent.

    None where one of the two is not known, or the way is not in the indicator's direction.
    """
    start, end = indicator.baseline, indicator.target
    ways = {Direction.UP: 1, Direction.DOWN: -1}
    if start is None or end is None or indicator.direction not in ways:
        return None
    if (end - start) * ways[Direction(indicator.direction)] <= 0:
        return None
    part = (value - start) / (end - start) * 100
    # What is nearly there is not there.
    return int(part.to_integral_value(ROUND_FLOOR))


def way_in_words(indicator: Definition, values: Sequence[Value]) -> str:
    """How the newest value stands to the target; nothing where that cannot be said."""
    newest = values[0].value
    if indicator.direction == Direction.HOLD:
        return _held(indicator, newest)
    made = share(indicator, newest)
    if made is None:
        return ""
    if made < 0:
        said = _("It is further from the target than at the beginning.")
    elif made >= 100:
        said = _("The target is reached.")
    else:
        said = _("%(share)d %% of the way from the baseline to the target.") % {"share": made}
    if any(one.method_change for one in values):
        said += " " + _("The method has changed since, so take it as a rough guide.")
    return said


def _held(indicator: Definition, value: Decimal) -> str:
    if indicator.target is None:
        return ""
    if value == indicator.target:
        return _("The value is held.")
    difference = numbers.written(abs(value - indicator.target))
    if value > indicator.target:
        return _("It is %(difference)s above what is to be held.") % {"difference": difference}
    return _("It is %(difference)s below what is to be held.") % {"difference": difference}


def told(indicator: Definition, values: Sequence[Value]) -> str:
    """What a chart shows, for whoever does not see it; the table beneath says all of it."""
    first, newest = values[-1], values[0]
    parts = [_in_words(first)]
    if first != newest:
        parts.append(_in_words(newest))
    if indicator.baseline is not None:
        parts.insert(0, _("baseline %(value)s") % {"value": numbers.written(indicator.baseline)})
    if indicator.target is not None:
        parts.append(_("target %(value)s") % {"value": numbers.written(indicator.target)})
    parts += [_changed(one) for one in reversed(values) if one.method_change]
    return f"{indicator.name}: {'; '.join(parts)}"


def _changed(value: Value) -> str:
    day = date_format(value.day, "DATE_FORMAT")
    told = _("change of method on %(day)s: %(what)s")
    return told % {"day": day, "what": value.method_change}


def _in_words(value: Value) -> str:
    return f"{date_format(value.day, 'DATE_FORMAT')} {value.written}"


def _drawing(indicator: Definition, values: Sequence[Value]) -> Drawing:
    dots = [Dot(one.day, one.value, one.method_change) for one in reversed(values)]
    return chart.draw(
        dots,
        _aim(indicator.baseline, indicator.baseline_when),
        _aim(indicator.target, indicator.target_when),
    )


def _aim(value: Decimal | None, when: str) -> Aim | None:
    if value is None:
        return None
    try:
        day = due.read(when).last_day if when else None
    except ValidationError:
        day = None
    return Aim(value, day, when)
