"""Inviting members, their answers, and what they are told of changes."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from kpss.meetings import agenda, inviting, planning
from kpss.meetings.holding import MeetingRefused
from kpss.models import Attendance, Meeting, Membership, Side
from strategy.editing import version_of
from strategy.models import Letter
from tests import mails
from tests.kpss.factories import make_member, make_person
from tests.kpss.meetings import calendar_files


def deputy_of(member: Membership, email: str = "zastup@example.cz", **fields: object) -> Membership:
    person = make_person("Zástupkyně", email=email)
    given = {"role": Membership.Role.DEPUTY, "deputy_for": member, "person": person}
    return make_member(member.body, member.side, **given | fields)


def calendar_of(mail: mails.Mail) -> calendar_files.Component:
    (part,) = mail.parsed.iter_attachments()
    return calendar_files.read(part.get_payload(decode=True))


def calendar_text(mail: mails.Mail) -> str:
    (part,) = mail.parsed.iter_attachments()
    return part.get_payload(decode=True).decode()


def told() -> list[tuple[str, str, str]]:
    """(to whom, the method of the calendar, its sequence) of each mail that goes out now."""
    found = []
    for mail in mails.sent():
        calendar = calendar_of(mail)
        (event,) = calendar.of("VEVENT")
        found.append((mail.parsed["To"], calendar.value("METHOD"), event.value("SEQUENCE")))
    return found


def test_each_member_gets_one_letter_with_the_meeting_and_a_link_of_their_own(
    coming: Meeting,
) -> None:
    make_member(coming.body, Side.SERVICE_USER, person=make_person("Jana", email="jana@example.cz"))
    make_member(coming.body, Side.PROVIDER, person=make_person("Petr", email="petr@example.cz"))
    Meeting.objects.update(access="Výtah je vlevo.")
    parent = agenda.add(coming, "Rozpočet")
    agenda.add(coming, "Dotace", parent)
    inviting.invite(coming)
    first, second = mails.sent()
    assert {first.parsed["To"], second.parsed["To"]} == {"jana@example.cz", "petr@example.cz"}
    for mail in (first, second):
        assert mail.words == mail.html_words
        for said in ("PS Senioři", "3. 12. 2026", "9:00–11:00", "Malinovského", "Výtah je vlevo."):
            assert said in mail.plain.replace("\xa0", " ")
        assert "1. Rozpočet" in mail.plain.replace("\xa0", " ")
        assert "1.1. Dotace" in mail.plain.replace("\xa0", " ")
        (event,) = calendar_of(mail).of("VEVENT")
        assert [one.value for one in event.all("ATTENDEE")] == [f"mailto:{mail.parsed['To']}"]
    links = [next(link for link in mail.links if "/odkaz/" in link) for mail in (first, second)]
    assert links[0] != links[1]
    assert second.parsed["To"] not in first.plain + calendar_text(first)


def test_the_side_of_the_day_is_kept(coming: Meeting) -> None:
    member = make_member(coming.body, Side.SERVICE_USER)
    inviting.invite(coming)
    Membership.objects.update(side=Side.PROVIDER)
    assert Attendance.objects.values_list("membership", "side").get() == (
        member.pk,
        Side.SERVICE_USER,
    )


def test_only_who_sits_on_that_day_is_invited_and_no_deputy(coming: Meeting) -> None:
    sits = make_member(coming.body)
    make_member(coming.body, term_to=date(2026, 12, 2))
    make_member(coming.body, term_from=date(2026, 12, 4))
    deputy_of(sits)
    assert [one.membership for one in inviting.invite(coming)] == [sits]


def test_inviting_again_reaches_only_who_is_new(coming: Meeting) -> None:
    make_member(coming.body)
    inviting.invite(coming)
    at = Meeting.objects.get().invited_at
    assert inviting.invite(coming) == []
    new = make_member(coming.body)
    assert [one.membership for one in inviting.invite(coming)] == [new]
    assert (Letter.objects.count(), Meeting.objects.get().invited_at) == (2, at)


def test_a_member_without_an_e_mail_is_on_the_list_and_gets_no_letter(coming: Meeting) -> None:
    make_member(coming.body, person=make_person("Bez pošty", email=""))
    assert len(inviting.invite(coming)) == 1
    assert (Letter.objects.count(), Attendance.objects.count()) == (0, 1)


def test_nobody_is_invited_to_what_is_over_or_called_off(coming: Meeting, held: Meeting) -> None:
    make_member(coming.body)
    planning.call_off(coming, "Nemoc.")
    for meeting in (coming, held):
        with pytest.raises(MeetingRefused):
            inviting.invite(meeting)
    assert (Letter.objects.count(), Attendance.objects.count()) == (0, 0)


def test_a_letter_can_go_to_a_member_once_more(coming: Meeting) -> None:
    make_member(coming.body)
    (invited,) = inviting.invite(coming)
    invited.membership.person.email = "nova@example.cz"
    invited.membership.person.save()
    inviting.invite_again(invited)
    assert [mail.parsed["To"] for mail in mails.sent()][-1] == "nova@example.cz"
    invited.membership.person.email = ""
    invited.membership.person.save()
    with pytest.raises(MeetingRefused):
        inviting.invite_again(invited)


@pytest.mark.parametrize("answers", [["yes"], ["yes", "no"], ["no", "yes"]])
def test_the_last_answer_counts(coming: Meeting, answers: list[str]) -> None:
    make_member(coming.body)
    (invited,) = inviting.invite(coming)
    for given in answers:
        inviting.answer(invited, given)
    found = Attendance.objects.get()
    assert (found.answer, found.answered_at is not None) == (answers[-1], True)


@pytest.mark.parametrize("given", ["", "maybe", "deputy"])
def test_what_is_no_answer_of_theirs_is_refused(coming: Meeting, given: str) -> None:
    make_member(coming.body)
    (invited,) = inviting.invite(coming)
    with pytest.raises(MeetingRefused):
        inviting.answer(invited, given)
    assert Attendance.objects.get().answer == ""


@pytest.mark.parametrize(
    ("moment", "is_open"), [("2026-12-03 08:59 +0100", True), ("2026-12-03 09:00 +0100", False)]
)
def test_answers_are_taken_until_the_meeting_begins(coming: Meeting, now, moment, is_open) -> None:
    make_member(coming.body)
    (invited,) = inviting.invite(coming)
    now.move_to(moment)
    if is_open:
        inviting.answer(invited, "yes")
    else:
        with pytest.raises(MeetingRefused):
            inviting.answer(invited, "yes")
    assert Attendance.objects.get().answer == ("yes" if is_open else "")


def test_where_no_time_is_known_answers_are_taken_all_that_day(coming: Meeting, now) -> None:
    Meeting.objects.update(time_from=None, time_to=None)
    make_member(coming.body)
    (invited,) = inviting.invite(coming)
    now.move_to(datetime(2026, 12, 3, 23, 59, tzinfo=ZoneInfo("Europe/Prague")))
    inviting.answer(invited, "yes")
    now.move_to(datetime(2026, 12, 4, tzinfo=ZoneInfo("Europe/Prague")))
    with pytest.raises(MeetingRefused):
        inviting.answer(invited, "no")


def test_a_deputy_is_asked_to_come_and_told_when_it_no_longer_holds(coming: Meeting) -> None:
    member = make_member(coming.body)
    deputy_of(member)
    deputy_of(member, "byvala@example.cz", term_to=date(2026, 11, 30))
    (invited,) = inviting.invite(coming)
    mails.sent()
    inviting.answer(invited, "deputy")
    inviting.answer(invited, "deputy")
    assert told() == [("zastup@example.cz", "REQUEST", "0")]
    inviting.answer(invited, "yes")
    assert told() == [("zastup@example.cz", "CANCEL", "0")]


def test_letters_to_deputies_count_among_those_that_nobody_asked_for(coming: Meeting) -> None:
    member = make_member(coming.body)
    deputy_of(member)
    (invited,) = inviting.invite(coming)
    inviting.answer(invited, "deputy")
    assert list(Letter.objects.order_by("pk").values_list("kind", "wanted")) == [
        ("meeting_invitation", True),
        ("meeting_deputy", False),
    ]


def test_another_place_is_told_and_answers_hold(coming: Meeting) -> None:
    make_member(coming.body, person=make_person("Jana", email="jana@example.cz"))
    (invited,) = inviting.invite(coming)
    inviting.answer(invited, "yes")
    mails.sent()
    planning.change(coming, version_of(coming), place="Nová radnice")
    assert Attendance.objects.get().answer == "yes"
    assert told() == [("jana@example.cz", "REQUEST", "1")]


def test_another_time_asks_everyone_anew_and_lets_deputies_be(coming: Meeting) -> None:
    member = make_member(coming.body, person=make_person("Jana", email="jana@example.cz"))
    deputy_of(member)
    (invited,) = inviting.invite(coming)
    inviting.answer(invited, "deputy")
    mails.sent()
    planning.change(coming, version_of(coming), time_from=time(10))
    assert Attendance.objects.values_list("answer", "answered_at").get() == ("", None)
    assert sorted(told()) == [
        ("jana@example.cz", "REQUEST", "1"),
        ("zastup@example.cz", "CANCEL", "1"),
    ]


def test_calling_off_is_told_with_its_reason(coming: Meeting) -> None:
    make_member(coming.body, person=make_person("Jana", email="jana@example.cz"))
    inviting.invite(coming)
    mails.sent()
    planning.call_off(coming, "Sál je vytopený.")
    (mail,) = mails.sent()
    assert "Sál je vytopený." in mail.plain
    calendar = calendar_of(mail)
    (event,) = calendar.of("VEVENT")
    assert (calendar.value("METHOD"), event.value("STATUS")) == ("CANCEL", "CANCELLED")


def test_whoever_was_not_invited_hears_of_no_change(coming: Meeting) -> None:
    make_member(coming.body)
    planning.change(coming, version_of(coming), place="Nová radnice")
    planning.call_off(coming, "Nemoc.")
    assert not Letter.objects.exists()


def test_a_change_of_a_meeting_that_is_over_is_told_to_nobody(coming: Meeting, now) -> None:
    make_member(coming.body)
    inviting.invite(coming)
    now.move_to("2026-12-04 10:00 +0100")
    coming.refresh_from_db()
    planning.change(coming, version_of(coming), place="Nová radnice")
    assert Letter.objects.count() == 1


def test_letters_say_what_they_are_about(coming: Meeting) -> None:
    make_member(coming.body)
    (invited,) = inviting.invite(coming)
    assert Letter.objects.get().about == f"kpss.attendance:{invited.pk}"


@pytest.mark.parametrize("moved", [True, False])
def test_a_change_speaks_of_an_answer_to_those_who_have_answered(
    coming: Meeting, moved: bool
) -> None:
    for email in ("jana@example.cz", "petr@example.cz"):
        make_member(coming.body, person=make_person(email, email=email))
    first, _second = inviting.invite(coming)
    inviting.answer(first, "yes")
    coming.refresh_from_db()
    inviting.tell_of_change(coming, moved=moved)
    told = {
        letter.to: "odpověď" in letter.plain
        for letter in Letter.objects.filter(kind="meeting_changed")
    }
    assert told == {"jana@example.cz": True, "petr@example.cz": False}


def test_a_change_of_time_and_place_is_not_told_as_one_of_time(coming: Meeting) -> None:
    make_member(coming.body)
    inviting.invite(coming)
    coming.refresh_from_db()
    inviting.tell_of_change(coming, moved=True)
    assert "změnil se čas" not in Letter.objects.get(kind="meeting_changed").plain
