"""The desk: what one's organisations lead, and saying how far it is."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone

from strategy.models import Edition, Item, Lead, Letter, MeasureState, Organisation, ProgressReport
from strategy.progress import leading, reporting, states
from strategy.progress.desk import Choice, Queue
from strategy.progress.reporting import Status
from tests.factories import item_of, make_resolution
from tests.strategy.cast import client_of
from tests.strategy.progress.scene import in_force, lead_of, make_department, member_of, state_of

DESK = "/plneni/sprava/"
ASK = "/plneni/sprava/pozadat/"


def path_of(edition: Edition, code: str = "A1.1") -> str:
    return f"{DESK}{item_of(edition, code).key}/"


def codes(response) -> list[str]:
    return [row.state.item.code for row in response.context["rows"]]


def counts(response) -> dict[str, int]:
    return {label: number for label, number, *_link in response.context["queues"]}


@pytest.fixture
def others(edition: Edition) -> Edition:
    """Another plan, led by another department."""
    return in_force(make_department("OŽP", "ozp@brno.example"), measures=2, slug="jiny-plan")


def test_it_shows_what_ones_organisations_lead(desk: Client, others: Edition) -> None:
    page = desk.get(DESK)
    assert codes(page) == ["A1.1", "A1.2", "A1.3"]
    assert page.context["count"] == 3
    assert {row.state.lead.abbreviation for row in page.context["rows"]} == {"OSP"}


def test_who_reports_in_person_sees_that_too(others: Edition) -> None:
    user = User.objects.create_user("petr", is_staff=True, is_superuser=True)
    Lead.objects.filter(pk=lead_of(others, "A1.2").pk).update(person=user)
    client = Client()
    client.force_login(user)
    assert codes(client.get(f"{DESK}?cije=moje")) == ["A1.2"]


def test_what_one_led_once_is_gone(desk: Client, edition: Edition) -> None:
    leading.end(lead_of(edition), timezone.localdate())
    assert codes(desk.get(DESK)) == ["A1.2", "A1.3"]


def test_the_coordinator_begins_with_all(fulfilment: Client, others: Edition) -> None:
    assert len(codes(fulfilment.get(DESK))) == 5
    assert codes(fulfilment.get(f"{DESK}?plan={others.plan_id}")) == ["A1.1", "A1.2"]
    assert codes(fulfilment.get(f"{DESK}?cije=moje")) == []


def test_queues_hold_what_they_say(desk: Client, edition: Edition) -> None:
    now = timezone.now()
    for code, status, said in (
        ("A1.1", Status.UNDER_WAY, {"outlook": "at_risk", "said_at": now - timedelta(days=94)}),
        ("A1.2", Status.DONE, {}),
    ):
        reporting.report(item_of(edition, code), status, **said)
    MeasureState.objects.filter(item__code__in=["A1.2", "A1.3"]).update(
        due_on=timezone.localdate() - timedelta(days=1)
    )
    found = {queue: codes(desk.get(f"{DESK}?fronta={queue}")) for queue in Queue}
    assert found == {
        Queue.ALL: ["A1.1", "A1.2", "A1.3"],
        Queue.SILENT: ["A1.1", "A1.3"],
        Queue.LATE: ["A1.3"],
        Queue.AT_RISK: ["A1.1"],
        Queue.UNPROVEN: ["A1.2"],
        Queue.LEADERLESS: [],
    }
    told = counts(desk.get(DESK))
    assert told == {queue.label: len(found[queue]) for queue in Queue if found[queue]}


def test_measures_without_a_lead_have_a_queue(fulfilment: Client, edition: Edition) -> None:
    lead = lead_of(edition)
    leading.end(lead, timezone.localdate())
    states.refresh(edition.plan_id, [lead.item_key])
    assert codes(fulfilment.get(f"{DESK}?fronta={Queue.LEADERLESS}")) == ["A1.1"]


def test_an_address_that_makes_no_sense_shows_all(desk: Client, edition: Edition) -> None:
    assert len(codes(desk.get(f"{DESK}?fronta=nic&plan=x"))) == 3
    assert desk.get(f"{DESK}?strana=9").context["rows"] == []


@pytest.mark.parametrize("measures", [1, 3, 200])
def test_the_desk_asks_as_much_for_two_hundred_measures_as_for_one(
    desk: Client, department: Organisation, measures: int, django_assert_num_queries
) -> None:
    in_force(department, measures)
    with django_assert_num_queries(8):
        assert len(codes(desk.get(DESK))) == measures


def test_everything_is_said_in_one_form(desk: Client, edition: Edition, member: User) -> None:
    resolution = make_resolution(edition, session="R8/12")
    page = desk.get(path_of(edition))
    assert page.context["form"]["seen"].value() == 0
    sent = {
        "seen": "0",
        "status": "partly",
        "share": "60",
        "outlook": "on_track",
        "commentary": "První část\r\nstojí.",
        "evidence": "Kolaudace",
        "evidence_number": "MMB/1/2026",
        "evidence_link": "https://www.example.cz/",
        "resolution": str(resolution.pk),
        "save": "1",
    }
    answer = desk.post(path_of(edition), sent)
    report = ProgressReport.objects.get()
    told = {name: value for name, value in sent.items() if name not in {"seen", "save"}}
    told |= {"share": 60, "resolution": resolution, "commentary": "První část\nstojí."}
    assert {name: getattr(report, name) for name in told} == told
    assert (report.channel, report.by) == ("desk", member)
    assert report.organisation == lead_of(edition).organisation
    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        f"{path_of(edition)}?cije=moje",
    )


def test_looking_says_nothing(desk: Client, edition: Edition) -> None:
    desk.get(path_of(edition))
    assert desk.get(ASK).status_code in {403, 405}
    assert (ProgressReport.objects.count(), Letter.objects.count()) == (0, 0)


def test_it_begins_with_what_was_said_last_but_not_with_its_words(
    desk: Client, edition: Edition
) -> None:
    last = reporting.report(
        item_of(edition, "A1.1"), Status.UNDER_WAY, share=30, commentary="A.", evidence="B"
    )
    form = desk.get(path_of(edition)).context["form"]
    shown = {name: form[name].value() for name in ("seen", "status", "share", "commentary")}
    assert shown == {"seen": last.pk, "status": "under_way", "share": 30, "commentary": None}
    assert form["evidence"].value() is None


def test_save_and_next_goes_through_the_queue_and_back_to_the_desk(
    desk: Client, edition: Edition, others: Edition
) -> None:
    sent, query = {"status": "under_way", "next": "1"}, "?fronta=bez-zpravy&cije=moje"
    ways = [path_of(edition, code) + query for code in ("A1.1", "A1.2", "A1.3")]
    answers = [desk.post(path, sent).headers["Location"] for path in ways]
    assert answers == [*ways[1:], DESK + query]


def test_two_who_report_at_once_do_not_overwrite_one_another(
    desk: Client, edition: Edition
) -> None:
    between = reporting.report(item_of(edition, "A1.1"), Status.DONE)
    sent = {"seen": "0", "status": "under_way", "commentary": "Moje slova."}
    refused = desk.post(path_of(edition), sent)
    form = refused.context["form"]
    assert (len(form.non_field_errors()), form["commentary"].value()) == (1, "Moje slova.")
    assert form["seen"].value() == between.pk
    assert refused.context["state"].report == between
    assert desk.post(path_of(edition), sent | {"seen": between.pk}).status_code == 303


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"status": ""}, "status"),
        ({"share": "101"}, "share"),
        ({"evidence_link": "nikam to nevede"}, "evidence_link"),
        ({"evidence_number": "1/26"}, "evidence"),
        ({"commentary": "x" * 5001}, "commentary"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    desk: Client, edition: Edition, wrong: dict, field: str
) -> None:
    answer = desk.post(path_of(edition), {"seen": "0", "status": "done"} | wrong)
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, [field])
    assert ProgressReport.objects.count() == 0


def test_resolutions_of_other_plans_are_not_offered(
    desk: Client, edition: Edition, others: Edition
) -> None:
    form = desk.get(path_of(edition)).context["form"]
    assert {one.edition_id for one in form.fields["resolution"].queryset} == {edition.pk}


def test_nobody_reports_on_the_measures_of_others(desk: Client, others: Edition) -> None:
    sent = {"seen": "0", "status": "done"}
    answers = [desk.get(path_of(others)), desk.post(path_of(others), sent)]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert ProgressReport.objects.count() == 0


def test_the_coordinator_reports_for_anyone(fulfilment: Client, others: Edition) -> None:
    answer = fulfilment.post(path_of(others), {"seen": "0", "status": "done"})
    assert (answer.status_code, state_of(others).status) == (303, "done")


def test_a_co_lead_does_not_report(edition: Edition) -> None:
    helper = make_department("OŽP", "ozp@brno.example")
    key = item_of(edition, "A1.1").key
    leading.begin(edition.plan_id, (key, "co_lead", helper.pk), timezone.localdate())
    client = Client()
    user = member_of(helper, "ota")
    user.user_permissions.add(Permission.objects.get(codename="view_measurestate"))
    client.force_login(user)
    assert codes(client.get(DESK)) == []
    assert client.get(path_of(edition)).status_code == 403


@pytest.mark.parametrize(("who", "status"), [("nobody", 302), ("approver", 403), ("auditor", 403)])
def test_who_only_reads_says_nothing(edition: Edition, who: str, status: int) -> None:
    client = client_of(who)
    assert client.get(path_of(edition)).status_code == status
    assert client.post(path_of(edition), {"status": "done"}).status_code == status
    assert client.post(ASK, {"measure": state_of(edition).pk}).status_code == status
    assert client.get(DESK).status_code == (302 if who == "nobody" else 200)
    assert (ProgressReport.objects.count(), Letter.objects.count()) == (0, 0)


def test_without_the_right_to_the_desk_there_is_none(edition: Edition) -> None:
    client = Client()
    client.force_login(member_of(Organisation.objects.get(), "ota"))
    assert [client.get(path).status_code for path in (DESK, path_of(edition))] == [403, 403]


def test_a_measure_that_is_not_in_force_is_not_found(fulfilment: Client, edition: Edition) -> None:
    assert fulfilment.get(path_of(edition, "A")).status_code == 404


def test_leads_of_ticked_measures_are_asked(fulfilment: Client, others: Edition) -> None:
    ticked = [state.pk for state in MeasureState.objects.all()]
    answer = fulfilment.post(ASK, {"measure": ticked, "cije": "vsech"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{DESK}?cije=vsech")
    assert set(Letter.objects.values_list("to", flat=True)) == {
        "osp@brno.example",
        "ozp@brno.example",
    }


def test_who_cannot_be_asked_is_told_of(fulfilment: Client, edition: Edition) -> None:
    Organisation.objects.update(email="")
    page = fulfilment.post(ASK, {"measure": state_of(edition).pk}, follow=True)
    assert [message.level_tag for message in page.context["messages"]] == ["error"]
    assert Letter.objects.count() == 0


def test_members_ask_nobody(desk: Client, edition: Edition) -> None:
    assert desk.post(ASK, {"measure": state_of(edition).pk}).status_code == 403
    assert Letter.objects.count() == 0


def test_a_choice_is_written_as_it_is_read() -> None:
    choice = Choice(Queue.LATE, 7, all_of_them=True)
    assert choice.query() == "fronta=po-terminu&plan=7&cije=vsech"
    assert Choice().query(plan=3) == "plan=3&cije=moje"


def test_items_that_are_no_measures_are_never_on_the_desk(desk: Client, edition: Edition) -> None:
    assert Item.objects.filter(edition=edition).count() == 7
    assert len(codes(desk.get(DESK))) == 3
