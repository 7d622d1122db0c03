"""The interface: what it gives is what it says that it gives, and nobody is named."""

from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for

from brnoplan import pagestore
from brnoplan.opendata import api_views
from brnoplan.opendata.subjects import SUBJECTS
from kpss.models import Minutes
from strategy.models import Edition, Item
from tests.brnoplan.opendata.scene import NAMES, fill, records, waits_for_answer
from tests.factories import (
    add_point,
    draft_of,
    item_of,
    make_comment,
    make_plan,
    publish,
    publish_afterwards,
    settle,
)

API = "/api/v1/"
HOST = settings.SITE_URL
# Of the first page with one measure, and with three.
QUERIES = {
    "plany": 1,
    "polozky": 3,
    "zneni": 1,
    "naklady": 2,
    "ukazatele": 2,
    "hodnoty": 2,
    "vazby": 3,
    "pripominky": 2,
    "plneni": 1,
    "kola": 1,
    "skupiny": 2,
    "jednani": 3,
    "projekty": 4,
    "adresar": 1,
}


def validator(document: dict[str, Any], path: str, status: int) -> Draft202012Validator:
    """What the description says of an answer at a path of its own."""
    content = document["paths"][path]["get"]["responses"][str(status)]["content"]
    (schema,) = (kind["schema"] for kind in content.values())
    whole = schema | {"components": document["components"]}
    validator_for(whole).check_schema(whole)
    return Draft202012Validator(whole)


def wrong(client: Client, path: str, given: Any, status: int = 200) -> list[str]:
    document = client.get(f"{API}openapi.json").json()
    return [error.message for error in validator(document, path, status).iter_errors(given)]


def test_whoever_walks_the_description_gets_what_it_says(client: Client, db: None) -> None:
    waits_for_answer(fill())
    document = client.get(f"{API}openapi.json").json()
    lists = [path for path in document["paths"] if path != API and "{key}" not in path]
    for path in lists:
        one = f"{path}{{key}}/"
        page, unknown = client.get(path).json(), client.get(path, {"neni": "1"})
        missing = client.get(one.replace("{key}", "tohle.neni.klic"))
        found = [client.get(given["api"].removeprefix(HOST)).json() for given in page["data"]]
        assert (len(found) > 0, found) == (True, page["data"])
        assert len({given["iri"] for given in found}) == len(found)
        told = [(path, 200, page), (path, 400, unknown.json()), (one, 404, missing.json())]
        told += [(one, 200, record) for record in found[:2]]
        for at, status, answer in told:
            valid = validator(document, at, status)
            assert [error.message for error in valid.iter_errors(answer)] == []
        for parameter in document["paths"][path]["get"]["parameters"]:
            valid = Draft202012Validator(parameter["schema"])
            keys = [given["key"] for given in page["data"]]
            assert (parameter["in"], valid.is_valid("a b")) == ("query", False)
        (key,) = document["paths"][one]["get"]["parameters"]
        assert all(Draft202012Validator(key["schema"]).is_valid(one) for one in keys)


def test_the_first_page_lists_all_subjects_and_the_description_knows_each_path(
    client: Client, db: None
) -> None:
    root = client.get(API).json()
    assert [one["name"] for one in root["subjects"]] == NAMES == list(SUBJECTS)
    assert wrong(client, API, root) == []
    document = client.get(f"{API}openapi.json").json()
    lists = {f"{API}{name}/" for name in NAMES}
    assert set(document["paths"]) == {API} | lists | {f"{one}{{key}}/" for one in lists}
    assert document["openapi"] == "3.1.0"


@pytest.mark.parametrize("measures", [1, 3])
def test_a_page_costs_the_same_queries_however_much_it_holds(
    client: Client, db: None, measures: int
) -> None:
    fill(measures)
    client.get("/robots.txt")
    pagestore.store.revisions()
    asked = {}
    for name in NAMES:
        with CaptureQueriesContext(connection) as queries:
            assert len(client.get(f"{API}{name}/").json()["data"]) > 0
        asked[name] = len(queries)
    assert asked == QUERIES


