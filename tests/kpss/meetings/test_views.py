"""Public pages of meetings and their calendars."""

from datetime import date, time

import pytest
from django.test import Client
from lxml import html

from brnoplan import pagestore
from kpss.meetings import agenda, inviting, planning, recording, series
from kpss.models import Attendance, Body, Meeting, Minutes, PlanningRevision, Rules, Side
from strategy.editing import version_of
from tests.kpss.factories import make_body, make_meeting, make_member, make_person
from tests.kpss.meetings import calendar_files

ALL = "/kpss/jednani/"


def page_of(client: Client, path: str) -> html.HtmlElement:
    response = client.get(path)
    assert response.status_code == 200, path
    return html.fromstring(response.content.decode())


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().replace("\xa0", " ").split())


def main(client: Client, path: str) -> html.HtmlElement:
    return page_of(client, path).find(".//main")


def lines(element: html.HtmlElement, heading: int = 0) -> list[str]:
    found = element.find_class("meetings")
    return [words(line) for line in found[heading].findall("li")] if len(found) > heading else []


def days(element: html.HtmlElement) -> list[str]:
    return [time.get("datetime") for time in element.iter("time")]


def test_the_list_begins_with_how_many_are_ahead_and_the_next_one(
    client: Client, coming: Meeting, held: Meeting
) -> None:
    make_meeting(coming.body, date(2026, 12, 10), place="")
    off = make_meeting(make_body("PS Děti"), date(2026, 11, 3))
    planning.call_off(off, "Nemoc.")
    page = main(client, ALL)
    lead = words(page.find_class("lead")[0])
    assert "2" in lead.split()
    assert "PS Senioři" in lead
    assert "3. 12. 2026" in lead
    assert days(page) == ["2026-11-03", "2026-12-03", "2026-12-10"]
    off_line, coming_line, _later = lines(page)
    assert "Malinovského" not in off_line
    assert "9:00–11:00" in coming_line
    assert [words(year) for year in page.find_class("years")[0].iter("a")] == ["2026"]


def test_a_list_without_meetings_says_so(client: Client, db: None) -> None:
    page = main(client, ALL)
    assert (lines(page), page.find_class("years")) == ([], [])
    assert len(page.find_class("lead")) == 1


def test_the_archive_of_a_year_holds_all_of_it_the_newest_first(
    client: Client, body: Body, coming: Meeting, held: Meeting
) -> None:
    make_meeting(body, date(2018, 8, 30))
    make_meeting(body, date(2018, 1, 1))
    page = main(client, f"{ALL}rok/2018/")
    assert days(page) == ["2018-08-30", "2018-01-01"]
    assert "2 " in words(page.find_class("lead")[0])
    assert days(main(client, f"{ALL}rok/2026/")) == ["2026-12-03", "2026-10-01"]
    years = page.find_class("years")[0]
    assert [link.get("href") for link in years.iter("a")] == [f"{ALL}rok/2026/"]


def test_where_there_is_no_other_year_none_is_offered(client: Client, held: Meeting) -> None:
    page = main(client, f"{ALL}rok/{held.day.year}/")
    headings = [words(heading) for heading in page.iter("h2")]
    assert (page.find_class("years"), headings) == ([], ["Říjen 2026"])


def test_a_year_is_cut_by_month_and_one_that_fills_pages_leads_to_its_months(
    client: Client, body: Body, monkeypatch
) -> None:
    monkeypatch.setattr("kpss.meetings.reading.PAGE_SIZE", 2)
    for day in (date(2018, 1, 31), date(2018, 8, 1), date(2018, 8, 31), date(2018, 9, 1)):
        make_meeting(body, day)
    page = main(client, f"{ALL}rok/2018/")
    assert [words(heading) for heading in page.iter("h2")] == ["Září 2018", "Srpen 2018"]
    assert [words(month) for month in page.find_class("years")[0]] == [
        "leden 1",
        "srpen 2",
        "září 1",
    ]
    august = page.find_class("years")[0][1].find("a").get("href")
    page = main(client, august)
    assert days(page) == ["2018-08-31", "2018-08-01"]
    assert [words(here) for here in page.xpath(".//*[@aria-current='page']")] == ["srpen"]
    assert "2 " in words(page.find_class("lead")[0])


