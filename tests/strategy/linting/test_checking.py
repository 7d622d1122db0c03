"""A plan looked at by the rules."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.management import call_command
from lxml import html

from strategy.linting import checking
from strategy.linting.rules import MOST_WORDS, RULES
from strategy.measures import changing
from strategy.measures.cards import Measure
from strategy.models import Edition, Item, Organisation, Plan
from strategy.typography import czech
from tests.factories import draft_of, item_of, make_plan, publish
from tests.strategy.cast import client_of

VAGUE_AND_SHORT = ["vague", "abbreviation"]
ALWAYS = ["duplicate", "no_action", "vague", "too_long", "abbreviation"]


def found(plan, code="A1.1"):
    """The rules that have a word for a measure of the draft."""
    return [hint.rule.name for hint in checking.hints(item_of(draft_of(plan), code))]


def say(plan, code="A1.1", **wording):
    Item.objects.filter(edition=draft_of(plan), code=code).update(**wording)


def measured(target="60", **more):
    given = {
        "key": uuid4(), "name": "Počet míst", "unit": "míst", "baseline": None,
        "baseline_when": "", "target": target and Decimal(target), "target_when": "",
        "direction": "up", "note": "",
    }  # fmt: skip
    return Measure(**(given | more))


def give(plan, **facts):
    item = item_of(draft_of(plan), "A1.1")
    changing.change(item, item.version, None, **facts)


@pytest.fixture
def plan(db):
    """A plan whose first measure says well what is to be done; no field of cards is used."""
    made = make_plan()
    Plan.objects.filter(pk=made.pk).update(card_fields=[])
    say(made, text="Otevřít dvě poradny pro pečující.")
    return made


def test_a_measure_that_says_well_what_is_done_gets_no_hint(plan):
    assert found(plan) == []


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Podporovat záměr 2.", ["duplicate"]),
        ("Aktivní plán projektů proti nenávisti.", ["no_action"]),
        ("Podporovat pečující osoby.", ["vague"]),
        ("Podporovat 40 pečujících osob.", []),
        ("Otevřít " + "poradnu " * MOST_WORDS, ["too_long"]),
        ("Otevřít " + "poradnu " * (MOST_WORDS - 1), []),
        ("Otevřít poradnu s NNO.", ["abbreviation"]),
    ],
)
def test_each_rule_of_the_wording_finds_what_it_is_for(plan, text, rules):
    say(plan, text=text)
    assert found(plan) == rules


@pytest.mark.parametrize("facts", [{"indicators": (measured(),)}, {"criterion": "Vyšla zpráva."}])
def test_a_vague_verb_is_no_matter_where_the_card_measures(plan, facts):
    say(plan, text="Podporovat pečující osoby.")
    give(plan, **facts)
    assert found(plan) == []


def test_an_abbreviation_that_the_plan_or_the_directory_explains_is_no_matter(plan):
    say(plan, text="Otevřít poradnu s NNO a OSP.")
    assert found(plan) == ["abbreviation"]
    Organisation.objects.create(name="Odbor sociální péče", abbreviation="OSP")
    say(plan, "A1", description="Nestátní neziskové organizace (NNO) pomáhají.")
    assert found(plan) == []


@pytest.mark.parametrize(
    ("field", "rule", "wording", "facts"),
    [
        ("lead", "no_lead", {"lead": "OSP"}, {}),
        ("due", "no_due", {"due": "12/2027"}, {}),
        ("indicators", "no_indicator", {}, {"indicators": (measured(),)}),
    ],
)
def test_a_field_is_asked_for_only_where_the_plan_uses_it(plan, field, rule, wording, facts):
    assert found(plan) == []
    Plan.objects.filter(pk=plan.pk).update(card_fields=[field])
    assert found(plan) == [rule]
    say(plan, **(wording or {"version": 1}))
    give(plan, **facts)
    assert found(plan) == []


def test_an_indicator_without_a_target_is_named(plan):
    Plan.objects.filter(pk=plan.pk).update(card_fields=["indicators"])
    give(plan, indicators=(measured(), measured(None, name="Spokojenost")))
    (hint,) = checking.hints(item_of(draft_of(plan), "A1.1"))
    assert hint.rule.name == "no_target"
    assert "Spokojenost" in hint.found
    assert "Počet míst" not in hint.found


def test_headings_get_no_hints(plan):
    say(plan, "A1", text="NNO")
    assert found(plan, "A1") == []


def test_the_score_is_the_share_of_passed_questions_and_its_parts_add_up(plan):
    look = checking.look(draft_of(plan))
    # A1.2 and A1.3 begin with a vague verb, but a number stands in each.
    assert look.score == 100
    say(plan, "A1.2", text="Podporovat NNO.")
    look = checking.look(draft_of(plan))
    assert [line.rule.name for line in look.passed] == ALWAYS
    assert [line.number for line in look.passed] == [3, 3, 2, 3, 2]
    assert {line.of for line in look.passed} == {3}
    assert look.score == 100 * 13 // 15
    for line in look.passed:
        assert len(look.failing(line.rule.name)) == line.failed


def test_a_plan_without_measures_has_no_score(db):
    empty = make_plan(measures=0)
    assert checking.look(draft_of(empty)).score is None


@pytest.mark.parametrize("measures", [1, 3])
def test_a_plan_is_looked_at_with_three_queries(db, measures, django_assert_num_queries):
    draft = Edition.objects.select_related("plan").get(pk=draft_of(make_plan(measures=measures)).pk)
    with django_assert_num_queries(3):
        checking.look(draft)


def test_in_the_real_plan_d3_3_is_no_action_and_the_pair_says_it_twice(db):
    call_command("load_demo", verbosity=0)
    draft = Edition.objects.get(plan__slug="brno-2050", state="draft")
    look = checking.look(draft)
    codes = {
        rule: [one.row.code for one in look.failing(rule)] for rule in ("no_action", "duplicate")
    }
    assert codes == {"no_action": ["D3.3"], "duplicate": ["B1.4", "C3.3"]}


def test_every_rule_says_why_and_shows_it_better():
    assert all(rule.title and rule.why and rule.better for rule in RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(("who", "status"), [("nobody", 302), ("auditor", 403), ("editor", 200)])
def test_the_page_is_for_who_edits_the_plan(plan, who, status):
    assert client_of(who).get("/rady/zkusebni-plan/").status_code == status


def test_the_page_shows_of_a_rule_as_many_measures_as_its_table_says(plan):
    say(plan, "A1.2", text="Podporovat NNO.")
    client = client_of("editor")
    page = html.fromstring(client.get("/rady/zkusebni-plan/").content)
    links = {link.get("href"): int(link.text) for link in page.xpath("//table//a")}
    assert len(links) == 2
    for href, number in links.items():
        shown = html.fromstring(client.get(f"/rady/zkusebni-plan/{href}").content)
        assert len(shown.xpath("//section/ul/li")) == number
    assert client.get("/rady/zkusebni-plan/?pravidlo=nesmysl").status_code == 404


def test_hints_stand_beside_the_text_of_a_draft_and_never_forbid_it(plan):
    say(plan, text="Podporovat pečující osoby.")
    item = item_of(draft_of(plan), "A1.1")
    client = client_of("editor")
    page = html.fromstring(client.get(f"/admin/strategy/item/{item.pk}/change/").content)
    assert len(page.xpath("//section[@class='hints']//li")) == 1
    edition = publish(plan)
    frozen = item_of(edition, "A1.1")
    page = html.fromstring(client.get(f"/admin/strategy/item/{frozen.pk}/change/").content)
    assert page.xpath("//section[@class='hints']") == []


def asked_by(client, edition, item, said):
    path = f"/admin/strategy/item/hints/{edition.pk}/" + (f"?item={item.pk}" if item else "")
    return client.post(path, said)


def titles(answer):
    shown = html.fromstring(answer.content.decode()).xpath("//*[@data-hints-said]//li/strong")
    return [one.text for one in shown]


def test_hints_come_for_a_wording_that_is_not_saved_and_nothing_of_it_is_kept(plan):
    draft, client = draft_of(plan), client_of("editor")
    item = item_of(draft, "A1.1")
    answer = asked_by(client, draft, item, {"text": "Podporovat NNO.", "lead": ""})
    named = [rule.title for rule in RULES if rule.name in VAGUE_AND_SHORT]
    assert titles(answer) == [f"{czech(str(title))}." for title in named]
    item.refresh_from_db()
    assert (item.text, item.version) == ("Otevřít dvě poradny pro pečující.", 1)
    # Neither is the saved wording another measure that says the same, nor one that explains it.
    said = {"text": "Otevřít dvě poradny pro pečující."}
    assert titles(asked_by(client, draft, item, said)) == []


def test_what_the_card_says_unsaved_counts_as_well(plan):
    Plan.objects.filter(pk=plan.pk).update(card_fields=["lead", "due", "indicators"])
    draft, client = draft_of(plan), client_of("editor")
    item = item_of(draft, "A1.1")
    Organisation.objects.create(name="Odbor sociální péče")
    text = {"text": "Otevřít dvě poradny pro pečující."}
    assert len(titles(asked_by(client, draft, item, text))) == 3
    rows = {
        "indicators-TOTAL_FORMS": "1", "indicators-INITIAL_FORMS": "0",
        "indicators-0-name": "Počet poraden", "indicators-0-target": "2",
        "indicators-0-direction": "up",
    }  # fmt: skip
    said = text | rows | {"lead": "Odbor sociální péče", "due": "12/2027"}
    assert titles(asked_by(client, draft, item, said)) == []


def test_hints_come_for_a_measure_that_is_being_added_and_none_for_a_heading(plan):
    draft, client = draft_of(plan), client_of("editor")
    tiers = {tier.is_measure: tier.pk for tier in plan.tiers.all()}
    said = {"text": "Podporovat pečující osoby.", "parent": draft.items.get(parent=None).pk}
    assert len(titles(asked_by(client, draft, None, said | {"tier": tiers[True]}))) == 1
    assert titles(asked_by(client, draft, None, said | {"tier": tiers[False]})) == []
    assert titles(asked_by(client, draft, None, {"tier": tiers[True]})) == []


@pytest.mark.parametrize(("who", "status"), [("nobody", 302), ("auditor", 403), ("editor", 200)])
def test_unsaved_hints_are_for_who_edits_the_plan(plan, who, status):
    draft = draft_of(plan)
    item = item_of(draft, "A1.1")
    answer = asked_by(client_of(who), draft, item, {"text": "Cokoli"})
    assert answer.status_code == status
