"""A draft that lacks nothing for the council, for tests of its packet."""

from datetime import date
from typing import Any

from django.urls import reverse

from brnoplan import working
from comments import settlement
from comments.models import Comment, Point, Settlement
from strategy import jobs
from strategy.models import Edition, Item, Job, Plan, Resolution
from tests.factories import draft_of, make_part, make_resolution, publish_answer, reword
from tests.kpss.factories import make_minutes

# How the files of a press begin that stands for the real one.
FAKE = b"%PDF-1.7 "
REPORT = "Plán vznikl ve spolupráci s poskytovateli.\n\nKoordinační skupina jej doporučuje."


def address(edition: Edition) -> str:
    return reverse("packet", args=[edition.plan.slug, edition.number])


def file_address(job: Job) -> str:
    edition = job.edition
    return reverse("packet_file", args=[edition.plan.slug, edition.number, job.pk])


def made(edition: Edition, variant: str = "portrait") -> Job:
    """A packet that the worker has made."""
    jobs.order(Job.Kind.PACKET, edition, variant)
    working.work(once=True)
    return Job.objects.get(kind="packet", edition=edition, variant=variant)


def propose(edition: Edition, **fields: Any) -> Resolution:
    """The council's draft resolution with a cover report."""
    return make_resolution(edition, adopted=False, **({"report": REPORT} | fields))


def recommend(edition: Edition) -> Resolution:
    """What the coordination group has adopted of it."""
    given = {"body": Resolution.Body.COORDINATION_GROUP, "adopted": True, "session": ""}
    given |= {"date": date(2018, 8, 30), "votes_for": 8, "votes_against": 0, "votes_abstained": 1}
    resolution = Resolution.objects.create(edition=edition, **given)
    make_part(resolution, verb="recommends", wording="zastupitelstvu plán schválit")
    return resolution


def settle(comment: Comment, outcome: str = "accepted", reasoning: str = "Doplněno.") -> Settlement:
    """A published answer to the comment's first point; an accepted one changed the draft's item."""
    point = comment.points.order_by("position")[0]
    changed = reworded(point) if outcome == "accepted" else None
    answer = settlement.draft(point, outcome=outcome, reasoning=reasoning, changed_item=changed)
    return publish_answer(answer, by="Koordinátorka")


def reworded(point: Point) -> Item:
    """The item of the working draft that a point speaks of, with other words than were read."""
    item = Item.objects.get(key=point.item_key, edition__state=Edition.State.DRAFT)
    return reword(item) if item.text == point.item.text else item


def ready_draft(plan: Plan) -> Edition:
    """The working draft with all that the gate asks for, its plan at hand."""
    draft = draft_of(plan)
    propose(draft)
    make_minutes(plan)
    return Edition.objects.select_related("plan").get(pk=draft.pk)
