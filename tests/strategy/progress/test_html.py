"""The pages of progress: sound HTML."""

from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from strategy.models import Channel, Edition
from strategy.progress import leading, links, reporting, states
from tests import html_checker
from tests.factories import item_of
from tests.strategy.progress.scene import in_force, lead_of, make_department
from tests.test_accessibility import LONG


def play() -> Edition:
    """A measure of which much was said, one that nobody leads, and one that waits."""
    department = make_department()
    edition = in_force(department)
    said = {
        "commentary": f"Podrobně {LONG}.",
        "evidence": LONG,
        "evidence_number": "MMB/1/2026",
        "evidence_link": f"https://www.example.cz/{LONG}",
        "organisation": department,
    }
    item = item_of(edition, "A1.1")
    reporting.report(item, "under_way", outlook="at_risk", share=40, **said)
    reporting.report(item, "done", channel=Channel.LINK, organisation=department)
    lead = lead_of(edition, "A1.2")
    leading.end(lead, timezone.localdate())
    states.refresh(edition.plan_id, [lead.item_key])
    return edition


def addresses(edition: Edition) -> list[str]:
    lead, key = lead_of(edition), item_of(edition, "A1.1").key
    report = reporting.newest(item_of(edition, "A1.1"))
    return [
        "/zkusebni-plan/A1.1/",
        f"/polozka/{key}/plneni/",
        links.path(lead),
        f"{links.path(lead)}?stav=ohrozeno",
        links.done_path(lead),
        "/plneni/sprava/",
        f"/plneni/sprava/{key}/",
        f"/plneni/sprava/zprava/{report.pk}/",
    ]


def signed_in() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("jana"))
    return client


def test_the_html_of_every_page_is_sound(db: None) -> None:
    edition, client = play(), signed_in()
    faults = {
        address: html_checker.faults(client.get(address).content.decode())
        for address in addresses(edition)
    }
    assert {address: found for address, found in faults.items() if found} == {}
