"""The next step of minutes as staff take it: on one page, with rights, with nothing lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from comments.privacy.hidden import HIDDEN
from kpss.minutes import course
from kpss.models import Attendance, Minutes, Objection
from tests.kpss.factories import make_meeting
from tests.kpss.minutes.scene import (
    LATER,
    Scene,
    approved,
    begun,
    make_task,
    mark_of,
    minutes_of,
    objections_over,
    published,
    sent,
    write,
)
from tests.strategy.cast import PEOPLE, client_of

UNTIL = (localdate() + timedelta(days=10)).isoformat()
WRITERS = {"coordinator", "superuser"}


def page(scene: Scene) -> str:
    return reverse("kpss:minutes_course", args=[scene.meeting.pk])


def deed(scene: Scene, name: str) -> str:
    return reverse("kpss:minutes_deed", args=[scene.meeting.pk, name])


def preview(scene: Scene) -> str:
    return reverse("kpss:minutes_preview", args=[scene.meeting.pk])


@pytest.fixture
def coordinator(db: None) -> Client:
    return client_of("coordinator")


def state(scene: Scene) -> str:
    return minutes_of(scene.meeting).state


def test_the_whole_course_is_gone_through_by_hand(coordinator: Client, scene: Scene) -> None:
    begun(scene, text="Volejte 602 123 456.")
    following = make_meeting(scene.body, LATER)
    seen = coordinator.get(page(scene)).context["send_form"]["seen"].value()
    coordinator.post(deed(scene, "odeslat"), {"until": UNTIL, "seen": seen})
    assert state(scene) == Minutes.State.SENT
    objection = course.object_to(Attendance.objects.first(), "Nebylo to tak.")
    decide = reverse("kpss:objection_decide", args=[scene.meeting.pk, objection.pk])
    prefix = f"namitka-{objection.pk}"
    coordinator.post(decide, {f"{prefix}-state": "refused", f"{prefix}-answer": "Bylo."})
    assert list(coordinator.get(page(scene)).context["approve_form"].fields["at"].queryset) == []
    objections_over(minutes_of(scene.meeting))
    coordinator.post(deed(scene, "schvalit"), {"at": following.pk, "seen": mark_of(scene)})
    assert minutes_of(scene.meeting).approved_at == following
    [suspect] = coordinator.get(page(scene)).context["suspects"]
    coordinator.post(deed(scene, "skryt"), {"passages": "", "suspect": suspect.passage})
    answer = coordinator.post(deed(scene, "zverejnit"))
    assert (answer["Location"], state(scene)) == (page(scene), Minutes.State.PUBLISHED)
    assert HIDDEN in Client().get(minutes_of(scene.meeting).get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("name", "sent_data", "field"),
    [
        ("odeslat", {"until": "2018-03-01"}, "until"),
        ("odeslat", {"until": "31. 2. 2018"}, "until"),
        ("schvalit", {"on": "2018-01-01"}, "on"),
        ("skryt", {"passages": "Není tu"}, "passages"),
    ],
)
def test_a_refusal_stands_on_the_page_with_what_was_typed(
    name: str, sent_data: dict[str, str], field: str, coordinator: Client, scene: Scene
) -> None:
    begun(scene)
    answer = coordinator.post(deed(scene, name), sent_data)
    form = {"odeslat": "send_form", "schvalit": "approve_form", "skryt": "hide_form"}[name]
    assert answer.context[form][field].value() == sent_data[field]
    assert [str(message.level_tag) for message in answer.context["messages"]] == ["error"]
    assert (state(scene), minutes_of(scene.meeting).hidden.count()) == (Minutes.State.DRAFT, 0)


def test_an_answer_that_is_missing_keeps_the_choice(coordinator: Client, scene: Scene) -> None:
    sent(scene)
    objection = course.object_to(Attendance.objects.first(), "Nebylo to tak.")
    decide = reverse("kpss:objection_decide", args=[scene.meeting.pk, objection.pk])
    answer = coordinator.post(decide, {f"namitka-{objection.pk}-state": "refused"})
    [(_objection, form)] = answer.context["objections"]
    assert form["state"].value() == "refused"
    assert Objection.objects.get().state == Objection.State.OPEN


def test_of_what_was_changed_meanwhile_the_reader_is_told(
    coordinator: Client, scene: Scene
) -> None:
    begun(scene)
    seen = mark_of(scene)
    write(scene.meeting, newtask_0={"what": "Mezitím"})
    coordinator.post(deed(scene, "odeslat"), {"until": UNTIL, "seen": seen})
    assert state(scene) == Minutes.State.DRAFT


def test_likely_personal_data_and_names_of_members_are_pointed_out(
    coordinator: Client, scene: Scene
) -> None:
    make_task(scene.meeting, membership=scene.official)
    text = "Paní Eva Tichá, eva@example.cz. Paní Eva Tichá a Jana Malá."
    minutes = begun(scene, text=text)
    course.hide(minutes, ["eva@example.cz"])
    suspects = coordinator.get(page(scene)).context["suspects"]
    assert [(one.passage, one.is_hidden) for one in suspects] == [
        ("eva@example.cz", True),
        ("Eva Tichá", False),
    ]


def test_the_preview_is_what_the_public_will_read(coordinator: Client, scene: Scene) -> None:
    course.hide(begun(scene, text="Paní Nová."), ["Paní Nová"])
    html = coordinator.get(preview(scene)).content.decode()
    assert HIDDEN in html
    assert "Nová" not in html


@pytest.mark.parametrize("name", [*PEOPLE, "superuser", "nobody"])
def test_who_writes_minutes_takes_their_steps(name: str, scene: Scene) -> None:
    begun(scene)
    client, stranger = client_of(name), name == "nobody"
    reads = name in WRITERS | {"editor", "approver", "auditor"}
    for read in (page(scene), preview(scene)):
        assert client.get(read).status_code == (200 if reads else 302 if stranger else 403)
    client.post(deed(scene, "odeslat"), {"until": UNTIL})
    assert (state(scene) == Minutes.State.SENT) == (name in WRITERS)


@pytest.mark.parametrize("name", [*PEOPLE, "nobody"])
@pytest.mark.parametrize("step", ["schvalit", "skryt", "zverejnit", "namitky"])
def test_every_step_is_for_who_writes_minutes(step: str, name: str, scene: Scene) -> None:
    (approved if step == "zverejnit" else sent)(scene)
    objection = Objection.objects.create(
        minutes=minutes_of(scene.meeting), membership=scene.provider, text="Ne."
    )
    prefix = f"namitka-{objection.pk}"
    address = (
        reverse("kpss:objection_decide", args=[scene.meeting.pk, objection.pk])
        if step == "namitky"
        else deed(scene, step)
    )
    if step == "schvalit":
        Objection.objects.all().delete()
        objections_over(minutes_of(scene.meeting))
    given = {"on": LATER.isoformat(), "passages": "Úvod", f"{prefix}-state": "accepted"}
    before = (state(scene), minutes_of(scene.meeting).hidden.count())
    client_of(name).post(address, given | {f"{prefix}-answer": "Ano."})
    after = (state(scene), minutes_of(scene.meeting).hidden.count())
    decided = Objection.objects.filter(state="accepted").exists()
    assert (after != before or decided) == (name in WRITERS)


def test_the_auditor_sees_no_form(scene: Scene) -> None:
    begun(scene)
    assert 'method="post"' not in client_of("auditor").get(page(scene)).content.decode()


def test_a_step_that_there_is_not_is_not_found(coordinator: Client, scene: Scene) -> None:
    published(scene)
    assert coordinator.post(deed(scene, "stahnout")).status_code == 404
    assert coordinator.get(deed(scene, "zverejnit")).status_code == 405


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_costs_the_same_however_many_objections(
    many: int, coordinator: Client, scene: Scene, django_assert_num_queries: Any
) -> None:
    minutes = sent(scene)
    for number in range(many):
        make_task(scene.meeting, membership=scene.provider)
        Objection.objects.create(minutes=minutes, membership=scene.provider, text=str(number))
    with django_assert_num_queries(27):
        answer = coordinator.get(page(scene))
    assert len(answer.context["objections"]) == many
