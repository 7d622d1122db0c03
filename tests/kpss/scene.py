"""Community planning with everything in it, and every page that shows it, by name.

For whoever looks at all pages: the browser's tests, the HTML checker.
"""

import uuid
from datetime import date, time, timedelta
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from comments.models import Handling
from kpss.bodies import founding
from kpss.links import Purpose
from kpss.meetings import inviting, planning
from kpss.minutes import course, decisions
from kpss.models import (
    ActivityPoint,
    AgendaPoint,
    Application,
    Attendance,
    Body,
    BodyWork,
    Concern,
    ConcernPart,
    Correspondent,
    Cycle,
    Involvement,
    KeyActivity,
    Meeting,
    Membership,
    Minutes,
    NewsSubscription,
    Objection,
    Phase,
    Project,
    Rules,
    Series,
    TargetGroup,
    TargetGroupName,
    TargetGroupPart,
    Task,
    Topic,
)
from strategy import secret_links
from strategy.models import Edition, Item, Organisation
from tests.factories import item_of, make_comment
from tests.kpss.factories import make_body, make_meeting, make_member, make_person
from tests.kpss.minutes.scene import make_decision, make_points, make_task
from tests.kpss.papers import make_call, make_filed, make_funding, make_news
from tests.scenes import LONG, Scene

SIDES = ("commissioner", "provider", "service_user")


class _Cast(NamedTuple):
    """The rows that pages are about."""

    edition: Edition
    body: Body
    group: TargetGroup
    members: list[Membership]
    published: Minutes
    sent: Minutes
    draft: Minutes
    ahead: Meeting
    called_off: Meeting
    task: Task


def day(days: int) -> date:
    return localdate() + timedelta(days=days)


def make_scene(edition: Edition) -> Scene:
    """On a published edition with the measures A1.1 and A1.2."""
    charity = Organisation.objects.create(kind="nonprofit", name=f"Charita {LONG}")
    group = _target_group(edition)
    body = _body(edition, group)
    members = _members(body, charity)
    published = _published(body, members, edition)
    sent, draft = _sent(body, members[1]), _draft(body)
    ahead = _ahead(body, charity)
    called_off = planning.plan(body, day=day(5), time_from=time(9))
    planning.call_off(called_off, f"Nemoc. {LONG}")
    task = make_task(published.meeting, f"Doplnit {LONG}", due=day(3), membership=members[1])
    cast = _Cast(
        edition, body, group, members, published, sent, draft, ahead, called_off, task
    )  # fmt: skip
    return Scene(_public_pages(cast, charity), _secret_pages(cast), _staff_pages(cast))


def _target_group(edition: Edition) -> TargetGroup:
    group = TargetGroup.objects.create(position=1, valid_from="2006", source="Text.")
    for number, name in enumerate(("Staří občané", f"Senioři {LONG}"), start=1):
        TargetGroupName.objects.create(
            group=group, number=number, name=name, slug=f"skupina-{number}", since=f"200{number}"
        )
    item = item_of(edition, "A1.1")
    TargetGroupPart.objects.create(group=group, plan=edition.plan, item_key=item.key)
    return group


def _body(edition: Edition, group: TargetGroup) -> Body:
    body = founding.found(
        Body(
            kind=Body.Kind.COORDINATION,
            name=f"Koordinační skupina {LONG}",
            slug="koordinacni",
            about="Péče doma.",
            target_group=group,
            valid_from="2006",
            source="Text.",
        )
    )
    over = make_body(f"Skončená {LONG}", slug="skoncena", valid_to="2015", kind="partnership")
    item = item_of(edition, "A1.1")
    for whose in (body, over):
        BodyWork.objects.create(body=whose, plan=edition.plan, item_key=item.key)
    document = make_filed(title=f"Jednací řád {LONG}", dated="2012", about="O tom.")
    document.bodies.add(body)
    document.plans.add(edition.plan)
    Rules.objects.create(
        body=body, number=1, seats_provider=3, quorum=4, quorum_service_user=1, document=document
    )
    return body


def _members(body: Body, charity: Organisation) -> list[Membership]:
    official = make_person(f"Jana {LONG}", name_public=True)
    chair = make_member(body, SIDES[0], role="chair", person=official, organisation=charity)
    provider, user = (
        make_member(body, side, organisation=charity, term_to=day(20)) for side in SIDES[1:]
    )
    deputy = make_member(body, SIDES[1], role="deputy", deputy_for=provider)
    return [chair, provider, user, deputy]


