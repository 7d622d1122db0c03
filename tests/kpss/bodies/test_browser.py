"""Every page of bodies in a real browser and before the HTML checker, the coordinator's too."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from playwright.sync_api import Browser, Page

from kpss.models import AgendaPoint, Attendance, Body, Document, Membership, Rules, Side
from strategy.models import Organisation
from tests import html_checker
from tests.kpss.factories import make_body, make_meeting, make_member, make_person
from tests.scenes import LONG


@pytest.fixture
def body(committed: None) -> Body:
    """A body with all there can be on its pages, out of balance, with long words."""
    body = make_body(
        f"Pracovní skupina {LONG}", slug="skupina", about="Péče doma.", valid_from="2006"
    )
    charity = Organisation.objects.create(kind="nonprofit", name=f"Charita {LONG}")
    for side in (Side.COMMISSIONER, Side.PROVIDER, Side.PROVIDER):
        person = make_person(f"Jana {LONG}", name_public=True)
        make_member(body, side, person=person, organisation=charity)
    member = make_member(body, Side.SERVICE_USER, term_to=localdate() + timedelta(days=9))
    make_member(body, Side.SERVICE_USER, role="deputy", deputy_for=member,
                term_to=localdate())  # fmt: skip
    document = Document.objects.create(kind="rules", title=f"Řád {LONG}")
    Rules.objects.create(body=body, number=1, seats_provider=3, quorum=4, document=document)
    _meet(body)
    return body


def _meet(body: Body) -> None:
    for month in (1, 2):
        meeting = make_meeting(body, date(2020, month, 1))
        for member in body.memberships.exclude(side=Side.SERVICE_USER):
            Attendance.objects.create(
                meeting=meeting, membership=member, side=member.side, presence="present"
            )
        AgendaPoint.objects.create(
            meeting=meeting, position=1, title="Kapacity", raised_by="provider"
        )


def public(body: Body) -> list[str]:
    named = ("body_detail", "body_members", "body_rules")
    return [reverse("kpss:body_list"), *(reverse(f"kpss:{it}", args=[body.slug]) for it in named)]


def of_the_office(body: Body) -> list[str]:
    member = Membership.objects.filter(body=body).earliest("pk")
    return [
        reverse("kpss:balance"),
        *(reverse(f"kpss:{it}", args=[body.slug]) for it in ("seats", "seat")),
        *(reverse(f"kpss:{it}", args=[member.pk]) for it in ("seat_end", "seat_go_on")),
        reverse("kpss:person_erase", args=[member.person_id]),
    ]


@pytest.fixture
def coordinator(body: Body) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("jana", password="jana"))
    return client


@pytest.fixture
def portal(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(StaticFilesHandler, "_should_handle", lambda self, path: False)
    return live_server.url


def signed_in(chromium: Browser, portal: str, client: Client, **given: Any) -> Page:
    context = chromium.new_context(locale="cs-CZ", **given)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": portal}])
    return context.new_page()


@pytest.mark.browser
def test_a_member_is_seated_from_a_phone_without_scripts(
    chromium: Browser, portal: str, coordinator: Client, body: Body
) -> None:
    page = signed_in(
        chromium, portal, coordinator,
        viewport={"width": 360, "height": 800}, java_script_enabled=False,
    )  # fmt: skip
    page.goto(portal + reverse("kpss:seat", args=[body.slug]))
    page.fill("#id_name", "Nová Členka")
    page.select_option("#id_side", "service_user")
    page.fill("#id_term_from", "2026-01-01")
    with page.expect_navigation():
        page.click("form.form button")
    assert page.url == portal + reverse("kpss:seats", args=[body.slug])
    assert page.locator("h3", has_text="Nová Členka").count() == 1
    page.context.close()


def test_the_html_of_every_page_is_sound(coordinator: Client, body: Body) -> None:
    faults = {
        address: html_checker.faults(coordinator.get(address).content.decode())
        for address in [*public(body), *of_the_office(body)]
    }
    assert {address: found for address, found in faults.items() if found} == {}
