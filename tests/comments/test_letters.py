"""What the portal writes about comments: each letter read back, each of its links opened."""

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from comments import amending, consultation, letters, publication, receiving, settlement
from comments.inviting import invite
from comments.models import Comment, Consultation, Contact, Settlement, Subscription
from comments.privacy.erasing import erase
from comments.receiving import Said
from comments.subscribing import news
from strategy.models import Edition, Letter, Organisation
from tests import factories, mails
from tests.factories import draft_of, item_of, open_consultation, reword
from tests.mails import Mail

# What would be a link, were it not somebody's own words.
MARKED = "O čem: https://zlo.example/"
OWN = {"comments:mine", "comments:unsubscribe_comment"}


@pytest.fixture
def consulted(published: Edition) -> Consultation:
    return open_consultation(published)


@pytest.fixture
def comment(consulted: Consultation) -> Comment:
    """From the web, with an e-mail that is not confirmed; its receipt is gone already."""
    first, second = (item_of(consulted.edition, code) for code in ("A1.1", "A1.2"))
    return receiving.receive(
        [
            Said(
                first,
                f"Doplnit přehled komunit.\n\n{MARKED}",
                "Návrh znění",
                "Důvod",
            ),
            Said(second, "A ještě <něco> & jiného."),
        ],
        name="Občanka Brněnská",
        email="obcanka@example.cz",
    )


@pytest.fixture
def confirmed(comment: Comment) -> Comment:
    comment = receiving.confirm(comment)
    Letter.objects.all().delete()
    return comment


def views_in(mail: Mail) -> set[str]:
    """The views that the links of a letter lead to; each answers."""
    for link in mail.links:
        assert mails.open_link(Client(), link).status_code == 200, link
    return {resolve(urlsplit(link).path).view_name for link in mail.links}


def only() -> Mail:
    (mail,) = mails.sent()
    assert mail.words == mail.html_words
    return mail


def test_the_receipt_holds_the_number_every_word_and_the_link_that_confirms(comment) -> None:
    assert set(Letter.objects.values_list("wanted", "about")) == {
        (False, f"comments.comment:{comment.pk}")
    }
    mail = only()
    assert mail.parsed["To"] == "obcanka@example.cz"
    assert str(comment.number) in mail.subject
    for said in ("přehled komunit", f"> {MARKED}", "Návrh znění", "Důvod", "<něco> & jiného"):
        assert said in mail.plain
    assert "Občanka" not in mail.plain
    assert views_in(mail) == {*OWN, "comments:confirmation"}


def test_the_receipt_is_written_once(comment) -> None:
    letters.received(comment, comment.contact)
    assert Letter.objects.count() == 1


def test_the_receipt_tells_what_stands_when_it_goes_out(comment) -> None:
    mails.sent()
    letters.confirmation_again(comment, comment.contact)
    receiving.confirm(comment)
    (mail,) = mails.sent()
    assert "comments:confirmation" not in views_in(mail)


def test_no_receipt_goes_to_an_address_that_was_given_up(comment) -> None:
    Contact.objects.filter(comment=comment).update(email="jina@example.cz")
    assert mails.sent() == []
    assert Letter.objects.values_list("state", "plain").get() == ("dropped", "")


def test_what_is_erased_before_its_receipt_was_written_stands_nowhere_in_it(comment) -> None:
    erase(comment, "Na žádost.", None)
    assert mails.sent() == []
    letter = Letter.objects.get()
    assert (letter.state, letter.to, letter.plain, letter.html) == ("dropped", "", "", "")


def test_the_receipt_can_be_had_again(comment) -> None:
    letters.confirmation_again(comment, comment.contact)
    first, again = mails.sent()
    assert (first.subject, len(first.plain)) == (again.subject, len(again.plain))
    assert "comments:confirmation" in views_in(again)


def test_who_has_no_comments_is_promised_no_answer(consulted, comment) -> None:
    published = {}
    item = item_of(consulted.edition, "A1.1")
    for kind in ("part", "none"):
        sent = receiving.receive([Said(item, "Slova.")], name="O", email="o@example.cz", kind=kind)
        publication.publish(receiving.confirm(sent))
        published[kind] = Letter.objects.get(
            kind="comment_published", about=f"comments.comment:{sent.pk}"
        ).plain
    assert {kind: "odpověď" in plain for kind, plain in published.items()} == {
        "part": True,
        "none": False,
    }


def test_without_an_e_mail_or_out_of_an_import_no_receipt_is_written(consulted) -> None:
    item = item_of(consulted.edition, "A1.1")
    receiving.receive([Said(item, "Bez e-mailu.")], name="Občan")
    receiving.receive([Said(item, "Starší.")], name="Občan", email="o@example.cz", channel="import")
    assert not Letter.objects.exists()


