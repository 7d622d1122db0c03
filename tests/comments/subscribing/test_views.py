"""News by mail: asked for on any page, confirmed from a letter, ended by one click."""

import uuid
from typing import Any

import pytest
from django.test import Client

from comments import links, subscription
from comments.links import Purpose
from comments.models import Contact, Subscription
from strategy.models import Edition, Item, Letter
from tests.factories import item_of, make_comment, root_of

CHECK, SEND = "/pripominka/odber/", "/pripominka/odber/poslat/"
EMAIL = "ctenarka@example.cz"


@pytest.fixture
def item(published: Edition) -> Item:
    return item_of(published, "A1.1")


@pytest.fixture
def strict() -> Client:
    """A browser that nothing is forgiven: Django's guard against forged forms is on."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def subscribed(published: Edition) -> Subscription:
    return Subscription.objects.create(plan=published.plan, email=EMAIL)


def typed(item: Item, **words: str) -> dict[str, str]:
    return {"item": str(item.key), "email": EMAIL, "website": ""} | words


def test_the_form_of_a_stored_page_leads_to_one_with_a_token(strict: Client, item: Item) -> None:
    page = strict.get(item.get_absolute_url()).content.decode()
    assert f'action="{CHECK}"' in page
    assert f'name="item" value="{item.key}"' in page
    answer = strict.post(CHECK, typed(item))
    assert answer.context["form"]["email"].value() == EMAIL
    assert (strict.post(SEND, typed(item)).status_code, Letter.objects.count()) == (403, 0)
    token = {"csrfmiddlewaretoken": strict.cookies["csrftoken"].value}
    assert strict.post(SEND, typed(item) | token).status_code == 303
    assert Letter.objects.values_list("kind", "to").get() == ("subscription_confirm", EMAIL)


def test_a_subscription_is_of_the_item_or_of_the_plan(client: Client, published: Edition) -> None:
    for item in (item_of(published, "A1.1"), root_of(published)):
        client.post(SEND, typed(item))
    keys = Subscription.objects.order_by("pk").values_list("item_key", flat=True)
    assert list(keys) == [item_of(published, "A1.1").key, None]


def test_the_same_address_twice_is_one_subscription(client: Client, item: Item) -> None:
    for email in (EMAIL, EMAIL.upper()):
        client.post(SEND, typed(item, email=email))
    assert Subscription.objects.values_list("email", flat=True).get() == EMAIL


def test_the_answer_is_the_same_whether_one_is_subscribed(client: Client, item: Item) -> None:
    answers = []
    for _time in range(2):
        answer = client.post(SEND, typed(item), follow=True)
        answers.append((answer.redirect_chain, answer.status_code, answer.content))
        subscription.confirm(Subscription.objects.get().pk)
    assert answers[0] == answers[1]
    assert Letter.objects.count() == 1


@pytest.mark.parametrize("email", ["", "nikdo", "a@b", "x@y.cz\r\nBcc: z@y.cz"])
def test_what_is_no_address_is_mended_on_the_page(client: Client, item: Item, email: str) -> None:
    for address in (CHECK, SEND):
        answer = client.post(address, typed(item, email=email))
        assert list(answer.context["form"].errors) == ["email"]
    assert Subscription.objects.count() == 0


@pytest.mark.parametrize("given", ["", "1", "nesmysl", str(uuid.UUID(int=1))])
def test_a_form_without_an_item_is_not_found(client: Client, item: Item, given: str) -> None:
    for address in (CHECK, SEND):
        assert client.post(address, typed(item) | {"item": given}).status_code == 404


def test_a_robot_gets_the_same_page_and_no_letter(client: Client, item: Item) -> None:
    assert client.post(SEND, typed(item, website="x")).status_code == 303
    assert Subscription.objects.count() == Letter.objects.count() == 0


def test_one_mailbox_gets_no_more_by_another_spelling(client: Client, item: Item) -> None:
    spelt = [EMAIL.replace("@", f"+{number}@") for number in range(4)]
    sent = [client.post(SEND, typed(item, email=email)) for email in spelt]
    assert [answer.status_code for answer in sent] == [303, 303, 303, 429]


def test_one_address_gets_only_so_many_letters(client: Client, published: Edition) -> None:
    codes = ["A", "A1", "A1.1", "A1.2"]
    sent = [client.post(SEND, typed(item_of(published, code))) for code in codes]
    assert [answer.status_code for answer in sent] == [303, 303, 303, 429]
    assert sent[-1].context["form"]["email"].value() == EMAIL
    assert Letter.objects.count() == Subscription.objects.count() == 3


def test_asking_by_a_link_changes_nothing(client: Client, item: Item) -> None:
    for address in (CHECK, SEND):
        assert client.get(address, typed(item)).status_code == 302
    assert Subscription.objects.count() == 0


def test_a_letter_is_confirmed_by_its_button_and_not_by_its_link(
    strict: Client, subscribed: Subscription
) -> None:
    address = links.path(Purpose.SUBSCRIPTION, subscribed.pk)
    assert strict.get(address).status_code == 200
    assert Subscription.objects.confirmed().count() == 0
    assert strict.post(address).status_code == 200
    first = Subscription.objects.confirmed().get().confirmed_at
    strict.post(address)
    assert Subscription.objects.confirmed().get().confirmed_at == first


def test_one_click_ends_the_news_from_any_mail_program(
    strict: Client, subscribed: Subscription
) -> None:
    address = links.path(Purpose.UNSUBSCRIBE, subscribed.pk)
    assert strict.get(address).context["subscription"] == subscribed
    assert Subscription.objects.count() == 1
    given: dict[str, Any] = {"List-Unsubscribe": "One-Click"}
    for _time in range(2):
        assert strict.post(address, given).status_code == 200
    assert Subscription.objects.count() == 0
    assert strict.post(links.path(Purpose.SUBSCRIPTION, subscribed.pk)).status_code == 404


def test_letters_about_ones_comment_are_ended_and_had_again(
    strict: Client, published: Edition
) -> None:
    comment = make_comment(item_of(published, "A1.1"), email=EMAIL)
    address = links.path(*links.no_letters(comment))
    wanted = []
    for act in (strict.get, strict.post, lambda path: strict.post(path, {"again": "1"})):
        assert act(address).status_code == 200
        wanted.append(Contact.objects.get().wants_letters)
    assert wanted == [True, False, True]
    Contact.objects.all().delete()
    assert strict.post(address).status_code == 200


@pytest.mark.parametrize("view", ["odber", "konec-odberu", "bez-dopisu"])
def test_a_link_for_something_else_does_nothing(
    client: Client, subscribed: Subscription, view: str
) -> None:
    token = links.sign(Purpose.MINE, subscribed.pk)
    assert client.post(f"/odkaz/{view}/{token}/").status_code == 404
    assert Subscription.objects.get().confirmed_at is None
