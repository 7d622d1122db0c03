from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from brnoplan import pagestore
from kpss import when
from kpss.models import BodyWork, Cycle, Document, Phase
from strategy.models import Edition, Plan
from tests.factories import make_plan, open_consultation, publish
from tests.kpss.factories import make_body, make_cycle, make_meeting, make_project

LIST = "/kpss/cyklus/"


@pytest.fixture
def cycle(db: None) -> Cycle:
    return make_cycle("plan-2013", 2013, 2015)


def phase_of(cycle: Cycle, kind: str, **fields: Any) -> Phase:
    return Phase.objects.create(cycle=cycle, kind=kind, **fields)


def shown(client: Client, cycle: Cycle) -> dict[str, Any]:
    phases = client.get(cycle.get_absolute_url()).context["phases"]
    return {one.kind: one for one in phases}


def links(client: Client, address: str) -> list[str]:
    """Addresses in the content of a page that belong to plans themselves."""
    html = client.get(address).content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    found = [part.split('"')[0] for part in main.split('href="')[1:]]
    return [one for one in found if not one.startswith("/kpss/")]


def test_the_list_has_every_plan_with_the_number_of_its_incomplete_phases(
    client: Client, cycle: Cycle
) -> None:
    make_cycle("dalsi", 2016, 2019, follows=cycle)
    context = client.get(LIST).context
    assert [[link.cycle.plan.slug for link in chain] for chain in context["chains"]] == [
        ["plan-2013", "dalsi"]
    ]
    assert sorted(context["lacks"].values()) == [7, 8]


def test_the_drawing_has_an_alternative_in_words_and_no_style_of_its_own(
    client: Client, cycle: Cycle
) -> None:
    html = client.get(LIST).content.decode()
    drawing = html[html.index("<svg") : html.index("</svg>")]
    assert 'role="img" aria-labelledby="casova-osa"' in drawing
    assert "plan-2013" in drawing[: drawing.index("</title>")]
    assert "style=" not in drawing


def test_a_plan_without_any_year_is_listed_and_not_drawn(client: Client, db: None) -> None:
    make_cycle("bez-roku")
    response = client.get(LIST)
    assert (response.context["drawing"], response.context["number"]) == (None, 1)
    assert "<svg" not in response.content.decode()


def test_of_a_plan_without_a_beginning_its_last_year_alone_is_drawn(
    client: Client, db: None
) -> None:
    cycle = make_cycle("do-2009", None, 2009)
    phase_of(cycle, Phase.Kind.PREPARATION, begins="2004", ends="2006-03")
    phase_of(cycle, Phase.Kind.REALISATION, ends="2009")
    [row] = client.get(LIST).context["drawing"].rows
    first, last = row.marks
    assert (row.bar.is_open, first.is_open, last.is_open) == (True, False, True)
    assert (row.bar.x, row.bar.width) == (last.x, last.width)
    assert float(first.x) < float(row.bar.x)


def test_a_phase_without_an_end_is_drawn_open_to_the_end_of_the_plan(
    client: Client, db: None
) -> None:
    cycle = make_cycle("do-2019", 2016, 2019)
    phase_of(cycle, Phase.Kind.APPROVAL, begins="2016-03-15")
    phase_of(cycle, Phase.Kind.REALISATION, begins="2016-05")
    approval, realisation = client.get(cycle.get_absolute_url()).context["drawing"].rows
    assert (approval.bar.is_open, realisation.bar.is_open) == (False, True)
    reaches = float(realisation.bar.x) + float(realisation.bar.width)
    assert round(reaches) == 100


def test_every_phase_with_a_date_stands_in_the_table_too(client: Client, db: None) -> None:
    cycle = make_cycle("do-2009", None, 2009)
    phase_of(cycle, Phase.Kind.PREPARATION, begins="2004", ends="2006-03")
    phase_of(cycle, Phase.Kind.APPROVAL, begins="XXXX-10")
    phase_of(cycle, Phase.Kind.NEXT)
    html = client.get(cycle.get_absolute_url()).content.decode()
    table = html[html.index('class="table phases-table"') : html.index("</table>")]
    assert table.count("<tr><td>") == 2


def test_the_next_phase_leads_to_the_plan_that_follows(client: Client, cycle: Cycle) -> None:
    following = make_cycle("dalsi", 2016, 2019, follows=cycle)
    html = client.get(cycle.get_absolute_url()).content.decode()
    phases = html[html.index('<ol class="phases">') : html.rindex("</ol>")]
    assert f'href="{following.get_absolute_url()}"' in phases


def test_a_plan_that_cannot_be_read_has_no_link_to_its_text(client: Client, cycle: Cycle) -> None:
    assert links(client, LIST) == []
    assert links(client, cycle.get_absolute_url()) == []
    published = Cycle.objects.create(plan=make_plan())
    publish(published.plan)
    pagestore.store.clear()
    assert links(client, published.get_absolute_url()) == [published.plan.get_absolute_url()]


def test_a_plan_that_is_not_in_any_cycle_has_no_page(client: Client, db: None) -> None:
    plan = make_plan()
    assert client.get(f"{LIST}{plan.slug}/").status_code == 404


