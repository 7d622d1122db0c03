"""Pages on which values of indicators are recorded, corrected and taken back."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils.timezone import localdate

from strategy import editing
from strategy.measures import readings
from strategy.models import Edition, Organisation, ProgressReport, Reading
from strategy.progress import links
from tests.factories import item_of
from tests.strategy.cast import client_of
from tests.strategy.measures.measured import (
    indicator_of,
    make_indicator,
    measure,
    measured_plan,
)
from tests.strategy.measures.test_reading_sheet import signed_in
from tests.strategy.progress.scene import in_force, lead_of, make_department


@pytest.fixture
def department(db: None) -> Organisation:
    return make_department()


@pytest.fixture
def edition(department: Organisation) -> Edition:
    """A measure with two indicators, led by the department."""
    return measured_plan(make_indicator(), make_indicator(name="Byty", unit="%"), lead=department)


@pytest.fixture
def member(department: Organisation) -> Client:
    return signed_in(department)


@pytest.fixture
def stranger(db: None) -> Client:
    """Who acts for another department."""
    return signed_in(make_department("OŽP"), "ota")


def list_of(edition: Edition) -> str:
    return f"/plneni/sprava/{item_of(edition, 'A1.1').key}/hodnoty/"


def page_of(reading: Reading) -> str:
    return f"/plneni/sprava/hodnota/{reading.pk}/"


def sent(edition: Edition, **given: str) -> dict[str, str]:
    key = str(indicator_of(edition).key)
    return {"indicator": key, "day": "2020-06-30", "value": "42", "source": "Zpráva"} | given


def test_a_value_is_recorded_by_form(member: Client, edition: Edition) -> None:
    given = sent(
        edition,
        indicator=str(indicator_of(edition, position=2).key),
        value="1 234,5 %",
        document="www.example.cz",
        note="odhad",
        method_change="i děti",
    )
    answer = member.post(list_of(edition), given)
    assert (answer.status_code, answer.headers["Location"]) == (303, list_of(edition))
    reading = Reading.objects.get()
    assert (reading.indicator_key, reading.day, reading.value) == (
        indicator_of(edition, position=2).key,
        date(2020, 6, 30),
        Decimal("1234.5"),
    )
    assert (reading.source, reading.document, reading.note, reading.method_change) == (
        *("Zpráva", "https://www.example.cz"),
        *("odhad", "i děti"),
    )
    assert (reading.channel, reading.history.get().history_user.username) == ("desk", "jana")
    rows = member.get(list_of(edition)).context["rows"]
    assert [[one.written for one in values] for _indicator, values, _more in rows] == [
        [],
        ["1 234,5"],
    ]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"indicator": "x"}, "indicator"),
        ({"day": ""}, "day"),
        ({"day": f"{localdate() + timedelta(days=2)}"}, "day"),
        ({"value": ""}, "value"),
        ({"value": "asi 5"}, "value"),
        ({"value": "9" * 13}, "value"),
        ({"source": " "}, "source"),
        ({"document": "nikam to nevede"}, "document"),
        ({"note": "x" * 301}, "note"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    member: Client, edition: Edition, wrong: dict[str, str], field: str
) -> None:
    answer = member.post(list_of(edition), sent(edition, **wrong))
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, [field])
    assert Reading.objects.count() == 0


def test_another_value_of_a_day_is_refused_at_the_day(member: Client, edition: Edition) -> None:
    member.post(list_of(edition), sent(edition))
    again = member.post(list_of(edition), sent(edition, value="43"))
    assert list(again.context["form"].errors) == ["day"]
    assert member.post(list_of(edition), sent(edition)).status_code == 303
    assert Reading.objects.count() == 1


def test_a_value_is_corrected_and_its_history_shown(member: Client, edition: Edition) -> None:
    reading = measure(indicator_of(edition))
    form = member.get(page_of(reading)).context["form"]
    assert form["value"].value() == "42"
    given = sent(edition, seen=form["seen"].value(), value="40", note="překlep")
    assert member.post(page_of(reading), given).headers["Location"] == list_of(edition)
    reading.refresh_from_db()
    assert (reading.value, reading.note) == (40, "překlep")
    history = member.get(page_of(reading)).context["history"]
    assert [value for _record, value in history] == ["40", "42"]


def test_a_page_in_english_takes_the_value_that_it_shows(member: Client, edition: Edition) -> None:
    reading = measure(indicator_of(edition), Decimal("1234.5"))
    page = f"/en{page_of(reading)}"
    form = member.get(page).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    assert shown["value"] == "1,234.5"
    assert member.post(page, shown | {"source": "Jiná zpráva"}).status_code == 303
    reading.refresh_from_db()
    assert (reading.value, reading.source) == (Decimal("1234.5"), "Jiná zpráva")


def test_two_who_correct_at_once_do_not_overwrite_one_another(
    member: Client, edition: Edition
) -> None:
    reading = measure(indicator_of(edition))
    seen = str(editing.version_of(reading))
    readings.correct(reading, int(seen), value=Decimal(41))
    refused = member.post(page_of(reading), sent(edition, seen=seen, value="40"))
    form = refused.context["form"]
    assert len(form.non_field_errors()) == 1
    assert "41" in form.non_field_errors()[0]
    assert form["value"].value() == "40"
    knowingly = sent(edition, seen=str(form["seen"].value()), value="40")
    assert member.post(page_of(reading), knowingly).status_code == 303
    reading.refresh_from_db()
    assert reading.value == 40


def test_a_value_is_taken_back_by_who_has_read_it(member: Client, edition: Edition) -> None:
    reading = measure(indicator_of(edition))
    path = f"{page_of(reading)}odebrat/"
    member.post(path, {"seen": "0"})
    assert (member.get(path).status_code, Reading.objects.count()) == (405, 1)
    member.post(path, {"seen": str(editing.version_of(reading))})
    assert Reading.objects.count() == 0
    assert Reading.history.latest().history_user.username == "jana"


def test_the_measures_of_others_are_refused(stranger: Client, edition: Edition) -> None:
    reading = measure(indicator_of(edition))
    given = sent(edition, seen=str(editing.version_of(reading)), value="1")
    answers = [
        stranger.get(list_of(edition)),
        stranger.post(list_of(edition), sent(edition, day="2019-01-01")),
        stranger.get(page_of(reading)),
        stranger.post(page_of(reading), given),
        stranger.post(f"{page_of(reading)}odebrat/", given),
    ]
    assert [answer.status_code for answer in answers] == [403] * 5
    assert [one.value for one in Reading.objects.all()] == [42]


@pytest.mark.parametrize("name", ["auditor", "editor"])
def test_who_only_looks_on_is_refused(edition: Edition, name: str) -> None:
    assert client_of(name).get(list_of(edition)).status_code == 403
    assert Client().get(list_of(edition)).status_code == 302


def test_the_coordinator_records_for_anyone(edition: Edition) -> None:
    coordinator = client_of("fulfilment")
    assert coordinator.post(list_of(edition), sent(edition)).status_code == 303
    assert coordinator.get(page_of(Reading.objects.get())).status_code == 200


def test_readings_are_looked_up_in_the_administration_and_changed_nowhere_there(
    superuser: Client, edition: Edition
) -> None:
    reading = measure(indicator_of(edition))
    listed = superuser.get("/admin/strategy/reading/")
    assert [one.pk for one in listed.context["cl"].result_list] == [reading.pk]
    page = f"/admin/strategy/reading/{reading.pk}/"
    assert superuser.get(f"{page}change/").status_code == 200
    answers = [superuser.post(f"{page}change/", {}), superuser.post(f"{page}delete/", {})]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert superuser.get("/admin/strategy/reading/add/").status_code == 403


# Under the link of a letter


def link_of(edition: Edition) -> str:
    return links.path(lead_of(edition))


def answer_with(client: Client, edition: Edition, **values: str):
    given = {f"hodnoty-{name}": value for name, value in values.items()}
    return client.post(link_of(edition), {"seen": "0", "outlook": "on_track"} | given)


def test_a_lead_says_values_along_with_how_it_goes_on(client: Client, edition: Edition) -> None:
    part = client.get(link_of(edition)).context["part"]
    assert [field.label for field in part.value_fields] == ["Podpořené osoby (osoby)", "Byty (%)"]
    answer = answer_with(
        client, edition, value_0="55,5", value_1="", day="2020-06-30", source="Evidence odboru"
    )
    reading = Reading.objects.get()
    assert (reading.value, reading.source, reading.channel) == (
        *(Decimal("55.5"), "Evidence odboru"),
        "link",
    )
    assert ProgressReport.objects.count() == 1
    done = client.get(answer.headers["Location"])
    assert done.context["readings"] == [("Podpořené osoby", "55,5")]


def test_values_may_stay_empty(client: Client, edition: Edition) -> None:
    assert answer_with(client, edition, day="", source="").status_code == 303
    assert answer_with(client, edition, day="nesmysl").status_code == 200
    assert (Reading.objects.count(), ProgressReport.objects.count()) == (0, 1)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"value_1": "asi"}, "value_1"),
        ({"source": ""}, "source"),
        ({"day": ""}, "day"),
        ({"day": f"{localdate() + timedelta(days=2)}"}, "day"),
    ],
)
def test_a_wrong_value_keeps_the_report_back_too(
    client: Client, edition: Edition, wrong: dict[str, str], field: str
) -> None:
    given = {"value_0": "5", "value_1": "6", "day": "2020-06-30", "source": "Zpráva"} | wrong
    answer = answer_with(client, edition, **given)
    part = answer.context["part"]
    assert (list(part.errors), part.is_open) == ([field], True)
    assert (Reading.objects.count(), ProgressReport.objects.count()) == (0, 0)


def test_a_value_of_a_day_that_has_one_is_refused_at_its_field(
    client: Client, edition: Edition
) -> None:
    measure(indicator_of(edition, position=2), 7, date(2020, 6, 30))
    answer = answer_with(client, edition, value_1="8", day="2020-06-30", source="Zpráva")
    assert list(answer.context["part"].errors) == ["value_1"]
    assert ProgressReport.objects.count() == 0


def test_a_measure_without_indicators_has_no_such_part(client: Client, db: None) -> None:
    edition = in_force(make_department())
    assert client.get(link_of(edition)).context["part"].indicators == []
