"""A person who is erased is in no table any more, having been in every one of them before."""

import json
from datetime import date
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from comments.privacy import scrubbing
from comments.privacy.hidden import HIDDEN
from kpss import privacy
from kpss.models import (
    AgendaPoint,
    Application,
    Attendance,
    Body,
    Correspondent,
    Decision,
    Document,
    HiddenPassage,
    Membership,
    Minutes,
    MinutesVersion,
    News,
    NewsSubscription,
    Objection,
    Person,
    PlanningRevision,
    Task,
    Topic,
)
from strategy.models import Letter, PageRevision, Plan
from tests.comments.privacy import canaries
from tests.kpss.factories import make_body, make_meeting, make_member, make_person

pytestmark = pytest.mark.django_db
NAME, EMAIL = "Mgr. Kanára Žlutá, Ph.D.", "kanara@example.cz"
PLAIN = "Kanára Žlutá"
WORDS = f"Zapsala {PLAIN}, {EMAIL}."

# Every column of community planning that anybody's words get into, and those beside it.
HISTORIES = {"meeting": "place", "minutes": "written_by", "task": "what", "decision": "text"}
PLACES = {
    "kpss_person.name",
    "kpss_person.email",
    "kpss_correspondent.name",
    "kpss_correspondent.email",
    "kpss_application.why",
    "kpss_topic.why",
    "kpss_newssubscription.email",
    "kpss_body.about",
    "kpss_agendapoint.said",
    "kpss_agendapoint.conclusion",
    "kpss_minutesversion.content",
    "kpss_minutes.opening",
    "kpss_objection.text",
    "kpss_task.who",
    "kpss_document.about",
    "kpss_news.text",
    *(f"kpss_{model}.{column}" for model, column in HISTORIES.items()),
    *(f"kpss_historical{model}.{column}" for model, column in HISTORIES.items()),
    "kpss_historicalbody.about",
    "kpss_historicalminutes.opening",
    "kpss_historicaltask.who",
    "kpss_historicaldocument.about",
    "kpss_historicalnews.text",
    "django_admin_log.object_repr",
    "django_admin_log.change_message",
    *(
        f"strategy_letter.{column}"
        for column in ("to", "recipient", "subject", "plain", "html", "headers", "error")
    ),
}


@pytest.fixture
def person() -> Person:
    """Somebody who has left a trace in every place."""
    person = make_person(NAME, email=EMAIL, name_public=True)
    body = make_body(about=WORDS)
    member = make_member(body, person=person)
    _meet(body, member)
    _write_in(body, member)
    Document.objects.create(kind="record", title="Záznam", about=WORDS)
    News.objects.create(slug="konference", title="Konference", text=WORDS)
    NewsSubscription.objects.create(email=EMAIL.upper(), confirmed_at=timezone.now())
    NewsSubscription.objects.create(email=EMAIL, body=body, confirmed_at=timezone.now())
    _log(person, member)
    _send(f"kpss.person:{person.pk}", to=EMAIL)
    return person


def _meet(body: Body, member: Membership) -> None:
    meeting = make_meeting(body, place=f"u {PLAIN}")
    Attendance.objects.create(meeting=meeting, membership=member, side=member.side)
    point = AgendaPoint.objects.create(
        meeting=meeting, position=1, title="Bydlení", said=WORDS, conclusion=WORDS
    )
    minutes = Minutes.objects.create(meeting=meeting, opening=WORDS, written_by=NAME)
    content = {"members": [{"name": PLAIN}], "points": [[WORDS]]}
    MinutesVersion.objects.create(minutes=minutes, number=1, content=content)
    Objection.objects.create(minutes=minutes, membership=member, text=WORDS)
    given = {"meeting": meeting, "point": point, "number": 1}
    Task.objects.create(body=body, what=f"{PLAIN} zjistí kapacity", who=PLAIN, **given)
    Decision.objects.create(text=WORDS, **given)


def _write_in(body: Body, member: Membership) -> None:
    for kind, given in ((Application, {"side": "provider"}), (Topic, {"title": "Bydlení"})):
        sender = Correspondent.objects.create(name=PLAIN, email=EMAIL.title())
        row = kind.objects.create(
            submission_key=f"00000000-0000-0000-0000-00000000000{kind is Topic:d}",
            body=body,
            correspondent=sender,
            why=WORDS,
            **given,
        )
        _send(f"kpss.{kind.__name__.lower()}:{row.pk}", to="jiny@example.cz")


def _log(person: Person, member: Membership) -> None:
    user = User.objects.create_user("koordinatorka")
    for row in (person, member):
        LogEntry.objects.create(
            user=user,
            content_type=ContentType.objects.get_for_model(type(row)),
            object_id=str(row.pk),
            object_repr=str(row),
            action_flag=CHANGE,
            change_message=json.dumps([{"changed": {"name": f"členství {PLAIN}"}}]),
        )


def _send(about: str, *, to: str) -> None:
    given: dict[str, Any] = dict.fromkeys(["subject", "plain", "html", "error"], WORDS)
    Letter.objects.create(
        kind="meeting_invitation",
        to=to,
        recipient=to,
        headers={"X-Name": PLAIN},
        message_id=f"<{about}@localhost>",
        about=about,
        **given,
    )


def sung() -> set[str]:
    return canaries.places(NAME, PLAIN, EMAIL)


def test_the_name_and_the_e_mail_are_in_no_table_any_more(person) -> None:
    assert sung() == PLACES
    privacy.erase(person, f"Žádost, {PLAIN}.", User.objects.get())
    assert sung() == set()


