"""The page under a lead's link: four answers, a sentence, and done."""

from datetime import date, timedelta
from decimal import Decimal
from unittest.mock import patch
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from strategy import editions
from strategy.models import (
    Edition,
    Indicator,
    Lead,
    MeasureState,
    Organisation,
    ProgressReport,
    Reading,
)
from strategy.progress import answering, leading, links, reporting
from strategy.progress.links import Purpose
from strategy.progress.reporting import Outlook, Status
from tests.factories import draft_of, item_of, make_plan, publish
from tests.strategy.progress.scene import lead_of, name_lead, state_of


@pytest.fixture
def lead(edition: Edition) -> Lead:
    return lead_of(edition)


def path_of(lead: Lead) -> str:
    """As a letter has it, read anew with all that the address depends on."""
    known = Lead.objects.select_related("organisation", "person").get(pk=lead.pk)
    return links.path(known)


def seen_in(response) -> str:
    return response.context["form"]["seen"].value()


def test_the_letters_address_is_the_page(client: Client, lead: Lead) -> None:
    url = urlsplit(links.url(lead))
    assert url.path.startswith("/odkaz/plneni/")
    page = client.get(url.path)
    assert (page.status_code, page.context["item"].key) == (200, lead.item_key)
    assert [option.data["value"] for option, _recorded in page.context["answers"]] == list(
        Outlook.values
    )


def test_looking_changes_nothing_however_often(client: Client, lead: Lead) -> None:
    page = client.get(f"{path_of(lead)}?stav=splneno")
    assert page.context["form"]["outlook"].value() == Outlook.DONE
    client.head(path_of(lead))
    assert ProgressReport.objects.count() == 0


def test_an_answer_is_recorded_with_how_it_came(
    client: Client, lead: Lead, edition: Edition
) -> None:
    page = client.get(path_of(lead))
    sent = {
        "seen": seen_in(page),
        "outlook": "at_risk",
        "commentary": "Chybí  stavební\npovolení.",
        "evidence": "Zápis č. 7",
        "evidence_link": "www.example.cz/zapis",
    }
    answer = client.post(path_of(lead), sent)
    report = ProgressReport.objects.get()
    assert (report.status, report.outlook) == (Status.NOT_BEGUN, "at_risk")
    assert (report.commentary, report.evidence) == ("Chybí stavební povolení.", "Zápis č. 7")
    assert report.evidence_link == "https://www.example.cz/zapis"
    assert (report.channel, report.organisation, report.by) == ("link", lead.organisation, None)
    assert state_of(edition).report == report
    assert (answer.status_code, answer.headers["Location"]) == (303, links.done_path(lead))
    done = client.get(answer.headers["Location"])
    assert (done.context["report"], done.status_code) == (report, 200)


def test_it_answers_what_must_be_answered_in_words(client: Client, lead: Lead) -> None:
    answer = client.post(path_of(lead), {"seen": "0", "commentary": "x" * 501})
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"outlook", "commentary"}
    assert ProgressReport.objects.count() == 0


def test_who_has_read_something_older_sees_what_stands_and_may_go_on(
    client: Client, lead: Lead, edition: Edition
) -> None:
    sent = {"seen": seen_in(client.get(path_of(lead))), "outlook": "on_track"}
    between = reporting.report(item_of(edition, "A1.1"), Status.DONE)
    refused = client.post(path_of(lead), sent)
    assert refused.context["form"].non_field_errors()
    assert refused.context["state"].report == between
    assert seen_in(refused) == between.pk
    assert client.post(path_of(lead), sent | {"seen": seen_in(refused)}).status_code == 303
    assert state_of(edition).outlook == "on_track"


def test_sent_twice_it_is_recorded_once(client: Client, lead: Lead) -> None:
    sent = {"seen": "0", "outlook": "done", "commentary": "Hotovo."}
    answers = [client.post(path_of(lead), sent).status_code for _time in range(2)]
    assert (answers, ProgressReport.objects.count()) == ([303, 303], 1)


def test_a_link_that_went_astray_fills_no_page(
    client: Client, lead: Lead, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "ANSWERS", answering.ANSWERS._replace(most=2))
    answers = [
        client.post(path_of(lead), {"seen": seen_in(client.get(path_of(lead))), "outlook": outlook})
        for outlook in ("on_track", "at_risk", "done")
    ]
    assert [answer.status_code for answer in answers] == [303, 303, 200]
    assert len(answers[2].context["form"].non_field_errors()) == 1
    assert ProgressReport.objects.count() == 2


@pytest.fixture
def measured(department: Organisation) -> Lead:
    """Of a measure with an indicator."""
    plan = make_plan()
    item = item_of(draft_of(plan), "A1.1")
    name_lead(item, department)
    Indicator.objects.create(item=item, position=1, name="Nové byty", unit="bytů")
    return lead_of(publish(plan, Edition.State.APPROVED))


VALUES = {"hodnoty-value_0": "12,5", "hodnoty-day": "2026-06-30", "hodnoty-source": "Evidence"}


