"""The page of one point: what is read there, and the answer drafted on it."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from comments import settlement
from comments.models import AnswerTemplate, Comment, Handling, Point, Settlement
from comments.settling import assigning, grouping
from strategy import editing
from strategy.models import Edition, Organisation
from tests.factories import amend, draft_of, item_of, make_comment, reword, settle

DESK = "/pripominky/vyporadani/"
BENCHES = "Na zastávkách chybějí lavičky, senioři nevydrží dlouho stát."


@pytest.fixture
def desk(client: Client, officer: User) -> Client:
    client.force_login(officer)
    return client


@pytest.fixture
def template(db: None) -> AnswerTemplate:
    return AnswerTemplate.objects.create(
        name="Mimo působnost", outcome="forwarded", text="Předali jsme to dál."
    )


def page_of(point: Point) -> str:
    return f"{DESK}{point.pk}/"


def form_of(client: Client, point: Point) -> dict[str, Any]:
    """What a browser would send from the form as it stands."""
    form = client.get(page_of(point)).context["form"]
    return {field.name: value if (value := field.value()) else "" for field in form}


def send(client: Client, point: Point, **given: Any) -> Any:
    return client.post(page_of(point), form_of(client, point) | given, follow=True)


# What is read.


def test_the_page_shows_what_was_said_of_which_text(desk: Client, published: Edition) -> None:
    comment = make_comment(
        item_of(published, "A1.1"), text=BENCHES, proposal="Přidat lavičky.", rationale="Stojí."
    )
    shown = desk.get(page_of(comment.points.get())).context["comment"].parts[0]
    assert (shown.text, shown.proposal, shown.rationale) == (BENCHES, "Přidat lavičky.", "Stojí.")


def test_the_redline_is_that_of_the_draft_against_the_edition_commented_on(
    desk: Client, point: Point
) -> None:
    assert desk.get(page_of(point)).context["redline"].own is None
    reword(item_of(draft_of(point.comment.plan), "A1.1"), "Podporovat záměr jedna.")
    response = desk.get(page_of(point))
    segments = response.context["redline"].own.text
    assert [(part.kind, part.text) for part in segments if part.kind != "same"] == [
        ("removed", "1"),
        ("added", "jedna"),
    ]
    assert "<del>" in response.content.decode()


def test_what_changed_right_under_it_is_shown(desk: Client, published: Edition) -> None:
    point = make_comment(item_of(published, "A1")).points.get()
    draft = draft_of(published.plan)
    reword(item_of(draft, "A1.1"))
    reword(item_of(draft, "A"))
    redline = desk.get(page_of(point)).context["redline"]
    assert redline.own is None
    assert [change.line.code for change in redline.beneath] == ["A1.1"]


def test_only_what_the_draft_changed_can_be_chosen(desk: Client, point: Point) -> None:
    draft = draft_of(point.comment.plan)
    reword(item_of(draft, "A1.1"))
    items = desk.get(page_of(point)).context["form"].fields["changed_item"].queryset
    assert [item.code for item in items] == ["A1.1"]
    assert {item.edition for item in items} == {draft}


def test_the_contact_is_not_on_the_page(desk: Client, published: Edition) -> None:
    comment = make_comment(
        item_of(published, "A1.1"), name="Občanka Brněnská", email="obcanka@example.org"
    )
    page = desk.get(page_of(comment.points.get())).content.decode()
    assert "Občan/ka" in page
    assert "Brněnská" not in page
    assert "obcanka@example.org" not in page


def test_points_of_others_hidden_ones_and_none_are_not_found(
    client: Client, three: list[Point], settler: User, department: Organisation
) -> None:
    assigning.assign(three[:2], department, None)
    Comment.objects.filter(pk=three[1].comment_id).update(state="held")
    client.force_login(settler)
    found = [client.get(page_of(point)).status_code for point in three]
    assert found == [200, 404, 404]
    assert client.get(f"{DESK}0/").status_code == 404


def test_the_history_of_the_answer_tells_who_did_what(
    desk: Client, point: Point, officer: User
) -> None:
    officer.first_name, officer.last_name = "Jana", "Úřednice"
    officer.save()
    answer = settlement.draft(point, outcome="noted", reasoning="Děkujeme.", by=officer)
    settlement.discard(answer)
    settle(point)
    steps = desk.get(page_of(point)).context["steps"]
    assert [(step.by, step.outcome) for step in steps][-1] == (
        "Jana Úřednice",
        "vzato na vědomí",
    )
    assert [step.reasoning for step in steps].count("Děkujeme.") == 2
    assert len(steps) == 5


def test_the_page_is_kept_by_no_cache(desk: Client, point: Point) -> None:
    assert "no-store" in desk.get(page_of(point))["Cache-Control"]


# What is written.


def test_an_answer_and_a_note_are_saved_together(desk: Client, point: Point, officer: User) -> None:
    item = reword(item_of(draft_of(point.comment.plan), "A1.1"))
    send(
        desk,
        point,
        outcome="accepted",
        reasoning="Doplnili jsme.",
        changed_item=item.pk,
        note="Zavolat.",
    )
    answer = Settlement.objects.get()
    assert (answer.outcome, answer.reasoning, answer.changed_item, answer.state) == (
        "accepted",
        "Doplnili jsme.",
        item,
        "draft",
    )
    assert settlement.last_drafter_id(answer) == officer.pk
    assert Handling.objects.get().note == "Zavolat."


def test_a_note_is_saved_without_an_answer(desk: Client, point: Point) -> None:
    send(desk, point, note="Zavolat.")
    assert (Settlement.objects.count(), Handling.objects.get().note) == (0, "Zavolat.")


def test_half_an_answer_is_told_and_stays_as_typed(desk: Client, point: Point) -> None:
    response = send(desk, point, reasoning="Děkujeme.")
    assert list(response.context["form"].errors) == ["outcome"]
    assert response.context["form"]["reasoning"].value() == "Děkujeme."
    assert list(send(desk, point, outcome="noted").context["form"].errors) == ["reasoning"]
    assert not Settlement.objects.exists()


def test_a_refusal_of_the_deed_stays_with_what_was_typed(desk: Client, point: Point) -> None:
    item = reword(item_of(draft_of(point.comment.plan), "A1.1"))
    response = send(desk, point, outcome="noted", reasoning="Moje.", changed_item=item.pk)
    assert response.context["form"].non_field_errors()
    assert response.context["form"]["reasoning"].value() == "Moje."
    assert not Settlement.objects.exists()


def test_together_with_another_is_not_chosen_by_hand(desk: Client, point: Point) -> None:
    response = send(desk, point, outcome="together", reasoning="Viz č. 2.")
    assert list(response.context["form"].errors) == ["outcome"]


def test_save_and_next_goes_to_the_next_point_of_the_queue(
    desk: Client, three: list[Point]
) -> None:
    answer = {"outcome": "noted", "reasoning": "Děkujeme."}
    response = send(desk, three[0], next="1", fronta="vse", **answer)
    assert response.redirect_chain == [(f"{page_of(three[1])}?fronta=vse", 302)]
    response = send(desk, three[0], fronta="vse", **answer)
    assert response.redirect_chain == [(f"{page_of(three[0])}?fronta=vse", 302)]
    Comment.objects.exclude(pk=three[0].comment_id).update(state="held")
    response = send(desk, three[0], next="1", fronta="vse", **answer)
    assert response.redirect_chain == [(f"{DESK}?fronta=vse", 302)]


# Nothing is overwritten in silence.


def test_another_persons_draft_is_shown_beside_ones_own_and_overwritten_knowingly(
    desk: Client, point: Point
) -> None:
    mine = form_of(desk, point) | {"outcome": "partly", "reasoning": "Moje."}
    settlement.draft(point, outcome="noted", reasoning="Kolegyně.")
    response = desk.post(page_of(point), mine)
    assert (response.status_code, response.context["is_conflict"]) == (200, True)
    assert response.context["answer_now"].reasoning == "Kolegyně."
    assert response.context["form"]["reasoning"].value() == "Moje."
    assert Settlement.objects.get().reasoning == "Kolegyně."
    again = mine | {"seen": response.context["form"]["seen"].value()}
    desk.post(page_of(point), again)
    assert Settlement.objects.get().reasoning == "Moje."


def test_another_persons_note_is_shown_beside_ones_own(desk: Client, point: Point) -> None:
    mine = form_of(desk, point) | {"note": "Moje."}
    assigning.keep_note(point, "Kolegyně.")
    response = desk.post(page_of(point), mine)
    assert response.context["note_now"] == "Kolegyně."
    assert response.context["form"]["note"].value() == "Moje."
    assert Handling.objects.get().note == "Kolegyně."
    again = mine | {"note_seen": response.context["form"]["note_seen"].value()}
    desk.post(page_of(point), again)
    assert Handling.objects.get().note == "Moje."


def test_neither_answer_nor_note_is_saved_where_one_is_refused(desk: Client, point: Point) -> None:
    mine = form_of(desk, point) | {"outcome": "noted", "reasoning": "Moje.", "note": "Moje."}
    assigning.keep_note(point, "Kolegyně.")
    desk.post(page_of(point), mine)
    assert not Settlement.objects.exists()


def test_an_amended_comment_is_told_before_it_is_answered(desk: Client, point: Point) -> None:
    mine = form_of(desk, point) | {"outcome": "noted", "reasoning": "Moje."}
    amend(point.comment, "Jinak, než jsem psala.")
    assert desk.post(page_of(point), mine).context["is_conflict"]
    assert not Settlement.objects.exists()


# Templates and similar points.


def test_a_template_is_put_in_and_everything_typed_stays(
    desk: Client, point: Point, template: AnswerTemplate
) -> None:
    typed = {"reasoning": "Vážená paní,", "note": "Zavolat.", "chosen_template": template.pk}
    response = send(desk, point, insert="1", **typed)
    form = response.context["form"]
    assert form["reasoning"].value() == "Vážená paní,\n\nPředali jsme to dál."
    assert (form["outcome"].value(), form["note"].value()) == ("forwarded", "Zavolat.")
    assert (Settlement.objects.count(), Handling.objects.count()) == (0, 0)
    saved = {field.name: field.value() or "" for field in form}
    desk.post(page_of(point), saved)
    assert Settlement.objects.get().template == template


def test_a_template_leaves_the_outcome_that_was_chosen(
    desk: Client, point: Point, template: AnswerTemplate
) -> None:
    given = {"outcome": "noted", "insert": "1"}
    form = send(desk, point, chosen_template=template.pk, **given).context["form"]
    assert form["outcome"].value() == "noted"
    form = send(desk, point, chosen_template="", **given).context["form"]
    assert (form["outcome"].value(), form["reasoning"].value()) == ("noted", "")


def test_it_is_shown_where_a_template_was_used(
    desk: Client, three: list[Point], template: AnswerTemplate
) -> None:
    settle(three[1], template=template, outcome="forwarded")
    response = send(desk, three[0], insert="1", chosen_template=template.pk)
    assert [point.pk for point in response.context["uses"]] == [three[1].pk]
    (_nothing, (_key, label)) = response.context["form"].fields["chosen_template"].choices
    assert label.startswith("Mimo působnost (")


def similar_points(published: Edition) -> tuple[Point, Point]:
    """Two points alike among others."""
    for text in ("Chceme víc zeleně.", "Postavte noclehárnu.", "Plán je přehledný."):
        make_comment(item_of(published, "A1.1"), text=text)
    one, other = (make_comment(item_of(published, "A1.1"), text=BENCHES) for _ in range(2))
    return one.points.get(), other.points.get()


def test_a_similar_point_lends_its_answer(desk: Client, published: Edition) -> None:
    answered, asked = similar_points(published)
    settle(answered, reasoning="Lavičky přibudou.", outcome="explained")
    (suggestion,) = desk.get(page_of(asked)).context["suggestions"]
    assert (suggestion.point, suggestion.is_joinable) == (answered, False)
    form = send(desk, asked, same=answered.pk).context["form"]
    assert (form["outcome"].value(), form["reasoning"].value()) == (
        "explained",
        "Lavičky přibudou.",
    )


def test_a_similar_point_is_settled_together_with_it(desk: Client, published: Edition) -> None:
    first, asked = similar_points(published)
    desk.post(f"{page_of(asked)}spolecne/", {"with": first.pk})
    asked.refresh_from_db()
    assert asked.together_with == first
    assert [it for _label, it in desk.get(page_of(first)).context["followers"]] == [asked]
    page = desk.get(page_of(asked)).content.decode()
    assert 'id="odpoved"' not in page


def test_answers_in_work_of_others_are_not_lent(
    client: Client, published: Edition, settler: User, department: Organisation
) -> None:
    drafted, asked = similar_points(published)
    settle(drafted, published=False, reasoning="Zatím tajné.")
    assigning.assign([asked], department, None)
    client.force_login(settler)
    assert "Zatím tajné." not in client.get(page_of(asked)).content.decode()
    form = send(client, asked, same=drafted.pk).context["form"]
    assert form["reasoning"].value() == ""
    assigning.assign([drafted], department, None)
    assert "Zatím tajné." in client.get(page_of(asked)).content.decode()


def test_the_page_of_a_leader_names_those_that_follow(desk: Client, three: list[Point]) -> None:
    grouping.settle_together(three[0], three)
    followers = desk.get(page_of(three[0])).context["followers"]
    assert [point for _label, point in followers] == three[1:]


def test_the_page_of_the_plans_root_item_can_be_settled(desk: Client, published: Edition) -> None:
    root = published.items.get(parent=None)
    point = make_comment(root).points.get()
    draft = draft_of(published.plan)
    value = draft.items.get(level=1)
    editing.change_item(value, value.version, text="Jiná hodnota")
    assert desk.get(page_of(point)).status_code == 200


@pytest.mark.parametrize(
    ("reasoning", "consent", "warned"),
    [
        ("Panu  Janu Tajnému děkujeme; Jan Tajný má pravdu.", False, True),
        ("Děkujeme, doplníme.", False, False),
        ("Jan Tajný má pravdu.", True, False),
    ],
)
def test_a_reasoning_that_names_who_did_not_agree_to_it_is_pointed_out(
    desk: Client, published: Edition, reasoning: str, consent: bool, warned: bool
) -> None:
    given = {"name": "Jan Tajný", "name_public": consent}
    point = make_comment(item_of(published, "A1.1"), **given).points.get()
    settlement.draft(point, outcome="explained", reasoning=reasoning)
    assert ('id="jmenuje"' in desk.get(page_of(point)).content.decode()) is warned
