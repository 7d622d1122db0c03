"""“My comment”: who may see it, what it tells, and what its author can do there."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from comments import limits, links, publication, reading
from comments.models import Comment, CommentVersion, Contact, Reaction
from strategy.models import Edition
from tests.factories import item_of, make_comment, open_consultation, settle


@pytest.fixture
def strict() -> Client:
    """A browser that nothing is forgiven: Django's guard against forged forms is on."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def comment(published: Edition) -> Comment:
    open_consultation(published)
    given = {"name": "Občanka Brněnská", "email": "obcanka@example.cz"}
    comment = make_comment(item_of(published, "A1.1"), **given)
    Contact.objects.update(confirmed_at=timezone.now())
    return comment


def own(comment: Comment, below: str = "") -> str:
    return links.path(*links.mine(comment)) + below


def test_the_page_is_kept_by_nobody(client: Client, comment: Comment) -> None:
    answer = client.get(own(comment))
    assert (answer.status_code, answer.templates[0].name) == (200, "comments/mine.html")
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert answer.cookies.output() == ""


@pytest.mark.parametrize("below", ["", "upravit/", "vzit-zpet/", "podpis/", "odpoved/1/"])
def test_a_link_of_another_purpose_opens_nothing(
    client: Client, comment: Comment, below: str
) -> None:
    token = links.sign(*links.no_letters(comment))
    for address in (f"/odkaz/moje/{token}/{below}", f"/odkaz/moje/{comment.pk}/{below}"):
        assert client.post(address, {"show": "1"}).status_code == 404
    assert Comment.objects.get().name_public is False


@pytest.mark.parametrize("state", Comment.State.values)
def test_every_state_is_told_in_words(client: Client, comment: Comment, state: str) -> None:
    fields: dict[str, Any] = {"state": state}
    if state == Comment.State.REJECTED:
        fields["rejection"] = Comment.Rejection.INSULTING
    if state == Comment.State.WITHDRAWN:
        fields["withdrawn_at"] = timezone.now()
    Comment.objects.filter(pk=comment.pk).update(**fields)
    answer = client.get(own(comment))
    content = answer.content.decode()
    over = {"expired", "rejected", "withdrawn"}
    assert (answer.status_code, answer.context["is_over"]) == (200, state in over)
    assert (str(Comment.Rejection.INSULTING.label) in content) == (state == "rejected")
    assert (f'href="{comment.get_absolute_url()}"' in content) == (state == "published")
    assert ("Doplnit přehled" in content) == (state not in {"expired", "withdrawn"})


def test_a_comment_is_withdrawn_by_a_button_and_not_by_a_link(
    strict: Client, comment: Comment
) -> None:
    assert strict.get(own(comment, "vzit-zpet/")).status_code == 200
    assert Comment.objects.get().state == Comment.State.PUBLISHED
    answer = strict.post(own(comment, "vzit-zpet/"))
    assert (answer.status_code, answer["Location"].startswith("/odkaz/moje/")) == (303, True)
    assert Comment.objects.get().state == Comment.State.WITHDRAWN


def test_an_answered_comment_says_why_it_is_not_withdrawn(client: Client, comment: Comment) -> None:
    settle(comment.points.get())
    answer = client.post(own(comment, "vzit-zpet/"))
    assert (answer.status_code, bool(answer.context["refusal"])) == (200, True)
    assert Comment.objects.get().state == Comment.State.PUBLISHED


def test_the_name_is_shown_and_hidden_by_a_button(strict: Client, comment: Comment) -> None:
    strict.get(own(comment, "podpis/"))
    signed = []
    for show in ("1", "0"):
        assert strict.post(own(comment, "podpis/"), {"show": show}).status_code == 303
        (shown,) = reading.page(comment.item).comments
        signed.append(shown.author)
    assert signed == ["Občanka Brněnská", reading.public_label(comment.number)]


