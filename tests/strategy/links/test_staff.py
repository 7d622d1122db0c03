"""The pages on which staff link items."""

import uuid

import pytest
from lxml import html

from strategy.links import linking
from strategy.links.views import CHOICES
from strategy.models import MeasureLink
from tests.factories import draft_of, item_of
from tests.strategy.cast import client_of
from tests.strategy.links.conftest import reworded

Kind = MeasureLink.Kind
DESK = "/vazby/sprava/"


def page_of(item):
    return f"{DESK}{item.key}/"


@pytest.mark.parametrize(
    ("who", "status"), [("nobody", 302), ("officer", 403), ("auditor", 403), ("editor", 200)]
)
def test_only_who_may_link_opens_the_pages(first, who, status):
    client = client_of(who)
    made = linking.link(item_of(first, "A1.1"), Kind.SAME_AS, item_of(first, "A1.2"))
    paths = [DESK, page_of(item_of(first, "A1.1"))]
    assert [client.get(path).status_code for path in paths] == [status, status]
    asked = client.post(f"{DESK}{made.pk}/zrusit/")
    assert asked.status_code == (303 if status == 200 else status)
    assert MeasureLink.objects.count() == (0 if status == 200 else 1)


def test_a_suggested_pair_is_confirmed_by_one_choice_and_one_button(first, second):
    reworded(first.plan, {"A1.1": "Zřídit noční linku do Líšně."})
    client = client_of("editor")
    page = html.fromstring(client.get(DESK).content)
    form = page.xpath("//section[@aria-labelledby='navrhy']//form")[0]
    assert (len(form.xpath(".//button")), form.get("class")) == (1, "form form--row")
    assert set(form.xpath(".//option/@value")) == {"", *CHOICES}
    answer = client.post(form.get("action"), dict(form.form_values()) | {"druh": "same_as"})
    assert (answer.status_code, answer.headers["Location"]) == (303, DESK)
    made = MeasureLink.objects.get()
    assert made.kind == Kind.SAME_AS
    assert made.history.get().history_user.username == "editor"


def test_the_second_of_a_pair_may_carry_out_the_first(first, second):
    one, other = item_of(first, "A1.1"), item_of(second, "A1.2")
    client_of("editor").post(page_of(one), {"jina": other.key, "druh": "carried_out_by"})
    made = MeasureLink.objects.get()
    assert (made.kind, made.from_key, made.to_key) == (Kind.CARRIES_OUT, other.key, one.key)


@pytest.mark.parametrize(
    "wrong",
    [{"jina": ""}, {"jina": "nesmysl"}, {"jina": str(uuid.uuid4())}, {"druh": ""}, {"druh": "x"}],
)
def test_what_is_refused_is_said_and_what_was_typed_stays(first, second, wrong):
    one, other = item_of(first, "A1.1"), item_of(second, "A1.2")
    sent = {"jina": str(other.key), "druh": "same_as", "poznamka": "Proč", "hledat": "A1.2"}
    answer = client_of("editor").post(page_of(one), sent | wrong)
    page = html.fromstring(answer.content)
    assert len(page.find_class("error-summary")) == 1
    assert page.xpath("//input[@name='poznamka']/@value") == ["Proč"]
    assert page.xpath("//input[@id='hledat-polozku']/@value") == ["A1.2"]
    if "jina" not in wrong:
        assert page.xpath("//input[@name='jina' and @checked]/@value") == [str(other.key)]
    assert MeasureLink.objects.count() == 0


def test_an_items_page_finds_others_by_code_but_never_itself(first, second):
    one = item_of(first, "A1.1")
    page = html.fromstring(client_of("editor").get(f"{page_of(one)}?hledat=A1.1").content)
    assert page.xpath("//input[@name='jina']/@value") == [str(item_of(second, "A1.1").key)]


def test_a_dismissed_pair_can_be_taken_back_and_is_suggested_again(first, second):
    one, other = item_of(first, "A1.1"), item_of(second, "A1.1")
    made = linking.link(one, Kind.UNRELATED, other)
    client = client_of("editor")
    answer = client.post(f"{DESK}{made.pk}/zrusit/", {"od": str(other.key)})
    assert answer.headers["Location"] == page_of(other)
    assert MeasureLink.objects.count() == 0


def test_an_item_that_is_only_in_a_draft_can_be_linked_too(first, second):
    draft = draft_of(first.plan)
    one = item_of(draft, "A1.1")
    client_of("editor").post(page_of(one), {"jina": item_of(second, "A1.3").key, "druh": "clashes"})
    assert MeasureLink.objects.get().kind == Kind.CLASHES


def test_an_unknown_item_has_no_page(db):
    assert client_of("editor").get(f"{DESK}{uuid.uuid4()}/").status_code == 404


@pytest.mark.parametrize("links", [1, 3])
def test_an_items_page_takes_no_more_queries_with_more_links(
    first, second, links, django_assert_num_queries
):
    client, one = client_of("editor"), item_of(first, "A1.1")
    for number in range(1, links + 1):
        linking.link(one, Kind.CARRIES_OUT, item_of(second, f"A1.{number}"))
    client.get(page_of(one))
    with django_assert_num_queries(12):
        client.get(page_of(one))
