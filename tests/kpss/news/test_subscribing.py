"""News by mail: asked for, confirmed by a button, told once an hour, ended by one click."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from brnoplan import working
from comments.links import Purpose as CommentPurpose
from kpss.links import Purpose
from kpss.models import Body, News, NewsSubscription, PlanningRevision
from kpss.news import publishing, subscribing, telling
from strategy import secret_links
from strategy.models import Letter
from tests import mails
from tests.kpss.factories import make_body
from tests.kpss.papers import make_news
from tests.races import at_once, needs_postgres

FORM = reverse("kpss:news_subscription")
SENT = reverse("kpss:news_subscription_sent")
EMAIL = "ctenarka@example.cz"


@pytest.fixture
def body(db: None) -> Body:
    return make_body("PS Senioři", slug="seniori")


@pytest.fixture
def strict() -> Client:
    """A browser that nothing is forgiven: Django's guard against forged forms is on."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def editor(db: None) -> User:
    return User.objects.create_user("koordinatorka")


def subscribe(body: Body | None = None, email: str = EMAIL, **fields: Any) -> NewsSubscription:
    given = {"confirmed_at": timezone.now()} | fields
    return NewsSubscription.objects.create(body=body, email=email, **given)


def typed(**words: str) -> dict[str, str]:
    return {"body": "", "email": EMAIL, "website": ""} | words


def publish(editor: User, title: str = "Konference", **fields: Any) -> News:
    return publishing.publish(make_news(title, published_at=None, **fields), editor)


def told(time_machine) -> list[mails.Mail]:
    """The letters of news an hour later."""
    time_machine.move_to(timezone.now() + telling.GATHERED)
    while telling.tell_next():
        pass
    return mails.sent()


# Asking


def test_the_form_offers_the_group_that_one_came_from(client: Client, body: Body) -> None:
    page = client.get(FORM, {"skupina": "seniori"})
    assert '<option value="seniori" selected>' in page.content.decode()
    assert not hasattr(page, "page_store_plan")


@pytest.mark.parametrize("slug", ["", "seniori"])
def test_asking_sends_a_letter_to_confirm(client: Client, body: Body, slug: str) -> None:
    answer = client.post(FORM, typed(body=slug, email=EMAIL.upper()))
    assert (answer.status_code, answer.url) == (303, SENT)
    found = NewsSubscription.objects.get()
    expected = (body if slug else None, EMAIL, None)
    assert (found.body, found.email, found.confirmed_at) == expected
    (letter,) = mails.sent()
    (link,) = letter.links[:1]
    assert resolve(link.removeprefix("http://127.0.0.1:8000")).view_name == "kpss:news_confirm"
    assert mails.open_link(client, link).context["subscription"] == found


def test_asking_needs_the_token_of_the_form(strict: Client, db: None) -> None:
    strict.get(FORM)
    assert (strict.post(FORM, typed()).status_code, Letter.objects.count()) == (403, 0)
    token = {"csrfmiddlewaretoken": strict.cookies["csrftoken"].value}
    assert strict.post(FORM, typed() | token).status_code == 303


@pytest.mark.parametrize("email", ["", "nikdo", "a@b", "x@y.cz\r\nBcc: z@y.cz"])
def test_what_is_no_address_is_mended_on_the_page(client: Client, db: None, email: str) -> None:
    page = client.post(FORM, typed(email=email))
    assert list(page.context["form"].errors) == ["email"]
    assert NewsSubscription.objects.count() == 0


def test_a_group_that_is_none_is_told_at_its_field(client: Client, db: None) -> None:
    page = client.post(FORM, typed(body="nesmysl"))
    assert list(page.context["form"].errors) == ["body"]
    assert page.context["form"]["email"].value() == EMAIL


def test_a_robot_gets_the_same_page_and_no_letter(client: Client, db: None) -> None:
    assert client.post(FORM, typed(website="x")).url == SENT
    assert NewsSubscription.objects.count() == Letter.objects.count() == 0


def test_the_answer_is_the_same_whether_one_is_subscribed(client: Client, db: None) -> None:
    answers = []
    for _time in range(2):
        answer = client.post(FORM, typed(), follow=True)
        answers.append((answer.redirect_chain, answer.status_code, answer.content))
        subscribing.confirm(NewsSubscription.objects.get().pk)
    assert answers[0] == answers[1]
    assert Letter.objects.count() == 1


def test_one_mailbox_gets_only_so_many_letters_however_it_is_spelt(
    client: Client, db: None
) -> None:
    spelt = [EMAIL.replace("@", f"+{number}@") for number in range(4)]
    sent = [client.post(FORM, typed(email=email)) for email in spelt]
    assert [answer.status_code for answer in sent] == [303, 303, 303, 429]
    assert sent[-1].context["form"]["email"].value() == spelt[-1]
    assert Letter.objects.count() == 3