def test_a_value_of_an_indicator_comes_with_the_answer(client: Client, measured: Lead) -> None:
    sent = {"seen": "0", "outlook": "on_track"} | VALUES
    assert client.post(path_of(measured), sent).status_code == 303
    reading = Reading.objects.get()
    assert (reading.value, reading.source, reading.channel) == (Decimal("12.5"), "Evidence", "link")
    assert MeasureState.objects.get(item_key=measured.item_key).measured == 1


def test_values_may_stay_empty(client: Client, measured: Lead) -> None:
    sent = {"seen": "0", "outlook": "on_track"} | VALUES | {"hodnoty-value_0": ""}
    assert client.post(path_of(measured), sent).status_code == 303
    assert (ProgressReport.objects.count(), Reading.objects.count()) == (1, 0)


def test_a_value_that_is_refused_leaves_no_report_either(client: Client, measured: Lead) -> None:
    client.post(path_of(measured), {"seen": "0", "outlook": "on_track"} | VALUES)
    seen = ProgressReport.objects.get().pk
    for wrong in ({"hodnoty-value_0": "mnoho"}, {"hodnoty-value_0": "13"}):
        sent = {"seen": seen, "outlook": "done"} | VALUES | wrong
        answer = client.post(path_of(measured), sent)
        assert list(answer.context["part"].errors) == ["value_0"]
    assert (ProgressReport.objects.count(), Reading.objects.count()) == (1, 1)


def test_nothing_of_it_is_kept_or_told_elsewhere(client: Client, lead: Lead) -> None:
    for path in (path_of(lead), links.done_path(lead)):
        headers = client.get(path).headers
        assert "no-store" in headers["Cache-Control"]
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Robots-Tag"] == "noindex, nofollow"


def test_the_done_page_without_an_answer_leads_to_the_form(client: Client, lead: Lead) -> None:
    answer = client.get(links.done_path(lead))
    assert (answer.status_code, answer.headers["Location"]) == (303, path_of(lead))


def test_the_done_page_shows_what_this_lead_said_by_link_only(
    client: Client, lead: Lead, edition: Edition
) -> None:
    reporting.report(item_of(edition, "A1.1"), Status.DONE, organisation=lead.organisation)
    assert client.get(links.done_path(lead)).status_code == 303


def is_dead(client: Client, path: str) -> bool:
    """Whether nothing can be read or recorded under it any more."""
    before = ProgressReport.objects.count()
    answers = [client.get(path), client.post(path, {"seen": "0", "outlook": "done"})]
    assert ProgressReport.objects.count() == before
    return [answer.status_code for answer in answers] == [410, 410]


def test_it_dies_with_the_lead(client: Client, lead: Lead) -> None:
    path = path_of(lead)
    leading.end(lead, timezone.localdate())
    assert is_dead(client, path)


def test_it_dies_when_letters_go_elsewhere(client: Client, lead: Lead) -> None:
    path = path_of(lead)
    Organisation.objects.update(email="jinam@brno.example")
    assert is_dead(client, path)
    assert client.get(path_of(lead)).status_code == 200


def test_it_dies_when_somebody_else_is_to_report(client: Client, lead: Lead) -> None:
    path = path_of(lead)
    lead.person = User.objects.create_user("petr", email="petr@brno.example")
    lead.save()
    assert is_dead(client, path)
    of_petr = path_of(lead)
    User.objects.filter(username="petr").update(is_active=False)
    assert is_dead(client, of_petr)


def test_it_dies_with_the_plan(client: Client, lead: Lead, edition: Edition) -> None:
    path = path_of(lead)
    editions.withdraw(edition, "Vydáno omylem.")
    assert is_dead(client, path)


def test_an_address_that_is_no_more_opens_nothing(client: Client, lead: Lead) -> None:
    Organisation.objects.update(email="")
    assert is_dead(client, path_of(lead))


def test_it_holds_so_many_days(client: Client, lead: Lead) -> None:
    path, begun = path_of(lead), timezone.now()
    with patch("django.core.signing.time.time", return_value=begun.timestamp() + 119 * 86400):
        assert client.get(path).status_code == 200
    with patch("django.core.signing.time.time", return_value=begun.timestamp() + 121 * 86400):
        assert client.get(path).status_code == 410
    assert Purpose.PROGRESS.holds == timedelta(days=120)


def test_a_link_of_another_measure_says_nothing_of_this_one(
    client: Client, lead: Lead, edition: Edition
) -> None:
    client.post(path_of(lead_of(edition, "A1.2")), {"seen": "0", "outlook": "done"})
    assert (state_of(edition, "A1.1").status, state_of(edition, "A1.2").status) == ("", "done")


def test_what_is_not_signed_for_this_is_not_found(client: Client, lead: Lead) -> None:
    token = path_of(lead).split("/")[3]
    assert client.get(f"/odkaz/plneni/{token[:-1]}/").status_code == 404
    assert client.get(f"/odkaz/ucast/{token}/").status_code == 404


def test_a_co_lead_gets_no_word_in(client: Client, lead: Lead) -> None:
    Lead.objects.filter(pk=lead.pk).update(role=Lead.Role.CO_LEAD, since=date(2026, 1, 1))
    assert is_dead(client, path_of(lead))
