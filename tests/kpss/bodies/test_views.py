"""Public pages of bodies: what they tell, what they never do, and what they cost."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from lxml import html as markup

from brnoplan import pagestore
from kpss.bodies import seating
from kpss.models import (
    Body,
    BodyWork,
    Document,
    Membership,
    News,
    Rules,
    Side,
    TargetGroup,
)
from strategy.models import Organisation
from tests.factories import item_of
from tests.kpss.factories import (
    make_body,
    make_cycle,
    make_meeting,
    make_member,
    make_minutes,
    make_person,
    make_project,
)

pytestmark = pytest.mark.django_db
LIST = reverse("kpss:body_list")
SECRET = "Uživatelka Tajná"


@pytest.fixture
def body() -> Body:
    return make_body(slug="seniori")


def page(client: Client, name: str, body: Body):
    return client.get(reverse(f"kpss:{name}", args=[body.slug]))


def make_target_group(name: str = "Senioři", position: int = 1) -> TargetGroup:
    group = TargetGroup.objects.create(position=position)
    group.names.create(number=1, name=name, slug=f"skupina-{position}")
    return group


def test_the_list_begins_with_how_many_plan(client, body) -> None:
    Body.objects.update(target_group=make_target_group())
    for side in (Side.PROVIDER, Side.PROVIDER, Side.SERVICE_USER):
        make_member(body, side)
    make_member(make_body("PS Ukončená", valid_to="2015"), term_to=None)
    listing = client.get(LIST).context["listing"]
    assert (listing.bodies, listing.members) == (1, 3)
    (kind,) = listing.working
    assert [one.body for one in kind[1]] == [body]
    assert [number for _side, number in kind[1][0].sides] == [0, 2, 1]
    assert [one.body.name for one in listing.over] == ["PS Ukončená"]


def test_kinds_follow_one_another_and_names_go_by_the_czech_alphabet(client) -> None:
    for name, kind in [
        ("Tým", "project_team"),
        ("PS Chudoba", "theme"),
        ("PS Čas", "theme"),
        ("PS Cizinci", "theme"),
        ("PS Hluší", "theme"),
        ("Koordinační skupina", "coordination"),
    ]:
        make_body(name, kind=kind)
    working = client.get(LIST).context["listing"].working
    assert [[one.body.name for one in ones] for _kind, ones in working] == [
        ["Koordinační skupina"],
        ["PS Cizinci", "PS Čas", "PS Hluší", "PS Chudoba"],
        ["Tým"],
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_however_many_there_are(
    client, number, django_assert_num_queries
) -> None:
    for which in range(number):
        body = make_body(f"PS {which}", target_group=make_target_group(f"CS {which}", which))
        make_member(body)
    # The revision, bodies, names of target groups, members.
    with django_assert_num_queries(4):
        assert client.get(LIST).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_a_body_costs_the_same_however_much_there_is_of_it(
    client, body, published, number, django_assert_num_queries
) -> None:
    Body.objects.update(target_group=make_target_group())
    for which in range(1, number + 1):
        make_member(body)
        make_meeting(body, date(2018, which, 1))
        item = item_of(published, f"A1.{which}")
        BodyWork.objects.create(body=body, plan=published.plan, item_key=item.key)
    with django_assert_num_queries(15):
        assert page(client, "body_detail", body).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("body_members", 4), ("body_rules", 4)])
def test_history_and_rules_cost_the_same_however_much_there_is(
    client, body, name, queries, number, django_assert_num_queries
) -> None:
    Body.objects.update(target_group=make_target_group())
    charity = Organisation.objects.create(kind="nonprofit", name="Charita")
    for which in range(1, number + 1):
        make_member(body, organisation=charity)
        document = Document.objects.create(kind="rules", title=f"Jednací řád {which}")
        valid_from = date(2018 + which, 1, 1)
        Rules.objects.create(body=body, number=which, valid_from=valid_from, document=document)
    with django_assert_num_queries(queries):
        assert page(client, name, body).status_code == 200


def test_work_leads_to_the_current_edition_and_drafts_are_not_shown(
    client, body, published, plan
) -> None:
    item = item_of(published, "A1.2")
    BodyWork.objects.create(body=body, plan=plan)
    BodyWork.objects.create(body=body, plan=plan, item_key=item.key)
    work = page(client, "body_detail", body).context["work"]
    assert [(part.code, part.address) for part in work] == [
        ("", plan.get_absolute_url()),
        ("A1.2", f"{plan.get_absolute_url()}A1.2/"),
    ]


def test_work_on_a_plan_that_nobody_can_read_is_not_shown(client, body, plan) -> None:
    BodyWork.objects.create(body=body, plan=plan)
    assert page(client, "body_detail", body).context["work"] == []


def test_the_next_meeting_is_no_past_one_and_none_that_was_called_off(client, body) -> None:
    today = localdate()
    make_meeting(body, today - timedelta(days=1))
    make_meeting(body, today + timedelta(days=1), cancelled_at="2018-01-01T10:00:00Z",
                 cancelled_reason="Nemoc.")  # fmt: skip
    following = make_meeting(body, today + timedelta(days=2))
    make_meeting(body, today + timedelta(days=3))
    assert page(client, "body_detail", body).context["next_meeting"] == following


def test_a_meeting_that_has_begun_is_not_the_next_one_any_more(client, body) -> None:
    with time_machine.travel("2026-11-02 09:30 +0100", tick=False):
        make_meeting(body, localdate())
        following = make_meeting(body, localdate(), time_from=time(10), time_to=time(12))
        assert page(client, "body_detail", body).context["next_meeting"] == following


def test_a_term_that_is_yet_to_begin_does_not_run_until_now(client, body) -> None:
    make_member(body, term_from=localdate() - timedelta(days=1))
    answer = page(client, "body_members", body).content
    make_member(body, term_from=localdate() + timedelta(days=1))
    later = page(client, "body_members", body).content
    until_now = str(_("until now")).encode()
    assert (answer.count(until_now), later.count(until_now)) == (1, 1)


def test_only_published_minutes_are_the_last_ones(client, plan) -> None:
    make_minutes(plan, day=date(2018, 6, 1), state="published")
    minutes = make_minutes(plan, day=date(2018, 8, 1), state="published")
    make_minutes(plan, day=date(2018, 9, 1), state="approved")
    body = minutes.meeting.body
    assert page(client, "body_detail", body).context["last_minutes"] == minutes


def test_nobody_reads_the_name_or_organisation_of_a_service_user_who_did_not_agree(
    client, body
) -> None:
    telling = Organisation.objects.create(kind="nonprofit", name="Spolek lidí s duševní nemocí")
    # Named as an official elsewhere, not as a service user.
    hidden = make_person(SECRET, email="tajna@example.cz", name_public=True)
    make_member(body, Side.SERVICE_USER, person=hidden, organisation=telling)
    agreed = make_person("Uživatelka Veřejná")
    make_member(body, Side.SERVICE_USER, person=agreed, role="chair", name_consent=True)
    for name in ("body_detail", "body_members"):
        text = page(client, name, body).content.decode()
        assert ("Veřejná" in text, SECRET in text, "duševní" in text, "@" in text) == (
            True, False, False, False,
        )  # fmt: skip


def test_members_who_may_not_be_told_apart_are_counted(client, body) -> None:
    for _number in range(3):
        make_member(body, Side.SERVICE_USER)
    make_member(body, Side.SERVICE_USER, term_from=date(2019, 1, 1))
    (side,) = page(client, "body_members", body).context["sides"]
    assert [(line.number, line.term_from.year) for line in side.lines] == [(1, 2019), (3, 2018)]


def test_history_tells_who_was_what_when_by_side(client, body) -> None:
    jana = make_person("Jana Nová", name_public=True)
    member = make_member(body, person=jana, term_from=date(2018, 1, 1))
    seating.go_on(member, date(2019, 1, 1), role="chair", side=Side.COMMISSIONER)
    sides = page(client, "body_members", body).context["sides"]
    assert [
        (side.side, line.name, line.code, line.term_from, line.term_to)
        for side in sides
        for line in side.lines
    ] == [
        ("commissioner", "Jana Nová", "chair", date(2019, 1, 1), None),
        ("provider", "Jana Nová", "member", date(2018, 1, 1), date(2018, 12, 31)),
    ]


def test_who_sits_in_a_body_now_is_no_one_whose_term_is_over_or_to_come(client, body) -> None:
    make_member(body, term_to=localdate() - timedelta(days=1))
    make_member(body, term_from=localdate() + timedelta(days=1))
    assert page(client, "body_detail", body).context["sides"] == []


def test_the_balance_is_drawn_and_told_in_words_and_in_a_table_and_no_reproach_is_public(
    client, body
) -> None:
    make_member(body, Side.PROVIDER)
    answer = page(client, "body_detail", body)
    (bar,) = answer.context["chart"].bars
    assert [(one.side, one.x, one.width) for one in bar.segments] == [("provider", "0", "320")]
    assert [code.code for code in answer.context["meter"].breaks] == [
        "missing_side", "missing_side", "no_chair",
    ]  # fmt: skip
    text = answer.content.decode()
    assert text.count("<title id=") == 1
    assert all(one.sentence not in text for one in answer.context["meter"].breaks)


def test_what_nobody_knows_is_not_drawn_as_nought(client, body) -> None:
    assert 'class="triad' not in page(client, "body_detail", body).content.decode()
    Rules.objects.create(body=body, number=1, seats_provider=3)
    pagestore.store.clear()
    html = page(client, "body_detail", body).content.decode()
    assert ('class="triad"' in html, html.count('data-title="')) == (False, 3)


def test_a_side_is_told_by_a_pattern_too_and_its_number_stands_under_it(client, body) -> None:
    make_member(body, Side.COMMISSIONER)
    for _number in range(3):
        make_member(body, Side.SERVICE_USER)
    answer = page(client, "body_detail", body)
    (bar,) = answer.context["chart"].bars
    assert [(one.number, one.middle) for one in bar.segments] == [(1, "39"), (3, "200")]
    # In the key, and in the bar.
    assert answer.content.decode().count('fill="url(#rovnovaha-service_user)"') == 2


def test_seats_alone_are_a_composition_and_no_rules_in_force(client, body) -> None:
    seats = {f"seats_{side}": 3 for side in Side.values}
    rules = Rules.objects.create(body=body, number=1, **seats)
    answer = page(client, "body_rules", body)
    assert "badge--done" not in answer.content.decode()
    ((_version, _lines, together, is_composition),) = answer.context["versions"]
    assert (together, is_composition) == (9, True)
    Rules.objects.filter(pk=rules.pk).update(quorum=5)
    pagestore.store.clear()
    assert "badge--done" in page(client, "body_rules", body).content.decode()


def test_without_a_member_it_is_not_said_that_groups_plan_today(client, body) -> None:
    told = [client.get(address).content.decode() for address in (LIST, reverse("kpss:planning"))]
    make_member(body)
    pagestore.store.clear()
    planned = [client.get(address).content.decode() for address in (LIST, reverse("kpss:planning"))]
    sentence = ngettext(
        "Social services in the city are planned by %(number)s group.",
        "Social services in the city are planned by %(number)s groups.",
        1,
    ) % {"number": 1}
    assert [sentence in html for html in (*told, *planned)] == [False, False, True, True]


def test_work_on_a_plan_whose_years_are_over_is_former_work(client, body) -> None:
    over, open_ = make_cycle("do-2009", None, 2009), make_cycle("dale", 2016, None)
    for cycle in (over, open_):
        BodyWork.objects.create(body=body, plan=cycle.plan)
    context = page(client, "body_detail", body).context
    assert [one.address for one in context["work"]] == [open_.get_absolute_url()]
    assert [one.address for one in context["former_work"]] == [over.get_absolute_url()]


def test_a_body_names_the_documents_news_and_projects_that_name_it(client, body) -> None:
    public = Document.objects.create(kind="output", title="Výstup")
    secret = Document.objects.create(kind="output", title="Důvěrné", is_public=False)
    for document in (public, secret):
        document.bodies.add(body)
    told = News.objects.create(slug="a", title="Sešli se", text=".", body=body, published_at=now())
    News.objects.create(slug="b", title="Koncept", text=".", body=body)
    project = make_project()
    project.bodies.add(body)
    related = page(client, "body_detail", body).context["related"]
    assert (related.documents, related.news, related.projects) == ([public], [told], [project])


def test_the_page_of_an_ended_body_offers_no_calendar(client, body) -> None:
    calendar = reverse("kpss:body_ics", args=[body.slug])
    assert calendar in page(client, "body_detail", body).content.decode()
    Body.objects.update(valid_to="2015")
    pagestore.store.clear()
    assert calendar not in page(client, "body_detail", body).content.decode()


def test_versions_of_the_rules_stand_with_the_one_in_force(client, body) -> None:
    old = Rules.objects.create(body=body, number=1, quorum=5)
    new = Rules.objects.create(body=body, number=2, valid_from=date(2019, 1, 1))
    coming = Rules.objects.create(body=body, number=3, valid_from=date(2999, 1, 1))
    context = page(client, "body_rules", body).context
    assert [version for version, *_lines in context["versions"]] == [coming, new, old]
    assert context["in_force"] == new


def test_a_document_that_is_not_public_is_not_named(client, body) -> None:
    inner = Document.objects.create(kind="rules", title="Vnitřní řád", is_public=False)
    Rules.objects.create(body=body, number=1, document=inner)
    assert "Vnitřní řád" not in page(client, "body_rules", body).content.decode()


def test_a_body_that_has_ended_takes_nobody(client, body) -> None:
    join = reverse("kpss:application", args=[body.slug])
    assert join in page(client, "body_detail", body).content.decode()
    Body.objects.update(valid_to="2015")
    pagestore.store.clear()
    assert join not in page(client, "body_detail", body).content.decode()


@pytest.mark.parametrize("name", ["body_detail", "body_members", "body_rules"])
def test_there_is_no_page_of_a_body_that_there_is_not(client, name) -> None:
    assert client.get(reverse(f"kpss:{name}", args=["neni"])).status_code == 404


def test_a_stored_page_shows_a_new_member(client, body, monkeypatch) -> None:
    monkeypatch.setattr(pagestore, "REREAD_SECONDS", 0)
    assert page(client, "body_detail", body).status_code == 200
    given = {"side": Side.PROVIDER, "term_from": date(2018, 1, 1)}
    person = make_person("Jana Nová", name_public=True)
    seating.seat(Membership(body=body, person=person, **given))
    assert "Jana Nová" in page(client, "body_detail", body).content.decode()


def test_whom_a_body_plans_for_is_not_said_twice_on_the_list(client) -> None:
    group = make_target_group("Senioři")
    make_body("Pracovní skupina Senioři", slug="pro-seniory", target_group=group)
    make_body("Pracovní skupina č. 3", slug="treti", target_group=group)
    page = client.get(reverse("kpss:body_list")).content.decode()
    assert page.count("Senioři") == 2


def test_a_time_is_written_as_on_the_page_of_the_meeting(client, body) -> None:
    meeting = make_meeting(body, localdate() + timedelta(days=3), time_to=None)
    for address in (body.get_absolute_url(), meeting.get_absolute_url()):
        assert "od 9:00" in client.get(address).content.decode().replace("\xa0", " ")


def test_a_composition_beside_rules_does_not_say_that_there_are_none(client, body) -> None:
    Rules.objects.create(body=body, number=1, seats_provider=3)
    assert page(client, "body_rules", body).context["has_rules"] is False
    alone = markup.fromstring(page(client, "body_rules", body).content.decode())
    Rules.objects.create(body=body, number=2, valid_from=date(2020, 1, 1), quorum=2)
    pagestore.store.clear()
    beside = markup.fromstring(page(client, "body_rules", body).content.decode())

    def said(page):
        (section,) = [
            one for one in page.iter("section") if one.xpath(".//td") and not one.xpath(".//td[2]")
        ]
        return section.xpath("string(p[1])")

    assert said(alone) != said(beside)


def test_filled_seats_are_not_called_as_seats_are(client, body) -> None:
    make_member(body, Side.PROVIDER)
    (bar,) = page(client, "body_detail", body).context["chart"].bars
    assert bar.title != _("Seats")
