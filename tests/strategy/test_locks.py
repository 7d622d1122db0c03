"""Deeds that lock both a plan's pages and its editions take them in the same order."""

import threading
import time

import pytest

from strategy import editing, editions, resolutions
from strategy.integrity import archive
from strategy.models import ArchivedPdf, Edition, PageRevision
from tests import factories
from tests.races import at_once, needs_postgres

PDF = b"%PDF-1.7\nplan\nstartxref\n9\n%%EOF\n"
# Longer than it takes another thread to get as far as it can.
PAUSE = 0.5
APPROVES = {
    "verb": "approves",
    "subject": "plan",
    "wording": "Zkušební plán",
    "addressee": "",
    "due": None,
}
BOARD = {"body": "city_board", "adopted": True, "date_in_words": "v říjnu"}


def change_resolution(edition):
    resolution = edition.resolutions.get(body="coordination_group")
    resolutions.change(resolution, resolution.version, [APPROVES], session="2")


DEEDS = {
    "withdraw": lambda edition: editions.withdraw(edition, "Omylem."),
    "keep": lambda edition: archive.keep(edition, ArchivedPdf.Kind.ORIGINAL, PDF),
    "record": lambda edition: resolutions.record(edition, [APPROVES], **BOARD),
    "change a resolution": change_resolution,
    "change the cover": lambda edition: editing.change_plan(
        edition.plan, editing.version_of(edition.plan), summary="Jinak."
    ),
}


@needs_postgres
@pytest.mark.parametrize("deed", DEEDS)
def test_what_is_done_while_an_edition_is_published_waits_for_it(committed, monkeypatch, deed):
    """Publishing pauses once it holds the pages; the other then goes as far as it can."""
    edition = factories.publish(factories.make_plan(), Edition.State.APPROVED)
    factories.make_resolution(edition, body="coordination_group")
    factories.make_resolution(factories.draft_of(edition.plan))
    raise_for, held = PageRevision.raise_for, threading.Event()
    publisher = []

    def pausing(plan_id):
        raise_for(plan_id)
        if threading.get_ident() in publisher and not held.is_set():
            held.set()
            time.sleep(PAUSE)

    def publish():
        publisher.append(threading.get_ident())
        draft = factories.draft_of(edition.plan)
        editions.publish(draft, Edition.State.APPROVED, resolution=draft.resolutions.get())

    def other():
        assert held.wait(10)
        DEEDS[deed](edition)

    monkeypatch.setattr(PageRevision, "raise_for", pausing)
    at_once([publish, other])
    assert Edition.objects.get(number=2).stamp == Edition.State.APPROVED
