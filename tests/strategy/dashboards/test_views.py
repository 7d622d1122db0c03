"""The pages of the numbers, the lists behind them, and their files."""

import csv
import io
import json

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.timezone import localdate
from lxml import html

from brnoplan import pagestore
from strategy import organisations
from strategy.days import next_midnight
from strategy.editing import version_of
from strategy.models import Edition, Lead, MeasureState, Organisation, Plan
from strategy.progress import leading, reporting, states
from tests.factories import draft_of, item_of, make_plan, publish
from tests.strategy.cast import client_of
from tests.strategy.progress.scene import in_force, make_department
from tests.strategy.public_pages import PLAN, body, links

NUMBERS = f"{PLAN}plneni/"
PUBLIC = [NUMBERS, f"{NUMBERS}opatreni/", "/plneni/", "/plneni/opatreni/"]
FILES = [f"{path}pocty.{kind}" for path in (NUMBERS, "/plneni/") for kind in ("csv", "json")]
STAFF = [
    f"/plneni/sprava/{page}/{slug}"
    for page in ("prehled", "opatreni")
    for slug in ("", "zkusebni-plan/")
]


@pytest.fixture
def edition(db: None) -> Edition:
    return in_force(make_department())


def listed(client: Client, words: str) -> list:
    return client.get(f"{NUMBERS}opatreni/?{words}").context["rows"]


def test_each_number_on_the_page_leads_to_a_list_that_says_it(
    client: Client, edition: Edition
) -> None:
    reporting.report(item_of(edition, "A1.1"), "done")
    for path in (NUMBERS, "/plneni/"):
        page = html.fromstring(client.get(path).content)
        cells = page.xpath("//td/a")
        assert len(cells) > 8
        for cell in cells:
            assert client.get(cell.get("href")).context["count"] == int(cell.text)


def test_done_is_told_apart_from_proven(client: Client, edition: Edition) -> None:
    reporting.report(item_of(edition, "A1.1"), "done")
    reporting.report(item_of(edition, "A1.2"), "done", evidence="Zápis o převzetí")
    found = {
        word: [
            row.state.item.code
            for row in client.get(f"{NUMBERS}opatreni/?stav={word}").context["rows"]
        ]
        for word in ("splneno-dolozeno", "splneno-nedolozeno", "nic")
    }
    assert found == {"splneno-dolozeno": ["A1.2"], "splneno-nedolozeno": ["A1.1"], "nic": ["A1.3"]}


def test_words_hold_together_and_stay_chosen_in_the_form(client: Client, edition: Edition) -> None:
    reporting.report(item_of(edition, "A1.1"), "done")
    page = client.get(f"{NUMBERS}opatreni/?cil=A1&chybi=dolozeni&gestor=&stav=")
    chosen = html.fromstring(page.content).xpath("//option[@selected]/@value")
    assert (page.context["count"], chosen) == (1, ["A1", "dolozeni"])
    assert [row.address for row in page.context["rows"]] == [f"{PLAN}A1.1/"]


def test_what_is_late_longest_comes_first(client: Client, edition: Edition) -> None:
    for code, day in (("A1.1", "2020-12-31"), ("A1.3", "2019-12-31")):
        MeasureState.objects.filter(item__code=code).update(due_on=day)
    page = client.get(f"{NUMBERS}opatreni/?termin=po-terminu")
    assert [row.state.item.code for row in page.context["rows"]] == ["A1.3", "A1.1"]
    named = client.get(NUMBERS).context["late_rows"]
    assert [row.state.item.code for row in named] == ["A1.3", "A1.1"]


def test_undated_measures_are_named(client: Client, edition: Edition) -> None:
    MeasureState.objects.filter(item__code="A1.2").update(due_on=None, has_due=False)
    page = client.get(NUMBERS)
    assert [row.state.item.code for row in page.context["undated_rows"]] == ["A1.2"]
    assert f"{NUMBERS}opatreni/?chybi=termin" in links(page)


def test_drawings_say_what_they_show_and_have_their_table(client: Client, edition: Edition) -> None:
    MeasureState.objects.filter(item__code="A1.2").update(lead=None)
    page = html.fromstring(client.get(NUMBERS).content)
    drawings = page.xpath("//*[local-name()='svg']")
    titles = [drawing.get("aria-labelledby") for drawing in drawings]
    # Goals have nothing to compare: each level has one.
    assert titles == [f"graf-{name}" for name in ("stav", "stari", "chybi", "termin", "gestori")]
    for drawing in drawings:
        assert drawing.get("role") == "img"
        title = drawing.xpath("./*[local-name()='title']")[0]
        assert title.get("id") == drawing.get("aria-labelledby")
        numbers = drawing.xpath(".//*[@class='chart__number']/text()")
        assert [number in title.text for number in numbers] == [True] * len(numbers)
        assert len(drawing.xpath("following-sibling::table//tbody/tr")) >= len(numbers)


