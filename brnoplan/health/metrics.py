"""What Prometheus reads: what was counted, and what the tables and the disk say now."""

from collections.abc import Iterator

from django.db import DatabaseError
from django.db.models import Count, Min, Q
from django.utils import timezone

from brnoplan.health import counting, room
from brnoplan.health.counting import counters
from strategy.models import Job, Letter

Sample = tuple[str, float]


def text() -> str:
    """All metrics in Prometheus' own format."""
    return "".join(f"{line}\n" for line in (*_requests(), *_seconds(), *_stored(), *_now()))


def _requests() -> Iterator[str]:
    yield from _metric(
        "requests_total",
        "counter",
        "Requests that came to Django, by view and class of status.",
        [
            (f'{{view="{view}",status="{status}xx"}}', times)
            for view, status, times in counters.views()
        ],
    )


def _seconds() -> Iterator[str]:
    """The histogram, whose fields tell how many took at most so long."""
    samples: list[Sample] = []
    total = 0
    for number, bound in enumerate((*counting.BOUNDS, "+Inf")):
        total += counters.sum(counting.HISTOGRAM + number)
        samples.append((f'_bucket{{le="{bound}"}}', total))
    samples += [("_sum", counters.sum(counting.SUM) / 1_000_000), ("_count", total)]
    said = "How long requests took that came to Django."
    yield from _metric("request_seconds", "histogram", said, samples)


def _stored() -> Iterator[str]:
    yield from _metric(
        "stored_pages_total",
        "counter",
        "Pages given out from the page store, before Django.",
        [
            ('{answer="whole"}', counters.sum(counting.STORED)),
            ('{answer="not modified"}', counters.sum(counting.KNOWN)),
        ],
    )


def _now() -> Iterator[str]:
    free: list[Sample] = [("", room.free())]
    yield from _metric("disk_free_bytes", "gauge", "Free on the fullest disk written on.", free)
    try:
        yield from _tables()
        up = 1
    except DatabaseError:
        up = 0
    yield from _metric("database_up", "gauge", "Whether the database answers.", [("", up)])


def _tables() -> Iterator[str]:
    letters = Letter.objects.aggregate(
        waiting=Count("pk", filter=Q(state=Letter.State.WAITING)),
        failed=Count("pk", filter=Q(state=Letter.State.FAILED)),
        oldest=Min("written_at", filter=Q(state=Letter.State.WAITING)),
    )
    jobs = Job.objects.aggregate(
        **{state: Count("pk", filter=Q(state=state)) for state in Job.State.values},
        oldest=Min("ordered_at", filter=Q(state=Job.State.WAITING)),
    )
    states: list[Sample] = [(_state(state), letters[state]) for state in ("waiting", "failed")]
    yield from _metric("letters", "gauge", "Letters that wait, and that were given up.", states)
    yield from _age("letters", letters["oldest"])
    states = [(_state(state), jobs[state]) for state in Job.State.values]
    yield from _metric("jobs", "gauge", "Jobs of the worker.", states)
    yield from _age("jobs", jobs["oldest"])


def _state(state: str) -> str:
    return f'{{state="{state}"}}'


def _age(what: str, oldest: object) -> Iterator[str]:
    seconds = (timezone.now() - oldest).total_seconds() if oldest else 0  # type: ignore[operator]
    said = "How long the oldest that waits has waited."
    yield from _metric(f"{what}_oldest_seconds", "gauge", said, [("", seconds)])


def _metric(name: str, kind: str, said: str, samples: list[Sample]) -> Iterator[str]:
    yield f"# HELP brnoplan_{name} {said}"
    yield f"# TYPE brnoplan_{name} {kind}"
    for label, value in samples:
        yield f"brnoplan_{name}{label} {f'{value:g}' if value % 1 else f'{value:.0f}'}"