def test_what_was_written_stays_without_the_name(person) -> None:
    privacy.erase(person, "Žádost.", None)
    assert AgendaPoint.objects.get().said == "Zapsala [údaj skryt], [údaj skryt]."
    assert Minutes.objects.get().written_by == "[údaj skryt]"
    assert MinutesVersion.objects.get().content == {
        "members": [{"name": "[údaj skryt]"}],
        "points": [["Zapsala [údaj skryt], [údaj skryt]."]],
    }
    assert Task.objects.get().what == "[údaj skryt] zjistí kapacity"


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Mluvili s Janou Novou.", "Mluvili s [údaj skryt]."),
        ("Bez Jany Nové a J. Nové to nejde.", "Bez [údaj skryt] a [údaj skryt] to nejde."),
        ("Poděkovala paní Nové i pí Nové.", "Poděkovala [údaj skryt] i [údaj skryt]."),
        ("Nové služby schválila Nová.", "Nové služby schválila Nová."),
        ("S Jitkou Novou, V. Nová.", "S Jitkou Novou, V. Nová."),
    ],
)
def test_other_forms_of_the_name_go_too(said: str, left: str) -> None:
    body = make_body(about=said)
    privacy.erase(make_person("Mgr. Jana Nová"), "Žádost.", None)
    body.refresh_from_db()
    assert (body.about, body.history.latest().about) == (left, left)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("S Janou Novou.", "S [údaj skryt]."),
        ("J. Nová a paní Nová.", "J. Nová a paní Nová."),
        ("S Jitkou Novou.", "S Jitkou Novou."),
    ],
)
def test_what_may_be_another_persons_name_stays(said: str, left: str) -> None:
    make_person("Jitka Nová")
    body = make_body(about=said)
    privacy.erase(make_person("Jana Nová"), "Žádost.", None)
    body.refresh_from_db()
    assert body.about == left


def test_where_texts_are_left_alone_so_are_other_forms() -> None:
    body = make_body(about="Mluvili s Janou Novou.")
    privacy.erase(make_person("Jana Nová"), "Žádost.", None, texts=False)
    body.refresh_from_db()
    assert body.about == "Mluvili s Janou Novou."


def test_the_term_stays_and_its_name_is_no_longer_public(person) -> None:
    privacy.erase(person, "Žádost.", None)
    member = Membership.objects.select_related("person", "organisation").get()
    assert (member.term_from, member.person.name_public) == (date(2018, 1, 1), False)
    assert Attendance.objects.get().membership == member


def test_a_consent_to_be_named_goes_with_the_name(person) -> None:
    Membership.objects.update(side="service_user", name_consent=True)
    privacy.erase(person, "Žádost.", None)
    assert Membership.objects.get().name_consent is False


def test_other_people_stay(person) -> None:
    other = make_person("Kanár Zelený", email="zeleny@example.cz", name_public=True)
    AgendaPoint.objects.update(conclusion="Souhlasil Kanár Zelený.")
    NewsSubscription.objects.create(email="zeleny@example.cz", confirmed_at=timezone.now())
    privacy.erase(person, "Žádost.", None)
    other.refresh_from_db()
    assert (other.name, other.email, other.name_public) == (
        "Kanár Zelený",
        "zeleny@example.cz",
        True,
    )
    assert AgendaPoint.objects.get().conclusion == "Souhlasil Kanár Zelený."
    assert [one.email for one in NewsSubscription.objects.all()] == ["zeleny@example.cz"]


def test_where_somebody_has_the_same_name_texts_can_be_left_alone(person) -> None:
    namesake = make_person(NAME, email="jina@example.cz")
    assert list(privacy.namesakes(person)) == [namesake]
    privacy.erase(person, "Žádost.", None, texts=False)
    namesake.refresh_from_db()
    assert (namesake.name, AgendaPoint.objects.get().said) == (
        NAME,
        f"Zapsala {PLAIN}, [údaj skryt].",
    )
    person.refresh_from_db()
    assert (person.name, person.email) == ("", "")


def test_who_is_hidden_in_minutes_already_is_erased_all_the_same(person) -> None:
    minutes = Minutes.objects.get()
    for text in (NAME, EMAIL, HIDDEN, f"{PLAIN}, Cejl 5", f"{NAME}, Cejl 5", "Cejl 6"):
        HiddenPassage.objects.create(minutes=minutes, text=text)
    privacy.erase(person, "Požádala o to.", None)
    left = HiddenPassage.objects.order_by("text").values_list("text", flat=True)
    assert list(left) == ["Cejl 6", HIDDEN, f"{HIDDEN}, Cejl 5"]


def test_nobody_is_erased_without_a_reason_nor_twice(person) -> None:
    with pytest.raises(privacy.ErasingRefused):
        privacy.erase(person, "  ", None)
    assert sung() == PLACES
    privacy.erase(person, "Žádost.", None)
    with pytest.raises(privacy.ErasingRefused):
        privacy.erase(person, "Žádost.", None)


def test_it_is_on_record_who_erased_and_why(person) -> None:
    user = User.objects.get()
    privacy.erase(person, "Žádost z 1. 3.", user)
    entry = LogEntry.objects.latest("pk")
    assert (entry.user, entry.object_id) == (user, str(person.pk))
    assert "Žádost z 1. 3." in entry.change_message


def test_pages_are_made_anew(person, plan: Plan) -> None:
    PlanningRevision.raise_it()
    before = PlanningRevision.objects.get().number
    privacy.erase(person, "Žádost.", None)
    assert PlanningRevision.objects.get().number == before + 1
    assert PageRevision.objects.get(plan_id=plan.pk).clean_from > 0


def test_the_tables_of_community_planning_are_scrubbed_as_well() -> None:
    assert {"kpss_person", "kpss_minutesversion", "kpss_historicaltask"} <= set(scrubbing.tables())