def test_a_plan_that_nobody_carries_out_yet_says_so(client: Client, published: Edition) -> None:
    page = client.get(NUMBERS)
    assert (page.status_code, page.context["total"]) == (200, 0)
    assert html.fromstring(page.content).xpath("//table") == []
    assert client.get(f"{NUMBERS}opatreni/").context["count"] == 0
    assert client.get("/plneni/").context["total"] == 0


@pytest.mark.parametrize("path", [*PUBLIC[:2], *FILES[:2]])
def test_what_is_not_published_has_no_numbers(client: Client, db: None, path: str) -> None:
    draft_of(make_plan())
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", [*PUBLIC[:1], *PUBLIC[3:], *FILES[1:3]])
def test_public_pages_are_kept_until_midnight_for_everyone(
    client: Client, edition: Edition, path: str, django_assert_num_queries
) -> None:
    answer = client.get(path)
    assert answer.wsgi_request.page_store_until == next_midnight()
    with django_assert_num_queries(0):
        assert client.get(path).content == answer.content
    reporting.report(item_of(edition, "A1.1"), "not_begun")
    pagestore.store._read_revisions()
    assert client.get(path).content != answer.content


def test_nothing_is_done_there(edition: Edition) -> None:
    client, paths = client_of("superuser"), [*PUBLIC, *STAFF, *FILES]
    assert [client.post(path).status_code for path in paths] == [405] * len(paths)


def test_plans_lead_to_their_own_numbers(client: Client, edition: Edition) -> None:
    in_force(None, slug="druhy-plan")
    page = client.get("/plneni/")
    assert {NUMBERS, "/druhy-plan/plneni/"} <= links(page)
    assert client.get("/plneni/opatreni/?plan=druhy-plan").context["count"] == 3


def test_the_numbers_are_found_from_the_plan_its_measures_and_the_first_page(
    client: Client, edition: Edition
) -> None:
    assert NUMBERS in links(client.get(PLAN))
    assert NUMBERS in links(client.get(f"{PLAN}A1.1/"))
    assert "/plneni/" in links(client.get("/"))
    assert "/plneni/sprava/prehled/" in links(client_of("fulfilment").get("/plneni/sprava/"))


def test_a_plan_that_is_not_carried_out_leads_nowhere(client: Client, published: Edition) -> None:
    assert NUMBERS not in links(client.get(PLAN))


