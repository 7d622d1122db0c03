"""Nobody's private data in anything that is open: planted everywhere, looked for everywhere."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from comments import settlement
from comments.models import Contact, Handling, Original
from comments.privacy.hidden import HIDDEN
from kpss.models import (
    Application,
    Correspondent,
    Document,
    HiddenPassage,
    Meeting,
    Minutes,
    News,
    NewsSubscription,
    Person,
    Topic,
)
from strategy.models import (
    Card,
    Cost,
    Edition,
    Indicator,
    Item,
    Letter,
    Organisation,
    Responsibility,
)
from strategy.progress import reporting
from strategy.rounds.periods import Kind, Period
from tests.brnoplan.opendata.scene import fill
from tests.comments.privacy import canaries
from tests.factories import draft_of, item_of, make_comment, reword, settle
from tests.kpss.factories import make_body, make_meeting, make_member, make_person
from tests.strategy.rounds.scene import opened

NAME, EMAIL, PHONE = "Kanár Žlutý", "kanarek@example.cz", "604 123 987"
WORDS = f"Podepsán {NAME}, {EMAIL}, tel. {PHONE}"
SIGNS = (NAME, "Kanár", "kanarek", "604 123 987", "604123987", "kanar-zluty")
BEGINNINGS = ("/api/", "/data/", "/sitemap", "/karta/", "/oembed")
# Where whoever looks for data begins.
GATES = ("/api/v1/", "/data/", "/data/katalog.jsonld", "/sitemap.xml")


@pytest.fixture
def planted(db: None) -> Edition:
    """A portal with somebody's data in every private place."""
    edition = fill(2)
    user = User.objects.create_user("kanarek", email=EMAIL, first_name="Kanár", last_name="Žlutý")
    reporting.report(item_of(edition, "A1.1"), "done", commentary="Hotovo.", by=user)
    _in_comments(edition)
    _in_planning()
    Organisation.objects.create(name="Odbor", email=EMAIL)
    _in_draft(item_of(draft_of(edition.plan), "A1.1"))
    given: dict[str, Any] = dict.fromkeys(["subject", "plain", "html", "error"], WORDS)
    Letter.objects.create(
        kind="x", to=EMAIL, recipient=EMAIL, headers={"X": NAME}, message_id="<x@y>", **given
    )
    return edition


def _in_draft(item: Item) -> None:
    """A wording and a card that are still being written, and a round that is still open."""
    reword(item, WORDS)
    Card.objects.filter(item=item).update(activities=WORDS, remarks=WORDS)
    Cost.objects.filter(item=item).update(source=NAME, note=WORDS[:200])
    Indicator.objects.filter(item=item).update(name=NAME, note=WORDS)
    Responsibility.objects.filter(item=item).update(written=NAME)
    opened(item.edition, Period(Kind.YEAR, 2020, 1))


def _in_comments(edition: Edition) -> None:
    """A named commenter, an original, notes and answers in work, comments that are not public."""
    item = item_of(edition, "A1.1")
    comment = make_comment(item, name=NAME, email=EMAIL, name_public=True, text="Prosím.")
    Contact.objects.update(name=NAME, email=EMAIL)
    Original.objects.create(version=comment.versions.get(), text=WORDS)
    point = comment.points.get()
    Handling.objects.create(point=point, note=WORDS)
    settle(point)
    settlement.draft(settlement.reopen(point, "Ozval se.").point, outcome="noted", reasoning=WORDS)
    make_comment(item, published=False, text=WORDS, name=NAME, email=EMAIL, organisation=NAME)


def _in_planning() -> None:
    """A service user, hidden passages, applications, subscriptions, what is not published yet."""
    body = make_body("PS Kluci")
    person = make_person(NAME, email=EMAIL, name_public=True)
    theirs = Organisation.objects.create(name=f"Spolek {NAME}", email=EMAIL)
    make_member(body, "service_user", person=person, name_consent=True, organisation=theirs)
    make_member(body, "provider", person=make_person(NAME, email=EMAIL, name_public=True))
    said = {"title": f"s {NAME}", "place": f"u {NAME}", "access": f"volejte {PHONE}"}
    minutes = Minutes.objects.create(meeting=make_meeting(body, **said), state="published")
    for text in (NAME, PHONE):
        HiddenPassage.objects.create(minutes=minutes, text=text)
    for number, kind in enumerate((Application, Topic), start=1):
        sender = Correspondent.objects.create(name=NAME, email=EMAIL)
        kind.objects.create(
            submission_key=f"00000000-0000-0000-0000-00000000000{number}",
            body=body,
            correspondent=sender,
            why=WORDS,
        )
    NewsSubscription.objects.create(email=EMAIL)
    News.objects.create(slug="kanar-zluty", title=NAME, text=WORDS)
    Document.objects.create(kind="record", title=WORDS, is_public=False)


def crawled(client: Client) -> dict[str, str]:
    """Every open document by its address, each found by the addresses that the others hold."""
    found: dict[str, str] = {}
    waiting = set(GATES)
    while waiting:
        path = waiting.pop()
        answer = client.get(path)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        found[path] = content.decode() if "image" not in answer.headers["Content-Type"] else ""
        waiting |= {one for one in _addresses(found[path]) if one not in found}
    return found


def _addresses(content: str) -> set[str]:
    whole = re.findall(rf"{re.escape(settings.SITE_URL)}(/[^\s\"'<>]*)", content)
    linked = re.findall(r'href="(/[^"#]*)"', content)
    return {one.split("#")[0] for one in [*whole, *linked] if one.startswith(BEGINNINGS)}


def test_the_canary_is_planted(planted: Edition) -> None:
    places = canaries.places(NAME, EMAIL)
    assert {
        "comments_contact.email",
        "comments_original.text",
        "comments_handling.note",
        "comments_settlement.reasoning",
        "comments_commentversion.text",
        "kpss_person.name",
        "kpss_meeting.place",
        "kpss_hiddenpassage.text",
        "kpss_correspondent.email",
        "kpss_newssubscription.email",
        "strategy_letter.plain",
        "strategy_item.text",
        "strategy_card.activities",
        "strategy_cost.note",
        "strategy_indicator.name",
        "strategy_responsibility.written",
        "strategy_organisation.name",
        "strategy_organisation.email",
    } <= places


def test_no_open_document_sings(planted: Edition, client: Client) -> None:
    documents = crawled(client)
    assert {path: sign for path, text in documents.items() for sign in SIGNS if sign in text} == {}
    # It has been everywhere: lists, records, files, schemas, the catalogue and the map.
    ends = {path.rsplit("/", 1)[-1].partition(".")[2] for path in documents}
    assert {"csv", "jsonld", "schema.json", "csv-metadata.json", "xml", "json"} <= ends
    meeting = Meeting.objects.get(body__name="PS Kluci")
    assert HIDDEN in documents[f"/api/v1/jednani/{meeting.uid}/"]


def test_a_secret_link_is_in_no_open_document(planted: Edition, client: Client) -> None:
    assert not any("/odkaz/" in text for text in crawled(client).values())
    assert Person.objects.exists()
