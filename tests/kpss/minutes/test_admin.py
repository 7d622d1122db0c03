"""Minutes in the administration: to look up, and to mark for the packet; nothing else."""

from datetime import date
from typing import Any

import pytest
from django.db.models import ProtectedError
from django.urls import reverse

from kpss.models import Minutes
from strategy.editing import change, version_of
from strategy.models import Plan
from tests.factories import make_plan
from tests.kpss.factories import make_minutes
from tests.strategy.cast import PEOPLE, client_of


def address(page: str, *arguments: Any) -> str:
    return reverse(f"admin:kpss_minutes_{page}", args=arguments)


def test_the_packet_takes_what_is_approved_and_marked_in_the_order_of_the_meetings(
    plan: Plan,
) -> None:
    later, first = make_minutes(plan), make_minutes(plan, day=date(2018, 5, 2))
    same_day = make_minutes(plan, state="published")
    for lacking in ({"state": "draft"}, {"state": "sent"}, {"in_packet": False}):
        make_minutes(plan, **lacking)
    make_minutes(make_plan("jiny-plan"))
    assert list(Minutes.objects.for_packet(plan.pk)) == [first, later, same_day]


@pytest.mark.parametrize("name", [*PEOPLE, "superuser"])
def test_who_writes_minutes_marks_them_and_who_oversees_reads_them(name: str, plan: Plan) -> None:
    minutes, client = make_minutes(plan, in_packet=False), client_of(name)
    writes = name in {"coordinator", "superuser"}
    reads = name not in {"officer", "fulfilment"}
    assert client.get(address("changelist")).status_code == (200 if reads else 403)
    assert client.get(address("change", minutes.pk)).status_code == (200 if reads else 403)
    assert client.get(address("history", minutes.pk)).status_code == (200 if reads else 403)
    form = {"plan": plan.pk, "in_packet": "on", "version": version_of(minutes)}
    assert client.post(address("change", minutes.pk), form).status_code == (302 if writes else 403)
    minutes.refresh_from_db()
    assert minutes.in_packet == writes


def test_nobody_adds_writes_or_deletes_them_there(plan: Plan) -> None:
    minutes, client = make_minutes(plan, text="Úvod."), client_of("superuser")
    assert client.get(address("add")).status_code == 403
    assert client.post(address("delete", minutes.pk), {"post": "yes"}).status_code == 403
    form = {"plan": plan.pk, "in_packet": "on", "version": version_of(minutes)}
    client.post(address("change", minutes.pk), form | {"text": "Jinak.", "state": "draft"})
    minutes.refresh_from_db()
    assert (minutes.text, minutes.state) == ("Úvod.", "approved")


def test_the_page_leads_to_where_they_are_written(plan: Plan) -> None:
    minutes = make_minutes(plan)
    page = client_of("coordinator").get(address("change", minutes.pk)).content.decode()
    assert reverse("kpss:minutes_course", args=[minutes.meeting_id]) in page


def test_a_stranger_is_asked_to_sign_in(plan: Plan) -> None:
    response = client_of("nobody").get(address("changelist"))
    assert (response.status_code, response.headers["Location"].split("?")[0]) == (
        302,
        reverse("admin:login"),
    )


def test_a_plan_with_minutes_is_not_deleted(plan: Plan) -> None:
    make_minutes(plan)
    with pytest.raises(ProtectedError):
        plan.delete()


def test_minutes_of_a_packet_are_of_a_plan(plan: Plan) -> None:
    minutes = make_minutes(plan)
    form = {"plan": "", "in_packet": "on", "version": version_of(minutes)}
    response = client_of("coordinator").post(address("change", minutes.pk), form)
    assert response.context["adminform"].form.errors
    minutes.refresh_from_db()
    assert minutes.plan == plan


def test_the_second_of_two_markers_is_told_what_the_first_has_marked(plan: Plan) -> None:
    client, minutes = client_of("coordinator"), make_minutes(plan, in_packet=False)
    late = {
        "plan": make_plan("jiny-plan", "Jiný plán").pk,
        "in_packet": "on",
        "version": version_of(minutes),
    }
    change(minutes, version_of(minutes), in_packet=True)
    form = client.post(address("change", minutes.pk), late).context["adminform"].form
    assert [label for label, _current, _own in form.compared] == [str(form.fields["plan"].label)]
    minutes.refresh_from_db()
    assert minutes.plan == plan


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_takes_the_same_queries_whatever_it_holds(
    many: int, plan: Plan, django_assert_num_queries: Any
) -> None:
    for _ in range(many):
        make_minutes(plan)
    client = client_of("superuser")
    with django_assert_num_queries(7):
        response = client.get(address("changelist"))
    assert len(response.context["cl"].result_list) == many
