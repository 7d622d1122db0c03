from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kpss.models import PlanningRevision, TargetGroup, TargetGroupPart
from strategy.editing import version_of
from strategy.models import PageRevision
from tests.factories import draft_of, item_of, make_plan, publish
from tests.kpss.factories import make_target_group
from tests.strategy.cast import client_of

ADD = reverse("admin:kpss_targetgroup_add")


@pytest.fixture
def coordinator(db: None) -> Client:
    return client_of("coordinator")


def sent(group: TargetGroup | None = None, *names: str, **fields: Any) -> dict[str, Any]:
    """The form with the group's names; `names` take their place in their order, more are added."""
    known = list(group.names.all()) if group else []
    data: dict[str, Any] = {
        "position": group.position if group else 1,
        "version": version_of(group) if group else "",
        "names-TOTAL_FORMS": max(len(known), len(names)),
        "names-INITIAL_FORMS": len(known),
        "parts-TOTAL_FORMS": 0,
        "parts-INITIAL_FORMS": 0,
    }
    texts = names or [name.name for name in known]
    for place, text in enumerate(texts):
        pk = known[place].pk if place < len(known) else ""
        row = {"id": pk, "number": place + 1, "name": text, "since": "", "last_known": ""}
        data |= {f"names-{place}-{field}": value for field, value in row.items()}
    return data | fields


def change(group: TargetGroup) -> str:
    return reverse("admin:kpss_targetgroup_change", args=[group.pk])


def test_a_group_is_added_with_a_name_that_gets_an_address(coordinator: Client) -> None:
    coordinator.post(ADD, sent(None, "Lidé bez domova"))
    assert TargetGroup.objects.get().names.get().slug == "lide-bez-domova"


def test_a_name_is_mended_and_its_address_stays(coordinator: Client) -> None:
    group = make_target_group("Seniři")
    before = group.names.get().slug
    coordinator.post(change(group), sent(group, "Senioři"))
    assert list(group.names.values_list("name", "slug")) == [("Senioři", before)]


def test_the_history_tells_what_the_names_were(coordinator: Client) -> None:
    coordinator.post(ADD, sent(None, "Seniři"))
    group = TargetGroup.objects.get()
    coordinator.post(change(group), sent(group, "Senioři", "Starší lidé"))
    page = coordinator.get(reverse("admin:kpss_targetgroup_history", args=[group.pk]))
    [names] = page.context["entries"][0].changes
    told = "".join(segment.text for segment in names.segments if segment.kind != "removed")
    assert "Senioři" in told
    assert "Starší lidé" in told
    assert len(page.context["entries"]) == 2


def test_who_comes_second_is_refused(coordinator: Client) -> None:
    group = make_target_group("Seniři")
    late = sent(group, "Jinak")
    coordinator.post(change(group), sent(group, "Senioři"))
    page = coordinator.post(change(group), late)
    assert list(page.context["adminform"].form.errors) == ["__all__"]
    assert str(TargetGroup.objects.get()) == "Senioři"


def test_pages_of_planning_and_of_the_plan_are_stale(coordinator: Client) -> None:
    plan = make_plan()
    item = item_of(draft_of(plan), "A1")
    publish(plan)
    group = make_target_group("Senioři")
    TargetGroupPart.objects.create(group=group, plan=plan, item_key=item.key)
    before = PageRevision.objects.get(plan=plan).number
    part = {"parts-TOTAL_FORMS": 1, "parts-INITIAL_FORMS": 1, "parts-0-plan": plan.pk}
    part |= {"parts-0-id": group.parts.get().pk, "parts-0-code": "A1"}
    coordinator.post(change(group), sent(group, "Starší lidé", **part))
    assert PageRevision.objects.get(plan=plan).number == before + 1
    assert PlanningRevision.objects.get().number == 1


@pytest.mark.parametrize(("who", "status"), [("nobody", 302), ("officer", 403), ("auditor", 403)])
def test_others_do_not_write_groups(db: None, who: str, status: int) -> None:
    group = make_target_group("Senioři")
    client = client_of(who)
    pages = ((ADD, sent(None, "Nová")), (change(group), sent(group, "Jinak")))
    assert [client.post(page, data).status_code for page, data in pages] == [status] * 2
    assert [str(one) for one in TargetGroup.objects.all()] == ["Senioři"]
