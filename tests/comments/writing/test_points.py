"""Several points in one comment, what each proposes, and who says it."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from comments import links
from comments.links import Purpose
from comments.models import Comment, Invitation, Settlement
from comments.writing import words
from comments.writing.forms import LONGEST
from strategy.models import Edition, Organisation
from tests.comments.writing.sending import (
    CHECK,
    SEND,
    TEXT,
    hidden,
    later,
    send,
    sent,
    shown,
    typed,
)
from tests.factories import item_of, make_plan, open_consultation, publish, root_of

THREE = {
    "2-place": "A1.2",
    "2-text": "Druhý bod.",
    "2-proposal": "Podporovat jiný záměr.",
    "2-rationale": "Je levnější.",
    "3-place": "",
    "3-text": "Třetí bod.",
}


def parts(comment: Comment) -> list[tuple[str, str, str, str, str]]:
    versions = comment.versions.order_by("part")
    fields = ("item__code", "text", "proposal", "rationale", "weight")
    return list(versions.values_list(*fields))


def faults(response: object) -> list[str]:
    return [fault.field for fault in response.context["submission"].faults]


def test_three_points_of_one_form_are_one_comment(client: Client, edition: Edition) -> None:
    comment = sent(client, typed(item_of(edition, "A1.1"), **THREE))
    assert parts(comment) == [
        ("A1.1", TEXT, "", "", ""),
        ("A1.2", "Druhý bod.", "Podporovat jiný záměr.", "Je levnější.", ""),
        ("", "Třetí bod.", "", "", ""),
    ]
    points = comment.points.values_list("part", "item__code", "text")
    assert list(points) == [(1, "A1.1", TEXT), (2, "A1.2", "Druhý bod."), (3, "", "Třetí bod.")]
    assert comment.points.get(part=3).item == root_of(edition)


def test_a_point_is_added_and_removed_without_losing_a_word(
    client: Client, edition: Edition
) -> None:
    given = typed(item_of(edition, "A1.1"), name_public="on") | THREE
    more = client.post(CHECK, given | {"add": "1"})
    grown = shown(more)
    assert {name: grown[name] for name in given} == given
    assert [grown[f"4-{name}"] for name in ("place", "text", "proposal")] == ["", "", ""]
    less = shown(client.post(CHECK, {"item": given["item"]} | grown | {"remove": "2"}))
    assert (less["text"], less["2-text"], less["3-text"]) == (TEXT, "Třetí bod.", "")
    assert "4-text" not in less
    assert Comment.objects.count() == 0


def test_the_first_point_can_be_removed_and_the_last_one_is_emptied(
    client: Client, edition: Edition
) -> None:
    given = typed(item_of(edition, "A1.1")) | {"2-place": "A1.2", "2-text": "Druhý bod."}
    less = shown(client.post(CHECK, given | {"remove": "1"}))
    assert (less["place"], less["text"], "2-text" in less) == ("A1.2", "Druhý bod.", False)
    none = shown(client.post(CHECK, typed(item_of(edition, "A1.1")) | {"remove": "1"}))
    assert (none["text"], none["name"]) == ("", "Občanka Brněnská")


@pytest.mark.parametrize("number", ["0", "9", "x", "-1", "99999"])
def test_a_point_that_is_not_there_cannot_be_removed(
    client: Client, edition: Edition, number: str
) -> None:
    kept = shown(client.post(CHECK, typed(item_of(edition, "A1.1")) | {"remove": number}))
    assert kept["text"] == TEXT


def test_there_are_at_most_twenty_points(client: Client, edition: Edition) -> None:
    given = typed(item_of(edition, "A1.1"))
    given |= {f"{number}-text": f"Bod {number}." for number in range(2, 26)}
    more = client.post(CHECK, given | {"add": "1"})
    assert len(more.context["submission"].points) == words.MOST_POINTS == 20
    assert not more.context["submission"].may_grow


def test_the_current_wording_is_put_in_on_demand_only(client: Client, edition: Edition) -> None:
    item = item_of(edition, "A1.1")
    plain = shown(client.post(CHECK, typed(item) | {"edit": "1"}))
    assert (plain["proposal"], plain["place"]) == ("", "A1.1")
    given = typed(item) | {"2-place": "a1.2.", "2-text": "Druhý bod."}
    first = shown(client.post(CHECK, given | {"propose": "1"}))
    assert (first["proposal"], first["2-proposal"]) == (item.text, "")
    second = shown(client.post(CHECK, given | {"propose": "2"}))
    assert (second["proposal"], second["2-proposal"]) == ("", item_of(edition, "A1.2").text)


def test_what_is_proposed_already_is_not_overwritten(client: Client, edition: Edition) -> None:
    given = typed(item_of(edition, "A1.1"), proposal="Moje znění.") | {"propose": "1"}
    assert shown(client.post(CHECK, given))["proposal"] == "Moje znění."


def test_a_proposal_alone_says_what_it_is_and_an_unchanged_text_proposes_nothing(
    client: Client, edition: Edition
) -> None:
    item = item_of(edition, "A1.1")
    comment = sent(client, typed(item, text="", proposal="Podporovat vše."))
    ((_code, text, proposal, _why, _weight),) = parts(comment)
    assert (bool(text), proposal) == (True, "Podporovat vše.")
    unchanged = client.post(CHECK, typed(item, text="", proposal=f"  {item.text} "))
    assert faults(unchanged) == ["pripominka_text"]
    assert parts(sent(client, typed(item, proposal=item.text))) == [("A1.1", TEXT, "", "", "")]


@pytest.mark.parametrize("place", ["A9", "A1.1.1", "Cokoli"])
def test_a_code_that_is_not_in_the_plan_is_said_at_its_point(
    client: Client, edition: Edition, place: str
) -> None:
    given = typed(item_of(edition, "A1.1")) | {"2-place": place, "2-text": "Druhý bod."}
    response = client.post(CHECK, given)
    assert faults(response) == ["pripominka_2-place"]
    assert place in response.context["submission"].faults[0].message
    assert shown(response)["2-place"] == place


def test_a_point_cannot_speak_of_another_plan(client: Client, edition: Edition) -> None:
    other = publish(make_plan(slug="jiny", title="Jiný", measures=9))
    open_consultation(other)
    given = typed(item_of(edition, "A1.1")) | {"2-place": "A1.9", "2-text": "Druhý bod."}
    assert faults(client.post(CHECK, given)) == ["pripominka_2-place"]


def test_the_plans_items_are_suggested_in_order(client: Client, edition: Edition) -> None:
    response = client.post(CHECK, typed(item_of(edition, "A1.1")) | {"edit": "1"})
    handles = [item.handle for item in response.context["suggested"]]
    assert handles == ["hodnota-soudrzne-mesto", "A", "A1", "A1.1", "A1.2", "A1.3"]


def test_points_left_blank_are_left_out(client: Client, edition: Edition) -> None:
    blank = {"2-place": "", "2-text": " ", "2-proposal": "", "3-text": "Třetí bod."}
    comment = sent(client, typed(item_of(edition, "A1.1"), **blank))
    assert [text for _code, text, *_rest in parts(comment)] == [TEXT, "Třetí bod."]


@pytest.mark.parametrize("field", ["place", "rationale"])
def test_a_point_in_which_anything_was_typed_is_never_dropped(
    client: Client, edition: Edition, field: str
) -> None:
    given = {f"2-{field}": "A1.2"} | {"3-text": "Třetí bod."}
    response = client.post(CHECK, typed(item_of(edition, "A1.1"), **given))
    assert faults(response) == ["pripominka_2-text"]
    assert shown(response)[f"2-{field}"] == "A1.2"


def test_a_place_that_the_page_had_put_in_is_nothing_typed(
    client: Client, edition: Edition
) -> None:
    given = typed(item_of(edition, "A1.1"), text="", place="A1.1", **{"2-text": "Druhý bod."})
    comment = sent(client, given)
    assert [text for _code, text, *_rest in parts(comment)] == ["Druhý bod."]


@pytest.mark.parametrize("field", ["text", "name"])
def test_what_nobody_sees_is_empty(client: Client, edition: Edition, field: str) -> None:
    unseen = "\u200b\ufeff \u2060\u3164\u2800\u200d\u0301"
    response = client.post(CHECK, typed(item_of(edition, "A1.1"), **{field: unseen}))
    assert faults(response) == [f"pripominka_{field}"]


def test_a_form_of_more_points_says_that_they_are_too_many(
    client: Client, edition: Edition
) -> None:
    given = typed(item_of(edition, "A1.1"))
    given |= {f"{number}-text": f"Bod {number}." for number in range(2, 22)}
    assert faults(client.post(CHECK, given)) == ["pripominka_20-text"]
    assert faults(client.post(CHECK, given | {"21-text": " "})) == []


def test_the_largest_form_fits_into_one_request(client: Client, edition: Edition) -> None:
    given = typed(item_of(edition, "A1.1"), place="A1.1")
    for number in range(1, words.MOST_POINTS + 1):
        given |= {words.name_of(name, number): "ř" * LONGEST for name in words.SAID}
    body = urlencode(given)
    response = client.post(CHECK, body, content_type="application/x-www-form-urlencoded")
    assert (response.status_code, faults(response)) == (200, ["pripominka_20-text"])


def test_all_points_together_have_a_limit_that_still_comes_back(
    client: Client, edition: Edition
) -> None:
    given = typed(item_of(edition, "A1.1"))
    given |= {f"{number}-text": "ř" * 20_000 for number in range(2, 8)}
    response = client.post(CHECK, given)
    assert faults(response) == ["pripominka_7-text"]
    assert {name: shown(response)[name] for name in given} == given


def test_no_comments_needs_no_text_is_numbered_and_noted_by_itself(
    client: Client, edition: Edition
) -> None:
    comment = sent(client, typed(root_of(edition), text="", kind="none", email=""))
    assert (comment.number, comment.kind, comment.state) == (1, "none", "received")
    assert [bool(text) for _code, text, *_rest in parts(comment)] == [True]
    noted = Settlement.objects.get(point__comment=comment)
    assert (noted.outcome, noted.state) == ("noted", "published")


@pytest.mark.parametrize("more", [{"proposal": "Jinak."}, {"2-text": "Druhý bod."}])
def test_no_comments_is_not_several_things(
    client: Client, edition: Edition, more: dict[str, str]
) -> None:
    given = typed(item_of(edition, "A1.1"), kind="none") | more
    assert faults(client.post(CHECK, given)) == ["pripominka_kind"]


@pytest.mark.parametrize(
    ("code", "given", "kept"),
    [
        ("A1.1", {}, ("part", "citizen")),
        ("", {}, ("general", "citizen")),
        ("A1.1", {"kind": "formal", "speaker": "citizen"}, ("formal", "citizen")),
        ("A1.1", {"organisation": "Spolek"}, ("part", "organisation")),
        ("A1.1", {"speaker": "citizen", "organisation": "Spolek"}, ("part", "organisation")),
        ("A1.1", {"speaker": "department", "organisation": "OSP"}, ("part", "department")),
    ],
)
def test_kind_and_speaker_follow_from_what_was_filled_in(
    client: Client, edition: Edition, code: str, given: dict[str, str], kept: tuple[str, str]
) -> None:
    comment = sent(client, typed(item_of(edition, code) if code else root_of(edition), **given))
    assert (comment.kind, comment.speaker) == kept


@pytest.mark.parametrize("speaker", ["organisation", "department"])
def test_who_speaks_for_somebody_says_for_whom(
    client: Client, edition: Edition, speaker: str
) -> None:
    response = client.post(CHECK, typed(item_of(edition, "A1.1"), speaker=speaker))
    assert faults(response) == ["pripominka_organisation"]


@pytest.mark.parametrize("choice", [{"kind": "urgent"}, {"speaker": "mayor"}])
def test_a_choice_that_is_not_offered_is_refused(
    client: Client, edition: Edition, choice: dict[str, str]
) -> None:
    response = client.post(CHECK, typed(item_of(edition, "A1.1")) | choice)
    assert len(faults(response)) == 1


class TestInvited:
    @pytest.fixture
    def invitation(self, edition: Edition) -> Invitation:
        body = Organisation.objects.create(kind="district", name="Brno-střed")
        return Invitation.objects.create(
            consultation=edition.consultation, organisation=body, email="urad@example.cz"
        )

    def given(self, edition: Edition, invitation: Invitation, **more: str) -> dict[str, str]:
        token = links.sign(*links.invited(invitation))
        return typed(item_of(edition, "A1.1"), invitation=token, weight="essential") | more

    def test_it_answers_under_its_name_with_weights_and_confirms_nothing(
        self, client: Client, edition: Edition, invitation: Invitation
    ) -> None:
        more = {"2-place": "A1.2", "2-text": "Druhý bod.", "2-weight": "recommending"}
        comment = sent(client, self.given(edition, invitation, **more))
        assert (comment.state, comment.invitation) == ("received", invitation)
        assert (comment.organisation, comment.speaker) == ("Brno-střed", "department")
        assert comment.contact.email == "urad@example.cz"
        assert comment.contact.confirmed_at == comment.received_at
        assert [weight for *_rest, weight in parts(comment)] == ["essential", "recommending"]
        receipt = client.get(links.path(Purpose.RECEIPT, comment.pk)).content.decode()
        assert ("<dd>zásadní</dd>" in receipt, "essential" in receipt) == (True, False)

    def test_each_point_says_its_weight(
        self, client: Client, edition: Edition, invitation: Invitation
    ) -> None:
        response = client.post(CHECK, self.given(edition, invitation, weight=""))
        assert faults(response) == ["pripominka_weight"]

    def test_nobody_can_forge_it(
        self, client: Client, edition: Edition, invitation: Invitation
    ) -> None:
        own = links.sign(Purpose.MINE, invitation.pk)
        for token in (str(invitation.pk), f"{invitation.pk}:x:y", own):
            comment = sent(client, self.given(edition, invitation) | {"invitation": token})
            assert (comment.invitation, comment.organisation) == (None, "")
            assert [weight for *_rest, weight in parts(comment)] == [""]

    def test_it_holds_for_the_address_it_was_sent_to(
        self, client: Client, edition: Edition, invitation: Invitation
    ) -> None:
        given = self.given(edition, invitation)
        Invitation.objects.update(email="jina@example.cz")
        assert sent(client, given).invitation is None

    def test_it_must_still_hold_when_what_was_checked_is_sent(
        self, client: Client, edition: Edition, invitation: Invitation
    ) -> None:
        check = client.post(CHECK, self.given(edition, invitation))
        Invitation.objects.update(email="jina@example.cz")
        with later(3):
            again = client.post(SEND, hidden(check))
        assert (again.status_code, Comment.objects.count()) == (200, 0)

    def test_it_holds_for_its_own_consultation_only(
        self, client: Client, edition: Edition, invitation: Invitation
    ) -> None:
        other = publish(make_plan(slug="jiny", title="Jiný"))
        open_consultation(other)
        comment = sent(client, self.given(other, invitation))
        assert comment.invitation is None

    def test_it_cannot_be_put_into_a_checked_form(
        self, client: Client, edition: Edition, invitation: Invitation
    ) -> None:
        check = client.post(CHECK, typed(item_of(edition, "A1.1")))
        token = links.sign(*links.invited(invitation))
        forged = hidden(check) | {"invitation": token, "weight": "essential"}
        assert "ticket" in client.post(SEND, forged).context
        assert Comment.objects.count() == 0

    def test_its_answers_are_not_counted_by_address(
        self, client: Client, edition: Edition, invitation: Invitation
    ) -> None:
        for _time in range(7):
            assert send(client, self.given(edition, invitation)).status_code == 303
