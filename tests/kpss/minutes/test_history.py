"""Earlier wordings of minutes: for those who write minutes, and nobody else."""

import pytest
from django.urls import reverse

from kpss.minutes import course
from strategy.admin.history import Entry
from tests.kpss.minutes.scene import Scene, begun, minutes_of, write
from tests.strategy.cast import PEOPLE, client_of

CANARY = "Kanárková"
WRITERS = {"coordinator", "superuser"}
READERS = WRITERS | {"editor", "approver", "auditor"}


@pytest.fixture
def rewritten(scene: Scene) -> Scene:
    """What was said of somebody was taken out before anyone else read it."""
    begun(scene, opening=f"Přišla {CANARY}.", text=f"Bydlí {CANARY}.", conclusion=f"{CANARY}!")
    write(scene.meeting, minutes={"opening": "Přišli.", "text": "Bydlí.", "conclusion": "Konec."})
    return scene


def history(scene: Scene) -> str:
    return reverse("admin:kpss_minutes_history", args=[minutes_of(scene.meeting).pk])


def said(entries: list[Entry]) -> list[int]:
    """Of how many fields each entry tells."""
    return [len(entry.changes) for entry in entries]


@pytest.mark.parametrize("name", [*PEOPLE, "superuser"])
def test_earlier_wordings_are_for_those_who_write_minutes(name: str, rewritten: Scene) -> None:
    response = client_of(name).get(history(rewritten))
    assert response.status_code == (200 if name in READERS else 403)
    assert (CANARY in response.content.decode()) == (name in WRITERS)


def test_who_only_views_minutes_sees_that_they_changed_and_why_no_more(rewritten: Scene) -> None:
    context = client_of("auditor").get(history(rewritten)).context
    seen, all_of_it = context["entries"], client_of("coordinator").get(history(rewritten)).context
    assert said(seen) == [0, 2]
    assert said(all_of_it["entries"]) == [3, 5]
    assert [one.deed for one in seen] == [one.deed for one in all_of_it["entries"]]
    assert ("kept_back" in context, "kept_back" in all_of_it) == (True, False)


def test_that_something_was_hidden_is_told_and_not_what(rewritten: Scene) -> None:
    course.hide(minutes_of(rewritten.meeting), ["Bydlí"])
    newest = client_of("auditor").get(history(rewritten)).context["entries"][0]
    assert (newest.changes, newest.deed) == ([], newest.record.history_change_reason)
    assert "Bydlí" not in newest.deed


@pytest.mark.parametrize("name", sorted(READERS))
def test_words_are_searched_by_those_who_write_minutes(name: str, scene: Scene) -> None:
    begun(scene, opening=f"Přišla {CANARY}.")
    address = reverse("admin:kpss_minutes_changelist")
    found = client_of(name).get(address, {"q": CANARY}).context["cl"].result_count
    assert found == (1 if name in WRITERS else 0)