def test_files_say_what_the_page_says(client: Client, edition: Edition) -> None:
    reporting.report(item_of(edition, "A1.1"), "done")
    data = json.loads(client.get(f"{NUMBERS}pocty.json").content)
    assert (data["plan"], data["measures"]) == ("zkusebni-plan", 3)
    sections = {section["name"]: section["rows"] for section in data["sections"]}
    claimed = sections["stav"][1]["numbers"][0]
    assert claimed["measures"] == 1
    assert claimed["list"].endswith(f"{NUMBERS}opatreni/?stav=splneno-nedolozeno")
    assert [row["code"] for row in sections["cil"]][-2:] == ["A", "A1"]
    text = client.get(f"{NUMBERS}pocty.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert {len(row) for row in rows} == {8}
    assert len(rows) == 1 + sum(len(section["rows"]) for section in data["sections"])
    assert [row[3] for row in rows if row[1] == "A1"] == ["3"]


def test_a_table_is_shown_whole_when_asked_for(
    client: Client, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("strategy.dashboards.tables.MOST_ROWS", 1)
    page = client.get(NUMBERS)
    assert page.context["goals"].more == 2
    assert "?cele=cile#cile" in links(page)
    assert client.get(f"{NUMBERS}?cele=cile").context["goals"].more == 0
    assert client.get(f"{NUMBERS}?cele=vse").status_code == 404


def test_lists_come_in_pages(
    client: Client, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("strategy.dashboards.choosing.PAGE", 2)
    first = client.get(f"{NUMBERS}opatreni/?stav=nic")
    assert "?stav=nic&amp;strana=2" in links(first)
    second = client.get(f"{NUMBERS}opatreni/?stav=nic&strana=2")
    codes = [row.state.item.code for page in (first, second) for row in page.context["rows"]]
    assert codes == ["A1.1", "A1.2", "A1.3"]
    assert client.get(f"{NUMBERS}opatreni/?strana=3").status_code == 404


def test_only_those_who_work_with_plans_see_the_pages_of_the_office(
    client: Client, edition: Edition
) -> None:
    outsider, insider = Client(), client_of("fulfilment")
    outsider.force_login(User.objects.create_user("kdosi", is_staff=True))
    for path in STAFF:
        answers = [one.get(path) for one in (client, outsider, insider)]
        assert [answer.status_code for answer in answers] == [302, 403, 200]
        assert not hasattr(answers[-1].wsgi_request, "page_store_until")


def test_staff_see_more_columns_and_who_said_it(edition: Edition) -> None:
    by = User.objects.create_user("jnovak", first_name="Jana", last_name="Nováková")
    reporting.report(item_of(edition, "A1.1"), "under_way", by=by)
    office = client_of("fulfilment")
    page = office.get("/plneni/sprava/prehled/zkusebni-plan/")
    assert len(page.context["goals"].headings) == 12
    public = Client().get(f"{NUMBERS}opatreni/?stav=probiha").content.decode()
    listed = office.get("/plneni/sprava/opatreni/zkusebni-plan/?stav=probiha").content.decode()
    assert ["Nováková" in text for text in (public, listed)] == [False, True]


def test_what_is_written_is_text_and_nothing_else(client: Client, db: None) -> None:
    department = make_department()
    in_force(department)
    Organisation.objects.filter(pk=department.pk).update(name="<b>Odbor</b>")
    for path in PUBLIC:
        assert "<b>" not in client.get(path).content.decode()


def test_an_organisation_that_is_renamed_has_its_new_name_there(client: Client, db: None) -> None:
    """Even where the text of the plan never named it: measures are handed over."""
    edition, taker = in_force(), make_department("OŠMT")
    leading.begin(edition.plan_id, (item_of(edition, "A1.1").key, "lead", taker.pk), localdate())
    states.refresh(edition.plan_id)
    assert "Odbor OŠMT" in body(client.get(NUMBERS))
    organisations.change(taker, version_of(taker), name="Odbor školství")
    pagestore.store._read_revisions()
    assert "Odbor školství" in body(client.get(NUMBERS))


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_ask_as_much_for_three_measures_as_for_one(
    client: Client, db: None, number: int, django_assert_num_queries
) -> None:
    in_force(make_department(), number)
    for path, queries in zip(PUBLIC, (11, 6, 9, 7), strict=True):
        with django_assert_num_queries(queries):
            client.get(path)


@pytest.mark.parametrize(("until", "is_over"), [(None, False), (1, False), (-1, True)])
def test_measures_of_a_period_that_has_ended_are_told_in_the_past(
    client: Client, db: None, until: int | None, is_over: bool
) -> None:
    year = localdate().year + until if until else None
    plan = make_plan()
    Plan.objects.filter(pk=plan.pk).update(period_to=year)
    publish(Plan.objects.get(pk=plan.pk), Edition.State.APPROVED)
    in_force(make_department(), slug="druhy-plan")
    page = client.get(NUMBERS)
    lead = html.fromstring(page.content).find_class("lead")[0].text_content()
    assert (str(year) in lead, page.context["over"]) == (is_over, 3 if is_over else 0)
    everywhere = client.get("/plneni/")
    assert (everywhere.context["total"], everywhere.context["over"]) == (6, 3 if is_over else 0)


def test_a_lead_leads_to_its_page_where_it_has_one(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    known, unknown = make_department(), make_department("OŠMT")
    monkeypatch.setattr(organisations, "pages", [lambda pks: {known.pk: "/odbor/"}])
    edition = in_force(known)
    Lead.objects.filter(item_key=item_of(edition, "A1.1").key).update(organisation=unknown)
    states.refresh(edition.plan_id)
    MeasureState.objects.update(due_on="2020-12-31")
    for path, times in ((NUMBERS, 3), (f"{NUMBERS}opatreni/", 2)):
        page = html.fromstring(client.get(path).content)
        found = [link.text_content() for link in page.xpath("//main//a[@href='/odbor/']")]
        assert [" ".join(one.split()) for one in found] == [str(known)] * times