def test_a_list_comes_by_pages_that_lead_to_one_another(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(3)
    monkeypatch.setattr(api_views, "PAGE", 4)
    address = f"{HOST}{API}polozky/"
    first = client.get(f"{API}polozky/")
    assert first.json()["pages"] == {
        "self": address,
        "first": address,
        "prev": None,
        "next": f"{address}?strana=2",
    }
    second = client.get(f"{API}polozky/", {"strana": "2"})
    assert second.headers["Link"] == (
        f'<{address}?strana=2>; rel="self", <{address}>; rel="first", <{address}?strana=1>; '
        'rel="prev"'
    ).replace("?strana=1", "")
    codes = [one["code"] for page in (first, second) for one in page.json()["data"]]
    assert codes == [None, "A", "A1", "A1.1", "A1.2", "A1.3"]
    assert client.get(f"{API}polozky/", {"strana": "3"}).status_code == 404


def test_pages_keep_what_the_list_was_narrowed_by(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(1)
    make_comment(item_of(publish(make_plan("druhy", "Druhý")), "A1"), text="Jinde.")
    monkeypatch.setattr(api_views, "PAGE", 2)
    page = client.get(f"{API}polozky/", {"plan": "druhy"}).json()
    assert page["pages"]["next"] == f"{HOST}{API}polozky/?plan=druhy&strana=2"
    assert {one["plan"] for one in page["data"]} == {"druhy"}
    said = client.get(f"{API}pripominky/", {"plan": "druhy"}).json()["data"]
    assert [one["text"] for one in said] == ["Jinde."]


def test_items_are_of_the_edition_in_force_and_of_another_when_asked(
    client: Client, db: None
) -> None:
    fill(1)
    assert {one["edition"] for one in records(client, "polozky")} == {2}
    older = client.get(f"{API}polozky/", {"zneni": "zkusebni-plan-1"}).json()["data"]
    assert {one["edition"] for one in older} == {1}
    # The draft is none that anyone may read.
    assert client.get(f"{API}polozky/", {"zneni": "zkusebni-plan-3"}).json()["data"] == []


def test_an_item_that_a_newer_edition_left_out_keeps_its_address(
    client: Client, published: Edition
) -> None:
    key = item_of(published, "A1.3").key
    Item.objects.get(edition=draft_of(published.plan), key=key).delete()
    publish_afterwards(published.plan)
    assert client.get(f"{API}polozky/{key}/").json()["edition"] == 1


@pytest.mark.parametrize(
    ("question", "status", "path"),
    [
        ("polozky/?strana=0", 400, "polozky/"),
        ("polozky/?strana=2x", 400, "polozky/"),
        ("polozky/?plan=a b", 400, "polozky/"),
        ("polozky/?lid=12", 400, "polozky/"),
        ("plany/neni/", 404, "plany/{key}/"),
        ("polozky/00000000-0000-0000-0000-000000000000/", 404, "polozky/{key}/"),
        ("polozky/tohle-neni-klic/", 404, "polozky/{key}/"),
        ("zneni/bez-cisla/", 404, "zneni/{key}/"),
        ("pripominky/zkusebni-plan-7/", 404, "pripominky/{key}/"),
    ],
)
def test_what_cannot_be_answered_is_told_as_data(
    client: Client, published: Edition, question: str, status: int, path: str
) -> None:
    answer = client.get(API + question)
    assert (answer.status_code, answer.headers["Content-Type"]) == (
        status,
        "application/problem+json",
    )
    assert answer.json()["status"] == status
    assert wrong(client, API + path, answer.json(), status) == []


@pytest.mark.parametrize("path", ["/api/", "/api/v2/plany/", f"{API}lide/", "/data/lide.csv"])
def test_what_there_is_not_is_told_as_data_too(client: Client, db: None, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (
        404,
        "application/problem+json",
    )


def test_everyone_may_read_from_anywhere_and_nobody_gets_a_cookie(
    client: Client, published: Edition
) -> None:
    for path in (API, f"{API}plany/", f"{API}plany/neni/", "/data/plany.csv"):
        answer = client.get(path)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert not answer.cookies
    asked = client.options(f"{API}plany/")
    assert (asked.status_code, asked.headers["Access-Control-Allow-Methods"]) == (
        204,
        "GET, HEAD, OPTIONS",
    )


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_changed(client: Client, published: Edition, method: str) -> None:
    answer = getattr(Client(enforce_csrf_checks=False), method)(f"{API}plany/")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize("path", [f"{API}polozky/?plan=zkusebni-plan", "/data/polozky.csv"])
def test_what_is_known_is_not_sent_again_until_something_changes(
    client: Client, published: Edition, path: str, django_assert_num_queries: Any
) -> None:
    etag = client.get(path).headers["ETag"]
    with django_assert_num_queries(0):
        assert client.get(path, headers={"if-none-match": etag}).status_code == 304
    publish_afterwards(published.plan)
    pagestore.store.clear()
    assert client.get(path, headers={"if-none-match": etag}).status_code == 200


def test_a_comment_without_an_answer_says_so_and_an_answer_in_work_is_not_told(
    client: Client, published: Edition
) -> None:
    comment = make_comment(item_of(published, "A1"), text="Prosím.")
    settle(comment.points.get(), reasoning="Ještě tajné.", published=False)
    (record,) = records(client, "pripominky")
    assert (record["is_settled"], record["outcome"], record["reasoning"]) == (False, None, None)


def test_points_of_one_comment_are_told_one_by_one(client: Client, published: Edition) -> None:
    comment = make_comment(item_of(published, "A1"), text="První a druhý.")
    add_point(comment, "druhý")
    settle(comment.points.get(position=2))
    told = [
        (one["number"], one["point"], one["is_settled"]) for one in records(client, "pripominky")
    ]
    assert told == [("1/1", None, False), ("1/2", "druhý", True)]
    assert records(client, "pripominky")[1]["key"] == "zkusebni-plan-1-2"


def test_nobody_is_named_even_who_agreed_to_be_named_on_the_page(
    client: Client, published: Edition
) -> None:
    item = item_of(published, "A1")
    make_comment(item, name="Kanár Žlutý", name_public=True)
    make_comment(item, name="Kanár Žlutý", name_public=True, organisation="Spolek")
    told = [(one["commenter"], one["organisation"]) for one in records(client, "pripominky")]
    assert told == [("Občan/ka č.\N{NO-BREAK SPACE}1", None), ("Spolek", "Spolek")]


def test_groups_count_those_who_sit_there_today_by_side(client: Client, db: None) -> None:
    fill(3)
    (group,) = records(client, "skupiny")
    assert (group["members"], group["providers"], group["service_users"]) == (3, 3, 0)
    assert group["target_group"] == "Senioři"


def test_who_came_is_told_by_numbers_once_the_minutes_are_published(
    client: Client, db: None
) -> None:
    fill(2)
    Minutes.objects.filter(meeting__guests=2).update(state=Minutes.State.APPROVED)
    first, second = records(client, "jednani")
    sides = ("present", "commissioners_present", "providers_present", "service_users_present")
    assert [first[name] for name in (*sides, "deputies", "excused", "absent", "guests")] == [
        *(4, 0, 2, 0, 2, 2, 0, 1)
    ]
    assert [second[name] for name in (*sides, "guests")] == [None] * 4 + [2]


def test_a_card_is_told_whole_and_its_numbers_by_records_of_their_own(
    client: Client, db: None
) -> None:
    fill(1)
    item = next(one for one in records(client, "polozky") if one["code"] == "A1.1")
    told = ("due", "due_precision", "due_on", "begins", "activities", "risks", "partners")
    assert [item[name] for name in told] == [
        *("12/2020", "month", "2020-12-31", "2018", ["Kurz", "Poradna"], ["Sucho"]),
        ["Odbor zdraví", "Spolek"],
    ]
    (cost,), (indicator,), (value,), (link,), (project,), (answer,) = (
        records(client, name)
        for name in ("naklady", "ukazatele", "hodnoty", "vazby", "projekty", "kola")
    )
    assert (cost["item"], cost["year"], cost["amount"]) == (item["key"], 2019, 1200)
    assert (indicator["baseline"], indicator["target"], indicator["readings"]) == (10.5, 120, 1)
    assert (value["indicator"], value["day"], value["value"]) == (
        *(indicator["key"], "2019-06-26"),
        12.25,
    )
    assert (link["item"], link["other_code"], link["kind"]) == (item["key"], "A", "carries_out")
    assert (project["items"], project["implementers"]) == (
        [item["key"]],
        ["Projekt 1 – realizátor"],
    )
    assert (answer["item"], answer["status"], answer["is_answered"]) == (
        *(item["key"], "under_way"),
        False,
    )