def test_who_wrote_on_paper_can_confirm_the_address_to_hear_more(consulted) -> None:
    item = item_of(consulted.edition, "A1.1")
    receiving.receive([Said(item, "Na papíře.")], name="O", email="o@example.cz", channel="paper")
    assert views_in(only()) == {*OWN, "comments:confirmation"}


def test_the_receipt_tells_the_weight_for_whom_and_how_it_came_and_makes_no_hour_up(
    consulted,
) -> None:
    item = item_of(consulted.edition, "A1.1")
    receiving.receive(
        [Said(item, "Na papíře.", weight="essential")],
        name="O",
        email="o@example.cz",
        channel="paper",
        speaker="organisation",
        organisation="Spolek Lavička",
        kind="formal",
        received_at=datetime.fromisoformat("2026-06-26T12:00:00+02:00"),
        day_only=True,
    )
    said = " ".join(only().plain.split())
    for word in ("zásadní", "Spolek Lavička", "za organizaci", "na papíře", "formální"):
        assert word in said, word
    assert "26. 6. 2026 (pátek)" in said
    assert "12:00" not in said


DEEDS: dict[str, Callable[[Comment], object]] = {
    "published": publication.publish,
    "rejected": lambda comment: publication.reject(comment, "insulting"),
    "withdrawn": amending.withdraw,
}


@pytest.mark.parametrize("deed", DEEDS)
def test_the_author_hears_of_what_happens_to_the_comment_once(confirmed, deed: str) -> None:
    for _twice in range(2):
        DEEDS[deed](confirmed)
    mail = only()
    assert str(confirmed.number) in mail.subject
    assert views_in(mail) == OWN | ({"comments:comment_detail"} if deed == "published" else set())


@pytest.mark.parametrize("deed", DEEDS)
def test_an_author_who_confirmed_no_address_hears_of_nothing(comment, deed: str) -> None:
    Comment.objects.filter(pk=comment.pk).update(state="received")
    Letter.objects.all().delete()
    DEEDS[deed](comment)
    assert not Letter.objects.exists()


@pytest.mark.parametrize("deed", DEEDS)
def test_an_author_who_ended_the_letters_hears_of_nothing(confirmed, deed: str) -> None:
    Contact.objects.update(wants_letters=False)
    DEEDS[deed](confirmed)
    assert not Letter.objects.exists()


def test_one_click_in_a_letter_ends_the_letters(confirmed) -> None:
    publication.publish(confirmed)
    header = only().parsed["List-Unsubscribe"].strip("<> ")
    path = urlsplit(header).path
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Contact.objects.get().wants_letters is False


def test_why_it_was_rejected_is_said(confirmed) -> None:
    publication.reject(confirmed, "advertising")
    assert str(Comment.Rejection.ADVERTISING.label) in only().plain.replace("\xa0", " ")


