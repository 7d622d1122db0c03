"""The action plan of the demo: its every fact stands in the text, and no more than that."""

import json
import re

import pytest
from django.test import Client

from brnoplan import action_plan_demo
from brnoplan.management.commands.load_demo import DEMOS
from brnoplan.planning_demo.texts import text_of
from strategy import tree
from strategy.models import (
    Card,
    Edition,
    Indicator,
    Item,
    MeasureLink,
    MeasureState,
    Organisation,
    ProgressReport,
    Resolution,
    Responsibility,
)
from strategy.pdf import document
from tests.brnoplan.planning_texts import says
from tests.brnoplan.test_load_demo import years

SOURCE = action_plan_demo.SOURCE
TEXT = " ".join(text_of(SOURCE).split())
MINISTRIES = ["MPSV", "MV", "MSp", "MMR", "MŠMT", "ČSÚ", "MZ"]
NOBODY = [
    "Vytvořit analýzu kompetencí veřejné správy",
    "Zajistit pokračování osvětové kampaně Proti rasismu a násilí z nenávisti",
    "Zavést komunitní sociální práci v SVL",
    "Inovovat zdravotní politiky na regionální úrovni na základě zavedení pravidelného",
]


@pytest.fixture
def adopted(db: None) -> Edition:
    [plan] = [one for one in DEMOS if one.load is action_plan_demo.load]
    plan.load(plan.slug, plan.title)
    approved = Edition.objects.filter(stamp="approved")
    return approved.select_related("plan", "approved_by", "seal").get()


def items(edition: Edition, *tiers: str) -> list[Item]:
    found = Item.objects.shown().filter(edition=edition).order_by("lft")
    return list(found.filter(tier__name__in=tiers) if tiers else found)


def flat(text: str) -> str:
    return " ".join(text.split())


def test_it_holds_nine_and_six_goals_and_fifteen_measures(adopted: Edition) -> None:
    levels = ["Strategický cíl", "Specifický cíl", "Opatření"]
    assert [len(items(adopted, name)) for name in levels] == [9, 6, 15]
    assert len(items(adopted)) == 30
    assert tree.find_faults(adopted) == []


def test_every_wording_stands_in_the_text_in_the_same_order(adopted: Edition) -> None:
    places = [TEXT.find(flat(item.text)) for item in items(adopted)]
    assert -1 not in places
    assert places == sorted(places)


def test_it_has_no_code_but_those_of_the_text(adopted: Edition) -> None:
    heads = r"(?:(?:Strategický|Specifický) cíl|SC) ([\d.]*\d):"
    assert [item.code for item in items(adopted) if item.code] == re.findall(heads, TEXT)


def test_goals_tell_the_heading_of_their_slide(adopted: Edition) -> None:
    told = {item.description for item in items(adopted) if item.description}
    headings = [re.fullmatch(r"V prezentaci pod nadpisem „(.+)“\.", one)[1] for one in told]
    assert len(headings) == 6
    assert [one for one in headings if not re.search(rf"\b\d+ {one}", TEXT)] == []
    assert all(bool(item.description) == (item.level == 1) for item in items(adopted))


def test_eleven_measures_have_a_lead_and_two_of_them_co_leads(adopted: Edition) -> None:
    told = Responsibility.objects.filter(item__edition=adopted).order_by("item__lft", "position")
    leads = [one.written for one in told if one.role == "lead"]
    assert leads == ["ASZ"] * 11 == re.findall(r"[Gg]esce:? (\w+)", TEXT.replace("Spolug", ""))
    assert [one.written for one in told if one.role == "co_lead"] == [*MINISTRIES, "MPSV", "MV"]
    assert says(SOURCE, "Spolugesce: " + ", ".join(MINISTRIES), "ve spolupráci s MPSV a MV") == []
    unled = [flat(item.text) for item in items(adopted, "Opatření") if not item.lead]
    assert [text[: len(words)] for text, words in zip(unled, NOBODY, strict=True)] == NOBODY


def test_one_measure_has_a_deadline_and_two_have_a_remark(adopted: Edition) -> None:
    assert [item.due for item in items(adopted) if item.due] == ["12/2020"]
    assert says(SOURCE, "Termín plnění: 12/2020") == []
    remarks = list(Card.objects.filter(item__edition=adopted).values_list("remarks", flat=True))
    assert (len(remarks), says(SOURCE, *remarks)) == (2, [])
    others = [name for name in Card.WORDING if name != "remarks"]
    assert set(Card.objects.values_list(*others)) == {("",) * len(others)}
    assert Indicator.objects.count() == 0


