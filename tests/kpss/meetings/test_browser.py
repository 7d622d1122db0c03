"""Every page of meetings in a real browser and before the HTML checker, those of the office too."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from playwright.sync_api import Browser, Page

from kpss.links import Purpose
from kpss.meetings import agenda, inviting, planning, recording, series
from kpss.minutes.agenda import numbered
from kpss.models import Attendance, Body, Meeting, Membership, Rules, Side
from strategy import secret_links
from tests import html_checker
from tests.kpss.factories import make_body, make_meeting, make_member, make_person
from tests.scenes import LONG


@pytest.fixture(autouse=True)
def now() -> None:
    """The browser has a clock of its own, so here the portal goes by the same."""


@pytest.fixture
def body(committed: None) -> Body:
    body = make_body(f"Pracovní skupina {LONG}", slug="skupina")
    Rules.objects.create(body=body, number=1, quorum=2, quorum_service_user=1)
    member = make_member(body, Side.SERVICE_USER, person=make_person(f"Jana {LONG}"))
    make_member(body, Side.PROVIDER)
    make_member(body, Side.SERVICE_USER, role=Membership.Role.DEPUTY, deputy_for=member)
    return body


@pytest.fixture
def coming(body: Body) -> Meeting:
    """With all that can be on its page, members invited."""
    meeting = planning.plan(
        body,
        day=localdate() + timedelta(days=30),
        time_from=time(9),
        time_to=time(11),
        place=f"Sál {LONG}",
        access="Výtah.",
    )
    above = agenda.add(meeting, f"Bod {LONG}")
    agenda.add(meeting, "Pod ním", above)
    inviting.invite(meeting)
    return meeting


@pytest.fixture
def held(body: Body) -> Meeting:
    meeting = make_meeting(body, localdate() - timedelta(days=30))
    sheet = recording.sheet(meeting)
    here = {row.membership.pk: "present" for row in sheet.rows}
    recording.record(meeting, sheet.mark, here, 3)
    return meeting


@pytest.fixture
def pages(coming: Meeting, held: Meeting) -> list[str]:
    off = make_meeting(coming.body, localdate() + timedelta(days=40))
    planning.call_off(off, "Nemoc.")
    given = {"first_on": localdate() + timedelta(days=60), "time_from": time(9), "place": "Sál"}
    series.plan_series(coming.body, **given)
    named = ("meeting_staff", "meeting_change", "meeting_call_off", "meeting_agenda")
    return [
        reverse("kpss:meeting_list"),
        reverse("kpss:meeting_year", args=[held.day.year]),
        reverse("kpss:body_meetings", args=["skupina"]),
        *(reverse("kpss:meeting_detail", args=[one.pk]) for one in (coming, held, off)),
        *(
            reverse(f"kpss:{name}")
            for name in ("meeting_staff_list", "meeting_plan", "series_plan")
        ),
        *(reverse(f"kpss:{name}", args=[coming.pk]) for name in named),
        reverse("kpss:meeting_attendance", args=[held.pk]),
        link_of(coming),
    ]


def link_of(meeting: Meeting) -> str:
    invited = Attendance.objects.filter(meeting=meeting, side=Side.SERVICE_USER).get()
    return secret_links.path(Purpose.ATTENDANCE, invited.pk, invited.membership.person.email)


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
def test_an_agenda_is_drawn_up_on_a_phone_without_scripts(
    chromium: Browser, portal: str, coordinator: Client, coming: Meeting
) -> None:
    page = signed_in(
        chromium, portal, coordinator,
        viewport={"width": 360, "height": 800}, java_script_enabled=False,
    )  # fmt: skip
    page.goto(portal + reverse("kpss:meeting_agenda", args=[coming.pk]))
    page.fill("#new", "Různé")
    with page.expect_navigation():
        # As the key Enter in a field does.
        page.press("#new", "Enter")
    last = numbered(coming)[-1]
    assert (last.number, last.row.title) == ("2", "Různé")
    with page.expect_navigation():
        page.click(f"button[value='up:{last.row.pk}']")
    page.context.close()
    assert numbered(coming)[0].row.title == "Různé"


@pytest.mark.browser
def test_a_member_answers_on_a_phone_without_scripts(
    chromium: Browser, portal: str, coming: Meeting
) -> None:
    context = chromium.new_context(
        viewport={"width": 360, "height": 800}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto(portal + link_of(coming))
    page.check("input[value='deputy']")
    with page.expect_navigation():
        page.click("main form button")
    assert page.locator("input[value='deputy']").is_checked()
    context.close()
    assert Attendance.objects.get(side=Side.SERVICE_USER).answer == "deputy"


def test_the_html_of_every_page_is_sound(coordinator: Client, pages: list[str]) -> None:
    faults = {
        address: html_checker.faults(coordinator.get(address).content.decode()) for address in pages
    }
    assert {address: found for address, found in faults.items() if found} == {}
