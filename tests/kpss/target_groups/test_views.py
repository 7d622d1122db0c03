from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate
from lxml import html

from brnoplan import pagestore
from kpss.models import Body, TargetGroup, TargetGroupPart
from kpss.target_groups import renaming
from strategy.editing import version_of
from strategy.models import Edition, Item, Plan
from tests.factories import draft_of, item_of, make_comment, make_plan, publish
from tests.kpss.factories import make_body, make_target_group

LIST = "/kpss/cilove-skupiny/"
OLD, NEW = "Rodiny s dětmi", "Děti, mládež, rodina"


@pytest.fixture
def group(db: None) -> TargetGroup:
    group = make_target_group(OLD, NEW)
    group.names.filter(number=1).update(slug="rodiny", last_known="2006-03")
    group.names.filter(number=2).update(slug="deti")
    return group


@pytest.fixture
def plan(group: TargetGroup) -> Plan:
    """A published plan of which an item goes by the former name."""
    plan = make_plan()
    reworded = item_of(draft_of(plan), "A1")
    reworded.text = OLD
    reworded.save()
    publish(plan)
    return plan


def lines(client: Client, query: str = "") -> list[tuple[str, str, str]]:
    found = client.get(f"{LIST}{query}").context["lines"]
    return [(line.name, line.former, line.today) for line in found]


def test_the_list_of_today_tells_former_names(client: Client, group: TargetGroup) -> None:
    make_target_group("Senioři")
    assert lines(client) == [(NEW, OLD, ""), ("Senioři", "", "")]


def test_the_list_of_2006_has_the_names_of_2006(client: Client, group: TargetGroup) -> None:
    make_target_group("Senioři")
    assert lines(client, "?rok=2006") == [(OLD, "", NEW), ("Senioři", "", "")]


def test_a_group_that_was_not_there_yet_is_not_in_the_list_of_the_year(
    client: Client, group: TargetGroup
) -> None:
    make_target_group("Cizinci", valid_from="2010")
    assert [name for name, *_more in lines(client, "?rok=2006")] == [OLD]


@pytest.mark.parametrize("year", ["06", "2006x", "1899", "²006", "20066", "-2006"])
def test_what_is_no_year_is_not_found(client: Client, group: TargetGroup, year: str) -> None:
    for address in (LIST, f"{LIST}deti/"):
        assert client.get(address, {"rok": year}).status_code == 404


def test_the_list_says_of_which_years_sources_tell(client: Client, group: TargetGroup) -> None:
    for year in ("2005", "3000", "x"):
        answer = client.get(LIST, {"rok": year})
        html = answer.content.decode()
        assert (answer.status_code, answer.context["missed"]) == (404, True)
        assert f'min="2006" max="{localdate().year}"' in html
        assert 'aria-invalid="true"' in html
        assert html.count('class="notice notice--warning"') == 1
    assert 'aria-invalid="true"' not in client.get(LIST, {"rok": "2006"}).content.decode()


def test_an_ended_body_is_not_among_those_that_plan(client: Client, group: TargetGroup) -> None:
    works = make_body("PS Rodina", target_group=group)
    over = make_body("PS Děti", target_group=group, valid_to="2015")
    context = client.get(f"{LIST}deti/").context
    assert [used.what for used in context["planning"]] == [works]
    assert [used.what for used in context["planned"]] == [over]


def test_a_year_to_come_is_not_found(client: Client, group: TargetGroup) -> None:
    assert client.get(LIST, {"rok": localdate().year + 1}).status_code == 404
    assert client.get(LIST, {"rok": localdate().year}).context["year"] == localdate().year


def test_the_address_of_a_former_name_leads_to_the_group(
    client: Client, group: TargetGroup
) -> None:
    assert client.get(f"{LIST}rodiny/").headers["Location"] == f"{LIST}deti/"
    assert client.get(f"{LIST}rodiny/?rok=2006").headers["Location"] == f"{LIST}deti/?rok=2006"
    renaming.rename(group, "Rodina", version_of(group))
    assert [client.get(f"{LIST}{slug}/").headers["Location"] for slug in ("rodiny", "deti")] == (
        [f"{LIST}rodina/"] * 2
    )


def test_an_unknown_address_is_not_found(client: Client, group: TargetGroup) -> None:
    assert client.get(f"{LIST}nikdo/").status_code == 404


def test_the_page_of_a_year_has_the_name_of_that_year(client: Client, group: TargetGroup) -> None:
    names = [
        client.get(f"{LIST}deti/{query}").context["name"]
        for query in ("", "?rok=2006", f"?rok={localdate().year}")
    ]
    assert names == [NEW, OLD, NEW]


