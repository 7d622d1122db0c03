"""Who answers for a measure and by when, as staff write it."""

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from strategy import editing
from strategy.models import Edition, Item, Organisation, Plan
from strategy.wording import Segment
from tests.factories import draft_of, item_of

BAD = "až to půjde"


@pytest.fixture(autouse=True)
def departments(db: None) -> None:
    for name in ("Odbor", "První odbor", "Druhý odbor"):
        Organisation.objects.create(name=name)


def page(name: str, *arguments: object) -> str:
    return reverse(f"admin:strategy_{name}", args=arguments)


def sent(item: Item, **changes: object) -> dict[str, object]:
    wording = {name: getattr(item, name) for name in editing.ITEM_WORDING}
    return wording | {"version": item.version} | changes


def form_of(response: HttpResponse) -> object:
    return response.context["adminform"].form


def joined(segments: list[Segment]) -> str:
    return "".join(segment.text for segment in segments)


def measure_of(plan: Plan) -> Item:
    return item_of(draft_of(plan), "A1.1")


def add(client: Client, draft: Edition, tier: str, **fields: object) -> HttpResponse:
    under = item_of(draft, "A1" if tier == "Opatření" else "A")
    place = {"parent": under.pk, "tier": draft.plan.tiers.get(name=tier).pk, "text": "Nové."}
    return client.post(f"{page('item_add')}?edition={draft.pk}", place | fields)


def test_a_measure_gets_a_lead_and_a_deadline_in_its_normal_form(
    editor: Client, plan: Plan
) -> None:
    measure = measure_of(plan)
    editor.post(page("item_change", measure.pk), sent(measure, lead="Odbor", due="do 4Q/2020"))
    measure.refresh_from_db()
    assert (measure.lead, measure.due) == ("Odbor", "4. čtvrtletí 2020")
    record = measure.history.first()
    assert (record.lead, record.due) == ("Odbor", "4. čtvrtletí 2020")


def test_a_new_measure_has_both_from_the_start(editor: Client, plan: Plan) -> None:
    draft = draft_of(plan)
    add(editor, draft, "Opatření", code="A1.9", lead="Odbor", due="6/2021")
    assert (item_of(draft, "A1.9").lead, item_of(draft, "A1.9").due) == ("Odbor", "06/2021")


def test_what_is_no_deadline_is_said_at_the_field_and_kept(editor: Client, plan: Plan) -> None:
    measure = measure_of(plan)
    changed = editor.post(page("item_change", measure.pk), sent(measure, lead="Odbor", due=BAD))
    added = add(editor, draft_of(plan), "Opatření", lead="Odbor", due=BAD)
    for form in (form_of(changed), form_of(added)):
        assert list(form.errors) == ["due"]
        assert BAD in form.errors["due"][0]
        assert (form.card.lead["written"].value(), form["due"].value()) == ("Odbor", BAD)
    assert set(Item.objects.values_list("lead", "due")) == {("", "")}


def test_the_deeds_themselves_refuse_what_is_no_deadline(plan: Plan) -> None:
    measure = measure_of(plan)
    with pytest.raises(ValidationError) as refused:
        editing.change_item(measure, 1, due=BAD)
    assert list(refused.value.message_dict) == ["due"]
    with pytest.raises(ValidationError) as refused:
        editing.add_item(measure.parent, measure.tier, text="Nové.", due=BAD)
    assert list(refused.value.message_dict) == ["due"]
    assert editing.change_item(measure, 1, due="6/2021").due == "06/2021"
    assert editing.change_item(measure, 1, due="do 6/2021").version == 2  # nothing changed