def test_an_answer_is_judged_and_judged_anew(strict: Client, comment: Comment) -> None:
    answer = settle(comment.points.get())
    address = own(comment, f"odpoved/{answer.pk}/")
    strict.get(address)
    assert Reaction.objects.count() == 0
    strict.post(address, {"satisfied": "1"})
    sent = strict.post(address, {"satisfied": "0", "words": "Nestačí."})
    assert (sent.status_code, sent["Location"][-10:]) == (303, f"#odpoved-{answer.pk}"[-10:])
    assert Reaction.objects.values_list("satisfied", "words").get() == (False, "Nestačí.")
    form = strict.get(own(comment)).context["judged"][0].form
    assert (form["satisfied"].value(), form["words"].value()) == ("0", "Nestačí.")


def test_words_without_a_choice_are_not_lost(client: Client, comment: Comment) -> None:
    answer = settle(comment.points.get())
    sent = client.post(own(comment, f"odpoved/{answer.pk}/"), {"words": "Nestačí mi to."})
    assert sent.status_code == 200
    assert list(sent.context["typed"].errors) == ["satisfied"]
    assert "Nestačí mi to." in sent.content.decode()
    assert Reaction.objects.count() == 0


def test_likely_personal_data_is_not_published_unseen(client: Client, comment: Comment) -> None:
    answer = settle(comment.points.get())
    given = {"satisfied": "0", "words": "Volejte mi na 777 123 456."}
    sent = client.post(own(comment, f"odpoved/{answer.pk}/"), given)
    assert list(sent.context["typed"].errors) == ["words"]
    assert "777 123 456" in sent.content.decode().replace("\xa0", " ")
    assert Reaction.objects.count() == 0


def test_words_on_a_comment_that_was_held_meanwhile_are_not_lost(
    client: Client, comment: Comment
) -> None:
    answer = settle(comment.points.get())
    publication.hold(comment)
    sent = client.post(
        own(comment, f"odpoved/{answer.pk}/"), {"satisfied": "0", "words": "Nestačí mi to."}
    )
    assert list(sent.context["typed"].errors) == ["__all__"]
    assert Reaction.objects.count() == 0


def test_nobody_judges_the_answer_to_another_comment(client: Client, comment: Comment) -> None:
    other = make_comment(comment.item)
    answer = settle(other.points.get())
    sent = client.post(own(comment, f"odpoved/{answer.pk}/"), {"satisfied": "0"})
    assert (sent.status_code, Reaction.objects.count()) == (404, 0)


def test_the_form_begins_with_the_newest_wording(client: Client, comment: Comment) -> None:
    submission = client.get(own(comment, "upravit/")).context["submission"]
    ((place, text),) = [(it["place"].value(), it["text"].value()) for it in submission.points]
    assert (place, text) == ("A1.1", "Doplnit přehled komunit.")


def test_an_amendment_is_sent_and_waits(strict: Client, comment: Comment) -> None:
    sent = strict.post(
        own(comment, "upravit/"),
        {
            "seen": "1",
            "place": "A1.1",
            "text": "Jinak.",
            "proposal": "Takto.",
            "2-place": "A1.2",
            "2-text": "A ještě něco.",
        },
    )
    assert sent.status_code == 303
    found = CommentVersion.objects.filter(number=2).order_by("part")
    assert list(found.values_list("item__code", "text", "proposal")) == [
        ("A1.1", "Jinak.", "Takto."),
        ("A1.2", "A ještě něco.", ""),
    ]
    assert (Comment.objects.get().version, mail.outbox) == (1, [])
    assert strict.get(own(comment)).context["waits"] is True


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        ({"add": "1"}, ["A1.1", ""]),
        ({"2-place": "A1.2", "2-text": "Druhé.", "remove": "1"}, ["A1.2"]),
        ({"propose": "1"}, ["A1.1"]),
    ],
)
def test_buttons_change_the_form_and_keep_every_word(
    client: Client, comment: Comment, typed: dict[str, str], places: list[str]
) -> None:
    given = {"seen": "1", "place": "A1.1", "text": "První."} | typed
    answer = client.post(own(comment, "upravit/"), given)
    points = answer.context["submission"].points
    assert [point["place"].value() or "" for point in points] == places
    assert points[0]["text"].value() == ("Druhé." if "remove" in typed else "První.")
    proposal = points[0]["proposal"].value() or ""
    assert proposal == ("Podporovat záměr 1." if "propose" in typed else "")
    assert CommentVersion.objects.count() == 1


