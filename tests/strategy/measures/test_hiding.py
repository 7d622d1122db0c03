"""Former words of a value go from its history for good; numbers and days stay."""

from decimal import Decimal

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from strategy import editing
from strategy.measures import hiding, readings
from strategy.measures.readings import ReadingRefused
from strategy.models import PageRevision, Reading
from strategy.progress import hiding as reports
from tests.strategy.cast import client_of
from tests.strategy.measures.measured import indicator_of, measure, measured_plan

NAME = "Sdělila paní Nová"


@pytest.fixture
def fulfilment(db: None) -> Client:
    return client_of("fulfilment")


@pytest.fixture
def reading(db: None) -> Reading:
    """A value whose source named somebody until it was corrected."""
    recorded = measure(indicator_of(measured_plan()), 42, source=NAME, note="podle Nové")
    version = editing.version_of(recorded)
    return readings.correct(recorded, version, source="Evidence odboru", value=Decimal(43))


def path_of(reading: Reading) -> str:
    return f"/plneni/sprava/hodnota/{reading.pk}/slova/"


def history_of(pk: int) -> list[tuple[Decimal, str, str]]:
    return list(hiding.records(pk).values_list("value", "source", "note"))


def test_only_what_the_value_says_no_more_can_be_hidden(reading: Reading) -> None:
    assert hiding.former(reading.pk) == ["source"]
    hiding.hide(reading.pk, ["source", "note"], None)
    assert history_of(reading.pk) == [
        (43, "Evidence odboru", "podle Nové"),
        (42, "", "podle Nové"),
    ]
    assert hiding.former(reading.pk) == []
    with pytest.raises(ReadingRefused):
        hiding.hide(reading.pk, ["source", "note"], None)


def test_of_a_value_that_was_taken_back_all_words_can_go(reading: Reading) -> None:
    pk = reading.pk
    readings.withdraw(reading, editing.version_of(reading))
    assert hiding.former(pk) == ["source", "note"]
    hiding.hide(pk, ["source", "note"], None)
    assert history_of(pk) == [(43, "", ""), (43, "", ""), (42, "", "")]


def test_no_page_of_before_is_kept_and_the_database_is_scrubbed(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[bool] = []
    monkeypatch.setattr(reports, "cleaning", [lambda: called.append(True)])
    before = PageRevision.objects.get(plan=reading.plan_id).number
    hiding.hide(reading.pk, ["source"], None)
    revision = PageRevision.objects.get(plan=reading.plan_id)
    assert (revision.clean_from, revision.number) == (before + 1, before + 1)
    assert called == [True]


def test_the_coordinator_hides_them_on_a_page_and_the_log_says_who(
    fulfilment: Client, reading: Reading
) -> None:
    page = fulfilment.get(path_of(reading))
    assert page.context["form"].fields["parts"].choices == [("source", hiding.WORDS["source"])]
    assert history_of(reading.pk)[-1][1] == NAME
    answer = fulfilment.post(path_of(reading), {"parts": ["source"]})
    assert (answer.status_code, answer.headers["Location"]) == (303, path_of(reading))
    after = fulfilment.get(path_of(reading))
    assert NAME not in after.content.decode().replace("\xa0", " ")
    assert after.context["form"].fields["parts"].choices == []
    entry = LogEntry.objects.get(object_id=str(reading.pk))
    assert (entry.user.username, "Nov" in entry.change_message) == ("fulfilment", False)


def test_nothing_ticked_hides_nothing(fulfilment: Client, reading: Reading) -> None:
    answer = fulfilment.post(path_of(reading), {})
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["parts"])
    assert history_of(reading.pk)[-1][1] == NAME


def test_what_was_taken_back_is_found_on_the_page_of_values(
    fulfilment: Client, reading: Reading
) -> None:
    pk, address = reading.pk, f"/plneni/sprava/{reading.item_key}/hodnoty/"
    assert fulfilment.get(address).context["withdrawn"] == []
    readings.withdraw(reading, editing.version_of(reading))
    found = fulfilment.get(address).context["withdrawn"]
    assert [(one.id, value) for one, value in found] == [(pk, "43")]


@pytest.mark.parametrize(("who", "status"), [("nobody", 302), ("editor", 403), ("auditor", 403)])
def test_others_hide_nothing(reading: Reading, who: str, status: int) -> None:
    client = client_of(who)
    answers = [client.get(path_of(reading)), client.post(path_of(reading), {"parts": ["source"]})]
    assert [one.status_code for one in answers] == [status, status]
    assert history_of(reading.pk)[-1][1] == NAME


def test_a_value_that_never_was_has_no_page(fulfilment: Client) -> None:
    assert fulfilment.get("/plneni/sprava/hodnota/999/slova/").status_code == 404
