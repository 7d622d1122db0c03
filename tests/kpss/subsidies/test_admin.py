"""Subsidy rules in the administration: a measure is told by its plan and its code."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kpss.models import Call, Funding, PlanningRevision, SubsidyRules
from strategy import editing
from strategy.editing import version_of
from strategy.models import Edition, Organisation, PageRevision, Plan
from tests.factories import draft_of, item_of
from tests.kpss.papers import make_call, make_funding
from tests.strategy.cast import client_of

MODELS = {"subsidyrules": SubsidyRules, "call": Call, "funding": Funding}
RULES = {"year": "2014", "title": "Pravidla", "criteria": "Potřebnost", "document": ""}
FUNDING = {"organisation": "", "amount": "2207350", "note": ""}


@pytest.fixture
def coordinator(db: None) -> Client:
    return client_of("coordinator")


def page(model: str, name: str, *arguments: object) -> str:
    return reverse(f"admin:kpss_{model}_{name}", args=arguments)


def sent(plan: Plan, code: str, call: Call | None = None, **more: object) -> dict[str, object]:
    of_it = {"call": (call or make_call()).pk, "plan": plan.pk, "code": code, "version": ""}
    return FUNDING | of_it | more


def call_sent(**changes: object) -> dict[str, object]:
    if "rules" not in changes:
        rules, _made = SubsidyRules.objects.get_or_create(year=2014, title="Pravidla")
        changes["rules"] = rules.pk
    given = {"title": "Výzva", "opens_on": "", "closes_on": "", "amount": "", "version": ""}
    return given | changes


def recode(plan: Plan, code: str, new: str) -> None:
    """In the draft that follows what is published."""
    item = item_of(draft_of(plan), code)
    editing.change_item(item, item.version, code=new)


def errors(response) -> list[str]:
    return list(response.context["adminform"].form.errors)


def revisions(plan: Plan) -> tuple[int, int]:
    planning = PlanningRevision.objects.values_list("number", flat=True).first() or 0
    of_plan = PageRevision.objects.filter(plan=plan).values_list("number", flat=True).first() or 0
    return planning, of_plan


def test_rules_and_calls_are_added(coordinator: Client) -> None:
    assert coordinator.post(page("subsidyrules", "add"), RULES | {"version": ""}).status_code == 302
    days = {"opens_on": "2. 1. 2014", "closes_on": "28. 2. 2014", "amount": "5000000"}
    assert coordinator.post(page("call", "add"), call_sent(**days)).status_code == 302
    call = Call.objects.select_related("rules").get()
    assert (call.rules.year, str(call.opens_on), call.amount) == (2014, "2014-01-02", 5_000_000)


@pytest.mark.parametrize("year", ["", "214", "20144", "letos"])
def test_a_year_that_is_none_is_told_at_its_field(coordinator: Client, year: str) -> None:
    response = coordinator.post(page("subsidyrules", "add"), RULES | {"year": year})
    assert errors(response) == ["year"]


def test_a_call_that_closes_before_it_opens_is_refused_in_words(coordinator: Client) -> None:
    days = {"opens_on": "28. 2. 2014", "closes_on": "2. 1. 2014"}
    response = coordinator.post(page("call", "add"), call_sent(**days))
    assert errors(response) == ["__all__"]
    assert Call.objects.count() == 0


def test_the_measure_is_kept_by_its_key(coordinator: Client, published: Edition) -> None:
    before = revisions(published.plan)
    for code in ("A1.1", " a1.1 "):
        given = sent(published.plan, code, note=code)
        response = coordinator.post(page("funding", "add"), given)
        assert response.status_code == 302
    keys = set(Funding.objects.values_list("item_key", flat=True))
    assert keys == {item_of(published, "A1.1").key}
    after = revisions(published.plan)
    assert all(now > was for now, was in zip(after, before, strict=True))


def test_the_same_funding_is_recorded_once(coordinator: Client, published: Edition) -> None:
    given = sent(published.plan, "A1.1", make_call())
    for again, status in ((given, 302), (given, 200), (given | {"note": "2. splátka"}, 302)):
        assert coordinator.post(page("funding", "add"), again).status_code == status
    assert Funding.objects.count() == 2
    last = Funding.objects.latest("pk")
    given |= {"note": "Doplatek", "version": version_of(last)}
    assert coordinator.post(page("funding", "change", last.pk), given).status_code == 302


@pytest.mark.parametrize(
    ("call", "number"),
    [
        ({"amount": 2_207_350}, 0),
        ({"amount": 2_207_349}, 1),
        ({"amount": None}, 0),
        ({"opens_on": date(2130, 1, 1), "closes_on": None}, 1),
    ],
)
def test_more_than_a_call_has_or_before_it_opens_is_saved_and_told(
    coordinator: Client, published: Edition, call: dict[str, object], number: int
) -> None:
    given = sent(published.plan, "A1.1", make_call(**call))
    answer = coordinator.post(page("funding", "add"), given, follow=True)
    told = [one for one in answer.context["messages"] if one.level_tag == "warning"]
    assert (len(told), Funding.objects.count()) == (number, 1)


@pytest.mark.parametrize("code", ["Z9", "", "  "])
def test_a_code_that_the_plan_does_not_know_is_refused_at_its_field(
    coordinator: Client, published: Edition, code: str
) -> None:
    response = coordinator.post(page("funding", "add"), sent(published.plan, code))
    assert errors(response) == ["code"]
    assert 'value="2207350"' in response.content.decode()
    assert Funding.objects.count() == 0


def test_a_funding_says_its_code_as_it_is_now(coordinator: Client, published: Edition) -> None:
    funding = make_funding(item_of(published, "A1.1"))
    recode(published.plan, "A1.1", "B7")
    form = coordinator.get(page("funding", "change", funding.pk)).context["adminform"].form
    assert form["code"].value() == "B7"


def test_saving_something_else_leaves_the_measure(coordinator: Client, published: Edition) -> None:
    funding = make_funding(item_of(published, "A1.1"))
    given = sent(published.plan, "A1.1", funding.call, note="Záloha", version=version_of(funding))
    assert coordinator.post(page("funding", "change", funding.pk), given).status_code == 302
    funding.refresh_from_db()
    assert (funding.note, funding.item_key) == ("Záloha", item_of(published, "A1.1").key)


def test_another_measure_is_chosen_and_both_are_in_the_history(
    coordinator: Client, published: Edition
) -> None:
    funding = make_funding(item_of(published, "A1.1"))
    given = sent(published.plan, "A1.2", funding.call, version=version_of(funding))
    coordinator.post(page("funding", "change", funding.pk), given)
    funding.refresh_from_db()
    assert funding.item_key == item_of(published, "A1.2").key
    history = coordinator.get(page("funding", "history", funding.pk)).context["entries"]
    shown = ["".join(segment.text for segment in one.segments) for one in history[0].changes]
    assert "A1.1" in shown[0] or "A1.2" in shown[0]


def test_the_second_of_two_is_shown_the_measure_of_the_first(
    coordinator: Client, published: Edition
) -> None:
    funding = make_funding(item_of(published, "A1.1"))
    late = sent(published.plan, "A1.3", funding.call, version=version_of(funding))
    address = page("funding", "change", funding.pk)
    coordinator.post(address, late | {"code": "A1.2"})
    response = coordinator.post(address, late)
    (compared,) = response.context["adminform"].form.compared
    texts = ["".join(segment.text for segment in side) for side in compared[1:]]
    assert texts == ["A1.2", "A1.3"]
    funding.refresh_from_db()
    assert funding.item_key == item_of(published, "A1.2").key


def test_whatever_a_measure_s_page_shows_makes_it_stale(
    coordinator: Client, published: Edition
) -> None:
    funding = make_funding(item_of(published, "A1.1"))
    plan, call = published.plan, funding.call
    changes = [
        ("subsidyrules", call.rules, RULES | {"year": "2015"}),
        ("call", call, call_sent(rules=call.rules.pk, title="Jiná")),
        ("funding", funding, sent(plan, "A1.1", call, amount="1")),
    ]
    for model, row, given in changes:
        before = revisions(plan)
        given |= {"version": version_of(row)}
        assert coordinator.post(page(model, "change", row.pk), given).status_code == 302
        assert all(now > was for now, was in zip(revisions(plan), before, strict=True)), model
    before = revisions(plan)
    coordinator.post(page("funding", "delete", funding.pk), {"post": "yes"})
    assert all(now > was for now, was in zip(revisions(plan), before, strict=True))


def test_a_call_that_has_paid_is_not_deleted(coordinator: Client, published: Edition) -> None:
    call = make_funding(item_of(published, "A1.1")).call
    coordinator.post(page("call", "delete", call.pk), {"post": "yes"})
    coordinator.post(page("subsidyrules", "delete", call.rules.pk), {"post": "yes"})
    assert (Call.objects.count(), SubsidyRules.objects.count()) == (1, 1)


@pytest.mark.parametrize("person", ["officer", "editor", "auditor", "nobody"])
@pytest.mark.parametrize("model", MODELS)
def test_others_write_nothing(published: Edition, person: str, model: str) -> None:
    funding = make_funding(item_of(published, "A1.1"))
    rows = {"subsidyrules": funding.call.rules, "call": funding.call, "funding": funding}
    given = {
        "subsidyrules": RULES,
        "call": call_sent(rules=funding.call.rules.pk),
        "funding": sent(published.plan, "A1.1", funding.call),
    }[model]
    client, before = client_of(person), version_of(rows[model])
    for address in (page(model, "add"), page(model, "change", rows[model].pk)):
        assert client.post(address, given | {"version": before}).status_code in {302, 403}
    delete = page(model, "delete", rows[model].pk)
    assert client.post(delete, {"post": "yes"}).status_code in {302, 403}
    assert (MODELS[model].objects.count(), version_of(rows[model])) == (1, before)


@pytest.mark.parametrize("model", MODELS)
def test_an_auditor_reads_which_measure_it_is(published: Edition, model: str) -> None:
    funding = make_funding(item_of(published, "A1.1"))
    rows = {"subsidyrules": funding.call.rules, "call": funding.call, "funding": funding}
    response = client_of("auditor").get(page(model, "change", rows[model].pk))
    assert response.status_code == 200
    assert ("A1.1" in response.content.decode()) == (model == "funding")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("model", MODELS)
def test_the_lists_cost_the_same_however_long_they_are(
    coordinator: Client, published: Edition, model: str, count: int, django_assert_num_queries
) -> None:
    for number in range(count):
        receiver = Organisation.objects.create(name=f"Charita {number}")
        call = make_call(2014 + number)
        make_funding(item_of(published, "A1.1"), call, organisation=receiver)
    coordinator.get(page(model, "changelist"))
    queries = {"subsidyrules": 8, "call": 8, "funding": 9}[model]
    with django_assert_num_queries(queries):
        coordinator.get(page(model, "changelist"))


@pytest.mark.parametrize(
    ("amount", "called"), [(2_000_000, "Výzva 1: 2 000 000 Kč"), (None, "Výzva 1")]
)
def test_a_funding_is_called_by_its_call_and_crowns(amount: int | None, called: str) -> None:
    assert str(Funding(call=Call(title="Výzva 1"), amount=amount)) == called
