"""Days as precise as their source in the administration: shown in words, taken in words."""

import pytest
from django.urls import reverse

from kpss.models import Phase
from strategy.editing import change, version_of
from tests.kpss.factories import make_cycle
from tests.strategy.cast import client_of


@pytest.fixture
def phase(db: None) -> Phase:
    given = {"kind": "2_analysis", "begins": "2005-23", "ends": "2012-03-01"}
    return Phase.objects.create(cycle=make_cycle("plan"), **given)


def page(name: str, *arguments: object) -> str:
    return reverse(f"admin:kpss_phase_{name}", args=arguments)


def test_the_list_shows_days_in_words_and_sorts_by_them(phase: Phase) -> None:
    html = client_of("coordinator").get(page("changelist") + "?o=3").content.decode()
    assert '<td class="field-begins">podzim 2005</td>' in html
    assert '<td class="field-ends">1. 3. 2012</td>' in html


def test_who_may_only_look_reads_them_in_words_too(phase: Phase) -> None:
    reader, cycle = client_of("approver"), reverse("admin:kpss_cycle_change", args=[phase.cycle_id])
    for address in (page("change", phase.pk), cycle):
        html = reader.get(address).content.decode()
        assert ("podzim 2005" in html, "2005-23" in html) == (True, False)


def test_the_form_shows_them_as_one_types_them_and_saving_it_changes_nothing(
    phase: Phase,
) -> None:
    coordinator, address = client_of("coordinator"), page("change", phase.pk)
    form = coordinator.get(address).context["adminform"].form
    shown = {name: form[name].value() for name in ("begins", "ends")}
    assert shown == {"begins": "podzim 2005", "ends": "1. 3. 2012"}
    read = version_of(phase)
    coordinator.post(address, shown | {"version": read})
    phase.refresh_from_db()
    assert (phase.begins, phase.ends, version_of(phase)) == ("2005-23", "2012-03-01", read)


def test_what_cannot_be_read_stays_as_it_was_typed(phase: Phase) -> None:
    typed = {"begins": "na sv. Jiří", "ends": "32. 3. 2012", "version": version_of(phase)}
    answer = client_of("coordinator").post(page("change", phase.pk), typed)
    form = answer.context["adminform"].form
    assert list(form.errors) == ["begins", "ends"]
    assert [form[name].value() for name in form.errors] == ["na sv. Jiří", "32. 3. 2012"]


def test_history_says_them_in_words(phase: Phase) -> None:
    change(phase, version_of(phase), None, begins="2006-03")
    html = client_of("coordinator").get(page("history", phase.pk)).content.decode()
    assert ("2005-23" in html, "březen" in html) == (False, True)
