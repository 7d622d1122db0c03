"""The page on which minutes are written: everything that is typed stays, saved or not."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from lxml import html
from playwright.sync_api import Browser

from kpss.models import AgendaPoint, Decision, Minutes, Task
from tests.kpss.factories import make_meeting
from tests.kpss.minutes.scene import (
    EARLIER,
    Scene,
    approved,
    begun,
    make_decision,
    make_points,
    make_scene,
    make_task,
    minutes_of,
)
from tests.strategy.cast import PEOPLE, client_of

# The script says when, once it has put the new marks into the form.
SAVED = "!document.querySelector('[data-told]').textContent.endsWith('…')"
TOKEN = "csrfmiddlewaretoken"


def page(scene: Scene) -> str:
    return reverse("kpss:minutes_write", args=[scene.meeting.pk])


def course(scene: Scene) -> str:
    return reverse("kpss:minutes_course", args=[scene.meeting.pk])


@pytest.fixture
def coordinator(db: None) -> Client:
    return client_of("coordinator")


def fields_of(content: bytes) -> dict[str, str]:
    """What a browser sends of the form on the page."""
    [form] = html.fromstring(content.decode()).xpath("//form[contains(@class, 'writing')]")
    # A browser leaves out the first line break of a text area.
    sent = {name: (value or "").removeprefix("\n") for name, value in form.fields.items()}
    return {name: value for name, value in sent.items() if name != TOKEN}


def fill(client: Client, scene: Scene, **typed: Any) -> Any:
    """Open the page, type something, save."""
    sent = fields_of(client.get(page(scene)).content)
    given = {name.replace("_", "-"): value for name, value in typed.items()}
    assert given.keys() - {"read", "quietly"} <= sent.keys()
    return client.post(page(scene), sent | given)


@pytest.mark.parametrize("off", [False, True])
def test_of_what_was_not_held_the_page_is_not_opened(
    coordinator: Client, scene: Scene, off: bool
) -> None:
    given = {"cancelled_at": timezone.now(), "cancelled_reason": "Nemoc"} if off else {}
    meeting = make_meeting(scene.body, localdate() + timedelta(days=0 if off else 1), **given)
    answer = coordinator.get(reverse("kpss:minutes_write", args=[meeting.pk]))
    assert answer["Location"] == reverse("kpss:meeting_staff", args=[meeting.pk])


def test_a_whole_page_is_written_at_once(coordinator: Client, scene: Scene) -> None:
    earlier = make_task(make_meeting(scene.body, EARLIER))
    first, under = scene.points[0].pk, scene.points[2].pk
    answer = fill(
        coordinator, scene,
        **{
            "minutes_0_opening": "Zahájila Jana Malá.",
            "minutes_0_conclusion": "Konec.",
            f"point_{first}_said": "Řečeno.",
            f"newdecision_{under}_text": "Ano.",
            f"newtask_{under}_what": "Napsat",
            f"newtask_{under}_membership": str(scene.service_user.pk),
            f"newtask_{under}_due": "1. 5. 2018",
            "newpoint_0_title": "Konference",
            f"earlier_{earlier.pk}_result": "Máme 40 míst.",
        },
    )  # fmt: skip
    assert (answer.status_code, answer["Location"]) == (302, page(scene))
    minutes = minutes_of(scene.meeting)
    assert (minutes.opening, minutes.conclusion) == ("Zahájila Jana Malá.", "Konec.")
    assert AgendaPoint.objects.get(pk=first).said == "Řečeno."
    assert Decision.objects.get().point_id == under
    task = Task.objects.get(meeting=scene.meeting)
    assert (task.membership, task.due.isoformat()) == (scene.service_user, "2018-05-01")
    assert AgendaPoint.objects.filter(title="Konference").exists()
    earlier.refresh_from_db()
    assert earlier.result == "Máme 40 míst."


def test_nothing_changes_where_nothing_was_typed(coordinator: Client, scene: Scene) -> None:
    begun(scene)
    make_task(scene.meeting, membership=scene.provider)
    make_task(make_meeting(scene.body, EARLIER))
    make_decision(scene.meeting, point=scene.points[1])
    fill(coordinator, scene)
    assert (minutes_of(scene.meeting).history.count(), Task.history.count()) == (1, 2)
    assert (Decision.history.count(), AgendaPoint.objects.count()) == (1, 4)


def test_what_cannot_be_saved_stays_as_it_was_typed_and_the_rest_is_saved(
    coordinator: Client, scene: Scene
) -> None:
    point = scene.points[0].pk
    answer = fill(
        coordinator, scene,
        **{
            f"point_{point}_said": "Řečeno.",
            f"newtask_{point}_what": "Napsat",
            f"newtask_{point}_due": "31. 2. 2018",
            "newtask_0_due": "1. 5. 2018",
            "newpoint_0_said": "O čem?",
        },
    )  # fmt: skip
    assert list(answer.context["waiting"]) == [f"newtask-{point}", "newtask-0", "newpoint-0"]
    assert AgendaPoint.objects.get(pk=point).said == "Řečeno."
    again = fields_of(answer.content)
    assert (again[f"newtask-{point}-what"], again[f"newtask-{point}-due"]) == (
        "Napsat", "31. 2. 2018",
    )  # fmt: skip
    assert again["newpoint-0-said"] == "O čem?"
    assert not Task.objects.exists()
    coordinator.post(page(scene), again | {f"newtask-{point}-due": "2018-02-28"})
    assert [task.what for task in Task.objects.all()] == ["Napsat"]


def test_the_second_of_two_writers_sees_both_wordings_and_may_go_on(
    coordinator: Client, scene: Scene
) -> None:
    begun(scene)
    task = make_task(scene.meeting, membership=scene.provider)
    late = fields_of(coordinator.get(page(scene)).content)
    fill(
        coordinator, scene,
        **{f"task_{task.pk}_membership": str(scene.official.pk), "minutes_0_opening": "První."},
    )  # fmt: skip
    typed = late | {
        f"task-{task.pk}-membership": str(scene.service_user.pk),
        "minutes-0-opening": "Druhá.",
    }
    answer = coordinator.post(page(scene), typed)
    theirs = {name: form.theirs for name, form in answer.context["waiting"].items()}
    assert [said for _label, said in theirs["minutes-0"]] == ["První."]
    assert [said for _label, said in theirs[f"task-{task.pk}"]] == ["Jana Malá"]
    assert minutes_of(scene.meeting).opening == "První."
    again = fields_of(answer.content)
    assert again["minutes-0-opening"] == "Druhá."
    coordinator.post(page(scene), again)
    task.refresh_from_db()
    assert (minutes_of(scene.meeting).opening, task.membership) == ("Druhá.", scene.service_user)


def test_what_somebody_took_out_meanwhile_is_told_and_kept(
    coordinator: Client, scene: Scene
) -> None:
    task = make_task(scene.meeting)
    late = fields_of(coordinator.get(page(scene)).content)
    name = f"task-{task.pk}"
    task.delete()
    answer = coordinator.post(page(scene), late | {f"{name}-what": "Zjistit víc"})
    assert answer.context["waiting"][name].is_gone
    coordinator.post(page(scene), fields_of(answer.content))
    assert [one.what for one in Task.objects.all()] == ["Zjistit víc"]


def test_a_script_saves_quietly_and_learns_what_became_of_new_blocks(
    coordinator: Client, scene: Scene
) -> None:
    sent = fields_of(coordinator.get(page(scene)).content)
    typed = sent | {"newtask-0-what": "Napsat", "newpoint-0-said": "?", "quietly": "1"}
    said = coordinator.post(page(scene), typed).json()
    task = Task.objects.get()
    assert said["made"] == {"newtask-0": f"task-{task.pk}"}
    assert "newpoint-0" not in said["marks"]
    # As the script goes on: with the new name and mark it writes the same task.
    again = {f"task-{task.pk}-what": "Napsat lépe", f"task-{task.pk}-membership": ""}
    again |= {f"task-{task.pk}-read": said["marks"][f"task-{task.pk}"], "quietly": "1"}
    coordinator.post(page(scene), again)
    assert [one.what for one in Task.objects.all()] == ["Napsat lépe"]


def test_who_saves_to_read_it_is_led_to_it(coordinator: Client, scene: Scene) -> None:
    assert fill(coordinator, scene, read="1")["Location"] == course(scene)


def test_closed_minutes_lead_to_their_course_and_nothing_typed_is_lost(
    coordinator: Client, scene: Scene
) -> None:
    late = fields_of(coordinator.get(page(scene)).content)
    approved(scene)
    assert coordinator.get(page(scene))["Location"] == course(scene)
    answer = coordinator.post(page(scene), late | {"minutes-0-opening": "Pozdě."})
    assert fields_of(answer.content)["minutes-0-opening"] == "Pozdě."
    assert minutes_of(scene.meeting).opening == "Úvod."


def test_a_task_keeps_a_member_whose_term_has_ended(coordinator: Client, scene: Scene) -> None:
    task = make_task(scene.meeting, membership=scene.provider)
    type(scene.provider).objects.filter(pk=scene.provider.pk).update(term_to="2018-02-01")
    fill(coordinator, scene, **{f"task_{task.pk}_what": "Jinak"})
    task.refresh_from_db()
    assert (task.what, task.membership) == ("Jinak", scene.provider)


@pytest.mark.parametrize("name", [*PEOPLE, "superuser", "nobody"])
def test_who_writes_minutes_opens_the_page_and_nobody_else(name: str, scene: Scene) -> None:
    client, allowed = client_of(name), name in {"coordinator", "superuser"}
    answer = client.get(page(scene))
    assert answer.status_code == (200 if allowed else 302 if name == "nobody" else 403)
    assert not Minutes.objects.exists()
    client.post(page(scene), {"minutes-0-read": "", "minutes-0-opening": "Ano."})
    assert Minutes.objects.exists() == allowed


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_costs_the_same_whatever_was_written(
    many: int, coordinator: Client, scene: Scene, django_assert_num_queries: Any
) -> None:
    begun(scene)
    before = make_meeting(scene.body, EARLIER)
    for _ in range(many):
        make_points(scene.meeting)
        make_task(scene.meeting, membership=scene.provider)
        make_task(before)
        make_decision(scene.meeting)
    with django_assert_num_queries(14):
        answer = coordinator.get(page(scene))
    assert len(answer.context["page"].earlier) == many


def test_a_meeting_that_is_not_there_has_no_page(coordinator: Client) -> None:
    assert coordinator.get(reverse("kpss:minutes_write", args=[404])).status_code == 404


@pytest.fixture
def served(committed: None, live_server: Any) -> str:
    found: str = live_server.url
    return found


@pytest.mark.browser
@pytest.mark.parametrize("scripted", [True, False])
def test_a_coordinator_writes_with_and_without_the_script(
    scripted: bool, served: str, chromium: Browser
) -> None:
    scene = make_scene()
    client = client_of("coordinator")
    context = chromium.new_context(
        java_script_enabled=scripted, viewport={"width": 360, "height": 800}
    )
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": served}
    context.add_cookies([cookie])
    browser_page = context.new_page()
    browser_page.goto(served + page(scene))
    browser_page.fill("[name='minutes-0-opening']", "Zahájila Jana Malá.")
    if scripted:
        with browser_page.expect_response(lambda answer: answer.request.method == "POST"):
            pass
        browser_page.wait_for_function(SAVED)
    else:
        with browser_page.expect_navigation():
            browser_page.click("button.button--primary")
    assert minutes_of(scene.meeting).opening == "Zahájila Jana Malá."
    context.close()