@pytest.mark.parametrize("wrong", ["1850", str(localdate().year + 1), "loni", "20066"])
def test_a_year_of_which_no_source_tells_is_said_on_the_page_of_a_group(
    client: Client, group: TargetGroup, wrong: str
) -> None:
    page = client.get(f"{LIST}deti/", {"rok": wrong})
    assert (page.status_code, page.context["name"], page.context["missed"]) == (404, NEW, True)
    told = html.fromstring(page.content).find_class("notice--warning")[0].text_content()
    assert str(page.context["first_year"]) in told
    assert str(localdate().year) in told


def test_an_item_that_goes_by_a_former_name_leads_to_the_group(client: Client, plan: Plan) -> None:
    html = client.get(f"{plan.get_absolute_url()}A1/").content.decode()
    assert f'<a href="{LIST}deti/">{NEW}</a>' in html.replace("\N{NO-BREAK SPACE}", " ")
    other = client.get(f"{plan.get_absolute_url()}A1.2/").content.decode()
    assert LIST not in other


def test_after_a_renaming_the_item_leads_to_the_new_name(
    client: Client, plan: Plan, group: TargetGroup
) -> None:
    renaming.rename(group, "Rodina", version_of(group))
    pagestore.store.clear()
    assert f'href="{LIST}rodina/"' in client.get(f"{plan.get_absolute_url()}A1/").content.decode()


def test_the_group_lists_items_comments_and_bodies_with_the_name_that_they_used(
    client: Client, plan: Plan, group: TargetGroup
) -> None:
    edition = Edition.objects.published().get(plan=plan)
    comment = make_comment(item_of(edition, "A1"))
    make_comment(item_of(edition, "A1"), published=False)
    make_comment(item_of(edition, "A1.2"))
    make_body("PS Rodina", target_group=group, kind=Body.Kind.TARGET_GROUP)
    make_body(f"PS {OLD}", target_group=group, kind=Body.Kind.TARGET_GROUP)
    uses = client.get(f"{LIST}deti/").context["uses"]
    assert [(used.what.text, used.under) for used in uses.items] == [(OLD, OLD)]
    assert [(used.what.name, used.under) for used in uses.bodies] == [
        ("PS Rodina", ""),
        (f"PS {OLD}", OLD),
    ]
    assert uses.comments == [comment]


def test_an_item_can_belong_to_a_group_whatever_its_wording(
    client: Client, plan: Plan, group: TargetGroup
) -> None:
    item = item_of(Edition.objects.published().get(plan=plan), "A1.2")
    TargetGroupPart.objects.create(group=group, plan=plan, item_key=item.key)
    uses = client.get(f"{LIST}deti/").context["uses"]
    assert [used.what.code for used in uses.items] == ["A1", "A1.2"]
    assert f'href="{LIST}deti/"' in client.get(f"{plan.get_absolute_url()}A1.2/").content.decode()


def test_a_whole_plan_is_linked_where_it_can_be_read(
    client: Client, plan: Plan, group: TargetGroup
) -> None:
    hidden = make_plan("tajny-plan", "Tajný plán")
    for one in (plan, hidden):
        TargetGroupPart.objects.create(group=group, plan=one)
    response = client.get(f"{LIST}deti/")
    assert [linked.address for linked in response.context["uses"].plans] == [
        plan.get_absolute_url()
    ]
    assert "Tajný plán" not in response.content.decode()


def test_an_item_stands_once_though_it_is_in_many_editions(
    client: Client, plan: Plan, group: TargetGroup
) -> None:
    publish(plan, Edition.State.APPROVED)
    assert Item.objects.published().filter(text=OLD).count() == 2
    assert len(client.get(f"{LIST}deti/").context["uses"].items) == 1


def test_what_is_only_in_a_draft_is_not_told(client: Client, group: TargetGroup) -> None:
    plan = make_plan()
    item = item_of(draft_of(plan), "A1")
    item.text = OLD
    item.save()
    assert client.get(f"{LIST}deti/").context["uses"].items == []


@pytest.mark.parametrize("size", [1, 3])
def test_pages_cost_the_same_whatever_they_hold(
    client: Client, plan: Plan, group: TargetGroup, size: int, django_assert_num_queries: Any
) -> None:
    edition = Edition.objects.published().get(plan=plan)
    for number in range(size):
        make_comment(item_of(edition, "A1"))
        make_body(f"PS {number}", target_group=group)
        make_target_group(f"Skupina {number}")
    for address, queries in ((LIST, 3), (f"{LIST}deti/", 11)):
        pagestore.store.clear()
        client.get(address)
        pagestore.store.clear()
        with django_assert_num_queries(queries):
            client.get(address)


def test_the_list_is_kept_until_the_year_is_over(client: Client, group: TargetGroup) -> None:
    response = client.get(LIST)
    until = response.wsgi_request.page_store_until
    assert until.astimezone().date() >= date(localdate().year, 12, 31)
