"""What a body works on and what it worked on, and what else tells of it."""

from typing import NamedTuple

from django.utils.timezone import localdate

from kpss import parts, plans
from kpss.bodies.reading import is_over
from kpss.models import Body, BodyWork, Document, News, Project
from kpss.parts import Linked

MOST = 20


class Work(NamedTuple):
    """`former` is that on plans whose years are over, and all of a body that has ended."""

    present: list[Linked]
    former: list[Linked]


class Related(NamedTuple):
    """What everyone may read of it, the newest first."""

    documents: list[Document]
    news: list[News]
    projects: list[Project]


def work(body: Body) -> Work:
    """A plan that has no text leads to its cycle. Four queries at most."""
    rows = list(body.work.select_related("plan").order_by("plan", "pk"))
    found = parts.links(rows)
    found |= _cycles([row for row in rows if row.pk not in found and row.item_key is None])
    over = {row.pk for row in rows if is_over(body) or _is_past(row)}
    shown = [row.pk for row in rows if row.pk in found]
    return Work(
        present=[found[pk] for pk in shown if pk not in over],
        former=[found[pk] for pk in shown if pk in over],
    )


def related(body: Body) -> Related:
    """Three queries."""
    return Related(
        documents=list(Document.objects.filter(is_public=True, bodies=body)[:MOST]),
        news=list(News.objects.published().filter(body=body)[:MOST]),
        projects=list(Project.objects.filter(bodies=body)[:MOST]),
    )


def _cycles(rows: list[BodyWork]) -> dict[int, Linked]:
    """Whole plans that cannot be read and yet have a page. No query where there is none."""
    if not rows:
        return {}
    public = plans.public(Body.objects.filter(pk=rows[0].body_id).values("work__plan"))
    known = [(row.pk, public[row.plan_id]) for row in rows if row.plan_id in public]
    return {pk: Linked(plan.title, "", plan.address, 0, "") for pk, plan in known}


def _is_past(row: BodyWork) -> bool:
    last = row.plan.period_to
    return last is not None and last < localdate().year
