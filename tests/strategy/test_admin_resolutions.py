from datetime import date
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client

from strategy import editions, resolutions
from strategy.admin.resolutions import ResolutionAdmin
from strategy.models import Edition, Plan, Resolution
from tests.factories import draft_of, make_part, make_plan, make_resolution, publish
from tests.strategy.admin_pages import page
from tests.strategy.cast import client_of

COUNCIL = {
    "body": "city_council",
    "session": "Z7/31",
    "agenda_item": "12",
    "adopted": "on",
    "date": "4. 9. 2018",
    "date_in_words": "",
    "votes_for": "48",
    "votes_against": "0",
    "votes_abstained": "3",
    "report": "Důvodová zpráva.",
}
APPROVES = {"verb": "approves", "subject": "plan", "wording": "Zkušební plán"}
IMPOSES = {
    "verb": "imposes",
    "subject": "task",
    "wording": "zveřejnit plán",
    "addressee": "Odboru sociální péče",
    "due": "31. 12. 2018",
}


def form(*parts: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """What the page sends: every part as if it were new."""
    sent = COUNCIL | {"parts-INITIAL_FORMS": 0, "parts-TOTAL_FORMS": len(parts) + 2} | fields
    for number, part in enumerate(parts):
        sent |= {f"parts-{number}-{name}": value for name, value in part.items()}
    return sent


def shown(response: Any) -> list[str]:
    """Wordings of the parts that a form offers."""
    parts = response.context["inline_admin_formsets"][0].formset.forms
    return [part["wording"].value() for part in parts if part["wording"].value()]


def wordings(resolution: Resolution) -> list[str]:
    return [part["wording"] for part in resolutions.parts_of(resolution)]


def test_a_resolution_is_recorded_with_its_parts(editor: Client, plan: Plan) -> None:
    draft = draft_of(plan)
    sent = form(APPROVES, IMPOSES, edition=draft.pk)
    response = editor.post(page("resolution_add"), sent)
    assert response.url == page("edition_change", draft.pk)
    resolution = Resolution.objects.get()
    assert (resolution.edition, resolution.date, resolution.votes_abstained) == (
        draft,
        date(2018, 9, 4),
        3,
    )
    assert resolutions.parts_of(resolution) == [
        APPROVES | {"addressee": "", "due": None},
        IMPOSES | {"due": date(2018, 12, 31)},
    ]
    assert resolution.history.get().history_user.username == "editor"
    assert LogEntry.objects.get().object_id == str(resolution.pk)


def test_the_edition_that_led_here_is_chosen(editor: Client, published: Edition) -> None:
    asked = editor.get(f"{page('resolution_add')}?edition={published.pk}")
    assert asked.context["adminform"].form["edition"].value() == str(published.pk)
    edition_page = editor.get(page("edition_change", published.pk)).content.decode()
    assert f"{page('resolution_add')}?edition={published.pk}" in edition_page


def test_an_edition_tells_the_resolution_that_approved_it_once_and_the_others(
    editor: Client, plan: Plan
) -> None:
    recommending = make_resolution(draft_of(plan), session="R8/012")
    approved = publish(plan, "approved")
    edition_page = editor.get(page("edition_change", approved.pk)).content.decode()
    for resolution in (recommending, approved.approved_by):
        assert edition_page.count(f'href="{page("resolution_change", resolution.pk)}"') == 1


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"date": ""}, "date"),
        ({"date": "31. 2. 2018"}, "date"),
        ({"date_in_words": "v září"}, "date_in_words"),
        ({"votes_for": ""}, "votes_for"),
        ({"votes_for": "mnoho"}, "votes_for"),
        ({"votes_for": "-1"}, "votes_for"),
        ({"votes_for": "3", "votes_against": "40"}, "votes_for"),
        ({"date": "1. 1. 3018"}, "date"),
        ({"body": ""}, "body"),
        ({"edition": ""}, "edition"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_all_that_was_typed_stays(
    editor: Client, plan: Plan, fields: dict[str, Any], named: str
) -> None:
    sent = form(APPROVES, IMPOSES, **({"edition": draft_of(plan).pk} | fields))
    response = editor.post(page("resolution_add"), sent)
    refused = response.context["adminform"].form
    assert list(refused.errors) == [named]
    kept = {name: refused[name].value() for name in ("session", "report", named)}
    assert kept == {name: str(sent[name]) for name in kept}
    assert shown(response) == ["Zkušební plán", "zveřejnit plán"]
    assert Resolution.objects.count() == 0


def test_an_adopted_one_without_a_part_is_refused_and_all_that_was_typed_stays(
    editor: Client, plan: Plan
) -> None:
    response = editor.post(page("resolution_add"), form(edition=draft_of(plan).pk))
    refused = response.context["adminform"].form
    assert list(refused.errors) == ["__all__"]
    assert (refused["session"].value(), refused["votes_for"].value()) == ("Z7/31", "48")
    assert Resolution.objects.count() == 0


@pytest.mark.parametrize(
    ("part", "named"),
    [
        (IMPOSES | {"addressee": ""}, "addressee"),
        (IMPOSES | {"wording": ""}, "wording"),
        (IMPOSES | {"verb": ""}, "verb"),
        (IMPOSES | {"due": "zítra"}, "due"),
        (IMPOSES | {"order": "0"}, "order"),
    ],
)
def test_what_is_wrong_in_a_part_is_said_there(
    editor: Client, plan: Plan, part: dict[str, Any], named: str
) -> None:
    sent = form(APPROVES, part, edition=draft_of(plan).pk)
    response = editor.post(page("resolution_add"), sent)
    formset = response.context["inline_admin_formsets"][0].formset
    assert [list(errors) for errors in formset.errors] == [[], [named], [], []]
    assert response.context["adminform"].form["report"].value() == "Důvodová zpráva."
    assert Resolution.objects.count() == 0


def test_parts_are_put_in_the_order_of_their_numbers(editor: Client, plan: Plan) -> None:
    resolution = make_resolution(draft_of(plan))
    make_part(resolution, wording="rozpočet", verb="notes")
    asked = editor.get(page("resolution_change", resolution.pk))
    assert shown(asked) == ["Zkušební plán", "rozpočet"]
    parts = [APPROVES | {"order": 2}, APPROVES | {"wording": "rozpočet", "order": 1}]
    editor.post(page("resolution_change", resolution.pk), form(*parts, version=1))
    assert wordings(resolution) == ["rozpočet", "Zkušební plán"]


def test_a_part_is_left_out_by_its_mark_or_by_an_empty_wording(editor: Client, plan: Plan) -> None:
    resolution = make_resolution(draft_of(plan))
    make_part(resolution, wording="rozpočet")
    make_part(resolution, wording="příloha")
    parts = [
        APPROVES,
        APPROVES | {"wording": "rozpočet", "DELETE": "on"},
        APPROVES | {"wording": ""},
    ]
    editor.post(page("resolution_change", resolution.pk), form(*parts, version=1))
    assert wordings(resolution) == ["Zkušební plán"]


def test_the_second_of_two_sees_both_texts_and_may_save_on_top(editor: Client, plan: Plan) -> None:
    resolution = make_resolution(draft_of(plan))
    other = User.objects.create_user("other")
    now = [{"verb": "notes", "subject": "plan", "wording": "Plán", "addressee": "", "due": None}]
    resolutions.change(resolution, 1, now, other, session="Z8/02")
    address = page("resolution_change", resolution.pk)
    response = editor.post(address, form(APPROVES, version=1))
    refused = response.context["adminform"].form
    texts = {
        label: ["".join(segment.text for segment in side) for side in sides]
        for label, *sides in refused.compared
    }
    assert ["Z8/02", "Z7/31"] in texts.values()
    parts = list(texts.values())[-1]
    assert ["Plán" in parts[0], "Zkušební plán" in parts[1]] == [True, True]
    assert (shown(response), refused["version"].value()) == (["Zkušební plán"], 2)
    assert wordings(resolution) == ["Plán"]
    editor.post(address, form(APPROVES, version=2))
    assert wordings(resolution) == ["Zkušební plán"]


def test_a_form_without_a_version_is_outdated(editor: Client, plan: Plan) -> None:
    resolution = make_resolution(draft_of(plan))
    response = editor.post(page("resolution_change", resolution.pk), form(IMPOSES))
    assert response.context["adminform"].form.compared
    assert wordings(resolution) == ["Zkušební plán"]


def test_what_has_approved_an_edition_can_only_be_read(plan: Plan) -> None:
    superuser = client_of("superuser")
    resolution = publish(plan, Edition.State.APPROVED).approved_by
    make_resolution(draft_of(plan))
    asked = superuser.get(page("resolution_change", resolution.pk))
    html = asked.content.decode()
    assert ("Zkušební plán" in html, 'class="frozen"' in html) == (True, True)
    assert 'name="parts-0-wording"' not in html
    sent = form(IMPOSES, version=1)
    for name in ("officer", "auditor"):
        refused = client_of(name).post(page("resolution_change", resolution.pk), sent)
        assert refused.status_code == 403
    assert wordings(resolution) == ["Zkušební plán"]


@pytest.mark.parametrize("between", [False, True])
def test_what_was_typed_for_a_resolution_that_has_approved_meanwhile_is_shown(
    editor: Client, plan: Plan, between: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolution = make_resolution(draft_of(plan), session="Z7/30")
    editions.publish(draft_of(plan), Edition.State.APPROVED, resolution=resolution)
    if between:  # the form's reading of the resolution and its saving
        looked = iter([resolution, resolution, Resolution.objects.get()])
        monkeypatch.setattr(ResolutionAdmin, "get_object", lambda *_given: next(looked))
    sent = form(APPROVES, {"wording": ""}, IMPOSES, version=1, body="city_board")
    response = editor.post(page("resolution_change", resolution.pk), sent)
    assert (response.status_code, response.context["resolution"]) == (409, resolution)
    typed = {name: value for _label, name, value in response.context["typed"]}
    assert (typed["session"], typed["date"], typed["report"]) == (
        "Z7/31",
        "4. 9. 2018",
        "Důvodová zpráva.",
    )
    assert typed["body"] == str(Resolution.Body.CITY_BOARD.label)
    assert [line.split(" · ")[2:] for line in typed["parts"].split("\n")] == [
        ["Zkušební plán"],
        ["zveřejnit plán", "Odboru sociální péče", "31. 12. 2018"],
    ]
    html = response.content.decode()
    assert [f"readonly>{value}</textarea>" in html for value in typed.values() if value] == [
        True
    ] * len(list(filter(None, typed.values())))
    resolution.refresh_from_db()
    assert (resolution.session, wordings(resolution)) == ("Z7/30", ["Zkušební plán"])


def test_what_is_adopted_is_not_deleted(editor: Client, plan: Plan) -> None:
    adopted = make_resolution(draft_of(plan))
    proposal = make_resolution(draft_of(plan), adopted=False)
    statuses = [
        editor.post(page("resolution_delete", resolution.pk), {"post": "yes"}).status_code
        for resolution in (adopted, proposal)
    ]
    assert (statuses, list(Resolution.objects.all())) == ([403, 302], [adopted])


def test_history_tells_the_parts_too(editor: Client, plan: Plan) -> None:
    address = page("resolution_add")
    editor.post(address, form(APPROVES, edition=draft_of(plan).pk))
    resolution = Resolution.objects.get()
    editor.post(page("resolution_change", resolution.pk), form(IMPOSES, version=1, session="Z8/1"))
    entries = editor.get(page("resolution_history", resolution.pk)).context["entries"]
    changes = [
        ["".join(segment.text for segment in change.segments) for change in entry.changes]
        for entry in entries
    ]
    assert [len(told) for told in changes] == [2, 10]
    assert "Zkušební plán" in changes[0][1]
    assert "zveřejnit plán" in changes[0][1]
    assert [entry.restorable for entry in entries] == [False, False]
    record = resolution.history.last()
    restore = page("resolution_restore", resolution.pk, record.history_id)
    assert editor.post(restore, {"version": 2}).status_code == 404
    resolution.refresh_from_db()
    assert resolution.session == "Z8/1"


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_list_and_of_a_form(
    editor: Client, db: None, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        resolution = make_resolution(draft_of(make_plan(f"plan-{number}", f"Plán {number}")))
        make_part(resolution)
    for _number in range(count):
        make_part(resolution)
    with django_assert_num_queries(8):
        editor.get(page("resolution_changelist"))
    with django_assert_num_queries(7):
        editor.get(page("resolution_change", resolution.pk))


def test_a_resolution_changed_meanwhile_is_seen_before_publishing(plan: Plan) -> None:
    draft = draft_of(plan)
    resolution = make_resolution(draft)
    before = editions.latest_change(draft)
    resolutions.change(resolution, 1, [APPROVES | {"addressee": "", "due": None}], session="Z8/02")
    assert editions.latest_change(draft) != before
