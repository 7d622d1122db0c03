"""What everyone reads of a measure's progress."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from brnoplan import pagestore
from strategy import editions, reading, tree
from strategy.days import next_midnight
from strategy.models import Edition, ProgressReport
from strategy.progress import hiding, leading, reporting, shown, states
from strategy.progress.reporting import Status
from tests.factories import draft_of, item_of, publish
from tests.strategy.progress.scene import in_force, lead_of
from tests.strategy.public_pages import PLAN, body, links

ITEM = f"{PLAN}A1.1/"
ATOM = "{http://www.w3.org/2005/Atom}"


def say(edition: Edition, number: int = 1, **said: object) -> list[ProgressReport]:
    """So many reports on A1.1, a day after one another; the last one of now."""
    item, now = item_of(edition, "A1.1"), timezone.now()
    return [
        reporting.report(
            item,
            Status.UNDER_WAY,
            commentary=f"Zpráva č. {one}.",
            said_at=now - timedelta(days=number - one),
            **said,
        )
        for one in range(1, number + 1)
    ]


def course_of(edition: Edition, code: str = "A1.1") -> str:
    return f"/polozka/{item_of(edition, code).key}/plneni/"


def test_a_plan_that_was_never_approved_says_nothing_of_it(
    client: Client, published: Edition
) -> None:
    assert client.get(ITEM).context["progress"] is None


def test_an_item_that_is_no_measure_says_nothing_of_it(client: Client, edition: Edition) -> None:
    assert client.get(f"{PLAN}A1/").context["progress"] is None


def test_a_measure_shows_its_signals_before_anybody_says_anything(
    client: Client, edition: Edition
) -> None:
    progress = client.get(ITEM).context["progress"]
    assert (progress.signals.age, progress.signals.missing, progress.reports) == (None, [], [])
    assert progress.edition == edition.number


def test_it_shows_the_newest_reports_and_leads_to_all(client: Client, edition: Edition) -> None:
    reports = say(edition, 4)
    page = client.get(ITEM)
    shown = page.context["progress"]
    assert [report.pk for report in shown.reports] == [one.pk for one in reports[:0:-1]]
    assert shown.more is True
    assert {course_of(edition), f"{PLAN}plneni.atom"} <= links(page)


def test_accounts_are_never_public(client: Client, edition: Edition) -> None:
    by = User.objects.create_user("jnovak", first_name="Josef", last_name="Novák-Tajný")
    say(edition, by=by)
    pages = [body(client.get(path)) for path in (ITEM, course_of(edition), f"{PLAN}plneni.atom")]
    assert [word in page for page in pages for word in ("jnovak", "Tajný")] == [False] * 6
    assert all("Zpráva č.\xa01." in page or "Zpráva č. 1." in page for page in pages)


def test_an_older_edition_leads_to_how_it_stands_now(client: Client, edition: Edition) -> None:
    say(edition)
    newer = publish(edition.plan, Edition.State.APPROVED)
    old = client.get(f"{PLAN}edice/{edition.number}/A1.1/")
    assert old.context["progress"].edition == newer.number
    assert f"/polozka/{item_of(newer, 'A1.1').key}/#plneni" in links(old)


def test_what_was_said_of_a_measure_stays_when_the_plan_holds_it_no_more(
    client: Client, edition: Edition
) -> None:
    (report,) = say(edition)
    tree.delete_item(item_of(draft_of(edition.plan), "A1.1"))
    publish(edition.plan, Edition.State.APPROVED)
    old = client.get(f"{PLAN}edice/{edition.number}/A1.1/").context["progress"]
    course = client.get(course_of(edition)).context["progress"]
    for progress in (old, course):
        assert (progress.signals, [one.pk for one in progress.reports]) == (None, [report.pk])


def test_a_withdrawn_plan_shows_no_signals(client: Client, edition: Edition) -> None:
    editions.withdraw(edition, "Vydáno omylem.")
    assert client.get(ITEM).context["progress"] is None


def test_words_that_were_hidden_are_nowhere(client: Client, edition: Edition) -> None:
    (report,) = say(edition, evidence="Dopis pana Tajného")
    hiding.hide(report, ["commentary", "evidence"], None)
    page = client.get(ITEM)
    assert page.context["progress"].reports[0].is_hidden is True
    others = [client.get(path) for path in (course_of(edition), f"{PLAN}plneni.atom")]
    pages = [body(one) for one in (page, *others)]
    assert ["Tajného" in page or "Zpráva" in page for page in pages] == [False] * 3


def test_what_is_written_is_text_and_nothing_else(client: Client, edition: Edition) -> None:
    say(edition, evidence="<b>tučně</b>", evidence_link="https://www.example.cz/?a=1&b=2")
    for path in (ITEM, course_of(edition)):
        assert "&lt;b&gt;tučně&lt;/b&gt;" in body(client.get(path))
        assert "<b>" not in body(client.get(path))


@pytest.mark.parametrize("number", [1, 3])
def test_a_measures_page_asks_two_questions_more(
    edition: Edition, number: int, django_assert_num_queries
) -> None:
    say(edition, number)
    read = reading.read(edition.plan.slug, None, "A1.1")
    with django_assert_num_queries(2):
        progress = shown.of_item(read)
    assert progress is not None
    assert len(progress.reports) == number


def test_where_nobody_has_said_anything_it_asks_one(
    edition: Edition, django_assert_num_queries
) -> None:
    read = reading.read(edition.plan.slug, None, "A1.1")
    with django_assert_num_queries(1):
        shown.of_item(read)


def test_of_a_plan_that_was_never_approved_it_asks_nothing(
    published: Edition, django_assert_num_queries
) -> None:
    read = reading.read(published.plan.slug, None, "A1.1")
    with django_assert_num_queries(0):
        assert shown.of_item(read) is None


def test_the_course_is_paged(client: Client, edition: Edition) -> None:
    reports = say(edition, 26)
    first, second = (client.get(course_of(edition), {"strana": page}) for page in (1, 2))
    shown = [one.pk for page in (first, second) for one in page.context["progress"].reports]
    assert shown == [one.pk for one in reversed(reports)]
    assert client.get(course_of(edition), {"strana": 3}).status_code == 404


def test_a_draft_has_no_course(client: Client, plan) -> None:
    assert client.get(course_of(draft_of(plan))).status_code == 404


@pytest.mark.parametrize("path", [ITEM, "course"])
def test_pages_are_kept_until_midnight(client: Client, edition: Edition, path: str) -> None:
    path = course_of(edition) if path == "course" else path
    say(edition)
    request = client.get(path).wsgi_request
    assert request.page_store_until == next_midnight()


@pytest.mark.parametrize(
    ("days", "said"), [(0, "bez gestora ode dneška"), (41, "bez gestora 41 dní")]
)
def test_how_long_nobody_leads_it_is_told(
    days: int, said: str, client: Client, edition: Edition
) -> None:
    lead = lead_of(edition)
    day = timezone.localdate() - timedelta(days)
    type(lead).objects.filter(pk=lead.pk).update(since=day)
    lead.refresh_from_db()
    leading.end(lead, day)
    states.refresh(edition.plan_id, [lead.item_key])
    pagestore.store.clear()
    page = client.get(ITEM)
    assert page.context["progress"].signals.leaderless == days
    assert said in body(page).replace("\xa0", " ")


def entries(response) -> list[ElementTree.Element]:
    # Our own, just made.
    return ElementTree.fromstring(response.content).findall(f"{ATOM}entry")  # noqa: S314


def test_the_feed_tells_what_was_said_the_newest_first(client: Client, edition: Edition) -> None:
    lead = lead_of(edition)
    reports = say(edition, 3, organisation=lead.organisation)
    answer = client.get(f"{PLAN}plneni.atom")
    found = entries(answer)
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    addresses = [entry.find(f"{ATOM}link").get("href") for entry in found]
    assert [address.partition("#")[2] for address in addresses] == [
        f"zprava-{one.pk}" for one in reversed(reports)
    ]
    assert {entry.findtext(f"{ATOM}author/{ATOM}name") for entry in found} == {
        str(lead.organisation)
    }


def test_the_feed_of_a_plan_of_which_nothing_was_said_is_empty(
    client: Client, edition: Edition
) -> None:
    answer = client.get(f"{PLAN}plneni.atom")
    assert (answer.status_code, entries(answer)) == (200, [])
    assert client.get("/zadny-plan/plneni.atom").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_feed_asks_as_much_for_three_reports_as_for_one(
    client: Client, edition: Edition, number: int, django_assert_num_queries
) -> None:
    say(edition, number)
    in_force(None, slug="jiny-plan")
    client.get("/jiny-plan/plneni.atom")
    with django_assert_num_queries(2):
        client.get(f"{PLAN}plneni.atom")
