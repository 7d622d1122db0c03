"""Writing minutes block by block: nothing of anybody's is overwritten, nothing is lost."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from kpss.minutes import writing
from kpss.minutes.course import MinutesRefused
from kpss.minutes.writing import Block
from kpss.models import AgendaPoint, Decision, Minutes, PlanningRevision, Task
from tests.kpss.factories import make_body, make_meeting
from tests.kpss.minutes.scene import (
    EARLIER,
    LATER,
    Scene,
    approved,
    begun,
    make_decision,
    make_task,
    minutes_of,
    read_block,
    sent,
    write,
)


def save(scene: Scene, *blocks: Block, by: User | None = None) -> writing.Outcome:
    return writing.save(scene.meeting, blocks, by)


def test_the_first_block_begins_the_minutes(scene: Scene) -> None:
    outcome = write(scene.meeting, minutes_0={"opening": "Jednání zahájila Jana Malá."})
    assert (outcome.written, minutes_of(scene.meeting).opening) == (
        1, "Jednání zahájila Jana Malá.",
    )  # fmt: skip
    assert minutes_of(scene.meeting).state == Minutes.State.DRAFT


def test_what_was_said_stands_with_its_point(scene: Scene) -> None:
    point = scene.points[1]
    name = f"point_{point.pk}"
    write(scene.meeting, **{name: {"said": "Řečeno.", "conclusion": "Uzavřeno."}})
    point.refresh_from_db()
    assert (point.said, point.conclusion, point.title) == ("Řečeno.", "Uzavřeno.", "Připomínky")


def test_tasks_and_decisions_get_the_next_numbers_and_their_point(scene: Scene) -> None:
    make_task(scene.meeting)
    point = scene.points[2]
    outcome = write(
        scene.meeting,
        **{
            f"newtask_{point.pk}": {"what": "Napsat", "due": LATER, "membership": scene.provider},
            f"newdecision_{point.pk}": {"text": "Ano."},
            "newtask_0": {"what": "Rozeslat"},
        },
    )
    second, third = Task.objects.filter(number__gt=1).order_by("number")
    assert (second.what, second.point, second.due, second.membership, second.body) == (
        "Napsat", point, LATER, scene.provider, scene.body,
    )  # fmt: skip
    assert (third.what, third.point) == ("Rozeslat", None)
    decision = Decision.objects.get()
    assert (decision.number, decision.point, decision.text) == (1, point, "Ano.")
    assert outcome.made == {
        f"newtask-{point.pk}": f"task-{second.pk}",
        f"newdecision-{point.pk}": f"decision-{decision.pk}",
        "newtask-0": f"task-{third.pk}",
    }


def test_a_double_sending_makes_one_task(scene: Scene) -> None:
    for _ in range(2):
        write(scene.meeting, newtask_0={"what": "Rozeslat", "due": LATER})
    assert Task.objects.count() == 1


def test_a_point_that_came_up_is_the_last_one(scene: Scene) -> None:
    write(scene.meeting, newpoint_0={"title": "Konference", "said": "Bude."})
    point = AgendaPoint.objects.order_by("position").last()
    assert point is not None
    assert (point.title, point.said, point.position, point.parent) == (
        "Konference", "Bude.", 5, None,
    )  # fmt: skip


def test_an_emptied_task_is_taken_out_and_its_history_stays(scene: Scene) -> None:
    task, decision = make_task(scene.meeting), make_decision(scene.meeting)
    write(
        scene.meeting, **{f"task_{task.pk}": {"what": ""}, f"decision_{decision.pk}": {"text": ""}}
    )
    assert (Task.objects.count(), Decision.objects.count()) == (0, 0)
    assert Task.history.filter(history_type="-").count() == 1


def test_a_decision_that_settled_something_is_not_taken_out(scene: Scene, plan: Any) -> None:
    decision = make_decision(scene.meeting)
    decision.effects.create(plan=plan, item_key="6d1d0cd4-7cd4-4e2a-8d2c-9f3f86a5a001")
    name = f"decision-{decision.pk}"
    outcome = write(scene.meeting, **{f"decision_{decision.pk}": {"text": ""}})
    assert (list(outcome.refused), Decision.objects.count()) == ([name], 1)


def test_each_change_says_whose_it_is(scene: Scene, django_user_model: type[User]) -> None:
    author = django_user_model.objects.create_user("pisarka")
    begun(scene)
    save(scene, read_block(scene.meeting, "minutes_0", {"opening": "Jinak."}), by=author)
    save(scene, read_block(scene.meeting, "newtask_0", {"what": "Napsat"}), by=author)
    assert minutes_of(scene.meeting).history.first().history_user == author
    assert Task.history.get().history_user == author


def test_who_sends_what_they_have_read_changes_nothing(scene: Scene) -> None:
    minutes = begun(scene)
    block = read_block(scene.meeting, "minutes_0", {})
    minutes.opening = "Mezitím."
    minutes.save()
    outcome = save(scene, block)
    assert (outcome.written, outcome.conflicts) == (0, {})
    assert minutes_of(scene.meeting).opening == "Mezitím."


def test_the_second_of_two_writers_is_told_what_the_first_has_written(scene: Scene) -> None:
    begun(scene)
    late = read_block(scene.meeting, "minutes_0", {"opening": "Druhá."})
    other = read_block(scene.meeting, f"point_{scene.points[0].pk}", {"said": "Řečeno."})
    write(scene.meeting, minutes_0={"opening": "První."})
    outcome = save(scene, late, other)
    assert outcome.conflicts["minutes-0"]["opening"] == "První."
    assert (minutes_of(scene.meeting).opening, outcome.written) == ("První.", 1)
    assert AgendaPoint.objects.get(pk=scene.points[0].pk).said == "Řečeno."
    # Once more, knowingly.
    save(scene, late._replace(read=writing.mark(outcome.conflicts["minutes-0"])))
    assert minutes_of(scene.meeting).opening == "Druhá."


def test_two_who_write_the_same_do_not_disagree(scene: Scene) -> None:
    begun(scene)
    late = read_block(scene.meeting, "minutes_0", {"opening": "Stejně."})
    write(scene.meeting, minutes_0={"opening": "Stejně."})
    assert save(scene, late).conflicts == {}


def test_a_task_that_somebody_took_out_is_told_and_can_be_put_back(scene: Scene) -> None:
    task = make_task(scene.meeting)
    late = read_block(scene.meeting, f"task_{task.pk}", {"what": "Zjistit víc"})
    task.delete()
    outcome = save(scene, late)
    assert outcome.conflicts == {f"task-{late.key}": None}
    empty = writing.values_of("task", None)
    save(scene, late._replace(read=writing.mark(empty)))
    assert [task.what for task in Task.objects.all()] == ["Zjistit víc"]


def test_what_was_done_with_windows_is_the_same_text(scene: Scene) -> None:
    begun(scene, opening="Řádek\nDruhý ")
    block = read_block(scene.meeting, "minutes_0", {"opening": "Řádek\r\nDruhý"})
    assert save(scene, block).written == 0


def test_an_earlier_task_is_closed_with_how_it_ended(scene: Scene) -> None:
    task = make_task(make_meeting(scene.body, EARLIER))
    raised = PlanningRevision.objects.filter(pk=1).values_list("number", flat=True).first() or 0
    write(scene.meeting, **{f"earlier_{task.pk}": {"result": "Máme 40 míst."}})
    task.refresh_from_db()
    assert (task.closed_on, task.result) == (scene.meeting.day, "Máme 40 míst.")
    assert PlanningRevision.objects.get().number == raised + 1
    write(scene.meeting, **{f"earlier_{task.pk}": {"result": "", "closed_on": None}})
    task.refresh_from_db()
    assert (task.closed_on, task.result) == (None, "")


@pytest.mark.parametrize(
    "given",
    [
        {"closed_on": date(2018, 3, 12), "result": ""},
        {"closed_on": EARLIER - timedelta(days=1), "result": "Máme."},
        {"closed_on": localdate() + timedelta(days=2), "result": "Máme."},
    ],
)
def test_a_task_is_not_closed_without_a_result_nor_on_a_wrong_day(
    given: dict[str, Any], scene: Scene
) -> None:
    task = make_task(make_meeting(scene.body, EARLIER))
    outcome = write(scene.meeting, **{f"earlier_{task.pk}": given})
    [refusal] = outcome.refused.values()
    assert isinstance(refusal, ValidationError)
    assert list(refusal.message_dict) == ["result"]
    task.refresh_from_db()
    assert (task.closed_on, task.result) == (None, "")


def test_rows_of_another_meeting_are_not_touched(scene: Scene) -> None:
    other = make_meeting(make_body("Jiná skupina"), EARLIER)
    task = make_task(other)
    point = AgendaPoint.objects.create(meeting=other, position=1, title="Cizí")
    stands = writing.mark(writing.values_of("task", task))
    values = {**writing.values_of("task", None), "membership": None, "organisation": None}
    save(
        scene,
        Block("task", task.pk, stands, {**values, "what": "Přepsáno"}),
        Block("earlier", task.pk, stands, {"closed_on": None, "result": "Přepsáno"}),
        Block("point", point.pk, stands, {"said": "Přepsáno", "conclusion": ""}),
        Block("newtask", point.pk, writing.mark(values), {**values, "what": "Můj", "due": None}),
    )
    task.refresh_from_db()
    point.refresh_from_db()
    assert (task.what, task.result, point.said) == ("Zjistit kapacitu", "", "")
    [mine] = Task.objects.filter(meeting=scene.meeting)
    assert mine.point is None


def test_what_members_have_is_still_written(scene: Scene) -> None:
    sent(scene)
    write(scene.meeting, minutes_0={"opening": "Po námitce."})
    assert minutes_of(scene.meeting).opening == "Po námitce."


def test_approved_minutes_are_closed(scene: Scene) -> None:
    approved(scene)
    with pytest.raises(MinutesRefused):
        write(scene.meeting, minutes_0={"opening": "Jinak."})
    assert minutes_of(scene.meeting).opening == "Úvod."


def test_a_meeting_that_was_called_off_has_no_minutes(scene: Scene) -> None:
    type(scene.meeting).objects.update(cancelled_at="2018-03-01T10:00Z", cancelled_reason="Nemoc")
    with pytest.raises(MinutesRefused):
        write(scene.meeting, minutes_0={"opening": "Byli jsme."})
    assert not Minutes.objects.exists()


def test_minutes_are_written_from_the_day_of_the_meeting_on(scene: Scene) -> None:
    for days, has_minutes in ((1, False), (0, True)):
        ahead = make_meeting(scene.body, localdate() + timedelta(days=days))
        if has_minutes:
            write(ahead, minutes_0={"opening": "Sešli jsme se."})
        else:
            with pytest.raises(MinutesRefused):
                write(ahead, minutes_0={"opening": "Sešli jsme se."})
        assert Minutes.objects.filter(meeting=ahead).exists() == has_minutes
