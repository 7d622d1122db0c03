"""Target groups, the cycle, projects and organisations of the demo, in a browser and as HTML."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser

from kpss.models import Cycle, Project, TargetGroup
from strategy.models import Organisation
from tests import html_checker
from tests.everybody import STYLED, wrong_on
from tests.strategy.cast import client_of

LISTS = [f"/kpss/{name}/" for name in ("cilove-skupiny", "cyklus", "projekty", "organizace")]


@pytest.fixture
def loaded() -> None:
    """The demo; after `db`, or after `committed` where a browser reads it."""
    call_command("load_demo", stdout=StringIO())


def addresses() -> list[str]:
    rows = [*Cycle.objects.all(), *Project.objects.all(), TargetGroup.objects.get(position=2)]
    fund = Organisation.objects.get(name__startswith="Sociální nadační fond")
    pages = [row.get_absolute_url() for row in rows]
    years = [f"{page}?rok=2006" for page in (LISTS[0], pages[-1])]
    return [*LISTS, *pages, *years, f"/kpss/organizace/{fund.pk}/"]


@pytest.mark.usefixtures("db", "loaded")
def test_every_page_is_written_as_the_standard_says(client: Client) -> None:
    found = {one: html_checker.faults(client.get(one).content.decode()) for one in addresses()}
    assert {one: faults for one, faults in found.items() if faults} == {}


@pytest.mark.html_checker
@pytest.mark.usefixtures("db", "loaded")
def test_the_html_checker_finds_nothing(client: Client, tmp_path: Path) -> None:
    pages = {str(n): client.get(one).content.decode() for n, one in enumerate(addresses())}
    coordinator, group = client_of("coordinator"), TargetGroup.objects.get(position=2)
    address = f"/kpss/koordinace/cilove-skupiny/{group.pk}/"
    pages["rename"] = coordinator.get(address).content.decode()
    pages["refused"] = coordinator.post(address, {"name": "", "since": "loni"}).content.decode()
    pages["groups"] = coordinator.get("/kpss/koordinace/cilove-skupiny/").content.decode()
    assert html_checker.nu_faults(pages, tmp_path) == []


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.usefixtures("committed", "loaded")
def test_nobody_is_shut_out_by_the_real_texts_on_a_phone(
    chromium: Browser, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StaticFilesHandler, "_should_handle", lambda self, path: False)
    page = chromium.new_page(color_scheme="dark", viewport={"width": 320, "height": 900})
    found = {}
    for address in addresses():
        page.goto(live_server.url + address)
        assert page.evaluate(STYLED)
        if faults := wrong_on(page):
            found[address] = faults
    page.close()
    assert found == {}