def test_a_deed_that_is_rolled_back_takes_its_letter_with_it(confirmed, monkeypatch) -> None:
    def failing(*_given: object, **_more: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(news, "mark", failing)
    with pytest.raises(ZeroDivisionError):
        publication.publish(confirmed)
    assert not Letter.objects.exists()


def test_a_wording_that_passed_the_check_is_told(confirmed) -> None:
    publication.publish(confirmed)
    Letter.objects.all().delete()
    item = item_of(confirmed.item.edition, "A1.1")
    amending.amend(confirmed, [Said(item, "Jinak.")])
    publication.publish(confirmed)
    mail = only()
    assert {"2", str(confirmed.number)} <= set(mail.words)
    assert views_in(mail) == {*OWN, "comments:comment_detail"}


def answers_to(comment: Comment, **given: str) -> list:
    given = {"outcome": "explained"} | given
    return [
        settlement.check(
            settlement.draft(point, reasoning=f"Vysvětlení {point.position}.", **given)
        )
        for point in comment.points.order_by("position")
    ]


def test_all_answers_published_at_once_come_in_one_letter(confirmed) -> None:
    publication.publish(confirmed)
    Letter.objects.all().delete()
    settlement.publish(answers_to(confirmed), by="Kancelář strategie")
    mail = only()
    assert "> Vysvětlení 1.\n" in mail.plain
    assert "> Vysvětlení 2.\n" in mail.plain
    assert "> A ještě <něco> & jiného.\n" in mail.plain
    assert views_in(mail) == OWN


@pytest.mark.parametrize("changes", [False, True])
def test_only_an_answer_that_changed_the_text_promises_to_show_what_changed(
    confirmed, changes: bool
) -> None:
    publication.publish(confirmed)
    Letter.objects.all().delete()
    item = reword(item_of(draft_of(confirmed.plan), "A1.1")) if changes else None
    answers = answers_to(confirmed)
    Settlement.objects.filter(pk=answers[0].pk).update(outcome="partly", changed_item=item)
    settlement.publish(answers, by="")
    assert ("co se v textu změnilo" in " ".join(only().plain.split())) == changes


@pytest.mark.parametrize("number", [1, 3])
def test_answers_are_told_in_three_queries_however_many(
    consulted, number: int, django_assert_num_queries
) -> None:
    found = []
    item = item_of(consulted.edition, "A1.1")
    for at in range(number):
        made = receiving.receive([Said(item, "Text.")], name="O", email=f"o{at}@example.cz")
        publication.publish(receiving.confirm(made))
        found += answers_to(made)
    settlement.publish(found, by="")
    settlements = list(Settlement.objects.select_related("point__comment"))
    Letter.objects.all().delete()
    with django_assert_num_queries(3):
        letters.answered(settlements)
    assert Letter.objects.count() == number


def test_who_subscribes_gets_one_letter_with_all_that_came_within_an_hour(
    confirmed, time_machine
) -> None:
    plan = confirmed.plan
    Subscription.objects.create(plan=plan, email="sleduje@example.cz", confirmed_at=timezone.now())
    publication.publish(confirmed)
    settlement.publish(answers_to(confirmed), by="")
    Letter.objects.all().delete()
    assert news.tell_next() is False
    time_machine.move_to(timezone.now() + news.GATHERED)
    assert [news.tell_next(), news.tell_next()] == [True, False]
    mail = only()
    assert mail.parsed["To"] == "sleduje@example.cz"
    assert views_in(mail) == {
        "comments:comment_detail",
        "strategy:plan_detail",
        "comments:unsubscribe",
    }


def test_a_subscription_is_confirmed_by_a_link(plan) -> None:
    subscription = Subscription.objects.create(plan=plan, email="sleduje@example.cz")
    item = item_of(plan.editions.get(), "A1.1")
    letters.subscription_confirm(subscription, item)
    factories.publish(plan)
    assert Letter.objects.get().wanted is False
    assert f"A1.1 {item.text}"[:40] in Letter.objects.get().plain.replace("\xa0", " ")
    assert views_in(only()) == {"comments:subscription_confirm"}


@pytest.fixture
def invited(consulted: Consultation):
    body = Organisation.objects.create(name="Odbor zdraví", email="oz@example.cz")
    invite.choose(consulted, [body])
    invite.invite(consulted)
    return consulted.invitations.get()


def test_an_invitation_leads_to_the_plan_and_to_the_page_of_the_body(invited) -> None:
    mail = only()
    assert mail.parsed["To"] == "oz@example.cz"
    assert "Odbor zdraví" in mail.plain.replace("\xa0", " ")
    assert views_in(mail) == {"strategy:edition_detail", "comments:invitation"}


@pytest.mark.parametrize("last_day", [True, False])
def test_a_reminder_leads_to_the_page_of_the_body(invited, last_day: bool) -> None:
    Letter.objects.all().delete()
    letters.reminder(invited, last_day=last_day)
    assert views_in(only()) == {"comments:invitation"}


def test_more_time_is_told_to_whom_was_invited_with_its_reason(invited, consulted) -> None:
    body = Organisation.objects.create(name="Odbor dopravy", email="od@example.cz")
    invite.choose(consulted, [body])
    Letter.objects.all().delete()
    consultation.extend(
        consulted,
        closes_at=consulted.closes_at + timedelta(days=7),
        answers_promised_on=consulted.answers_promised_on + timedelta(days=7),
        reason="Na žádost městských částí.",
    )
    mail = only()
    assert mail.parsed["To"] == "oz@example.cz"
    assert "> Na žádost městských částí." in mail.plain
    assert views_in(mail) == {"comments:invitation"}


def test_an_office_hears_of_what_it_has_to_settle_once_a_day(db, time_machine) -> None:
    body = Organisation.objects.create(name="Odbor zdraví", email="oz@example.cz")
    now = timezone.now()
    for _twice in range(2):
        letters.assigned(body)
    time_machine.move_to(now + timedelta(days=1))
    letters.assigned(body)
    assert Letter.objects.count() == 2
    first, _next_day = mails.sent()
    assert [resolve(urlsplit(link).path).view_name for link in first.links] == ["comments:desk"]
