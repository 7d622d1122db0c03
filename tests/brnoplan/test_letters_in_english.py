"""Who wrote to us under /en/ gets letters in English, with links to pages in English."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone, translation

from comments import letters, publication, receiving
from comments.models import Contact, Subscription
from comments.receiving import Said
from comments.subscribing import news
from kpss.models import Correspondent, NewsSubscription
from kpss.news import publishing, telling
from strategy.models import Edition
from tests import mails
from tests.factories import item_of, open_consultation, settle
from tests.kpss.factories import make_body
from tests.kpss.papers import make_news
from tests.mails import Mail

pytestmark = pytest.mark.django_db
EMAIL = "reader@example.cz"
ASKED = {"email": EMAIL, "website": ""}


def sent_in(language: str) -> list[Mail]:
    """What waits, each letter and whatever page its links lead to in one language."""
    sent = mails.sent()
    for mail in sent:
        assert mail.parsed["Content-Language"] == language
        pages = [mails.open_link(Client(), link) for link in mail.links]
        assert [page["Content-Language"] for page in pages] == [language] * len(pages) != []
    return sent


@pytest.mark.parametrize(("language", "kept"), [("cs", ""), ("en", "en")])
def test_each_letter_about_a_comment_speaks_as_its_author_did(
    published: Edition, language: str, kept: str
) -> None:
    consultation = open_consultation(published)
    parts = [Said(item_of(published, "A1.1"), "Add a list of streets.")]
    with translation.override(language):
        comment = receiving.receive(parts, name="A. Reader", email=EMAIL, consulted=consultation)
    assert Contact.objects.get().language == kept
    # The office speaks the other one.
    with translation.override("en" if language == "cs" else "cs"):
        comment = receiving.confirm(comment)
        publication.publish(comment)
        settle(comment.points.get())
        letters.rejected(comment)
        found = sent_in(language)
    greeting = {"cs": "Dobrý den,", "en": "Good day,"}[language]
    assert [mail.plain.split("\n")[0] for mail in found] == [greeting] * 4
    if language == "en":
        assert not any("\xa0" in mail.plain for mail in found)
        opened = [mail.plain.split("\n")[2][0] for mail in found]
        assert all(letter.isupper() for letter in opened)


def test_what_the_office_types_from_paper_is_written_to_in_czech(published: Edition) -> None:
    open_consultation(published)
    with translation.override("en"):
        receiving.receive(
            [Said(item_of(published, "A1.1"), "Doplnit.")],
            name="Občan",
            email=EMAIL,
            channel="paper",
        )
    assert Contact.objects.get().language == ""
    assert len(sent_in("cs")) == 1


def test_news_of_a_plan_come_in_the_language_they_were_asked_for_in(
    client: Client, published: Edition, time_machine: Any
) -> None:
    item = item_of(published, "A1")
    for path in ("/", "/en/"):
        client.post(f"{path}pripominka/odber/poslat/", ASKED | {"item": str(item.key)})
    subscription = Subscription.objects.get()
    assert subscription.language == "en"
    assert [mail.parsed["Content-Language"] for mail in mails.sent()] == ["cs", "en"]
    Subscription.objects.update(confirmed_at=timezone.now())
    comment = receiving.receive(
        [Said(item, "Doplnit.")], name="Občan", consulted=open_consultation(published)
    )
    publication.publish(comment)
    time_machine.move_to(timezone.now() + news.GATHERED)
    assert news.tell_next()
    assert [mail.parsed["List-Unsubscribe"].count("/en/odkaz/") for mail in sent_in("en")] == [1]


def test_news_of_planning_come_in_the_language_they_were_asked_for_in(
    client: Client, time_machine: Any
) -> None:
    client.post("/en/kpss/aktuality/odber/", ASKED | {"body": ""})
    sent_in("en")
    NewsSubscription.objects.update(confirmed_at=timezone.now())
    publishing.publish(make_news("Konference", published_at=None), User.objects.create_user("x"))
    time_machine.move_to(timezone.now() + telling.GATHERED + timedelta(minutes=1))
    assert telling.tell_next()
    assert len(sent_in("en")) == 1


def test_who_applies_to_a_group_in_english_is_answered_in_english(client: Client) -> None:
    body = make_body("PS Senioři", slug="seniori", takes_applications=True)
    page = client.get(f"/en/kpss/skupiny/{body.slug}/pridat-se/").context["form"]
    said = {"side": "provider", "organisation": "Charita", "why": "Why", "name": "A. Reader"}
    said |= {"key": page["key"].value(), **ASKED}
    client.post(f"/en/kpss/skupiny/{body.slug}/pridat-se/", said)
    assert Correspondent.objects.get().language == "en"
    assert len(sent_in("en")) == 1
