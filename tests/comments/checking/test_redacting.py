"""The page on which passages are chosen, seen as they will be, and hidden."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from comments import publication, redaction
from comments.models import Comment, Erasure, Original
from strategy.editing import version_of
from strategy.models import Edition
from tests.comments.staff import OFFICER, signed_in
from tests.factories import amend, item_of, make_comment

SAID = "Volejte 602 123 456, <b>Jan</b> a@b.cz"


@pytest.fixture
def comment(published: Edition) -> Comment:
    comment = make_comment(item_of(published, "A1.1"), text=SAID)
    amend(comment, "Pište na c@d.cz")
    return comment


@pytest.fixture
def officer(db: None) -> Client:
    return signed_in()


def page_of(comment: Comment) -> str:
    return reverse("comments:redaction", args=[comment.pk])


def send(client: Client, comment: Comment, passages: str, **sent: Any) -> HttpResponse:
    given = {"passages": passages, "reason": "osobní údaje"}
    given |= {"seen": str(version_of(comment))}
    return client.post(page_of(comment), given | sent)


def text(comment: Comment) -> str:
    return comment.versions.get(number=1).text


def test_likely_personal_data_of_all_versions_is_filled_in(
    officer: Client, comment: Comment
) -> None:
    form = officer.get(page_of(comment)).context["form"]
    assert form["passages"].value().splitlines() == ["c@d.cz", "602 123 456", "a@b.cz"]


def test_the_result_is_shown_before_anything_is_hidden(officer: Client, comment: Comment) -> None:
    response = send(officer, comment, "602 123 456\na@b.cz")
    (wording,) = response.context["wordings"]
    assert wording.pieces == ["Volejte ", ", <b>Jan</b> ", ""]
    page = response.content.decode()
    assert "Volejte <mark>[údaj skryt]</mark>, &lt;b&gt;Jan&lt;/b&gt; " in page
    assert (text(comment), Erasure.objects.count()) == (SAID, 0)


def test_what_the_result_page_sends_hides_it_and_says_who_did(
    officer: Client, comment: Comment
) -> None:
    response = send(officer, comment, "602 123 456\na@b.cz", confirm="1")
    assert response.url == reverse("comments:checking_comment", args=[comment.pk])
    assert text(comment) == "Volejte [údaj skryt], <b>Jan</b> [údaj skryt]"
    erasure = Erasure.objects.get()
    assert (erasure.done_by.username, erasure.reason) == ("urednice", "osobní údaje")
    assert list(officer.get(response.url).context["erasures"]) == [erasure]


def test_back_from_the_result_everything_typed_is_there(officer: Client, comment: Comment) -> None:
    form = send(officer, comment, "a@b.cz", edit="1").context["form"]
    assert (form["passages"].value(), form["reason"].value()) == ("a@b.cz", "osobní údaje")


@pytest.mark.parametrize(
    ("passages", "sent", "field"),
    [
        ("", {}, "passages"),
        ("Nikdo", {}, "passages"),
        ("Nikdo", {"confirm": "1"}, "passages"),
        ("a@b.cz", {"reason": ""}, "reason"),
        ("a@b.cz", {"reason": "", "confirm": "1"}, "reason"),
        ("a@b.cz", {"reason": "je to A@b.cz", "confirm": "1"}, "passages"),
    ],
)
def test_what_cannot_be_hidden_is_said_at_its_field(
    officer: Client, comment: Comment, passages: str, sent: dict[str, str], field: str
) -> None:
    response = send(officer, comment, passages, **sent)
    assert list(response.context["form"].errors) == [field]
    assert text(comment) == SAID


def test_whoever_was_late_is_told_and_hides_nothing(officer: Client, comment: Comment) -> None:
    seen = str(version_of(comment))
    publication.hold(comment)
    form = send(officer, comment, "a@b.cz", confirm="1", seen=seen).context["form"]
    assert (list(form.errors), text(comment)) == (["passages"], SAID)
    # What was typed is on the page, beside the wordings as they are now.
    assert (form["passages"].value(), form["seen"].value()) == ("a@b.cz", version_of(comment))


def test_the_original_is_for_who_may_read_it(comment: Comment) -> None:
    redaction.hide(comment, ["602 123 456"], "osobní údaje")
    pages = [
        signed_in(permissions, f"u{number}").get(page_of(comment)).content.decode()
        for number, permissions in enumerate([OFFICER, "check_comment"])
    ]
    assert ["602 123 456" in page for page in pages] == [True, False]
    undo = reverse("comments:redaction_undo", args=[comment.pk])
    assert [f'action="{undo}"' in page for page in pages] == [True, False]


@pytest.mark.parametrize(
    ("permissions", "status", "shown"),
    [
        (OFFICER, 302, SAID),
        ("check_comment", 403, "Volejte [údaj skryt], <b>Jan</b> a@b.cz"),
        ("view_original", 403, "Volejte [údaj skryt], <b>Jan</b> a@b.cz"),
    ],
)
def test_only_who_may_read_and_check_shows_it_again(
    comment: Comment, permissions: str, status: int, shown: str
) -> None:
    redaction.hide(comment, ["602 123 456"], "osobní údaje")
    client = signed_in(permissions)
    undo = reverse("comments:redaction_undo", args=[comment.pk])
    assert client.get(undo).status_code in {403, 405}
    response = client.post(undo, {"seen": str(version_of(comment))})
    assert (response.status_code, text(comment)) == (status, shown)


def test_shown_again_twice_says_that_nothing_is_hidden(officer: Client, comment: Comment) -> None:
    undo = reverse("comments:redaction_undo", args=[comment.pk])
    response = officer.post(undo, {"seen": str(version_of(comment))})
    (told,) = officer.get(response.url).context["messages"]
    assert (told.level_tag, Original.objects.count()) == ("error", 0)


def test_who_may_not_check_reads_and_hides_nothing(comment: Comment) -> None:
    client = signed_in("view_comment view_original")
    statuses = [client.get(page_of(comment)).status_code]
    statuses.append(send(client, comment, "a@b.cz", confirm="1").status_code)
    assert (statuses, text(comment)) == ([403, 403], SAID)
    assert Client().get(page_of(comment)).url.startswith("/admin/login/")