def test_organisations_bear_the_abbreviation_of_the_text_unless_another_text_spells_it(
    adopted: Edition,
) -> None:
    named = Organisation.objects.filter(responsibilities__item__edition=adopted).distinct()
    assert {one.name: one.abbreviation for one in named} == (
        dict.fromkeys(MINISTRIES[1:], "")
        | {"Agentura pro sociální začleňování": "ASZ"}
        | {"Ministerstvo práce a sociálních věcí": "MPSV"}
    )
    agency = "Odboru (Agentury) pro sociální začleňování Úřadu vlády ČR"
    assert says("lokalni-partnerstvi-2016.txt", agency) == []
    assert says("kpss-grantovy-projekt.txt", "Ministerstvo práce a sociálních věcí", "MPSV") == []


def test_the_government_adopted_it_by_a_resolution_of_unknown_day(adopted: Edition) -> None:
    resolution = adopted.approved_by
    assert (resolution.body, resolution.session) == ("government", "usnesení č. 1067/2016")
    assert (resolution.date, resolution.date_in_words) == (None, "den zdroj neuvádí")
    [part] = resolution.parts.all()
    assert (part.verb, part.subject) == ("approves", "plan")
    assert says(SOURCE, part.wording.split("„")[1].rstrip("“")) == []
    assert resolution.body_name == Resolution.Body.GOVERNMENT.label


def test_its_title_period_and_summary_are_of_the_text(adopted: Edition) -> None:
    cover = adopted.cover
    assert says(SOURCE, cover.title, "do 93 konkrétních opatření") == []
    assert f"{cover.period_from}-{cover.period_to}" in cover.title
    assert set(re.findall(r"\d+", cover.summary)) == {"93", str(len(items(adopted, "Opatření")))}
    assert says(SOURCE, "U každého opatření uvedeni gestoři, indikátory a termíny plnění") == []


def test_no_page_and_no_document_has_a_year_of_its_own(client: Client, adopted: Edition) -> None:
    address = adopted.plan.get_absolute_url()
    for item in [None, *items(adopted)]:
        page = client.get(f"{address}{item.handle}/" if item else address).content.decode()
        main = page[page.index("<main") : page.index("</main>")]
        assert years(main.replace("127.0.0.1", "")) <= {"2016", "2020"}
    assert years(document.html(adopted)) == {"2016", "2020"}
    sealed = json.loads(adopted.seal.document)
    assert sealed["edition"]["published_at"] is None


def test_of_every_measure_it_is_said_that_nobody_has_reported(
    client: Client, adopted: Edition
) -> None:
    states = MeasureState.objects.filter(plan=adopted.plan)
    assert (states.count(), set(states.values_list("status", "said_at"))) == (15, {("", None)})
    assert ProgressReport.objects.count() == 0
    first = items(adopted, "Opatření")[0]
    page = client.get(f"{adopted.plan.get_absolute_url()}{first.handle}/")
    assert page.context["progress"].signals.status == ""
    assert page.context["progress"].lead == "Agentura pro sociální začleňování (ASZ)"


def test_the_two_measures_of_one_wording_are_linked_in_the_strategy(loaded: None) -> None:
    [link] = MeasureLink.objects.all()
    ends = Item.objects.filter(key__in=[link.from_key, link.to_key], edition__number=1)
    assert link.kind == "same_as"
    assert sorted(ends.values_list("code", flat=True)) == ["B1.4", "C3.3"]
    assert len({item.text for item in ends}) == 1


def test_an_organisation_that_is_there_is_not_made_again(db: None) -> None:
    there = Organisation.objects.create(kind="organisation", name="MV", web="https://mv.example/")
    action_plan_demo.load("akcni-plan", "Akční plán")
    assert list(Organisation.objects.filter(name="MV")) == [there]


def test_a_source_that_does_not_say_who_adopted_it_is_refused() -> None:
    with pytest.raises(ValueError, match="adopted"):
        action_plan_demo.resolved(text_of(SOURCE).replace("Přijat vládou", "Navržen"))