def test_a_slip_is_said_at_its_field_and_loses_nothing(client: Client, comment: Comment) -> None:
    given = {"seen": "1", "place": "Z9", "text": "Slova."}
    answer = client.post(own(comment, "upravit/"), given)
    assert [fault.field for fault in answer.context["submission"].faults] == ["pripominka_place"]
    assert "Slova." in answer.content.decode()
    assert CommentVersion.objects.count() == 1


def test_the_second_of_two_windows_sees_both_wordings(client: Client, comment: Comment) -> None:
    def send(text: str, seen: str) -> Any:
        given = {"seen": seen, "place": "A1.1", "text": text}
        return client.post(own(comment, "upravit/"), given)

    send("Z prvního okna.", "1")
    answer = send("Z druhého okna.", "1")
    content = answer.content.decode()
    assert (answer.context["seen"], answer.context["newest"].number) == (2, 2)
    assert [words in content for words in ("prvního", "Z druhého okna.")] == [True, True]
    assert send("Z druhého okna.", "2").status_code == 303
    assert CommentVersion.objects.count() == 3


def test_amendments_are_limited_by_the_day_and_no_word_is_lost(
    client: Client, comment: Comment
) -> None:
    def send(number: int) -> Any:
        given = {"seen": str(number), "place": "A1.1", "text": f"Znění {number}."}
        return client.post(own(comment, "upravit/"), given)

    most = limits.AMENDMENTS.most
    assert [send(number).status_code for number in range(1, most + 1)] == [303] * most
    refused = send(most + 1)
    assert refused.status_code == 429
    assert (bool(refused.context["reached"]), refused.context["seen"]) == (True, most + 1)
    assert f"Znění {most + 1}." in refused.content.decode()
    assert CommentVersion.objects.count() == most + 1


def test_what_is_refused_or_said_again_uses_no_limit(client: Client, comment: Comment) -> None:
    given = {"seen": "1", "place": "A1.1", "text": "Jinak."}
    for _time in range(limits.AMENDMENTS.most + 1):
        assert client.post(own(comment, "upravit/"), given).status_code == 303
    assert CommentVersion.objects.count() == 2


def test_what_came_too_late_is_shown_to_be_copied(client: Client, comment: Comment) -> None:
    settle(comment.points.get())
    given = {"seen": "1", "place": "A1.1", "text": "Pozdní slova."}
    answer = client.post(own(comment, "upravit/"), given)
    assert bool(answer.context["refusal"]) is True
    assert "Pozdní slova." in answer.content.decode()
    assert CommentVersion.objects.count() == 1


def test_who_had_the_contact_erased_can_still_amend(client: Client, comment: Comment) -> None:
    Contact.objects.all().delete()
    assert client.get(own(comment)).status_code == 200
    given = {"seen": "1", "place": "", "text": "K celému plánu."}
    assert client.post(own(comment, "upravit/"), given).status_code == 303


def test_a_point_whose_text_was_emptied_stays_in_the_form(client: Client, comment: Comment) -> None:
    given = {"seen": "1", "text": "První.", "place": "A1.1", "2-place": "A1.1", "2-text": ""}
    answer = client.post(own(comment, "upravit/"), given | {"3-place": "Z9", "3-text": "Třetí."})
    submission = answer.context["submission"]
    assert [point.number for point in submission.points] == [1, 2, 3]
    assert [fault.field for fault in submission.faults] == [
        "pripominka_2-text",
        "pripominka_3-place",
    ]


def test_letters_lead_to_the_public_page_of_what_is_published_only(
    client: Client, comment: Comment
) -> None:
    letters = links.path(*links.no_letters(comment))
    assert comment.get_absolute_url() in client.get(letters).content.decode()
    Comment.objects.filter(pk=comment.pk).update(state=Comment.State.RECEIVED)
    assert comment.get_absolute_url() not in client.get(letters).content.decode()


def test_the_signature_ends_with_no_stop_of_ours(client: Client, comment: Comment) -> None:
    Contact.objects.filter(comment=comment).update(name="Ing. Petr Úředník, Ph.D.")
    Comment.objects.filter(pk=comment.pk).update(name_public=True)
    page = client.get(own(comment)).content.decode().replace("\xa0", " ")
    assert ("Ph.D.<" in page, "Ph.D..<" in page) == (True, False)
