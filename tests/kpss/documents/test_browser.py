"""Pages of documents, news and subsidies in a real browser and before the HTML checker."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser

from kpss.links import Purpose
from kpss.models import Document, NewsSubscription
from strategy import secret_links
from strategy.models import Organisation
from tests import html_checker
from tests.factories import item_of, make_plan, publish
from tests.kpss.factories import make_body
from tests.kpss.papers import (
    HTML,
    PDF,
    make_call,
    make_document,
    make_filed,
    make_funding,
    make_news,
)
from tests.scenes import LONG


@pytest.fixture
def pages(committed: None) -> list[str]:
    """Every page, with all there can be on it and long words."""
    edition = publish(make_plan())
    body = make_body(f"Pracovní skupina {LONG}", slug="skupina")
    charity = Organisation.objects.create(kind="nonprofit", name=f"Charita {LONG}")
    document = make_filed(title=f"Analýza {LONG}", author=charity, dated="2012", about="O tom.")
    piece = make_news(f"Konference {LONG}", body=body, happened="2016-04-14", source=LONG)
    for row in (document, piece):
        row.plans.add(edition.plan)
    document.bodies.add(body)
    make_document(dated="2006-03")
    item = item_of(edition, "A1.1")
    for number in range(2):
        make_funding(item, make_call(title=f"Výzva {LONG} {number}"), organisation=charity)
    subscription = NewsSubscription.objects.create(email="a@example.cz", body=body)
    return [
        *(reverse(f"kpss:{name}_list") for name in ("document", "news", "subsidy")),
        reverse("kpss:document_list") + "?druh=analysis",
        reverse("kpss:news_list") + "?skupina=skupina",
        document.get_absolute_url(),
        piece.get_absolute_url(),
        reverse("kpss:subsidy_year", args=[2014]),
        edition.plan.get_absolute_url() + "A1.1/",
        reverse("kpss:news_subscription"),
        reverse("kpss:news_subscription_sent"),
        *(secret_links.path(it, subscription.pk) for it in (Purpose.NEWS, Purpose.NO_NEWS)),
    ]


@pytest.fixture
def portal(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(StaticFilesHandler, "_should_handle", lambda self, path: False)
    return live_server.url


@pytest.mark.browser
def test_a_document_is_added_from_a_phone_without_scripts(
    chromium: Browser, portal: str, committed: None, tmp_path: Path
) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("jana", password="jana"))
    context = chromium.new_context(
        viewport={"width": 360, "height": 800}, java_script_enabled=False, locale="cs-CZ"
    )
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": portal}])
    page = context.new_page()
    page.goto(portal + reverse("admin:kpss_document_add"))
    page.fill("#id_title", "Analýza potřeb")
    page.select_option("#id_kind", "analysis")
    for content in (HTML, PDF):
        file = tmp_path / "zprava.pdf"
        file.write_bytes(content)
        page.set_input_files("#id_upload", file)
        with page.expect_navigation():
            page.click("input[name=_save]")
        if content == HTML:
            assert page.locator("#id_upload_error, .field-upload .errorlist").count() >= 1
            assert page.input_value("#id_title") == "Analýza potřeb"
    context.close()
    assert Document.objects.values_list("title", "file_name").get() == (
        "Analýza potřeb",
        "zprava.pdf",
    )


@pytest.mark.html_checker
def test_the_html_of_every_page_is_sound(client: Client, pages: list[str]) -> None:
    faults = {
        address: html_checker.faults(client.get(address).content.decode()) for address in pages
    }
    assert {address: found for address, found in faults.items() if found} == {}