def test_all_eight_phases_stand_there_in_their_order(client: Client, cycle: Cycle) -> None:
    phase_of(cycle, Phase.Kind.APPROVAL, begins="2016-03-15")
    found = client.get(cycle.get_absolute_url()).context["phases"]
    assert [one.kind for one in found] == list(Phase.Kind.values)
    assert [one.dates for one in found if one.dates] == ["15. 3. 2016"]


@pytest.mark.parametrize(
    ("begins", "ends", "dates"),
    [
        ("2004", "2006-03", "2004 – březen 2006"),
        ("2004", "2004", "2004"),
        ("2016-05", "", when.since("2016-05")),
        ("", "2009", when.until("2009")),
        ("", "", ""),
    ],
)
def test_dates_are_as_precise_as_their_source(
    client: Client, cycle: Cycle, begins: str, ends: str, dates: str
) -> None:
    phase_of(cycle, Phase.Kind.DRAFT, begins=begins, ends=ends)
    assert shown(client, cycle)[Phase.Kind.DRAFT].dates == dates


def test_a_phase_has_its_public_documents(client: Client, cycle: Cycle) -> None:
    phase = phase_of(cycle, Phase.Kind.ANALYSIS)
    public = Document.objects.create(kind="analysis", title="Analýza potřeb")
    secret = Document.objects.create(kind="analysis", title="Důvěrné", is_public=False)
    phase.documents.set([public, secret])
    secret.plans.add(cycle.plan)
    assert shown(client, cycle)[Phase.Kind.ANALYSIS].documents == [public]
    assert "Důvěrné" not in client.get(cycle.get_absolute_url()).content.decode()


def test_a_phase_has_the_meetings_of_its_bodies_on_its_days(client: Client, cycle: Cycle) -> None:
    body, other = make_body("PS A"), make_body("PS B")
    BodyWork.objects.create(body=body, plan=cycle.plan)
    phase_of(cycle, Phase.Kind.DRAFT, begins="2013-01", ends="2013-03")
    phase_of(cycle, Phase.Kind.EVALUATION)
    days = (date(2012, 12, 31), date(2013, 1, 1), date(2013, 3, 31), date(2013, 4, 1))
    within = [make_meeting(body, day) for day in days][1:3]
    make_meeting(other, date(2013, 2, 1))
    found = shown(client, cycle)
    assert found[Phase.Kind.DRAFT].meetings == within
    assert found[Phase.Kind.EVALUATION].meetings == []


def test_a_phase_that_no_source_ends_has_meetings_as_long_as_its_plan(
    client: Client, cycle: Cycle
) -> None:
    body = make_body("PS A")
    BodyWork.objects.create(body=body, plan=cycle.plan)
    phase_of(cycle, Phase.Kind.DRAFT, begins="2013-05")
    phase_of(cycle, Phase.Kind.APPROVAL, begins="2013-06-01")
    last = date(cycle.plan.period_to, 12, 31)
    days = (date(2013, 4, 30), date(2013, 5, 1), date(2013, 9, 1), last, last + timedelta(days=1))
    _before, *within, after = [make_meeting(body, day) for day in days]
    found = shown(client, cycle)
    assert found[Phase.Kind.DRAFT].meetings == within
    assert found[Phase.Kind.APPROVAL].meetings == []
    Plan.objects.filter(pk=cycle.plan_id).update(period_to=None)
    pagestore.store.clear()
    assert shown(client, cycle)[Phase.Kind.DRAFT].meetings == [*within, after]


def test_consultation_and_resolution_are_linked_where_the_portal_knows_them(
    client: Client, db: None
) -> None:
    cycle = Cycle.objects.create(plan=make_plan())
    consultation = open_consultation(publish(cycle.plan))
    assert consultation.get_absolute_url() in links(client, cycle.get_absolute_url())
    other = Cycle.objects.create(plan=make_plan("schvaleny", "Schválený"))
    approved = publish(other.plan, Edition.State.APPROVED)
    assert f"{approved.get_absolute_url()}#usneseni" in links(client, other.get_absolute_url())


@pytest.mark.parametrize("size", [1, 3])
def test_pages_cost_the_same_whatever_they_hold(
    client: Client, cycle: Cycle, size: int, django_assert_num_queries: Any
) -> None:
    for number in range(size):
        phase = phase_of(cycle, list(Phase.Kind)[number])
        document = Document.objects.create(kind="analysis", title=f"Analýza {number}")
        phase.documents.add(document)
        document.plans.add(cycle.plan)
        make_cycle(f"akcni-{number}", 2013, 2013, carries_out=cycle)
        make_cycle(f"dalsi-{number}", 2016, 2019, follows=cycle)
        body = make_body(f"PS {number}")
        BodyWork.objects.create(body=body, plan=cycle.plan)
        make_meeting(body)
        make_project(f"Projekt {number}").plans.add(cycle.plan)
    for address, queries in ((LIST, 12), (cycle.get_absolute_url(), 22)):
        pagestore.store.clear()
        with django_assert_num_queries(queries):
            client.get(address)
