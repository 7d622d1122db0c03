"""Bodies, rules, memberships and persons in the administration."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kpss.models import Body, Membership, Person, PlanningRevision, Rules
from strategy.editing import version_of
from strategy.models import Organisation
from tests.factories import item_of
from tests.kpss.factories import make_body, make_member, make_person
from tests.strategy.cast import client_of

pytestmark = pytest.mark.django_db
MODELS = ("body", "rules", "membership", "person")
NO_WORK = {"work-TOTAL_FORMS": 0, "work-INITIAL_FORMS": 0}
NO_INLINES = NO_WORK | {"rules-TOTAL_FORMS": 0, "rules-INITIAL_FORMS": 0}


@pytest.fixture
def coordinator(db: None) -> Client:
    return client_of("coordinator")


def address(model: str, page: str, *arguments: int) -> str:
    return reverse(f"admin:kpss_{model}_{page}", args=arguments)


def revision() -> int:
    return PlanningRevision.objects.filter(pk=1).values_list("number", flat=True).first() or 0


def body_form(**fields: object) -> dict[str, object]:
    given = {"kind": "theme", "name": "PS Senioři", "slug": "seniori", "version": ""}
    return given | NO_INLINES | fields


def member_form(member: Membership, **fields: object) -> dict[str, object]:
    given = {name: getattr(member, name) for name in ("side", "role", "term_from")}
    return given | {"version": version_of(member), "term_to": ""} | fields


@pytest.mark.parametrize(
    ("who", "read", "written"),
    [
        ("nobody", set(), set()),
        ("editor", set(), set()),
        ("officer", set(), set()),
        ("approver", {"body", "rules"}, set()),
        ("auditor", set(MODELS), set()),
        ("coordinator", set(MODELS), set(MODELS)),
    ],
)
def test_who_reads_and_writes_what(who, read, written) -> None:
    member = make_member(make_body())
    rules = Rules.objects.create(body=member.body, number=1)
    rows = {"body": member.body, "rules": rules, "membership": member, "person": member.person}
    client = client_of(who)
    turned_away = 302 if who == "nobody" else 403
    for model, row in rows.items():
        for page, arguments, allowed in [
            ("changelist", (), read),
            ("change", (row.pk,), read),
            ("history", (row.pk,), read),
            ("add", (), written),
            ("delete", (row.pk,), written),
        ]:
            answer = client.get(address(model, page, *arguments)).status_code
            assert (model, page, answer) == (
                model,
                page,
                200 if model in allowed else turned_away,
            )


def test_a_body_is_founded_with_its_organisation_and_work_by_code(coordinator, published) -> None:
    before = revision()
    work = {"work-TOTAL_FORMS": 2, "work-0-plan": published.plan.pk, "work-0-code": "A1.2"}
    work |= {"work-1-plan": published.plan.pk, "work-1-code": ""}
    answer = coordinator.post(address("body", "add"), body_form(**work))
    assert answer.status_code == 302
    body = Body.objects.get()
    assert body.organisation == Organisation.objects.get(kind="working_group", name="PS Senioři")
    keys = list(body.work.order_by("pk").values_list("item_key", flat=True))
    assert keys == [item_of(published, "A1.2").key, None]
    assert revision() > before


@pytest.mark.parametrize("second", [{"work-1-code": "A1.1"}, {"work-1-code": "neni"}])
def test_work_that_is_there_twice_or_not_in_the_plan_is_told_at_the_code(
    coordinator, published, second
) -> None:
    plan = published.plan.pk
    work = {"work-TOTAL_FORMS": 2, "work-0-plan": plan, "work-0-code": "A1.1"}
    work |= {"work-1-plan": plan} | second
    page = coordinator.post(address("body", "add"), body_form(**work))
    formset = page.context["inline_admin_formsets"][0].formset
    assert [list(form.errors) for form in formset.forms] == [[], ["code"]]
    assert not Body.objects.exists()


def test_the_second_of_two_who_change_a_body_is_shown_both(coordinator) -> None:
    body = make_body(slug="seniori")
    read = version_of(body)
    change = address("body", "change", body.pk)
    coordinator.post(change, body_form(about="Péče doma.", version=read))
    page = coordinator.post(change, body_form(about="Bydlení.", version=read))
    assert page.context["adminform"].form.compared
    body.refresh_from_db()
    assert body.about == "Péče doma."


def test_a_version_of_the_rules_gets_the_next_number(coordinator) -> None:
    body = make_body()
    for valid_from in ("", "2019-01-01"):
        given = {"body": body.pk, "valid_from": valid_from, "quorum": 5, "version": ""}
        assert coordinator.post(address("rules", "add"), given).status_code == 302
    assert list(Rules.objects.order_by("pk").values_list("number", "valid_from")) == [
        (1, None),
        (2, date(2019, 1, 1)),
    ]


def test_a_person_twice_in_one_body_is_refused_at_the_field(coordinator) -> None:
    member = make_member(make_body())
    given = member_form(member, version="", body=member.body_id, person=member.person_id)
    page = coordinator.post(address("membership", "add"), given)
    assert list(page.context["adminform"].form.errors) == ["person"]
    assert Membership.objects.count() == 1


def test_a_term_that_ends_before_it_begins_is_refused_at_the_field(coordinator) -> None:
    member = make_member(make_body())
    change = address("membership", "change", member.pk)
    page = coordinator.post(change, member_form(member, term_to="2017-12-31"))
    assert list(page.context["adminform"].form.errors) == ["term_to"]


def test_a_term_mended_into_another_of_the_same_person_is_refused_at_the_term(coordinator) -> None:
    first = make_member(make_body(), term_to=date(2018, 12, 31))
    make_member(first.body, person=first.person, term_from=date(2019, 1, 1))
    page = coordinator.post(
        address("membership", "change", first.pk), member_form(first, term_to="")
    )
    assert list(page.context["adminform"].form.errors) == ["term_from"]


def test_whose_seat_it_is_and_in_which_body_does_not_change(coordinator) -> None:
    member = make_member(make_body())
    other = {"person": make_person().pk, "body": make_body("PS Rodina").pk}
    given = member_form(member, side="commissioner", **other)
    assert coordinator.post(address("membership", "change", member.pk), given).status_code == 302
    changed = Membership.objects.get()
    assert (changed.side, changed.person, changed.body) == (
        "commissioner",
        member.person,
        member.body,
    )


def test_an_earlier_wording_is_put_back_and_pages_change(coordinator) -> None:
    body = make_body(slug="seniori")
    change = address("body", "change", body.pk)
    coordinator.post(change, body_form(about="Péče doma.", version=version_of(body)))
    first, before = body.history.order_by("history_id").first(), revision()
    restore = reverse("admin:kpss_body_restore", args=[body.pk, first.history_id])
    coordinator.post(restore, {"version": version_of(body)})
    body.refresh_from_db()
    assert body.about == ""
    assert revision() > before


@pytest.mark.parametrize("model", ["membership", "person"])
def test_what_is_deleted_changes_pages(coordinator, model) -> None:
    row = make_member(make_body()) if model == "membership" else make_person()
    before = revision()
    answer = coordinator.post(address(model, "delete", row.pk), {"post": "yes"})
    assert (answer.status_code, revision() > before) == (302, True)
    assert not type(row).objects.filter(pk=row.pk).exists()


def test_a_name_that_becomes_public_changes_pages(coordinator) -> None:
    person, before = make_person("Jana Nová"), revision()
    given = {"name": "Jana Nová", "email": "", "name_public": "on"}
    coordinator.post(address("person", "change", person.pk), given)
    assert (Person.objects.get().name_public, revision()) == (True, before + 1)


@pytest.mark.parametrize(
    ("model", "sought"), [("body", "Seni"), ("membership", "Nová"), ("person", "jana@")]
)
def test_what_is_sought_is_found(coordinator, model, sought) -> None:
    body = make_body()
    make_member(body, person=make_person("Jana Nová", email="jana@example.cz"))
    make_member(make_body("PS Rodina"), person=make_person("Petr"))
    found = coordinator.get(address(model, "changelist"), {"q": sought}).context["cl"]
    assert found.result_count == 1


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("model", "queries"), [("body", 7), ("membership", 10), ("rules", 7)])
def test_lists_cost_the_same_however_long_they_are(
    coordinator, model, queries, number, django_assert_num_queries
) -> None:
    for which in range(number):
        body = make_body(f"PS {which}")
        make_member(body)
        Rules.objects.create(body=body, number=1)
    coordinator.get(address(model, "changelist"))
    with django_assert_num_queries(queries):
        coordinator.get(address(model, "changelist"))


def test_members_of_one_body_are_listed(coordinator) -> None:
    member = make_member(make_body())
    make_member(make_body("PS Rodina"))
    found = coordinator.get(
        address("membership", "changelist"), {"body__id__exact": member.body_id}
    )
    assert list(found.context["cl"].queryset) == [member]