def _held(body: Body, days_ago: int) -> Meeting:
    """A meeting of which it is known who came, with an agenda of nested points."""
    meeting = make_meeting(body, day(-days_ago), access="Výtah je vpravo.", guests=2)
    inviting_rows = [
        Attendance(meeting=meeting, membership=one, side=one.side, presence=came)
        for one, came in zip(
            body.memberships.order_by("pk"), ("present", "deputy", "excused"), strict=False
        )
    ]
    Attendance.objects.bulk_create(inviting_rows)
    first, *_rest = make_points(meeting)
    AgendaPoint.objects.filter(pk=first.pk).update(raised_by="provider", said=f"Řekli {LONG}.")
    return meeting


def _published(body: Body, members: list[Membership], edition: Edition) -> Minutes:
    meeting = _held(body, 60)
    point = meeting.agenda.first()
    decision = make_decision(meeting, f"Doporučuje se {LONG}.", point=point)
    make_task(meeting, "Oslovit poskytovatele", membership=members[0], due=day(-3), point=point)
    make_task(meeting, "Hotovo", who="všichni", closed_on=day(-1), result="Vše hotovo.")
    minutes = Minutes.objects.create(meeting=meeting, opening="Zahájení.", written_by="Jana")
    course.send(minutes, day(5))
    course.hide(minutes, ["poskytovatele"])
    Minutes.objects.filter(pk=minutes.pk).update(
        sent_at=timezone.now() - timedelta(days=59), objections_until=day(-45)
    )
    course.approve(minutes, on=localdate())
    comment = make_comment(item_of(edition, "A1.1"))
    Handling.objects.create(
        point=comment.points.get(), assigned_to=body.organisation, due_on=day(2)
    )
    decisions.settle(decision, edition.plan, str(comment.number))
    decisions.change(decision, edition.plan, "A1.2")
    course.publish(minutes)
    return Minutes.objects.get(pk=minutes.pk)


def _sent(body: Body, member: Membership) -> Minutes:
    """Minutes that a member objects to, with what looks like personal data."""
    meeting = _held(body, 20)
    AgendaPoint.objects.filter(meeting=meeting).update(said="Volejte 604 123 987.")
    minutes = Minutes.objects.create(meeting=meeting, opening="Zahájení.")
    course.send(minutes, day(5))
    for state in ("open", "accepted"):
        Objection.objects.create(
            minutes=minutes, membership=member, text=f"Chybí {LONG}.", state=state, answer="Ano."
        )
    return Minutes.objects.get(pk=minutes.pk)


def _draft(body: Body) -> Minutes:
    make_meeting(body, day(-3))
    return Minutes.objects.create(meeting=_held(body, 9), opening="Zahájení.")


def _ahead(body: Body, charity: Organisation) -> Meeting:
    """A meeting to which members are invited, and one that nothing is done for."""
    series = Series.objects.create(
        body=body, first_on=day(7), every_months=2, time_from=time(9), place=f"Sál {LONG}"
    )
    planning.plan(body, day=day(12), time_from=time(9), title=f"Konference {LONG}")
    meeting = planning.plan(
        body,
        series=series,
        day=day(7),
        time_from=time(9),
        time_to=time(11),
        place=f"Sál {LONG}",
        access="Výtah je vpravo.",
    )
    inviting.invite(meeting)
    planning.call_off(meeting, f"Nemoc. {LONG}")
    planning.reinstate(meeting, f"Uzdravila se. {LONG}")
    inviting.answer(meeting.attendances.earliest("pk"), "yes")
    make_points(meeting)
    Topic.objects.create(
        body=body,
        title=f"Lavičky {LONG}",
        why="Není kde sedět.",
        state="accepted",
        decided_at=timezone.now(),
        submission_key=uuid.uuid4(),
    )
    return meeting


def _concern(item: Item) -> Concern:
    made = Concern.objects.create(kind="situation", name=f"Jsem {LONG}", slug="jsem")
    ConcernPart.objects.create(concern=made, plan=item.edition.plan, item_key=item.key)
    return made


