"""The page of an invited body under its link, and the page on which staff see who is silent."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from comments import links, publication
from comments.inviting import invite
from comments.links import Purpose
from comments.models import Comment, Consultation, Invitation
from strategy.models import Letter
from tests.comments.inviting.conftest import make_body
from tests.comments.inviting.test_invite import answer
from tests.factories import root_of


def page_of(invitation: Invitation) -> str:
    return links.path(*links.invited(invitation))


def staff(*rights: str) -> Client:
    user = User.objects.create_user(f"uredni-{len(rights)}", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def officer(db: None) -> Client:
    return staff("view_invitation", "change_invitation")


def desk_of(consulted: Consultation) -> str:
    return reverse("comments:inviting", args=[consulted.pk])


# The body's own page


def test_a_body_sees_for_whom_it_answers_and_how(client, consulted, invited) -> None:
    (asked,) = invited("Odbor zdraví")
    page = client.get(page_of(asked))
    assert page.context["invitation"] == asked
    assert page.context["item"] == root_of(consulted.edition)
    assert b"Odbor zdrav" in page.content
    assert page["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"]
    assert "noindex" in page["X-Robots-Tag"]


def test_the_button_leads_to_the_form_in_which_each_point_has_its_weight(
    client, consulted, invited
) -> None:
    (asked,) = invited("Odbor zdraví")
    page = client.get(page_of(asked))
    sent = {"item": root_of(consulted.edition).pk, "invitation": page.context["token"]}
    form = client.post(reverse("comments:comment_check"), sent | {"edit": "1"})
    assert form.status_code == 200
    assert b'name="weight"' in form.content
    assert sent["invitation"].encode() in form.content


def test_no_comments_takes_one_button_and_a_look(client, consulted, invited) -> None:
    (asked,) = invited("Odbor zdraví")
    page = client.get(page_of(asked)).content.decode().partition("<main")[2]
    second = page.split("<form")[2]
    sent = dict(
        part.split('" value="')
        for part in (
            piece.split('">')[0] for piece in second.split('<input type="hidden" name="')[1:]
        )
    )
    assert sent["kind"] == "none"
    check = client.post(reverse("comments:comment_check"), sent)
    assert (check.status_code, "ticket" in check.context) == (200, True)
    assert not Comment.objects.exists()


def test_a_body_sees_what_it_has_sent_and_not_what_others_did(client, invited) -> None:
    asked, other = invited("Odbor zdraví", "Odbor dopravy")
    own = answer(asked)
    answer(other)
    page = client.get(page_of(asked))
    assert [comment for comment, _path in page.context["comments"]] == [own]
    assert page.content.count(b'class="comment"') == 1
    mine = links.path(*links.mine(own)).split(":")[0]
    assert mine in page.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_the_same_queries_however_much_was_sent(
    client, invited, number: int, django_assert_num_queries
) -> None:
    (asked,) = invited("Odbor zdraví")
    for _time in range(number):
        answer(asked)
    with django_assert_num_queries(6):
        client.get(page_of(asked))


def test_after_the_end_nothing_can_be_written(client, consulted, invited, time_machine) -> None:
    (asked,) = invited("Odbor zdraví")
    answer(asked)
    time_machine.move_to(consulted.closes_at)
    page = client.get(page_of(asked))
    assert b'method="post"' not in page.content
    assert len(page.context["comments"]) == 1


def test_the_link_of_a_wrong_address_opens_nothing_and_that_of_the_right_one_does(
    client, invited
) -> None:
    (asked,) = invited("Odbor A")
    wrong = page_of(asked)
    invite.invite_again(asked, asked.email)
    assert client.get(wrong).status_code == 200
    invite.invite_again(asked, "prava@example.cz")
    asked.refresh_from_db()
    assert client.get(wrong).status_code == 404
    assert client.get(page_of(asked)).context["invitation"] == asked


@pytest.mark.parametrize("purpose", [Purpose.MINE, Purpose.UNSUBSCRIBE])
def test_a_link_for_something_else_opens_nothing(client, invited, purpose: Purpose) -> None:
    (asked,) = invited("Odbor zdraví")
    token = links.sign(purpose, asked.pk)
    assert client.get(reverse("comments:invitation", args=[token])).status_code == 404


# The page of staff


def test_staff_see_who_has_answered_and_who_has_not_yet(officer, consulted, invited) -> None:
    answered, silent = invited("Odbor A", "Odbor B")
    publication.publish(answer(answered))
    invite.choose(consulted, [make_body("Odbor C")])
    outside = make_body("Odbor D")
    context = officer.get(desk_of(consulted)).context
    assert (context["answered"], context["silent"], context["asked"]) == ([answered], [silent], 2)
    assert [row.organisation.name for row in context["to_invite"]] == ["Odbor C"]
    assert [of_kind for _kind, of_kind in context["others"]] == [[outside]]


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_the_same_queries_however_many_bodies(
    officer, consulted, invited, number: int, django_assert_num_queries
) -> None:
    for asked in invited(*(f"Odbor {at}" for at in range(number))):
        answer(asked)
    make_body("Jiný odbor")
    # The page store, session, user, two for rights, the consultation, and three of its own.
    with django_assert_num_queries(12):
        officer.get(desk_of(consulted))


def test_an_officer_puts_bodies_on_the_list_and_invites_them(officer, consulted) -> None:
    body = make_body("Odbor A")
    address = desk_of(consulted)
    chosen = officer.post(address, {"deed": "choose", "organisation": [body.pk]})
    assert (chosen.status_code, chosen["Location"]) == (303, address)
    officer.post(address, {"deed": "invite"})
    assert list(Letter.objects.values_list("kind", "to")) == [("invitation", "odbor.a@example.cz")]
    (asked,) = consulted.invitations.all()
    officer.post(
        address, {"deed": "invite_again", "invitation": asked.pk, "email": "nova@example.cz"}
    )
    assert Letter.objects.latest("pk").to == "nova@example.cz"


def test_what_is_refused_is_said_and_changes_nothing(officer, consulted, invited) -> None:
    (asked,) = invited("Odbor A")
    address = desk_of(consulted)
    page = officer.post(address, {"deed": "leave_out", "invitation": asked.pk}, follow=True)
    assert [message.level_tag for message in page.context["messages"]] == ["error"]
    page = officer.post(address, {"deed": "choose"}, follow=True)
    assert [message.level_tag for message in page.context["messages"]] == ["error"]
    assert list(consulted.invitations.all()) == [asked]


@pytest.mark.parametrize("given", ["", "x", "999999"])
def test_an_invitation_of_nobody_is_not_found(officer, consulted, given: str) -> None:
    sent = {"deed": "leave_out", "invitation": given}
    assert officer.post(desk_of(consulted), sent).status_code == 404


def test_who_may_only_look_changes_nothing(consulted) -> None:
    body = make_body("Odbor A")
    viewer = staff("view_invitation")
    assert b'method="post"' not in viewer.get(desk_of(consulted)).content
    sent = {"deed": "choose", "organisation": [body.pk]}
    assert viewer.post(desk_of(consulted), sent).status_code == 403
    assert not consulted.invitations.exists()


@pytest.mark.parametrize("view", ["inviting", "inviting_list"])
def test_strangers_and_staff_without_the_right_see_nothing(client, consulted, view: str) -> None:
    address = reverse(f"comments:{view}", args=[consulted.pk] if view == "inviting" else [])
    assert client.get(address).status_code == 302
    assert staff().get(address).status_code == 403


def test_the_list_of_consultations_counts_the_invited_and_the_silent(
    officer, consulted, invited, django_assert_num_queries
) -> None:
    answered, _silent, _other = invited("Odbor A", "Odbor B", "Odbor C")
    answer(answered)
    answer(answered)
    address = reverse("comments:inviting_list")
    with django_assert_num_queries(6):
        (row,) = officer.get(address).context["consultations"]
    assert (row.invited, row.silent) == (3, 2)
    assert desk_of(consulted).encode() in officer.get(address).content
