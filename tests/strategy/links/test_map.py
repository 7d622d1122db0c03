"""The public map of links, and what an item's page tells of them."""

import pytest
from lxml import html

from strategy.links import linking, mapping
from strategy.links.of_item import linked
from strategy.models import Edition, MeasureLink
from tests.factories import draft_of, item_of, make_plan, publish

Kind = MeasureLink.Kind


@pytest.fixture
def linked_plans(first, second):
    for kind, one, other in [
        (Kind.CARRIES_OUT, "A1.1", "A1.2"),
        (Kind.SAME_AS, "A1.2", "A1.3"),
        (Kind.UNRELATED, "A1.3", "A1.3"),
    ]:
        linking.link(item_of(first, one), kind, item_of(second, other))
    return first, second


def matrix(**asked):
    found = mapping.drawn(**asked)
    return [[cell.number for cell in line.cells] for line in found.lines]


def test_the_matrix_counts_each_way_what_is_mutual_and_one_way_what_is_carried_out(linked_plans):
    found = mapping.drawn()
    assert list(found.plans.values()) == ["Druhý plán", "První plán"]
    assert matrix() == [[0, 1], [2, 0]]
    assert found.counts == {Kind.CARRIES_OUT: 1, Kind.SAME_AS: 1}


@pytest.mark.parametrize("kind", ["", Kind.CARRIES_OUT, Kind.SAME_AS, Kind.CLASHES])
def test_each_field_of_the_matrix_leads_to_as_many_links_as_it_says(linked_plans, kind):
    found = mapping.drawn()
    for line in found.lines:
        for cell in line.cells:
            asked = mapping.drawn(row=line.plan_id, column=cell.column)
            assert len(asked.links) == cell.number
    assert len(mapping.drawn(kind=kind).links) == (found.counts.get(kind, 0) if kind else 2)


def test_links_of_what_is_not_published_are_nobodys_business(first):
    unpublished = make_plan("tajny", "Tajný plán")
    one = item_of(first, "A1.1")
    linking.link(one, Kind.SAME_AS, item_of(draft_of(unpublished), "A1.1"))
    assert mapping.drawn().links == linked(one) == []
    publish(unpublished)
    assert len(mapping.drawn().links) == len(linked(one)) == 1


@pytest.mark.parametrize(("links", "queries"), [(0, 1), (1, 3), (3, 3)])
def test_what_an_item_is_linked_with_takes_no_more_queries(
    first, second, links, queries, django_assert_num_queries
):
    one = item_of(first, "A1.1")
    for number in range(1, links + 1):
        linking.link(one, Kind.CARRIES_OUT, item_of(second, f"A1.{number}"))
    with django_assert_num_queries(queries):
        assert len(linked(one)) == links


def test_an_items_page_tells_its_links_from_both_ends_in_their_own_words(client, linked_plans):
    first, second = linked_plans
    said = []
    for edition, code in [(first, "A1.1"), (second, "A1.2")]:
        page = html.fromstring(client.get(f"/{edition.plan.slug}/{code}/").content)
        (line,) = page.find_class("linked")[0].iter("li")
        said.append((line.find(".//strong").text, line.find(".//a").get("href")))
    assert [address for _words, address in said] == ["/druhy/A1.2/", "/prvni/A1.1/"]
    assert len({words for words, _address in said}) == 2


def test_an_item_without_links_has_no_heading_for_them(client, first):
    page = html.fromstring(client.get("/prvni/A1.1/").content)
    assert page.find_class("linked") == []


def test_a_link_leads_to_the_edition_that_the_plan_shows_or_the_last_with_the_item(
    linked_plans, client
):
    first, second = linked_plans
    one, gone = item_of(first, "A1.1"), item_of(second, "A1.2")
    draft = draft_of(second.plan)
    item_of(draft, "A1.2").delete()
    publish(second.plan, Edition.State.APPROVED)
    (link,) = linked(one)
    assert (link.place.key, link.place.address) == (gone.key, "/druhy/edice/1/A1.2/")
    assert client.get(link.place.address).status_code == 200


def test_the_map_shows_its_links_and_nothing_where_there_is_none(client, linked_plans):
    page = html.fromstring(client.get("/vazby/?druh=same_as").content)
    shown = [link.get("href") for link in page.xpath("//section[@aria-labelledby='seznam']/ol//a")]
    assert shown == _ends(linked_plans)
    assert client.get("/vazby/?druh=nesmysl").status_code == 404


def _ends(plans):
    first, second = plans
    ends = {item_of(first, "A1.2").key: "/prvni/A1.2/", item_of(second, "A1.3").key: "/druhy/A1.3/"}
    return [ends[key] for key in sorted(ends)]


def test_the_map_is_empty_without_links(client, first):
    page = html.fromstring(client.get("/vazby/").content)
    assert page.xpath("//main//table") == []


@pytest.mark.parametrize("more", [1, 3])
def test_the_map_takes_three_queries(first, second, more, django_assert_num_queries):
    for number in range(1, more + 1):
        linking.link(item_of(first, f"A1.{number}"), Kind.SAME_AS, item_of(second, f"A1.{number}"))
    with django_assert_num_queries(3):
        assert len(mapping.drawn().links) == more
