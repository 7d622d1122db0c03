"""The packet for the council: time beside WeasyPrint alone, a large plan with many comments."""

import io
import time

import pikepdf
from django.utils import timezone

from benchmarks.ground import add_comments, at_most, make_plan, told
from benchmarks.pdf import beside_weasyprint, cpu_of, peak_megabytes
from brnoplan.packet import document
from comments.models import Point, Settlement
from strategy import editions
from strategy.models import Edition, Item

COMMENTS = 500
REASONING = (
    "Přehled komunit vede odbor sociální péče a jednou ročně jej zveřejňuje na webu města. "
    "Do opatření se nepřenáší, protože by zastaral dříve než plán. "
)


def run() -> list[bool]:
    real = Edition.objects.select_related("plan").get(plan__slug="brno-2050", number=1)
    return [
        *measured("real plan", real, rounds=7),
        *measured("1,000 measures, 500 comments", large_edition(), rounds=3),
    ]


def measured(name: str, edition: Edition, rounds: int) -> list[bool]:
    """All that a packet takes, the putting together of its HTML too, beside WeasyPrint alone."""
    gathering, html = min(gathered(edition) for _ in range(rounds))
    pressing, pdf = cpu_of(html)
    ratio = beside_weasyprint(html, rounds) * (1 + gathering / pressing)
    with pikepdf.open(io.BytesIO(pdf)) as file:
        told(f"packet, {name}: pages", len(file.pages))
    told(f"packet, {name}: CPU seconds", gathering + pressing)
    told(f"packet, {name}: of them for the HTML", gathering)
    return [
        at_most(f"packet, {name} / WeasyPrint alone, CPU", ratio, 1.15),
        at_most(f"packet, {name}: peak memory in MB", peak_megabytes(html), 500),
    ]


def gathered(edition: Edition) -> tuple[float, str]:
    """CPU seconds, and the packet's HTML."""
    begun = time.process_time()
    html = document.html(edition, "landscape")
    return time.process_time() - begun, html


def large_edition() -> Edition:
    """5 goals, 100 priorities, 1,000 measures; comments on them, all settled in public."""
    draft = make_plan("podklad", 5, 20, 10)
    edition = editions.publish(draft)
    add_comments(list(Item.objects.filter(edition=edition, tier__is_measure=True)), COMMENTS)
    moment = timezone.now()
    Settlement.objects.bulk_create(
        Settlement(
            point=point,
            outcome="not_accepted" if number % 10 == 0 else "accepted",
            reasoning=REASONING,
            state="published",
            settled_by="Koordinátorka",
            published_at=moment,
        )
        for number, point in enumerate(Point.objects.filter(comment__plan=edition.plan_id))
    )
    return Edition.objects.select_related("plan").get(pk=edition.pk)