def test_only_measures_are_asked_for_them(editor: Client, plan: Plan) -> None:
    draft = draft_of(plan)
    forms = {
        code: form_of(editor.get(page("item_change", item_of(draft, code).pk)))
        for code in ("A1", "A1.1")
    }
    assert {code: (list(form.fields), form.card.used) for code, form in forms.items()} == {
        "A1": (["code", "text", "description", "version"], set()),
        "A1.1": (["code", "text", "description", "due", "version"], {"lead", "due"}),
    }
    form = form_of(add(editor, draft, "Priorita", lead="Odbor", due="2020"))
    assert list(form.errors) == ["due", "__all__"]
    assert add(editor, draft, "Priorita", code="A2").status_code == 302


def test_a_priority_is_saved_without_the_fields_it_does_not_have(
    editor: Client, plan: Plan
) -> None:
    priority = item_of(draft_of(plan), "A1")
    response = editor.post(page("item_change", priority.pk), sent(priority, text="Jinak."))
    priority.refresh_from_db()
    assert (response.status_code, priority.text) == (302, "Jinak.")


def test_a_value_that_is_there_is_shown_whatever_the_level(editor: Client, plan: Plan) -> None:
    priority = editing.change_item(item_of(draft_of(plan), "A1"), 1, lead="Odbor")
    form = form_of(editor.get(page("item_change", priority.pk)))
    assert (form.card.used, form.card.lead["written"].value()) == ({"lead"}, "Odbor")


def test_a_late_change_of_either_is_told(editor: Client, plan: Plan) -> None:
    measure = measure_of(plan)
    late = sent(measure, lead="Druhý odbor", due="2021")
    editing.change_item(measure, 1, lead="První odbor", due="2020")
    form = form_of(editor.post(page("item_change", measure.pk), late))
    read = [[joined(segments) for segments in pair] for _label, *pair in form.compared]
    assert sorted(read) == [["2020", "2021"], ["První odbor", "Druhý odbor"]]
    measure.refresh_from_db()
    assert (measure.lead, measure.due) == ("První odbor", "2020")


def test_a_late_change_of_a_priority_compares_what_it_has(editor: Client, plan: Plan) -> None:
    priority = item_of(draft_of(plan), "A1")
    late = sent(priority, text="Moje.")
    editing.change_item(priority, 1, text="Cizí.")
    form = form_of(editor.post(page("item_change", priority.pk), late))
    assert [label for label, _now, _own in form.compared] == [form.fields["text"].label]


def test_a_plan_says_whether_its_measures_have_them(editor: Client, plan: Plan) -> None:
    form = form_of(editor.get(page("plan_change", plan.pk)))
    assert [form[name].value() for name in ("asks_for_lead", "asks_for_due")] == [False, False]
    version = editing.version_of(plan)
    late = {"title": plan.title, "slug": plan.slug, "version": version, "asks_for_due": "on"}
    late |= {"card_fields": plan.card_fields}
    tiers = {"tiers-TOTAL_FORMS": 0, "tiers-INITIAL_FORMS": 0}
    editing.change_plan(plan, version, None, asks_for_lead=True)
    form = form_of(editor.post(page("plan_change", plan.pk), late | tiers))
    assert [label for label, _now, _own in form.compared] == [
        form.fields[name].label for name in ("asks_for_lead", "asks_for_due")
    ]
    words = {segment.text for _label, now, own in form.compared for segment in (*now, *own)}
    assert words.isdisjoint({"True", "False"})
    again = late | tiers | {"version": form["version"].value()}
    assert editor.post(page("plan_change", plan.pk), again).status_code == 302
    plan.refresh_from_db()
    assert (plan.asks_for_lead, plan.asks_for_due) == (False, True)


def test_the_history_of_a_plan_tells_the_settings_in_words(editor: Client, plan: Plan) -> None:
    editing.change_plan(plan, editing.version_of(plan), None, asks_for_lead=True)
    entries = editor.get(page("plan_history", plan.pk)).context["entries"]
    words = {
        segment.text for entry in entries for change in entry.changes for segment in change.segments
    }
    assert words.isdisjoint({"True", "False"})
    assert len(entries[0].changes) == 1
