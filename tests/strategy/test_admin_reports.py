"""The register of reports in the administration: to look at, never to change."""

import pytest
from django.test import Client
from django.urls import reverse

from strategy.models import ProgressReport
from strategy.progress import reporting
from strategy.progress.reporting import Status
from tests.factories import item_of
from tests.strategy.cast import client_of
from tests.strategy.progress import scene

LIST = "/admin/strategy/progressreport/"


@pytest.fixture
def reports(db: None) -> list[ProgressReport]:
    edition = scene.in_force(scene.make_department(), measures=3)
    return [
        reporting.report(item_of(edition, code), Status.DONE, commentary=f"Slova {code}.")
        for code in ("A1.1", "A1.2", "A1.3")
    ]


def test_it_finds_reports_by_their_words(superuser: Client, reports: list[ProgressReport]) -> None:
    found = superuser.get(LIST, {"q": "Slova A1.2"}).context["cl"].queryset
    assert list(found) == [reports[1]]


@pytest.mark.parametrize("who", ["superuser", "fulfilment", "auditor"])
def test_nobody_changes_anything_there(who: str, reports: list[ProgressReport]) -> None:
    client = client_of(who)
    page = reverse("admin:strategy_progressreport_change", args=[reports[0].pk])
    assert [client.get(LIST).status_code, client.get(page).status_code] == [200, 200]
    writing = [
        client.post(page, {"status": "cancelled"}),
        client.get(f"{LIST}add/"),
        client.post(page.replace("change", "delete"), {"post": "yes"}),
    ]
    assert [answer.status_code for answer in writing] == [403, 403, 403]
    reports[0].refresh_from_db()
    assert reports[0].status == Status.DONE


@pytest.mark.parametrize(("who", "may_hide"), [("fulfilment", True), ("auditor", False)])
def test_who_may_hide_words_is_led_to_that(
    who: str, may_hide: bool, reports: list[ProgressReport]
) -> None:
    page = reverse("admin:strategy_progressreport_change", args=[reports[0].pk])
    way = reverse("strategy:report_hide", args=[reports[0].pk])
    assert (way in client_of(who).get(page).content.decode()) is may_hide
