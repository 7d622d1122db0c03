"""A working group from its founding to published minutes, on the pages that people go through.

Each chapter says who does what, which letters go out for it, and what everyone can read then.
"""

from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from brnoplan import groups, pagestore
from comments.models import Comment, Point
from kpss.coordination.week import Week
from kpss.models import AgendaPoint, Application, Body, Decision, Meeting, Membership, Minutes, Task
from strategy.models import Edition, Letter
from tests import mails
from tests.comments.browsing import Browser
from tests.factories import item_of, make_comment

MANY = "/pripominky/vyporadani/najednou/"
CITIZEN, CHAIR, NURSE = "obcanka@example.cz", "predseda@example.cz", "sestra@example.cz"
NAME = "PS Senioři"
CHAIRED_BY = "Karel Předsedající"
PHONE = "604 123 987"
SAID = f"Paní vedoucí ({PHONE}) popsala čekací doby."
SAID_IN_PUBLIC = "Paní vedoucí ([údaj skryt]) popsala čekací doby."
DECIDED = "Skupina doporučuje doplnit do plánu noční pečovatelskou službu."
TASK = "Zjistit kapacitu noční služby"
OBJECTED = "Chybí, že jsme mluvili i o víkendech."
ADDED = "Služba má jezdit i o víkendech."


def test_the_whole_way_of_a_working_group(town: "Town") -> None:
    a_group_is_founded(town)
    its_first_members_are_seated(town)
    a_citizen_asks_to_join_and_is_seated(town)
    a_comment_is_given_to_the_group(town)
    somebody_proposes_a_topic(town)
    a_meeting_is_planned_and_everyone_invited(town)
    members_answer(town)
    the_agenda_builds_itself(town)
    the_meeting_is_held(town)
    the_minutes_are_written_and_sent(town)
    a_member_objects_and_is_heard(town)
    the_next_meeting_talks_of_the_open_task_and_approves_the_minutes(town)
    the_decision_settles_the_comment(town)
    everyone_reads_what_was_decided(town)
    the_calendar_tells_of_both_meetings(town)


class Town:
    """Everyone who has to do with the group, and the clock on the town hall."""

    def __init__(self, edition: Edition, clock: Any) -> None:
        self.edition, self.plan, self.clock = edition, edition.plan, clock
        self.reader = Browser()
        self.staff = {
            "coordinator": _officer("alena", groups.COORDINATOR),
            "officer": _officer("jana", groups.COMMENT_OFFICER),
        }
        self.letters_read = 0
        self.mails: dict[str, mails.Mail] = {}

    def on(self, moment: str) -> None:
        self.clock.move_to(datetime.fromisoformat(f"{moment}+02:00"))

    def at_work(self, name: str = "coordinator") -> Browser:
        return Browser().sign_in(self.staff[name])

    def week(self) -> Week:
        """What the coordinator's first page says is to be done."""
        return self.at_work().open(reverse("kpss:coordination")).page.context["week"]

    def waits(self, anchor: str) -> list[str]:
        """Where what is to be done of one kind is done."""
        lines = {section.anchor: section.lines for section in self.week().sections}
        return [line.url for line in lines[anchor]]

    def read(self, name: str, *arguments: object) -> Browser:
        return self.reader.open(reverse(f"kpss:{name}", args=arguments))

    def letters(self) -> list[tuple[str, str]]:
        """What has gone out since the last look, and to whom; `mails` are they by recipient."""
        sent = mails.sent()
        found = list(Letter.objects.filter(pk__gt=self.letters_read).order_by("pk"))
        assert [mail.parsed["To"] for mail in sent] == [letter.to for letter in found]
        self.mails = {letter.to: mail for letter, mail in zip(found, sent, strict=True)}
        self.letters_read = max([letter.pk for letter in found], default=self.letters_read)
        return sorted((letter.kind, letter.to) for letter in found)

    def link(self, to: str, name: str) -> str:
        """The secret link of that name in the last letter to somebody."""
        [link] = {link for link in self.mails[to].links if f"/odkaz/{name}/" in link}
        return link


@pytest.fixture
def town(published: Edition, time_machine: Any, monkeypatch: pytest.MonkeyPatch) -> Town:
    # Pages are stored as ever, and what changes them shows without a second's wait.
    monkeypatch.setattr(pagestore, "REREAD_SECONDS", 0)
    groups.create_groups()
    return Town(published, time_machine)