def _public_pages(cast: _Cast, charity: Organisation) -> dict[str, str]:
    edition, body = cast.edition, cast.body
    project, cycle = _project(cast, charity), _cycle(edition)
    news = make_news(f"Konference {LONG}", body=body, happened="2016-04-14", source=LONG)
    news.plans.add(edition.plan)
    item = item_of(edition, "A1.1")
    funding = make_funding(item, make_call(title=f"Výzva {LONG}"), organisation=charity)
    [document] = body.documents.all()
    decision = cast.published.meeting.decisions.get()
    lists = [
        "planning", "body_list", "target_group_list", "cycle_list", "project_list",
        "organisation_list", "meeting_list", "decision_list", "task_list", "document_list",
        "news_list", "news_subscription", "news_subscription_sent", "subsidy_list",
        "concern_list",
    ]  # fmt: skip
    of_body = ["body_detail", "body_members", "body_rules", "body_meetings", "application",
               "topic", "sent"]  # fmt: skip
    return {
        "portal": "/",
        **{name: reverse(f"kpss:{name}") for name in lists},
        **{name: reverse(f"kpss:{name}", args=[body.slug]) for name in of_body},
        "body that has ended": reverse("kpss:body_detail", args=["skoncena"]),
        "target_group_detail": cast.group.get_absolute_url(),
        "target groups of a year": reverse("kpss:target_group_list") + "?rok=2001",
        "target group in a year": f"{cast.group.get_absolute_url()}?rok=2001",
        "concern_detail": _concern(item).get_absolute_url(),
        "cycle_detail": cycle.get_absolute_url(),
        "project_detail": project.get_absolute_url(),
        "organisation_detail": reverse("kpss:organisation_detail", args=[charity.pk]),
        "meeting_year": reverse("kpss:meeting_year", args=[localdate().year]),
        "meeting_month": reverse(
            "kpss:meeting_month", args=[cast.ahead.day.year, cast.ahead.day.month]
        ),
        "plan": edition.plan.get_absolute_url(),
        "meeting_detail": cast.published.meeting.get_absolute_url(),
        "meeting ahead": cast.ahead.get_absolute_url(),
        "meeting called off": cast.called_off.get_absolute_url(),
        "minutes_detail": cast.published.get_absolute_url(),
        "decision_detail": decision.get_absolute_url(),
        "document_detail": document.get_absolute_url(),
        "news_detail": news.get_absolute_url(),
        "news of a body": reverse("kpss:news_list") + f"?skupina={body.slug}",
        "subsidy_year": reverse("kpss:subsidy_year", args=[funding.call.rules.year]),
        "item": item.get_absolute_url(),
        "comment": edition.plan.get_absolute_url() + "pripominky/1/",
    }


def _project(cast: _Cast, charity: Organisation) -> Project:
    project = Project.objects.create(
        slug="projekt",
        title=f"Projekt {LONG}",
        registration="CZ.1.04/3.1.03/78.00038",
        amount=2_207_350,
        begins="2012-03-01",
        ends="2014-08",
        source="Text.",
    )
    Involvement.objects.create(project=project, organisation=charity, role="implementer")
    activity = KeyActivity.objects.create(project=project, number=1, title=f"Aktivita {LONG}")
    ActivityPoint.objects.create(activity=activity, position=1, text=f"Bod {LONG}")
    project.plans.add(cast.edition.plan)
    project.bodies.add(cast.body)
    return project


def _cycle(edition: Edition) -> Cycle:
    plan = edition.plan
    plan.period_from, plan.period_to = 2010, localdate().year
    plan.save()
    cycle = Cycle.objects.create(plan=plan, about="Co je známo.", source="Text.")
    for kind, begins, ends in (
        (Phase.Kind.PREPARATION, "2005-23", "2006-03"),
        (Phase.Kind.REALISATION, "2010", ""),
    ):
        Phase.objects.create(cycle=cycle, kind=kind, begins=begins, ends=ends, note=LONG)
    return cycle


