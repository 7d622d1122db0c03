"""Minutes of a group: who may write them, their history, and which go to the council."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.urls import reverse

from kpss.models import COORDINATION_GROUP, Minutes
from strategy.editing import change, version_of
from strategy.models import Plan
from tests.factories import make_plan
from tests.strategy.cast import PEOPLE, client_of

FORM = {"group": COORDINATION_GROUP, "held_on": "4. 10. 2018", "place": "", "text": "Program: …"}


def make(plan: Plan, **fields: Any) -> Minutes:
    given = {"held_on": date(2018, 10, 4), "text": "Program:\n1. Připomínky", "approved": True}
    return Minutes.objects.create(plan=plan, **(given | {"in_packet": True} | fields))


def address(page: str, *arguments: Any) -> str:
    return reverse(f"admin:kpss_minutes_{page}", args=arguments)


def test_they_are_of_the_coordination_group_unless_said_otherwise(plan: Plan) -> None:
    assert (make(plan).group, str(make(plan))) == (
        COORDINATION_GROUP,
        "Koordinační skupina, 4. 10. 2018",
    )


def test_the_packet_takes_what_is_approved_and_marked_in_the_order_of_the_meetings(
    plan: Plan,
) -> None:
    later, first = make(plan), make(plan, held_on=date(2018, 5, 2))
    same_day = make(plan)
    make(plan, approved=False)
    make(plan, in_packet=False)
    make(make_plan("jiny-plan"))
    assert list(Minutes.objects.for_packet(plan.pk)) == [first, later, same_day]


@pytest.mark.parametrize("name", [*PEOPLE, "superuser"])
def test_editors_write_them_and_who_oversees_reads_them(name: str, plan: Plan) -> None:
    minutes, client = make(plan), client_of(name)
    writes, reads = name in {"editor", "superuser"}, name != "officer"
    assert client.get(address("changelist")).status_code == (200 if reads else 403)
    assert client.get(address("add")).status_code == (200 if writes else 403)
    form = FORM | {"plan": plan.pk, "text": "Jinak.", "version": version_of(minutes)}
    sent = client.post(address("change", minutes.pk), form)
    assert sent.status_code == (302 if writes else 403)
    minutes.refresh_from_db()
    assert (minutes.text == "Jinak.") == writes
    assert client.get(address("history", minutes.pk)).status_code == (200 if reads else 403)


def test_a_stranger_is_asked_to_sign_in(plan: Plan) -> None:
    response = client_of("nobody").get(address("changelist"))
    assert (response.status_code, response.headers["Location"].split("?")[0]) == (
        302,
        reverse("admin:login"),
    )


def test_a_plan_with_minutes_is_not_deleted(plan: Plan) -> None:
    make(plan)
    with pytest.raises(ProtectedError):
        plan.delete()


def test_an_earlier_wording_is_put_back_on_top_of_the_newest_only(plan: Plan) -> None:
    client, minutes = client_of("editor"), make(plan, text="První.")
    minutes.text = "Druhá."
    minutes.save()
    newest, first = minutes.history.order_by("-history_id")
    restore = reverse("admin:kpss_minutes_restore", args=[minutes.pk, first.history_id])
    client.post(restore, {"version": first.history_id})
    minutes.refresh_from_db()
    assert minutes.text == "Druhá."
    client.post(restore, {"version": newest.history_id})
    minutes.refresh_from_db()
    assert minutes.text == "První."
    [*_older, last] = minutes.history.order_by("history_id")
    assert last.history_user == User.objects.get(username="editor")


def test_a_change_outside_the_forms_is_checked_and_tells_its_author(
    plan: Plan, django_user_model: type[User]
) -> None:
    minutes, author = make(plan), django_user_model.objects.create_user("pisar")
    with pytest.raises(ValidationError) as refusal:
        change(minutes, version_of(minutes), author, group="")
    assert list(refusal.value.message_dict) == ["group"]
    assert minutes.history.count() == 1
    change(minutes, version_of(minutes), author, text="Jinak.")
    assert minutes.history.first().history_user == author
    # Who sends what is there already has changed nothing, however late.
    change(minutes, 0, text="Jinak.")
    assert minutes.history.count() == 2


def test_the_second_of_two_writers_is_told_what_the_first_has_written(plan: Plan) -> None:
    client, minutes = client_of("editor"), make(plan, text="Úvod.")
    late = FORM | {"plan": plan.pk, "text": "Úvod a závěr.", "version": version_of(minutes)}
    change(minutes, version_of(minutes), text="Úvod a průběh.")
    form = client.post(address("change", minutes.pk), late).context["adminform"].form
    assert [label for label, _current, _own in form.compared] == [
        form.fields[name].label for name in ("text", "approved", "in_packet")
    ]
    assert form["text"].value() == "Úvod a závěr."
    minutes.refresh_from_db()
    assert minutes.text == "Úvod a průběh."
    again = late | {"version": form["version"].value()}
    assert client.post(address("change", minutes.pk), again).status_code == 302
    minutes.refresh_from_db()
    assert minutes.text == "Úvod a závěr."
    assert minutes.history.first().history_user == User.objects.get(username="editor")


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_takes_the_same_queries_whatever_it_holds(
    many: int, plan: Plan, django_assert_num_queries: Any
) -> None:
    for _ in range(many):
        make(plan)
    client = client_of("superuser")
    with django_assert_num_queries(7):
        response = client.get(address("changelist"))
    assert len(response.context["cl"].result_list) == many
