"""The pages on which data are erased: by the office with its right, by the sender with the link."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from comments import links
from comments.models import Comment, Contact, Erasure, Mention, Subscription
from comments.privacy import mentions
from comments.privacy.searching import HIDDEN
from strategy.models import Edition
from tests.comments.privacy import canaries
from tests.comments.privacy.canaries import EMAIL, NAME, PHONE
from tests.factories import item_of, make_comment

SECRET = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "max-age=0, no-cache, no-store, must-revalidate, private",
}


@pytest.fixture
def comment(published: Edition) -> Comment:
    return canaries.plant(item_of(published, "A1.1"))


@pytest.fixture
def officer(client: Client, db: None) -> Client:
    user = get_user_model().objects.create_user("referent", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="erase_contact"))
    client.force_login(user)
    return client


def staff_page(comment: Comment) -> str:
    return reverse("comments:erase", args=[comment.pk])


def own_page(view: str, comment: Comment) -> str:
    return reverse(f"comments:{view}", args=[links.sign(*links.mine(comment))])


def test_the_office_erases_with_a_reason(officer: Client, comment: Comment) -> None:
    page = officer.get(staff_page(comment))
    assert (page.status_code, canaries.places()) == (200, canaries.PLACES)
    done = officer.post(staff_page(comment), {"reason": "Žádost č. j. 12."})
    assert (done.status_code, done.headers["Location"]) == (303, staff_page(comment))
    assert canaries.places() == set()
    erasure = Erasure.objects.get()
    assert (erasure.reason, erasure.done_by.username) == ("Žádost č. j. 12.", "referent")
    after = officer.get(staff_page(comment))
    assert (after.context["contact"], list(after.context["erasures"])) == (None, [erasure])


@pytest.mark.parametrize("reason", ["", " \t "])
def test_the_office_erases_nothing_without_a_reason(
    officer: Client, comment: Comment, reason: str
) -> None:
    page = officer.post(staff_page(comment), {"reason": reason})
    assert (page.status_code, list(page.context["form"].errors)) == (200, ["reason"])
    assert Contact.objects.exists()


def test_nothing_more_to_erase_is_said(officer: Client, comment: Comment) -> None:
    officer.post(staff_page(comment), {"reason": "Žádost."})
    page = officer.post(staff_page(comment), {"reason": "Žádost."})
    assert (page.status_code, list(page.context["form"].errors)) == (200, ["__all__"])
    assert Erasure.objects.count() == 1


def test_who_may_check_comments_may_not_erase_with_that(client: Client, comment: Comment) -> None:
    user = get_user_model().objects.create_user("kontrola", is_staff=True)
    user.user_permissions.add(
        *Permission.objects.filter(codename__in=["check_comment", "view_contact"])
    )
    client.force_login(user)
    answers = [client.get(staff_page(comment)), client.post(staff_page(comment), {"reason": "X"})]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert Contact.objects.exists()


def test_who_is_not_signed_in_is_led_to_the_sign_in(client: Client, comment: Comment) -> None:
    answer = client.post(staff_page(comment), {"reason": "X"})
    assert (answer.status_code, Contact.objects.exists()) == (302, True)


def test_the_office_needs_the_token_against_forgery(comment: Comment) -> None:
    strict = Client(enforce_csrf_checks=True)
    user = get_user_model().objects.create_superuser("spravce")
    strict.force_login(user)
    assert strict.post(staff_page(comment), {"reason": "X"}).status_code == 403
    assert Contact.objects.exists()


def test_the_office_sees_where_else_the_name_stands(
    officer: Client, published: Edition, comment: Comment
) -> None:
    item = item_of(published, "A1.2")
    naming = make_comment(item, text=f"Souhlasím s tím, co píše {NAME}.")
    make_comment(item, text="Jinak.")
    assert officer.get(staff_page(comment)).context["mentions"] == [naming]


def test_asking_by_the_secret_link_changes_nothing(client: Client, comment: Comment) -> None:
    page = client.get(own_page("mine_erase", comment))
    assert (page.status_code, canaries.places()) == (200, canaries.PLACES)
    assert {name: page.headers[name] for name in SECRET} == SECRET


def test_who_has_the_link_erases_their_data(client: Client, comment: Comment) -> None:
    address = own_page("mine_erase", comment)
    done = Client(enforce_csrf_checks=True).post(address)
    assert (done.status_code, done.headers["Location"]) == (303, address)
    assert Erasure.objects.get().done_by is None
    assert canaries.places() == canaries.OF_OTHERS | {"comments_mention.said"}
    after = client.get(address)
    assert (after.status_code, after.context["contact"]) == (200, None)
    assert client.post(address).context["form"].errors


def test_why_it_was_erased_is_kept_in_czech_whatever_the_page_speaks(
    client: Client, comment: Comment
) -> None:
    client.post(f"/en{own_page('mine_erase', comment)}")
    assert Erasure.objects.get().reason == "Na žádost toho, kdo připomínku podal."


def test_who_has_the_link_erases_as_much_as_they_want(
    client: Client, published: Edition, comment: Comment
) -> None:
    other = make_comment(item_of(published, "A1.2"), name="K. Ž.", email=EMAIL, text=PHONE)
    Subscription.objects.create(plan=comment.plan, email=EMAIL)
    wanted = {"wording": "on", "subscriptions": "on", "others": "on"}
    client.post(own_page("mine_erase", comment), wanted)
    left = canaries.OF_OTHERS | {"comments_mention.said"}
    assert (canaries.places(), canaries.places(PHONE)) == (left, set())
    assert other.versions.get().text == HIDDEN


def test_an_email_that_is_not_confirmed_gives_no_hold_on_what_came_from_it(
    client: Client, published: Edition, comment: Comment
) -> None:
    """Anyone can write it into the form, and would learn which comments its owner has sent."""
    Subscription.objects.create(plan=comment.plan, email=EMAIL)
    posing = make_comment(item_of(published, "A1.2"), email=EMAIL)
    page = client.get(own_page("mine_erase", posing))
    assert list(page.context["form"].fields) == ["wording"]
    client.post(own_page("mine_erase", posing), {"others": "on", "subscriptions": "on"})
    assert list(Contact.objects.all()) == [comment.contact]
    assert Subscription.objects.exists()


def test_the_office_ends_what_came_from_an_email_that_nobody_confirmed(
    officer: Client, published: Edition, comment: Comment
) -> None:
    on_paper = make_comment(item_of(published, "A1.2"), email=EMAIL)
    page = officer.get(staff_page(on_paper))
    assert page.context["form"].others_found == [comment]
    assert "subscriptions" in page.context["form"].fields


def test_no_more_is_asked_than_there_is(client: Client, published: Edition) -> None:
    comment = make_comment(item_of(published, "A1.1"))
    page = client.get(own_page("mine_erase", comment))
    assert list(page.context["form"].fields) == ["wording"]


@pytest.mark.parametrize("view", ["mine_erase", "own_data"])
def test_a_link_for_something_else_opens_nothing(
    client: Client, comment: Comment, view: str
) -> None:
    for token in (links.sign(*links.no_letters(comment)), str(comment.pk), "x"):
        address = reverse(f"comments:{view}", args=[token])
        assert [client.get(address).status_code, client.post(address).status_code] == [404, 404]
    assert Contact.objects.exists()


def test_own_data_are_taken_along_as_a_file(client: Client, comment: Comment) -> None:
    answer = client.get(own_page("own_data", comment))
    assert {name: answer.headers[name] for name in SECRET} == SECRET
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="zkusebni-plan-pripominka-1-udaje.json"'
    )
    told = json.loads(answer.content)
    assert all(canary in str(told) for canary in (NAME, EMAIL, PHONE))


def test_own_data_are_everything_but_what_the_office_notes(
    client: Client, comment: Comment
) -> None:
    """Every row about the comment is in it, counted by where it comes from."""
    told = list(json.loads(client.get(own_page("own_data", comment)).content).values())
    _portal, about, contact, *lists = told
    assert len(about) == 14
    assert list(contact.values())[:2] == [NAME, EMAIL]
    versions, originals, answers, letters, subscriptions, course, erasures, names = lists
    published = comment.points.get().settlements.count()
    assert [len(versions), len(originals), len(answers)] == [1, 1, published]
    assert len(letters) == 4
    assert [len(course), subscriptions, erasures] == [comment.history.count(), [], []]
    assert names == []
    assert NAME in str(answers[0])


def test_own_data_hold_the_subscriptions_of_a_confirmed_email_only(
    client: Client, comment: Comment
) -> None:
    Subscription.objects.create(plan=comment.plan, email=EMAIL)
    address = own_page("own_data", comment)
    assert len(list(json.loads(client.get(address).content).values())[7]) == 1
    Contact.objects.update(confirmed_at=None)
    assert list(json.loads(client.get(address).content).values())[7] == []


def test_after_erasing_the_data_say_that_and_nothing_else(client: Client, comment: Comment) -> None:
    client.post(own_page("mine_erase", comment), {"wording": "on"})
    told = client.get(own_page("own_data", comment)).json()
    assert list(told.values())[-1] == [NAME, EMAIL]
    for mention in Mention.objects.all():
        mentions.hide(mention, None)
    answer = client.get(own_page("own_data", comment)).content.decode()
    assert not canaries.sung(answer, NAME, EMAIL, PHONE)
    assert [len(part) for part in list(json.loads(answer).values())[-2:]] == [1, 0]
