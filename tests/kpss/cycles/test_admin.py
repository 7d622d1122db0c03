from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kpss.models import Cycle, Document, Phase, PlanningRevision
from strategy.editing import version_of
from tests.kpss.factories import make_cycle
from tests.strategy.cast import client_of

PHASES = {"phases-TOTAL_FORMS": 0, "phases-INITIAL_FORMS": 0}


@pytest.fixture
def coordinator(db: None) -> Client:
    return client_of("coordinator")


def change(row: Cycle | Phase) -> str:
    return reverse(f"admin:kpss_{row._meta.model_name}_change", args=[row.pk])


def sent(row: Cycle | Phase, **fields: Any) -> dict[str, Any]:
    return PHASES | {"version": version_of(row)} | fields


def test_a_cycle_is_changed_and_pages_are_stale(coordinator: Client) -> None:
    first, second = make_cycle("prvni"), make_cycle("druhy")
    coordinator.post(change(second), sent(second, follows=first.pk, about="Navazuje."))
    second.refresh_from_db()
    assert (second.follows, second.about) == (first, "Navazuje.")
    assert PlanningRevision.objects.get().number == 1


def test_a_circle_is_told_on_the_form(coordinator: Client) -> None:
    first = make_cycle("prvni")
    second = make_cycle("druhy", follows=first)
    page = coordinator.post(change(first), sent(first, follows=second.pk))
    assert list(page.context["adminform"].form.errors) == ["__all__"]
    assert Cycle.objects.get(pk=first.pk).follows is None


def test_a_phase_gets_dates_as_precise_as_they_are_typed_and_documents(
    coordinator: Client,
) -> None:
    cycle = make_cycle("plan")
    document = Document.objects.create(kind="analysis", title="Analýza")
    add = reverse("admin:kpss_phase_add")
    typed = {"cycle": cycle.pk, "kind": "2_analysis", "begins": "v podzimu 2005", "ends": "3/2006"}
    coordinator.post(add, typed | {"documents": [document.pk], "version": ""})
    phase = Phase.objects.get()
    assert (phase.begins, phase.ends, phase.documents.get()) == ("2005-23", "2006-03", document)
    coordinator.post(change(phase), sent(phase, begins="v říjnu", ends="", documents=[]))
    phase.refresh_from_db()
    assert (phase.begins, phase.ends, phase.documents.count()) == ("XXXX-10", "", 0)
    assert PlanningRevision.objects.get().number == 2


def test_who_comes_second_to_a_phase_is_refused(coordinator: Client) -> None:
    phase = Phase.objects.create(cycle=make_cycle("plan"), kind="2_analysis")
    late = sent(phase, note="Pozdě.")
    coordinator.post(change(phase), sent(phase, note="Včas."))
    page = coordinator.post(change(phase), late)
    assert list(page.context["adminform"].form.errors) == ["__all__"]
    assert Phase.objects.get().note == "Včas."


@pytest.mark.parametrize(("who", "status"), [("nobody", 302), ("officer", 403), ("auditor", 403)])
def test_others_do_not_write_cycles(db: None, who: str, status: int) -> None:
    cycle = make_cycle("plan")
    phase = Phase.objects.create(cycle=cycle, kind="2_analysis")
    client = client_of(who)
    for row, name in ((cycle, "about"), (phase, "note")):
        assert client.post(change(row), sent(row, **{name: "Jinak."})).status_code == status
        row.refresh_from_db()
        assert getattr(row, name) == ""