def test_no_address_comes_into_the_log(
    client: Client, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        client.post(FORM, typed())
        mails.sent()
    ours = [record for record in caplog.records if not record.name.startswith("django.db")]
    assert [record for record in ours if EMAIL in record.getMessage()] == []


# Confirming and ending


def test_a_letter_is_confirmed_by_its_button_and_not_by_its_link(strict: Client, db: None) -> None:
    found = subscribe(confirmed_at=None)
    address = secret_links.path(Purpose.NEWS, found.pk)
    page = strict.get(address)
    assert (page.status_code, page["Referrer-Policy"]) == (200, "no-referrer")
    assert NewsSubscription.objects.get().confirmed_at is None
    strict.post(address)
    first = NewsSubscription.objects.get().confirmed_at
    strict.post(address)
    assert first is not None
    assert NewsSubscription.objects.get().confirmed_at == first


def test_one_click_ends_the_news_and_leaves_nothing(strict: Client, editor, time_machine) -> None:
    found = subscribe()
    publish(editor)
    (letter,) = told(time_machine)
    address = letter.parsed["List-Unsubscribe"].strip().strip("<>")
    assert letter.parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = address.removeprefix("http://127.0.0.1:8000")
    assert strict.get(path).context["subscription"] == found
    assert NewsSubscription.objects.count() == 1
    for _time in range(2):
        assert strict.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert NewsSubscription.objects.count() == 0
    assert Letter.objects.exclude(to="").count() == 0
    confirm = secret_links.path(Purpose.NEWS, found.pk)
    assert [strict.get(confirm).status_code, strict.post(confirm).status_code] == [404, 404]


@pytest.mark.parametrize("name", ["news_confirm", "news_end"])
def test_a_link_for_something_else_does_nothing(client: Client, db: None, name: str) -> None:
    found = subscribe(confirmed_at=None)
    other = secret_links.sign(CommentPurpose.SUBSCRIPTION, found.pk)
    assert client.post(reverse(f"kpss:{name}", args=[other])).status_code == 404
    assert NewsSubscription.objects.get().confirmed_at is None


def test_what_nobody_confirmed_is_forgotten_after_seven_days(
    client: Client, db: None, time_machine
) -> None:
    client.post(FORM, typed())
    kept = subscribe(email="jina@example.cz")
    time_machine.move_to(timezone.now() + timedelta(days=7, seconds=-10))
    assert subscribing.expire() is False
    time_machine.move_to(timezone.now() + timedelta(seconds=11))
    assert [subscribing.expire(), subscribing.expire()] == [True, False]
    assert NewsSubscription.objects.get() == kept
    assert Letter.objects.values_list("to", "state").get() == ("", Letter.State.DROPPED)


# Telling


def test_of_several_pieces_comes_one_letter_after_an_hour(editor: User, time_machine) -> None:
    subscribe()
    pieces = [publish(editor, title) for title in ("Konference", "Výzva")]
    assert telling.tell_next() is False
    (letter,) = told(time_machine)
    for piece in pieces:
        assert f"http://127.0.0.1:8000{piece.get_absolute_url()}" in letter.links
    assert letter.words == letter.html_words
    assert told(time_machine) == []


def test_a_group_s_news_go_to_those_of_the_group_and_of_everything(
    editor: User, body: Body, time_machine
) -> None:
    other = make_body("Jiná skupina")
    for number, of in enumerate([None, body, other]):
        subscribe(of, f"ctenar{number}@example.cz")
    publish(editor, body=body)
    assert [letter.parsed["To"] for letter in told(time_machine)] == [
        "ctenar0@example.cz",
        "ctenar1@example.cz",
    ]
    publish(editor)
    assert [letter.parsed["To"] for letter in told(time_machine)] == ["ctenar0@example.cz"]


def test_who_gets_everything_gets_no_second_letter(editor, body, time_machine) -> None:
    subscribe()
    subscribe(body)
    publish(editor, body=body)
    assert len(told(time_machine)) == 1


def test_what_is_taken_back_meanwhile_is_not_told(editor: User, time_machine) -> None:
    subscribe()
    publishing.withdraw(publish(editor), editor)
    assert told(time_machine) == []


def test_who_has_not_confirmed_gets_nothing(editor: User, time_machine) -> None:
    subscribe(confirmed_at=None)
    publish(editor)
    assert told(time_machine) == []


def test_a_refused_publishing_marks_nobody(editor: User) -> None:
    piece = make_news()
    subscribe()
    with pytest.raises(publishing.NewsRefused):
        publishing.publish(piece, editor)
    piece.delete()
    for deed in (publishing.publish, publishing.withdraw):
        with pytest.raises(publishing.NewsRefused):
            deed(piece, editor)
    assert NewsSubscription.objects.get().news_since is None


def test_publishing_marks_everyone_in_one_statement(
    editor: User, django_assert_num_queries: Any
) -> None:
    for number in range(3):
        subscribe(email=f"ctenar{number}@example.cz")
    piece = make_news(published_at=None)
    PlanningRevision.raise_it()
    # A savepoint and its end, the row, its change, its history, the marks, the revision.
    with django_assert_num_queries(7):
        publishing.publish(piece, editor)


@needs_postgres
def test_two_workers_tell_once(committed, editor: User) -> None:
    subscribe()
    publish(editor)
    past = timezone.now() - telling.GATHERED - timedelta(minutes=1)
    News.objects.update(published_at=past)
    NewsSubscription.objects.update(news_since=past)
    at_once([telling.tell_next] * 4)
    assert Letter.objects.count() == 1


def test_the_worker_tells_and_forgets() -> None:
    chores = [getattr(chore, "chore", chore) for chore in working.CHORES]
    assert {telling.tell_next, subscribing.expire} <= set(chores)