def test_a_month_comes_in_pages_too(client: Client, body: Body, monkeypatch) -> None:
    monkeypatch.setattr("kpss.meetings.reading.PAGE_SIZE", 2)
    for day in (1, 2, 3):
        make_meeting(body, date(2018, 8, day))
    assert days(main(client, f"{ALL}rok/2018/8/?strana=2")) == ["2018-08-01"]
    assert days(main(client, f"{ALL}rok/2018/8/?strana=3")) == []


@pytest.mark.parametrize("month", ["2018/9", "2018/0", "2018/13", "2017/8", "99999999/8"])
def test_a_month_without_meetings_is_not_found(client: Client, body: Body, month: str) -> None:
    make_meeting(body, date(2018, 8, 30))
    assert client.get(f"{ALL}rok/2018/8/").status_code == 200
    assert client.get(f"{ALL}rok/{month}/").status_code == 404


def test_the_line_of_a_meeting_follows_what_is_changed(client: Client, coming: Meeting) -> None:
    assert "Malinovského" in lines(main(client, ALL))[0]
    planning.change(coming, version_of(coming), place="Husova 3")
    pagestore.store.clear()
    assert "Husova 3" in lines(main(client, ALL))[0]
    planning.call_off(coming, "Nemoc.")
    Body.objects.update(name="PS Seniorky a senioři")
    pagestore.store.clear()
    (line,) = lines(main(client, ALL))
    assert ("Husova" in line, "PS Seniorky a senioři" in line) == (False, True)


@pytest.mark.parametrize("year", ["2017", "0", "10000", "99999999"])
def test_a_year_without_meetings_is_not_found(client: Client, held: Meeting, year: str) -> None:
    assert client.get(f"{ALL}rok/{year}/").status_code == 404


def test_a_body_has_what_is_ahead_and_what_was_by_year(
    client: Client, coming: Meeting, held: Meeting
) -> None:
    make_meeting(coming.body, date(2018, 8, 30))
    make_meeting(make_body("PS Děti"), date(2018, 8, 30))
    page = main(client, f"/kpss/skupiny/{coming.body.slug}/jednani/")
    assert days(page) == ["2026-12-03", "2026-10-01", "2018-08-30"]
    assert [words(heading) for heading in page.iter("h3")] == ["2026", "2018"]


def test_long_archives_come_in_pages(client: Client, body: Body, monkeypatch) -> None:
    monkeypatch.setattr("kpss.meetings.reading.PAGE_SIZE", 2)
    for day in (1, 2, 3):
        make_meeting(body, date(2018, 8, day))
    for path in (f"{ALL}rok/2018/", f"/kpss/skupiny/{body.slug}/jednani/"):
        assert days(main(client, path)) == ["2018-08-03", "2018-08-02"]
        assert days(main(client, f"{path}?strana=2")) == ["2018-08-01"]
        assert days(main(client, f"{path}?strana=3")) == []
        assert client.get(f"{path}?strana=nula").status_code == 404


def test_a_meeting_says_when_where_and_what_it_is_about(client: Client, coming: Meeting) -> None:
    Meeting.objects.update(access="Zvonek u brány.")
    first = agenda.add(coming, "Rozpočet")
    agenda.add(coming, "Dotace", first)
    said = words(main(client, f"{ALL}{coming.pk}/"))
    for part in (
        "3. 12. 2026",
        "9:00–11:00",
        "Malinovského náměstí 3",
        "Zvonek u brány.",
        "1. Rozpočet",
        "1.1. Dotace",
    ):
        assert part in said


def test_where_no_time_is_known_the_sentence_ends_with_the_day(
    client: Client, coming: Meeting
) -> None:
    Meeting.objects.update(time_from=None, time_to=None)
    lead = main(client, f"{ALL}{coming.pk}/").find_class("lead")[0]
    assert words(lead) == "Jednání se koná 3. 12. 2026 (čtvrtek)."


