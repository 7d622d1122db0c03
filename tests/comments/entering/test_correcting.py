"""A mistyped e-mail of a comment that the office entered."""

import pytest
from django.test import Client
from django.urls import reverse

from comments import links
from comments.entering import correcting
from comments.entering.correcting import CorrectingRefused
from comments.links import Purpose
from comments.models import Comment, Contact
from comments.privacy import erasing
from strategy.models import Edition, Letter
from tests.comments.staff import signed_in
from tests.factories import item_of, make_comment, open_consultation

WRONG, RIGHT = "spatna@example.cz", "spravna@example.cz"


@pytest.fixture
def comment(published: Edition) -> Comment:
    """On paper, with an e-mail of somebody else, who has ended the letters."""
    open_consultation(published)
    made = make_comment(
        item_of(published, "A1.1"), channel="paper", email=WRONG, name="Jana Nová", published=False
    )
    Contact.objects.update(wants_letters=False, confirmed_at=made.received_at)
    return made


def page_of(comment: Comment) -> str:
    return reverse("comments:entering_email", args=[comment.pk])


def test_the_receipt_goes_to_the_right_address_and_no_more_to_the_wrong_one(
    comment: Comment,
) -> None:
    correcting.correct_email(comment, RIGHT)
    assert list(Letter.objects.values_list("to", "state")) == [("", "dropped"), (RIGHT, "waiting")]
    contact = Contact.objects.get()
    assert (contact.email, contact.wants_letters, contact.confirmed_at) == (RIGHT, True, None)


def test_links_of_the_wrong_letter_open_nothing(client: Client, comment: Comment) -> None:
    wrong = links.path(*links.mine(comment))
    assert client.get(wrong).status_code == 200
    mended = correcting.correct_email(comment, RIGHT)
    assert client.get(wrong).status_code == 404
    assert client.get(links.path(*links.mine(mended))).status_code == 200


def test_who_got_the_wrong_letter_does_not_end_those_to_the_right_address(
    client: Client, comment: Comment
) -> None:
    wrong = links.path(*links.no_letters(comment))
    correcting.correct_email(comment, RIGHT)
    client.post(wrong)
    assert Contact.objects.get().wants_letters


def test_with_the_link_of_the_wrong_letter_nothing_is_confirmed(
    client: Client, comment: Comment
) -> None:
    wrong = links.path(Purpose.CONFIRMATION, comment.pk, WRONG)
    correcting.correct_email(comment, RIGHT)
    client.post(wrong)
    assert Contact.objects.get().confirmed_at is None


def test_the_same_address_changes_nothing(comment: Comment) -> None:
    correcting.correct_email(comment, WRONG)
    assert list(Letter.objects.values_list("to", flat=True)) == [WRONG]
    assert Comment.objects.get().link_key == comment.link_key


def test_an_address_can_be_taken_away(comment: Comment) -> None:
    correcting.correct_email(comment, "")
    assert list(Letter.objects.values_list("to", flat=True)) == [""]
    assert Contact.objects.get().email == ""


def test_that_it_was_done_stands_in_the_history_and_the_address_does_not(comment: Comment) -> None:
    correcting.correct_email(comment, RIGHT)
    record = comment.history.first()
    assert record.history_change_reason
    assert RIGHT not in str(vars(record))


@pytest.mark.parametrize("channel", ["web", "import"])
def test_only_what_the_office_entered_is_corrected(comment: Comment, channel: str) -> None:
    Comment.objects.update(channel=channel)
    with pytest.raises(CorrectingRefused):
        correcting.correct_email(comment, RIGHT)
    assert signed_in("add_comment").get(page_of(comment)).status_code == 404


def test_who_was_erased_gets_no_address(comment: Comment) -> None:
    erasing.erase(comment, "na žádost", None)
    with pytest.raises(CorrectingRefused):
        correcting.correct_email(comment, RIGHT)
    assert b'method="post"' not in signed_in("add_comment").get(page_of(comment)).content


def test_the_page_corrects_it(comment: Comment) -> None:
    officer = signed_in("add_comment view_contact")
    assert WRONG in officer.get(page_of(comment)).content.decode()
    answer = officer.post(page_of(comment), {"email": RIGHT})
    assert (answer.status_code, answer["Location"]) == (303, page_of(comment))
    assert Contact.objects.get().email == RIGHT


def test_what_is_no_address_is_refused(comment: Comment) -> None:
    answer = signed_in("add_comment").post(page_of(comment), {"email": "jana"})
    assert list(answer.context["form"].errors) == ["email"]
    assert Contact.objects.get().email == WRONG


def test_who_may_not_see_contacts_does_not_learn_the_former_address(comment: Comment) -> None:
    assert WRONG not in signed_in("add_comment").get(page_of(comment)).content.decode()


@pytest.mark.parametrize("rights", ["", "view_contact check_comment"])
def test_who_may_not_enter_comments_corrects_nothing(comment: Comment, rights: str) -> None:
    staff = signed_in(rights)
    assert staff.get(page_of(comment)).status_code == 403
    assert staff.post(page_of(comment), {"email": RIGHT}).status_code == 403
    assert Contact.objects.get().email == WRONG


def test_the_way_to_it_is_where_a_comment_was_entered_or_is_checked(comment: Comment) -> None:
    officer = signed_in("add_comment check_comment")
    entering = reverse("comments:entering_one", args=[comment.item.edition.consultation.pk])
    checking = reverse("comments:checking_comment", args=[comment.pk])
    for address in (f"{entering}?zapsano={comment.pk}", checking):
        assert page_of(comment) in officer.get(address).content.decode()
    Comment.objects.update(channel="web")
    for address in (f"{entering}?zapsano={comment.pk}", checking):
        assert page_of(comment) not in officer.get(address).content.decode()
