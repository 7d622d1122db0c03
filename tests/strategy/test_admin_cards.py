"""The card of a measure as staff write it: organisations, money, indicators and words."""

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.http import HttpResponse
from django.test import Client
from django.utils import translation

from strategy import editing
from strategy.admin.cards.rows import AmountField, NumberField
from strategy.measures import cards, changing
from strategy.measures.cards import Facts, Money, Responsible
from strategy.models import CardField, Indicator, Item, Organisation, Plan
from strategy.wording import Segment
from tests.factories import draft_of, item_of, publish
from tests.strategy.admin_pages import page
from tests.strategy.cast import client_of
from tests.strategy.measures.samples import KEY, fill, make_office

ALL = list(CardField.values)


@pytest.fixture
def measure(plan: Plan) -> Item:
    """Of a plan whose cards tell everything."""
    editing.change_plan(plan, editing.version_of(plan), None, card_fields=ALL)
    return item_of(draft_of(plan), "A1.1")


def rows(name: str, *rows: dict[str, object]) -> dict[str, object]:
    """What a set of rows sends."""
    sent: dict[str, object] = {f"{name}-TOTAL_FORMS": len(rows), f"{name}-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        sent |= {f"{name}-{number}-{column}": value for column, value in row.items()}
    return sent


def sent(item: Item, **more: object) -> dict[str, object]:
    words = {name: getattr(item, name) for name in ("code", "text", "description", "due")}
    return words | {"version": item.version} | more


def form_of(response: HttpResponse) -> Any:
    return response.context["adminform"].form


def send(client: Client, item: Item, **more: object) -> HttpResponse:
    return client.post(page("item_change", item.pk), sent(item, **more))


def as_sent(form: Any) -> dict[str, object]:
    """What a browser would send of a form as it was just shown."""
    card = form.card
    found: dict[str, object] = {name: form[name].value() for name in form.fields}
    lead = card.lead
    found |= {lead.add_prefix(name): lead[name].value() or "" for name in lead.columns}
    found |= {name: card.words[name].value() or "" for name in card.words.fields}
    for section in card.sections:
        management = section.rows.management_form
        found |= {
            management.add_prefix(name): management[name].value() for name in management.fields
        }
        for row in section.rows:
            shown = ((row.add_prefix(name), row[name].value()) for name in row.fields)
            found |= {name: value for name, value in shown if value not in {None, False}}
    return found


def joined(segments: list[Segment]) -> str:
    return "".join(segment.text for segment in segments)


def names(facts: Facts, role: str) -> list[str]:
    return [one.written for one in facts.of_role(role)]


def test_a_whole_card_is_written_in_one_step_of_history(editor: Client, measure: Item) -> None:
    for name in ("Odbor dopravy", "Odbor školství", "Brněnské komunikace"):
        make_office(name)
    make_office("Ministerstvo vnitra", "MV")
    send(
        editor,
        measure,
        text="Jinak.",
        lead="odbor dopravy",
        begins="do 2017",
        ends="6/2020",
        risks="Málo lidí",
        **rows("co_leads", {"written": "MV"}, {"written": ""}, {"organisation": "Odbor školství"}),
        **rows("implementers", {"written": "BKOM", "organisation": "Brněnské komunikace"}),
        **rows("costs", {"year": "2018", "amount": "1 200 000 Kč", "source": "ESF"}),
        **rows("indicators", {"name": "Délka tras", "target": "12,5", "direction": "up"}),
    )
    measure.refresh_from_db()
    facts = cards.of_item(measure)
    assert (measure.text, measure.lead, measure.version) == ("Jinak.", "odbor dopravy", 2)
    assert names(facts, "co_lead") == ["MV", "Odbor školství"]
    assert names(facts, "implementer") == ["BKOM"]
    assert (facts.begins, facts.ends, facts.risks) == ("2017", "06/2020", "Málo lidí")
    assert tuple(facts.costs[0]) == (2018, 1_200_000, "ESF", "")
    told = (facts.indicators[0].name, facts.indicators[0].target)
    assert told == ("Délka tras", Decimal("12.5"))
    assert measure.history.filter(history_type="~").count() == 1
    assert measure.history.first().history_user.username == "editor"


def test_the_form_sent_as_it_was_shown_changes_nothing(editor: Client, measure: Item) -> None:
    facts = fill(measure)
    measure.refresh_from_db()
    form = form_of(editor.get(page("item_change", measure.pk)))
    assert form.card.used == set(CardField)
    assert editor.post(page("item_change", measure.pk), as_sent(form)).status_code == 302
    assert (cards.of_item(measure), measure.history.count()) == (facts, 2)
    assert [one.key for one in facts.indicators] == [KEY]


def test_what_a_form_does_not_send_stays(editor: Client, measure: Item) -> None:
    facts = fill(measure)
    measure.refresh_from_db()
    send(editor, measure, text="Jinak.")
    measure.refresh_from_db()
    assert (measure.text, measure.lead, cards.of_item(measure)) == ("Jinak.", "ASZ", facts)


def test_only_the_fields_of_the_plan_are_asked_for_and_what_is_filled(
    editor: Client, plan: Plan
) -> None:
    editing.change_plan(plan, editing.version_of(plan), None, card_fields=["criterion", "costs"])
    measure = item_of(draft_of(plan), "A1.1")
    changing.change(measure, 1, None, risks="Málo lidí")
    form = form_of(editor.get(page("item_change", measure.pk)))
    assert form.card.used == {"criterion", "costs", "risks"}
    assert list(form.fields) == ["code", "text", "description", "version"]


# Not in the directory


def test_one_who_is_not_in_the_directory_is_refused_with_an_offer(
    editor: Client, measure: Item
) -> None:
    unknown = rows("co_leads", {"written": "Nadace X"})
    form = form_of(send(editor, measure, text="Jinak.", risks="Málo lidí", **unknown))
    (row,) = form.card.sections[0].rows
    assert (list(row.errors), row.offers) == (["written"], True)
    assert (row["written"].value(), form["text"].value()) == ("Nadace X", "Jinak.")
    assert form.card.words["risks"].value() == "Málo lidí"
    measure.refresh_from_db()
    assert (measure.version, Organisation.objects.count()) == (1, 0)


def test_a_second_sending_with_the_tick_puts_it_into_the_directory(
    editor: Client, measure: Item
) -> None:
    row = {"written": "Nadace X", "create": "on", "kind": "nonprofit"}
    send(editor, measure, lead="Odbor Y", lead_create="on", **rows("co_leads", row))
    created = Organisation.objects.order_by("pk")
    assert set(created.values_list("kind", "name")) == {
        ("department", "Odbor Y"),
        ("nonprofit", "Nadace X"),
    }
    assert {one.history.get().history_user.username for one in created} == {"editor"}
    measure.refresh_from_db()
    assert (measure.lead, names(cards.of_item(measure), "co_lead")) == ("Odbor Y", ["Nadace X"])


def test_who_may_add_no_organisation_is_not_offered_it(editor: Client, measure: Item) -> None:
    Permission.objects.get(codename="add_organisation").group_set.clear()
    row = {"written": "Nadace X", "create": "on", "kind": "nonprofit"}
    form = form_of(send(editor, measure, **rows("co_leads", row)))
    (refused,) = form.card.sections[0].rows
    assert (refused.offers, list(refused.errors)) == (False, ["written"])
    assert Organisation.objects.count() == 0


def test_a_name_that_two_have_is_not_guessed(editor: Client, measure: Item) -> None:
    make_office("Odbor A", "OA")
    make_office("Odbor Antonín", "OA")
    form = form_of(send(editor, measure, **rows("partners", {"written": "OA"})))
    section = next(one for one in form.card.sections if one.field == "partners")
    assert (section.rows[0].offers, list(section.rows[0].errors)) == (False, ["written"])


def test_nobody_stands_twice_in_a_role(editor: Client, measure: Item) -> None:
    make_office("Ministerstvo vnitra", "MV")
    twice = rows("co_leads", {"written": "MV"}, {"written": "Ministerstvo vnitra"})
    form = form_of(send(editor, measure, **twice))
    assert [list(row.errors) for row in form.card.sections[0].rows] == [[], ["written"]]


def test_a_lead_that_was_only_written_may_stay_and_may_go(editor: Client, measure: Item) -> None:
    measure = editing.change_item(measure, 1, lead="Odbor, který není")
    assert send(editor, measure, lead="Odbor, který není", text="Jinak.").status_code == 302
    measure.refresh_from_db()
    assert (measure.lead, measure.text) == ("Odbor, který není", "Jinak.")
    send(editor, measure, lead="")
    measure.refresh_from_db()
    assert measure.lead == ""


def test_a_lead_that_is_taken_away_is_no_longer_written(editor: Client, measure: Item) -> None:
    fill(measure)
    measure.refresh_from_db()
    send(editor, measure, lead="")
    measure.refresh_from_db()
    assert (measure.lead, cards.of_item(measure).lead) == ("", None)
    assert names(cards.of_item(measure), "co_lead") == ["MV", "OSP"]


# Rows


def test_rows_go_by_the_numbers_that_they_are_given(editor: Client, measure: Item) -> None:
    costs = [{"note": note, "ORDER": order} for note, order in (("a", 3), ("b", 1), ("c", 2))]
    send(editor, measure, **rows("costs", *costs))
    assert [one.note for one in cards.of_item(measure).costs] == ["b", "c", "a"]


@pytest.mark.parametrize(
    ("name", "row", "fields"),
    [
        ("costs", {"year": "2018"}, ["__all__"]),
        ("costs", {"amount": "-5"}, ["amount"]),
        ("costs", {"amount": "dvě"}, ["amount"]),
        ("costs", {"year": "20188", "note": "x"}, ["year"]),
        ("indicators", {"target": "5"}, ["name"]),
        ("indicators", {"name": "X", "target": "pět"}, ["target"]),
        ("indicators", {"name": "X", "target_when": "13/2020"}, ["target_when"]),
    ],
)
def test_what_is_wrong_in_a_row_is_said_there_and_kept(
    editor: Client, measure: Item, name: str, row: dict[str, object], fields: list[str]
) -> None:
    more = {"direction": "up"} if name == "indicators" else {}
    form = form_of(send(editor, measure, **rows(name, row | more)))
    (refused,) = next(one for one in form.card.sections if one.field == name).rows
    assert list(refused.errors) == fields
    assert {column: refused[column].value() for column in row} == row
    assert cards.of_item(measure) == cards.EMPTY


def test_an_end_that_is_no_deadline_is_said_at_its_field(editor: Client, measure: Item) -> None:
    form = form_of(send(editor, measure, begins="2017", ends="13/2020"))
    assert list(form.card.words.errors) == ["ends"]
    assert form.card.words["ends"].value() == "13/2020"


def test_an_indicator_keeps_its_key_and_takes_no_other_measures(
    editor: Client, plan: Plan, measure: Item
) -> None:
    fill(item_of(draft_of(plan), "A1.2"))
    row = {"name": "Cizí", "key": str(KEY), "direction": "up"}
    send(editor, measure, **rows("indicators", row))
    measure.refresh_from_db()
    key = cards.of_item(measure).indicators[0].key
    assert key != KEY
    send(editor, measure, **rows("indicators", row | {"key": str(key), "name": "Vlastní"}))
    assert [(one.key, one.name) for one in cards.of_item(measure).indicators] == [(key, "Vlastní")]


# Two at once, and too late


def test_a_late_change_is_told_with_both_texts_and_may_be_saved_on_top(
    editor: Client, measure: Item
) -> None:
    late = {"risks": "Moje", **rows("costs", {"year": "2018", "note": "moje"})}
    changing.change(measure, 1, None, risks="Cizí")
    response = send(editor, measure, **late)
    form = form_of(response)
    pairs = [[joined(segments) for segments in pair] for _label, *pair in form.compared]
    assert pairs == [["", "2018: moje"], ["Cizí", "Moje"]]
    assert cards.of_item(measure).risks == "Cizí"
    version = form["version"].value()
    assert send(editor, measure, **late, version=version).status_code == 302
    facts = cards.of_item(measure)
    assert (facts.risks, facts.costs[0].note) == ("Moje", "moje")


def test_what_was_typed_for_what_is_published_meanwhile_is_kept(
    editor: Client, plan: Plan, measure: Item
) -> None:
    publish(plan)
    unknown = rows("co_leads", {"written": "Nadace X"}, {"written": "Odbor Y"})
    response = send(editor, measure, risks="Málo lidí", **unknown)
    typed = {name: value for _label, name, value in response.context["typed"]}
    assert response.status_code == 409
    assert (typed["risks"], typed["co_leads-rows"]) == ("Málo lidí", "Nadace X\nOdbor Y")


def test_who_may_only_read_sees_the_card_and_no_fields(plan: Plan, measure: Item) -> None:
    fill(measure)
    html = client_of("auditor").get(page("item_change", measure.pk)).content.decode()
    assert "Zmapovat stav" in html
    assert 'name="lead"' not in html
    assert "co_leads-TOTAL_FORMS" not in html


# History


def test_the_history_tells_what_came_and_went_through_editions(
    editor: Client, plan: Plan, measure: Item
) -> None:
    facts = fill(measure)
    publish(plan)
    copy = item_of(draft_of(plan), "A1.1")
    changing.change(copy, copy.version, None, costs=facts.costs[1:], risks="")
    entries = editor.get(page("item_history", copy.pk)).context["entries"]
    changed = {
        change.label: [(one.kind, one.text.strip()) for one in change.segments]
        for change in entries[0].changes
    }
    assert set(changed) == {str(CardField.COSTS.label), str(CardField.RISKS.label)}
    assert [kind for kind, _text in changed[str(CardField.RISKS.label)]] == ["removed"]
    assert len(entries[1].changes) == 13


def test_an_earlier_card_can_be_put_back(editor: Client, measure: Item) -> None:
    facts = fill(measure)
    measure.refresh_from_db()
    changing.change(measure, measure.version, None, **dict.fromkeys(["risks"], "Jiná"), costs=())
    measure.refresh_from_db()
    entries = editor.get(page("item_history", measure.pk)).context["entries"]
    assert [entry.restorable for entry in entries] == [False, True, True]
    record = entries[1].record.history_id
    address = page("item_restore", measure.pk, record)
    editor.post(address, {"version": measure.version})
    assert cards.of_item(measure) == facts
    assert [one.key for one in Indicator.objects.filter(item=measure)] == [KEY]


@pytest.mark.parametrize("many", [1, 3])
def test_the_form_takes_the_same_queries_however_long_the_card(
    editor: Client, measure: Item, many: int, django_assert_num_queries: Any
) -> None:
    offices = [make_office(f"Odbor {number}") for number in range(many)]
    people = tuple(Responsible("co_lead", one.pk, one.name) for one in offices)
    costs = tuple(Money(2017, number, "", "") for number in range(many))
    changing.change(measure, 1, None, responsibilities=people, costs=costs)
    with django_assert_num_queries(13):
        editor.get(page("item_change", measure.pk))


@pytest.mark.parametrize("language", ["cs", "en", "uk"])
def test_numbers_and_money_are_read_as_the_card_shows_them(language: str) -> None:
    with translation.override(language):
        for field, value in ((NumberField(), Decimal("1234.5")), (AmountField(), 2207350)):
            shown = field.prepare_value(value)
            assert (field.clean(shown), field.has_changed(value, shown)) == (value, False)
