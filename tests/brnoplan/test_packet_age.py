"""Whether a packet that was made still says what stands."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from brnoplan.packet import making
from comments import publication, settlement
from comments.models import Consultation, Contact, Reaction, Settlement
from kpss.models import Minutes
from strategy import editing, frozen
from strategy.models import Edition, Job, PageRevision, Plan, Resolution, Tier
from tests.brnoplan.packets import FAKE, address, made, ready_draft
from tests.factories import (
    draft_of,
    item_of,
    make_comment,
    open_consultation,
    publish_afterwards,
    settle,
)

pytestmark = pytest.mark.usefixtures("folder")


def change_item(draft: Edition) -> None:
    item = item_of(draft, "A1.1")
    editing.change_item(item, item.version, lead="Odbor sociální péče")


def change_title(draft: Edition) -> None:
    editing.change_plan(draft.plan, editing.version_of(draft.plan), title="Jiný název")


def change_report(draft: Edition) -> None:
    Resolution.objects.filter(edition=draft).get().save()


def check_comment(draft: Edition) -> None:
    publication.publish(draft.plan.comments.get(state="received"))


def settle_comment(draft: Edition) -> None:
    comment = draft.plan.comments.get(state="published")
    settlement.draft(comment.points.get(), outcome="noted", reasoning="Děkujeme.")


def extend_consultation(draft: Edition) -> None:
    Consultation.objects.get().save()


def change_minutes(draft: Edition) -> None:
    Minutes.objects.get().save()


def publish_edition(draft: Edition) -> None:
    publish_afterwards(draft.plan)


@pytest.mark.parametrize(
    "change",
    [
        change_item,
        change_title,
        change_report,
        check_comment,
        settle_comment,
        extend_consultation,
        change_minutes,
        publish_edition,
    ],
)
def test_a_packet_older_than_the_last_change_is_said_to_be(
    change: Any, editor: Client, published: Edition, press: list[str]
) -> None:
    draft = ready_draft(published.plan)
    make_comment(item_of(published, "A1"))
    make_comment(item_of(published, "A1"), published=False)
    open_consultation(published)
    job = made(draft)
    assert [order.is_outdated for order in editor.get(address(draft)).context["orders"]] == [False]
    change(draft)
    assert [order.is_outdated for order in editor.get(address(draft)).context["orders"]] == [True]
    now = {"started_at": timezone.now() + timedelta(hours=1), "result": making.unrecorded(draft)}
    Job.objects.filter(pk=job.pk).update(**now)
    assert [order.is_outdated for order in editor.get(address(draft)).context["orders"]] == [False]


def change_name(plan: Plan) -> None:
    Contact.objects.update(name="Jana Nováková")


def change_tier(plan: Plan) -> None:
    Tier.objects.filter(plan=plan, position=1).update(name="Oblast")


def change_page(plan: Plan) -> None:
    PageRevision.raise_for(plan.pk)


def react_to_answer(plan: Plan) -> None:
    answer = Settlement.objects.get(point__comment__plan=plan)
    Reaction.objects.create(settlement=answer, satisfied=False)


@pytest.mark.parametrize("change", [change_name, change_tier, change_page, react_to_answer])
def test_a_packet_is_out_of_date_after_a_change_that_no_history_tells_of(
    change: Any, editor: Client, published: Edition, press: list[str]
) -> None:
    comment = make_comment(item_of(published, "A1"), name="Jan Novák", name_public=True)
    settle(comment.points.get())
    draft = draft_of(published.plan)
    made(draft)
    [order] = editor.get(address(draft)).context["orders"]
    assert not order.is_outdated
    frozen.uninstall(connection)
    change(published.plan)
    frozen.install(connection)
    [order] = editor.get(address(draft)).context["orders"]
    assert order.is_outdated


def test_a_packet_is_out_of_date_when_a_consultation_has_closed_by_the_clock(
    published: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    closes_at = open_consultation(published).closes_at
    before = making.unrecorded(published)
    monkeypatch.setattr(timezone, "now", lambda: closes_at - timedelta(microseconds=1))
    assert making.unrecorded(published) == before
    monkeypatch.setattr(timezone, "now", lambda: closes_at)
    assert making.unrecorded(published) != before


def test_what_changes_while_the_packet_is_made_makes_it_out_of_date(
    editor: Client, published: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    def render(_html: str) -> bytes:
        PageRevision.raise_for(published.plan_id)
        return FAKE

    monkeypatch.setattr(making, "render", render)
    draft = draft_of(published.plan)
    made(draft)
    [order] = editor.get(address(draft)).context["orders"]
    assert order.is_outdated


def test_a_name_that_is_not_public_is_none_of_the_packets(published: Edition) -> None:
    make_comment(item_of(published, "A1"), name="Jan Novák", name_public=False)
    before = making.unrecorded(published)
    Contact.objects.update(name="Jana Nováková")
    assert making.unrecorded(published) == before