def attended(meeting: Meeting) -> None:
    """Three sides: 2 of 2, 1 of 2 by a deputy, 0 of 1; their names and e-mails are secret."""
    given = [
        (Side.COMMISSIONER, "present"),
        (Side.COMMISSIONER, "present"),
        (Side.PROVIDER, "deputy"),
        (Side.PROVIDER, "excused"),
        (Side.SERVICE_USER, "absent"),
    ]
    members = {}
    for number, (side, presence) in enumerate(given):
        person = make_person(f"Tajná {number}", email=f"tajna{number}@example.cz")
        member = make_member(meeting.body, side, person=person)
        members[member.pk] = presence
        if presence == "deputy":
            make_member(meeting.body, side, role="deputy", deputy_for=member)
    recording.record(meeting, recording.sheet(meeting).mark, members, 7)


def test_of_seats_alone_it_is_not_said_what_the_rules_of_procedure_ask_for(
    client: Client, held: Meeting
) -> None:
    attended(held)
    rules = Rules.objects.create(body=held.body, number=1, seats_provider=3)
    address = f"{ALL}{held.pk}/"
    seats_alone = client.get(address)
    Rules.objects.filter(pk=rules.pk).update(valid_from=date(2018, 1, 1))
    pagestore.store.clear()
    with_rules = client.get(address)
    known = [answer.context["presence"].has_rules for answer in (seats_alone, with_rules)]
    assert known == [False, True]


def test_attendance_is_public_by_side_as_counts_and_names_are_not(
    client: Client, held: Meeting
) -> None:
    attended(held)
    Rules.objects.create(body=held.body, number=1, quorum=3, quorum_provider=1)
    response = client.get(f"{ALL}{held.pk}/")
    page = html.fromstring(response.content.decode()).find(".//main")
    rows = page.find_class("presence")[0].findall(".//tbody/tr")
    assert [[words(cell) for cell in row][1:] for row in rows] == [
        ["2", "2", "–"],
        ["1", "2", "1"],
        ["0", "1", "–"],
        ["3", "5", "3"],
    ]
    lead = words(page.find_class("lead")[0])
    assert "Přítomni byli 3 členové (celkem 5)." in " ".join(lead.split())
    assert "7" in words(page.find_class("facts")[0])
    assert b"Tajn" not in response.content
    assert b"tajna" not in response.content


def test_the_lead_says_whether_the_quorum_was_reached(client: Client, held: Meeting) -> None:
    attended(held)
    said = []
    for quorum in (None, 3, 4):
        given = {"quorum": quorum, "valid_from": date(2018, 1, 1)}
        Rules.objects.update_or_create(body=held.body, number=1, defaults=given)
        PlanningRevision.raise_it()
        pagestore.store.clear()
        said.append(words(main(client, f"{ALL}{held.pk}/").find_class("lead")[0]))
    assert len(set(said)) == 3
    # How many came, and what that means.
    assert [lead.count(".") for lead in said] == [2, 2, 2]


def test_what_a_source_says_stands_on_the_page(client: Client, body: Body) -> None:
    meeting = make_meeting(
        body,
        date(2016, 4, 14),
        title="Konference",
        time_from=None,
        time_to=None,
        attended_in_words="asi 120 lidí",
        source="Semínko 002",
    )
    page = main(client, f"{ALL}{meeting.pk}/")
    said = words(page)
    assert ("asi 120 lidí" in said, "Semínko 002" in said) == (True, True)
    assert words(page.find("h1")) == "Konference"


def test_what_was_called_off_says_why(client: Client, coming: Meeting) -> None:
    planning.call_off(coming, "Sál je vytopený.")
    page = main(client, f"{ALL}{coming.pk}/")
    assert "Sál je vytopený." in words(page.find_class("notice")[0])


@pytest.mark.parametrize(
    ("state", "is_linked"),
    [("draft", False), ("sent", False), ("approved", False), ("published", True)],
)
def test_minutes_are_linked_once_everyone_can_read_them(
    client: Client, held: Meeting, state: str, is_linked: bool
) -> None:
    Minutes.objects.create(meeting=held, state=state)
    for path in (f"{ALL}{held.pk}/", f"{ALL}rok/2026/", f"/kpss/skupiny/{held.body.slug}/jednani/"):
        links = [link.get("href") for link in main(client, path).iter("a")]
        assert (f"{ALL}{held.pk}/zapis/" in links) is is_linked


def test_what_is_not_there_is_not_found(client: Client, held: Meeting) -> None:
    for path in (
        f"{ALL}999/",
        f"{ALL}999.ics",
        "/kpss/skupiny/neni/jednani/",
        "/kpss/skupiny/neni/jednani.ics",
    ):
        assert client.get(path).status_code == 404


