"""What concerns a reader: what plans say of it, who plans it, when they meet, what can be said."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from brnoplan import pagestore
from kpss.models import Concern, ConcernPart, TargetGroup
from strategy.models import Edition
from tests.factories import item_of, make_plan, open_consultation, publish
from tests.kpss.factories import make_body, make_meeting, make_target_group
from tests.kpss.scene import day
from tests.strategy.cast import client_of
from tests.strategy.public_pages import PLAN, body, links

ADD = reverse("admin:kpss_concern_add")


@pytest.fixture
def concern(published: Edition) -> Concern:
    """A situation of one target group, and of one measure."""
    made = Concern.objects.create(kind="situation", name="Jsem senior", slug="jsem-senior")
    made.groups.add(make_target_group("Senioři"))
    key = item_of(published, "A1.2").key
    ConcernPart.objects.create(concern=made, plan=published.plan, item_key=key)
    return made


def group_of(concern: Concern) -> TargetGroup:
    return concern.groups.get()


def test_a_page_gathers_measures_bodies_meetings_and_what_is_open(
    client: Client, concern: Concern, published: Edition
) -> None:
    planning = make_body("PS Senioři", target_group=group_of(concern))
    meeting = make_meeting(planning, day(3))
    others = make_meeting(make_body("PS Děti"), day(3))
    consultation = open_consultation(published)
    found = links(client.get(concern.get_absolute_url()))
    assert {
        f"{PLAN}A1.2/",
        group_of(concern).get_absolute_url(),
        planning.get_absolute_url(),
        meeting.get_absolute_url(),
        consultation.get_absolute_url(),
    } <= found
    assert others.get_absolute_url() not in found


def test_what_speaks_of_its_groups_by_name_is_there_too(client: Client, concern: Concern) -> None:
    edition = publish(make_plan("jiny"))
    measure = item_of(edition, "A1.1")
    TargetGroup.objects.get().parts.create(plan=edition.plan, item_key=measure.key)
    assert measure.get_permanent_url() in links(client.get(concern.get_absolute_url()))


def test_an_empty_one_says_so_and_an_unknown_one_is_not_found(client: Client, db: None) -> None:
    empty = Concern.objects.create(kind="topic", name="Bydlení", slug="bydleni")
    page = client.get(empty.get_absolute_url())
    assert '<p class="muted">' in body(page)
    assert client.get("/pro/nic/").status_code == 404


def test_the_list_leads_to_situations_topics_and_groups(client: Client, concern: Concern) -> None:
    topic = Concern.objects.create(kind="topic", name="Bydlení", slug="bydleni")
    found = links(client.get("/pro/"))
    assert {concern.get_absolute_url(), topic.get_absolute_url()} <= found
    assert group_of(concern).get_absolute_url() in found


@pytest.mark.parametrize("size", [1, 3])
def test_the_pages_cost_the_same_however_many_there_are(
    client: Client, concern: Concern, published: Edition, size: int, django_assert_num_queries: Any
) -> None:
    for number in range(size):
        planning = make_body(f"PS {number}", target_group=group_of(concern))
        make_meeting(planning, day(3))
        plan = make_plan(f"plan-{number}")
        open_consultation(publish(plan))
        ConcernPart.objects.create(concern=concern, plan=plan)
        Concern.objects.create(kind="topic", name=f"Téma {number}", slug=f"tema-{number}")
    for path, queries in (("/pro/", 4), (concern.get_absolute_url(), 13)):
        pagestore.store.clear()
        # The one query more is the page store's own look at the revisions.
        with django_assert_num_queries(queries + 1):
            assert client.get(path).status_code == 200


def sent(name: str) -> dict[str, str]:
    management = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"}
    return {
        "kind": "topic",
        "position": "1",
        "name": name,
        "slug": "bydleni",
        "about": "",
        **{f"parts-{field}": value for field, value in management.items()},
    }


def test_the_coordinator_adds_a_topic_and_its_page_is_there_at_once(
    client: Client, published: Edition
) -> None:
    before = body(client.get("/pro/"))
    answer = client_of("coordinator").post(ADD, sent("Bydlení"))
    assert answer.status_code == 302
    pagestore.store._read_at = float("-inf")
    assert "Bydlení" in body(client.get("/pro/"))
    assert "Bydlení" not in before


def test_an_editor_of_plans_adds_none(published: Edition) -> None:
    assert client_of("editor").post(ADD, sent("Bydlení")).status_code == 403
    assert not Concern.objects.exists()