def _secret_pages(cast: _Cast) -> dict[str, str]:
    invited = cast.ahead.attendances.select_related("membership__person").order_by("pk")
    links = {
        name: secret_links.path(Purpose.ATTENDANCE, one.pk, one.membership.person.email)
        for name, one in zip(("attendance_answer", "invitation unanswered"), invited, strict=False)
    }
    reader = cast.sent.meeting.attendances.get(membership=cast.members[1])
    application = _sent_in(Application, cast.body, "unconfirmed", side="provider")
    topic = _sent_in(Topic, cast.body, "declined", title=f"Lavičky {LONG}", reply="Ne, promiňte.")
    subscription = NewsSubscription.objects.create(email="a@example.cz", body=cast.body)
    return {
        **links,
        "minutes_objection": secret_links.path(Purpose.OBJECTION, reader.pk),
        "application_confirm": secret_links.path(Purpose.APPLICATION, application.pk),
        "topic_confirm": secret_links.path(Purpose.TOPIC, topic.pk),
        "news_confirm": secret_links.path(Purpose.NEWS, subscription.pk),
        "news_end": secret_links.path(Purpose.NO_NEWS, subscription.pk),
    }


def _sent_in(
    kind: type[Application] | type[Topic], body: Body, state: str, **given: str
) -> Application | Topic:
    sender = Correspondent.objects.create(name=f"Paní {LONG}", email="pani@example.cz")
    decided = {"decided_at": timezone.now()} if state in {"accepted", "declined"} else {}
    return kind.objects.create(
        body=body, state=state, correspondent=sender, why=f"Protože {LONG}.",
        submission_key=uuid.uuid4(), **decided, **given,
    )  # fmt: skip


def _staff_pages(cast: _Cast) -> dict[str, str]:
    waiting = _sent_in(Application, cast.body, "waiting", side="provider", organisation=LONG)
    accepted = _sent_in(Application, cast.body, "accepted", side="provider", reply="Ano.")
    topic = _sent_in(Topic, cast.body, "waiting", title=f"Zastávky {LONG}")
    lists = ["coordination", "balance", "sent_list", "meeting_staff_list", "meeting_plan",
             "series_plan", "target_group_staff"]  # fmt: skip
    of_meeting = ["meeting_staff", "meeting_change", "meeting_call_off", "meeting_agenda",
                  "meeting_offers"]  # fmt: skip
    of_minutes = ["minutes_write", "minutes_preview", "minutes_course"]
    slug, member = cast.body.slug, cast.members[0]
    return {
        **{name: reverse(f"kpss:{name}") for name in lists},
        **{name: reverse(f"kpss:{name}", args=[cast.ahead.pk]) for name in of_meeting},
        **{name: reverse(f"kpss:{name}", args=[cast.sent.meeting_id]) for name in of_minutes},
        "draft of minutes": reverse("kpss:minutes_write", args=[cast.draft.meeting_id]),
        "course of a draft": reverse("kpss:minutes_course", args=[cast.draft.meeting_id]),
        "course of what is published": reverse(
            "kpss:minutes_course", args=[cast.published.meeting_id]
        ),
        "closed agenda": reverse("kpss:meeting_agenda", args=[cast.published.meeting_id]),
        "meeting_reinstate": reverse("kpss:meeting_reinstate", args=[cast.called_off.pk]),
        "series_change": reverse("kpss:series_change", args=[Series.objects.get().pk]),
        "meeting_attendance": reverse("kpss:meeting_attendance", args=[cast.draft.meeting_id]),
        "meeting that was held": reverse("kpss:meeting_staff", args=[cast.draft.meeting_id]),
        "decision_effects": reverse(
            "kpss:decision_effects", args=[cast.published.meeting.decisions.get().pk]
        ),
        "task_close": reverse("kpss:task_close", args=[cast.task.pk]),
        "seats": reverse("kpss:seats", args=[slug]),
        "seat": reverse("kpss:seat", args=[slug]) + f"?prihlaska={accepted.pk}",
        "seat_end": reverse("kpss:seat_end", args=[member.pk]),
        "seat_go_on": reverse("kpss:seat_go_on", args=[member.pk]),
        "person_erase": reverse("kpss:person_erase", args=[member.person_id]),
        "target_group_rename": reverse("kpss:target_group_rename", args=[cast.group.pk]),
        "application_decide": reverse("kpss:application_decide", args=[waiting.pk]),
        "application that was accepted": reverse("kpss:application_decide", args=[accepted.pk]),
        "topic_decide": reverse("kpss:topic_decide", args=[topic.pk]),
    }