def _officer(name: str, group: str) -> User:
    user = User.objects.create_user(name, first_name=name.title(), is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user


def body() -> Body:
    return Body.objects.get()


def meeting(number: int) -> Meeting:
    return Meeting.objects.order_by("day")[number - 1]


def a_group_is_founded(town: Town) -> None:
    town.on("2027-04-01T09:00")
    founding = town.at_work().open(reverse("admin:kpss_body_add"))
    founding.send(kind="theme", name=NAME, short_name=NAME, slug="ps-seniori")
    assert (body().name, body().organisation.name) == (NAME, NAME)
    assert NAME in town.read("body_list").words
    assert town.waits("rovnovaha") == [reverse("kpss:seats", args=["ps-seniori"])]


def its_first_members_are_seated(town: Town) -> None:
    """The chair acts in office, under the name; the nurse's name is nobody's business."""
    coordinator, page = town.at_work(), reverse("kpss:seat", args=["ps-seniori"])
    term = {"term_from": "2027-04-01", "term_to": ""}
    chair = {"name": CHAIRED_BY, "email": CHAIR, "name_public": "on", "side": "commissioner"}
    coordinator.open(page).send(**term, **chair, role="chair")
    nurse = {"name": "Eva Tichá", "email": NURSE, "side": "provider"}
    coordinator.open(page).send(**term, **nurse, role="member")
    assert Membership.objects.count() == 2
    public = town.read("body_detail", "ps-seniori").words
    assert (CHAIRED_BY in public, "Eva Tichá" in public) == (True, False)
    # Nobody sits for the service users yet.
    assert town.waits("rovnovaha") == [reverse("kpss:seats", args=["ps-seniori"])]
    assert town.letters() == []


def a_citizen_asks_to_join_and_is_seated(town: Town) -> None:
    town.on("2027-04-02T18:00")
    citizen = Browser().open(reverse("kpss:application", args=["ps-seniori"]))
    citizen.send(side="service_user", why="Pečuji o maminku.", name="Marie Nová", email=CITIZEN)
    assert town.letters() == [("sent_confirm", CITIZEN)]
    assert town.waits("prihlasky") == []
    citizen.open(town.link(CITIZEN, "prihlaska")).send()
    [decision] = town.waits("prihlasky")
    coordinator = town.at_work().open(decision)
    assert "Pečuji o maminku." in coordinator.words
    coordinator.send(accepted="1", reply="Těšíme se na Vás.")
    assert town.letters() == [("sent_decided", CITIZEN)]
    assert "Těšíme se na Vás." in town.mails[CITIZEN].plain
    [seating] = [link for link in coordinator.open(decision).links if "prihlaska=" in link]
    coordinator.open(seating).send(term_from="2027-04-02", term_to="", role="member")
    member = Membership.objects.get(side="service_user")
    assert (member.person.name, member.person.email) == ("Marie Nová", CITIZEN)
    assert Application.objects.get().membership == member
    assert (town.waits("prihlasky"), town.waits("rovnovaha")) == ([], [])
    for page in ("body_detail", "body_members"):
        assert "Marie Nová" not in town.read(page, "ps-seniori").page.content.decode()


def a_comment_is_given_to_the_group(town: Town) -> None:
    town.on("2027-04-05T09:00")
    make_comment(item_of(town.edition, "A1.1"), text="Chybí noční pečovatelská služba.")
    officer = town.at_work("officer").open("/pripominky/vyporadani/?fronta=vse")
    given = {"assigned_to": body().organisation.pk, "due_on": "2027-05-05"}
    officer.send(MANY, "deed=assign", point=officer.boxes("point"), **given)
    assert Point.objects.get().handling.assigned_to == body().organisation


def somebody_proposes_a_topic(town: Town) -> None:
    town.letters()
    writer = Browser().open(reverse("kpss:topic", args=["ps-seniori"]))
    writer.send(title="Lavičky u domova", why="Není kde si sednout.", email="pan@example.cz")
    assert town.letters() == [("sent_confirm", "pan@example.cz")]
    writer.open(town.link("pan@example.cz", "tema")).send()
    [decision] = town.waits("temata")
    town.at_work().open(decision).send(accepted="1", reply="Probereme to.")
    assert town.letters() == [("sent_decided", "pan@example.cz")]
    assert town.waits("temata") == []


def a_meeting_is_planned_and_everyone_invited(town: Town) -> None:
    coordinator = town.at_work().open(reverse("kpss:meeting_plan"))
    coordinator.send(
        body=str(body().pk), day="2027-04-14", time_from="09:00", time_to="11:00",
        place="Koliště 19", access="Výtah je vpravo.",
    )  # fmt: skip
    [ahead] = town.week().ahead
    assert (ahead.meeting, ahead.invited, ahead.lacks) == (meeting(1), 0, 2)
    coordinator.open(reverse("kpss:meeting_staff", args=[meeting(1).pk])).send(without_agenda="on")
    assert town.letters() == [("meeting_invitation", to) for to in (CITIZEN, CHAIR, NURSE)]
    assert "Výtah je vpravo." in town.read("meeting_detail", meeting(1).pk).words
    assert meeting(1).get_absolute_url() in Browser().open("/").links


def members_answer(town: Town) -> None:
    for to, answer in ((CITIZEN, "yes"), (CHAIR, "yes"), (NURSE, "no")):
        Browser().open(town.link(to, "jednani")).send(answer=answer)
    [ahead] = town.week().ahead
    assert (ahead.invited, ahead.answered) == (3, 3)
    assert town.letters() == []


def the_agenda_builds_itself(town: Town) -> None:
    """The comment and the topic wait to be talked about; the coordinator adds a point."""
    agenda = reverse("kpss:meeting_agenda", args=[meeting(1).pk])
    coordinator = town.at_work().open(agenda)
    offered = reverse("kpss:meeting_offers", args=[meeting(1).pk])
    assert offered in coordinator.links
    kinds = coordinator.open(offered).boxes("offer")
    assert [key.partition(":")[0] for key in kinds] == ["comment", "topic"]
    coordinator.send(offer=kinds)
    coordinator.open(agenda).send(new="Různé")
    titles = list(AgendaPoint.objects.order_by("position").values_list("title", flat=True))
    assert titles[1:] == ["Lavičky u domova", "Různé"]
    public = plain(town.read("meeting_detail", meeting(1).pk).words)
    assert [title for title in titles if plain(title) not in public] == []
    assert town.week().number == 0


def the_meeting_is_held(town: Town) -> None:
    town.on("2027-04-14T12:00")
    attendance, writing = town.waits("zapisy")
    coordinator = town.at_work().open(attendance)
    came = {CITIZEN: "present", CHAIR: "present", NURSE: "excused"}
    keys = dict(Membership.objects.values_list("person__email", "pk"))
    coordinator.send(guests="2", **{f"presence-{keys[to]}": came[to] for to in came})
    assert town.waits("zapisy") == [writing]
    public = town.read("meeting_detail", meeting(1).pk).page.content.decode()
    assert "Marie Nová" not in public


def the_minutes_are_written_and_sent(town: Town) -> None:
    point = AgendaPoint.objects.get(comment_point__isnull=False)
    nurse = Membership.objects.get(side="provider")
    writing = reverse("kpss:minutes_write", args=[meeting(1).pk])
    town.at_work().open(writing).send(
        **{
            "minutes-0-opening": "Zahájil předseda.",
            f"point-{point.pk}-said": SAID,
            f"newdecision-{point.pk}-text": DECIDED,
            f"newtask-{point.pk}-what": TASK,
            f"newtask-{point.pk}-membership": str(nurse.pk),
            f"newtask-{point.pk}-due": "2027-05-01",
        }
    )
    assert Minutes.objects.get().state == "draft"
    assert town.waits("zapisy") == [writing]
    coordinator = town.at_work().open(course_of(meeting(1)))
    coordinator.send("/odeslat/", until="2027-04-28")
    assert town.letters() == [("minutes_sent", to) for to in (CITIZEN, CHAIR, NURSE)]
    assert town.waits("zapisy") == []
    assert town.read("minutes_detail", meeting(1).pk).page.status_code == 404


def plain(text: str) -> str:
    """Without the spaces that hold words together."""
    return text.replace("\xa0", " ")


def course_of(one: Meeting) -> str:
    return reverse("kpss:minutes_course", args=[one.pk])


def a_member_objects_and_is_heard(town: Town) -> None:
    """Everybody gets the mended wording once more."""
    member = Browser().open(town.link(CITIZEN, "zapis"))
    assert DECIDED in plain(member.words)
    member.send(text=OBJECTED)
    assert town.waits("zapisy") == [course_of(meeting(1))]
    writing = town.at_work().open(reverse("kpss:minutes_write", args=[meeting(1).pk]))
    point = AgendaPoint.objects.get(comment_point__isnull=False)
    writing.send(**{f"point-{point.pk}-said": f"{SAID}\n{ADDED}"})
    coordinator = town.at_work().open(course_of(meeting(1)))
    objection = Minutes.objects.get().objections.get()
    coordinator.send(
        f"/namitky/{objection.pk}/",
        **{f"namitka-{objection.pk}-state": "accepted", f"namitka-{objection.pk}-answer": "Ano."},
    )
    assert town.letters() == [("objection_decided", CITIZEN)]
    coordinator.open(course_of(meeting(1))).send("/odeslat/", until="2027-05-10")
    assert town.letters() == [("minutes_sent", to) for to in (CITIZEN, CHAIR, NURSE)]


def the_next_meeting_talks_of_the_open_task_and_approves_the_minutes(town: Town) -> None:
    town.on("2027-05-03T09:00")
    assert town.waits("ukoly") == [reverse("kpss:task_close", args=[Task.objects.get().pk])]
    assert town.waits("pripominky") == [Comment.objects.get().get_absolute_url()]
    coordinator = town.at_work().open(reverse("kpss:meeting_plan"))
    coordinator.send(body=str(body().pk), day="2027-05-12", time_from="09:00", place="Koliště 19")
    offered = coordinator.open(reverse("kpss:meeting_offers", args=[meeting(2).pk]))
    task = f"task:{Task.objects.get().pk}"
    assert task in offered.boxes("offer")
    offered.send(offer=[task])
    coordinator.open(reverse("kpss:meeting_staff", args=[meeting(2).pk])).send()
    town.letters()
    town.on("2027-05-12T12:00")
    assert course_of(meeting(1)) in town.waits("zapisy")
    coordinator = town.at_work().open(course_of(meeting(1)))
    coordinator.send("/schvalit/", at=str(meeting(2).pk))
    assert Minutes.objects.get().state == "approved"
    coordinator.open(course_of(meeting(1))).send("/skryt/", suspect=[PHONE], passages="")
    coordinator.open(course_of(meeting(1))).send("/zverejnit/")
    assert Minutes.objects.get().state == "published"
    close = reverse("kpss:task_close", args=[Task.objects.get().pk])
    coordinator.open(close).send(on="2027-05-12", result="Kapacita je dvanáct lidí za noc.")
    assert town.waits("ukoly") == []


def the_decision_settles_the_comment(town: Town) -> None:
    page = reverse("kpss:decision_effects", args=[Decision.objects.get().pk])
    town.at_work().open(page).send(plan=str(town.plan.pk), comment="1")
    comment = Comment.objects.get()
    assert Decision.objects.get().get_absolute_url() in Browser().open(
        comment.get_absolute_url()
    ).links  # fmt: skip


def everyone_reads_what_was_decided(town: Town) -> None:
    """Of who uses services neither page, nor minutes, nor the list of tasks tells the name."""
    decision = Decision.objects.get()
    pages = {
        "minutes": town.read("minutes_detail", meeting(1).pk),
        "decision": Browser().open(decision.get_absolute_url()),
        "decisions": Browser().open(reverse("kpss:decision_list")),
        "first page": Browser().open(reverse("kpss:planning")),
        "group": Browser().open(reverse("kpss:body_detail", args=["ps-seniori"])),
        "meeting": Browser().open(meeting(1).get_absolute_url()),
    }
    for name, page in pages.items():
        content = page.page.content.decode()
        assert (name, [told for told in ("Marie Nová", PHONE) if told in content]) == (name, [])
    read = {name: plain(page.words) for name, page in pages.items()}
    assert [name for name in ("minutes", "decision", "decisions", "first page")
            if DECIDED not in read[name]] == []  # fmt: skip
    assert SAID_IN_PUBLIC in read["minutes"]
    assert ADDED in read["minutes"]
    assert Comment.objects.get().get_absolute_url() in pages["decision"].links


def the_calendar_tells_of_both_meetings(town: Town) -> None:
    calendar = town.read("body_ics", "ps-seniori").page.content.decode()
    told = [f"UID:{one.uid}" in calendar for one in (meeting(1), meeting(2))]
    assert (told, calendar.count("BEGIN:VEVENT")) == ([True, True], 2)