def test_calendars_are_there_for_one_for_a_body_and_for_all(
    client: Client, coming: Meeting
) -> None:
    for path, name in (
        (f"{ALL}{coming.pk}.ics", f"jednani-{coming.pk}.ics"),
        (f"/kpss/skupiny/{coming.body.slug}/jednani.ics", f"jednani-{coming.body.slug}.ics"),
        ("/kpss/jednani.ics", "jednani.ics"),
    ):
        response = client.get(path)
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        assert response["Content-Disposition"] == f'inline; filename="{name}"'
        (event,) = calendar_files.read(response.content).of("VEVENT")
        assert event.value("UID") == str(coming.uid)


def test_a_calendar_that_has_not_changed_is_not_sent_again(client: Client, coming: Meeting) -> None:
    first = client.get("/kpss/jednani.ics")
    again = client.get("/kpss/jednani.ics", HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    planning.change(coming, version_of(coming), place="Nová radnice")
    pagestore.store.clear()
    changed = client.get("/kpss/jednani.ics", HTTP_IF_NONE_MATCH=first["ETag"])
    assert (changed.status_code, changed["ETag"] != first["ETag"]) == (200, True)


DEEDS = {
    "plan": lambda meeting: planning.plan(meeting.body, day=date(2027, 1, 14)),
    "change": lambda meeting: planning.change(meeting, version_of(meeting), place="Jinde"),
    "call off": lambda meeting: planning.call_off(meeting, "Nemoc."),
    "series": lambda meeting: series.plan_series(
        meeting.body, first_on=date(2027, 1, 14), time_from=time(9), place="Sál"
    ),
    "agenda": lambda meeting: agenda.add(meeting, "Rozpočet"),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_every_deed_that_shows_makes_stored_pages_stale(
    client: Client, coming: Meeting, deed: str
) -> None:
    before = PlanningRevision.objects.values_list("number", flat=True).first() or 0
    DEEDS[deed](coming)
    assert PlanningRevision.objects.get().number == before + 1


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        (ALL, 6),
        (f"{ALL}rok/2026/", 5),
        (f"{ALL}rok/2026/12/", 3),
        ("/kpss/skupiny/skupina-1/jednani/", 7),
        ("{meeting}", 6),
        ("/kpss/jednani.ics", 3),
        ("/kpss/skupiny/skupina-1/jednani.ics", 4),
    ],
)
@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_whatever_the_number(
    client: Client, held: Meeting, path: str, queries: int, number: int, django_assert_num_queries
) -> None:
    for more in range(number):
        make_meeting(held.body, date(2026, 12, 10 + more))
        make_meeting(held.body, date(2026, 9, 10 + more))
        member = make_member(held.body)
        Attendance.objects.create(
            meeting=held, membership=member, side=member.side, presence="present"
        )
        agenda.add(held, f"Bod {more}")
    # What the page store asks once for all pages.
    pagestore.store.revisions()
    with django_assert_num_queries(queries):
        assert client.get(path.format(meeting=f"{ALL}{held.pk}/")).status_code == 200


def test_a_page_that_is_kept_costs_nothing_and_changes_at_midnight(
    client: Client, coming: Meeting, now, django_assert_num_queries
) -> None:
    assert lines(main(client, ALL))
    with django_assert_num_queries(0):
        client.get(ALL)
    now.move_to("2026-12-04 00:00 +0100")
    pagestore.store._read_at = float("-inf")
    assert lines(main(client, ALL)) == []


def test_nothing_of_who_is_invited_is_public(client: Client, coming: Meeting) -> None:
    person = make_person("Tajná Jana", email="tajna@example.cz")
    make_member(coming.body, Side.SERVICE_USER, person=person)
    (invited,) = inviting.invite(coming)
    inviting.answer(invited, "no")
    paths = [
        ALL,
        f"{ALL}{coming.pk}/",
        f"{ALL}{coming.pk}.ics",
        "/kpss/jednani.ics",
        f"{ALL}rok/2026/",
        f"/kpss/skupiny/{coming.body.slug}/jednani/",
    ]
    for path in paths:
        content = client.get(path).content.decode()
        assert "PS Senioři" in content
        assert ("Tajná" in content, "tajna" in content) == (False, False)
