from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import override_settings
from django.utils.translation import override

from strategy import editions, resolutions
from strategy.editing import Outdated
from strategy.models import Edition, PageRevision, Plan, Resolution, ResolutionPart
from strategy.resolutions import ResolutionRefused
from tests.factories import draft_of, make_part, make_resolution, publish

APPROVES = {
    "verb": "approves",
    "subject": "plan",
    "wording": "Zkušební plán",
    "addressee": "",
    "due": None,
}
IMPOSES = APPROVES | {
    "verb": "imposes",
    "subject": "task",
    "wording": "zveřejnit plán",
    "addressee": "Odboru sociální péče",
    "due": date(2018, 12, 31),
}
COUNCIL = {"body": "city_council", "session": "Z7/31", "adopted": True, "date": date(2018, 9, 4)}


def votes(*numbers: int) -> dict[str, int]:
    """For, against, and nobody abstained."""
    return dict(zip(Resolution.VOTES, (*numbers, 0), strict=True))


def today_in_prague() -> date:
    return datetime.now(ZoneInfo("Europe/Prague")).date()


def record(plan: Plan, *parts: dict[str, Any], **fields: Any) -> Resolution:
    return resolutions.record(draft_of(plan), parts or [APPROVES], **(COUNCIL | fields))


def errors(refusal: pytest.ExceptionInfo[ValidationError]) -> list[str]:
    return sorted(refusal.value.message_dict)


def test_a_resolution_keeps_its_parts_in_their_order(plan: Plan) -> None:
    resolution = record(plan, APPROVES, IMPOSES)
    assert resolutions.parts_of(resolution) == [APPROVES, IMPOSES]
    assert list(resolution.parts.values_list("position", flat=True)) == [1, 2]


def test_parts_change_places_come_and_go_in_one_step(plan: Plan) -> None:
    resolution = record(plan, APPROVES, IMPOSES)
    changed = resolutions.change(resolution, 1, [IMPOSES, APPROVES], session="Z8/02")
    assert (changed.version, changed.session) == (2, "Z8/02")
    assert resolutions.parts_of(resolution) == [IMPOSES, APPROVES]
    resolutions.change(resolution, 2, [APPROVES])
    assert resolutions.parts_of(resolution) == [APPROVES]
    assert resolution.history.count() == 3
    dates = {record.history_date for record in resolution.history.all()}
    assert {record.history_date for record in ResolutionPart.history.all()} == dates


def test_the_second_of_two_is_refused_with_what_it_is_now(plan: Plan) -> None:
    resolution = record(plan)
    resolutions.change(resolution, 1, [IMPOSES])
    with pytest.raises(Outdated) as refusal:
        resolutions.change(resolution, 1, [APPROVES], session="R8/1")
    assert refusal.value.current.session == "Z7/31"
    assert resolutions.parts_of(resolution) == [IMPOSES]


def test_what_changes_nothing_is_no_step(plan: Plan) -> None:
    resolution = record(plan)
    assert resolutions.change(resolution, 99, [APPROVES], session="Z7/31").version == 1
    assert resolution.history.count() == 1


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"date": None}, ["date"]),
        ({"date_in_words": "v září"}, ["date_in_words"]),
        ({"votes_for": 48}, ["votes_abstained", "votes_against"]),
        (votes(3, 40), ["votes_for"]),
        (votes(20, 20), ["votes_for"]),
        (votes(0, 0), ["votes_for"]),
        ({"body": "parliament"}, ["body"]),
        ({"session": "x" * 31}, ["session"]),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    plan: Plan, fields: dict[str, Any], named: list[str]
) -> None:
    with pytest.raises(ValidationError) as refusal:
        record(plan, **fields)
    assert errors(refusal) == named
    assert Resolution.objects.count() == 0


@pytest.mark.parametrize("numbers", [(21, 20), (1, 0)])
def test_what_has_more_votes_for_than_against_is_adopted(
    plan: Plan, numbers: tuple[int, int]
) -> None:
    resolution = record(plan, **votes(*numbers))
    assert editions.publish(draft_of(plan), "approved", resolution=resolution).approved_by_id


def test_a_proposal_may_have_any_votes_and_a_day_to_come(plan: Plan) -> None:
    day = today_in_prague() + timedelta(days=30)
    assert record(plan, adopted=False, date=day, **votes(3, 40)).date == day


def test_what_is_adopted_is_dated_today_at_the_latest(plan: Plan) -> None:
    assert record(plan, date=today_in_prague()).adopted
    with pytest.raises(ValidationError) as refusal:
        record(plan, date=today_in_prague() + timedelta(days=1))
    assert errors(refusal) == ["date"]


def test_what_is_adopted_says_something(plan: Plan) -> None:
    with pytest.raises(ValidationError) as refusal:
        resolutions.record(draft_of(plan), [], **COUNCIL)
    assert refusal.value.messages == ["Doplňte aspoň jeden bod: přijaté usnesení něco říká."]
    assert Resolution.objects.count() == 0
    resolution = record(plan)
    with pytest.raises(ValidationError):
        resolutions.change(resolution, 1, [])
    assert resolutions.parts_of(resolution) == [APPROVES]
    proposal = resolutions.record(draft_of(plan), [], **(COUNCIL | {"adopted": False}))
    assert resolutions.parts_of(proposal) == []


@pytest.mark.parametrize("verb", ResolutionPart.Verb)
@pytest.mark.parametrize("subject", ResolutionPart.Subject)
def test_who_approves_the_plan_or_a_part_of_it_approves(
    plan: Plan, verb: str, subject: str
) -> None:
    part = APPROVES | {"verb": verb, "subject": subject, "addressee": "Radě"}
    resolution = record(plan, part)
    expected = (verb, subject) in {("approves", "plan"), ("approves", "part")}
    assert resolution.approves == resolution.parts.get().approves == expected
    assert list(Resolution.objects.approving()) == [resolution] * expected


def test_a_task_is_imposed_on_someone(plan: Plan) -> None:
    with pytest.raises(ValidationError) as refusal:
        record(plan, APPROVES, IMPOSES | {"addressee": ""})
    assert errors(refusal) == ["addressee"]
    assert Resolution.objects.count() == 0


def test_what_has_approved_an_edition_stays(plan: Plan) -> None:
    resolution = record(plan)
    editions.publish(draft_of(plan), "approved", resolution=resolution)
    for parts, changes in (([APPROVES], {"session": "Z9/1"}), ([APPROVES, IMPOSES], {}), ([], {})):
        with pytest.raises(ResolutionRefused):
            resolutions.change(resolution, 1, parts, **changes)
    assert resolutions.parts_of(resolution) == [APPROVES]


def test_the_database_holds_it_too(plan: Plan) -> None:
    resolution = record(plan)
    editions.publish(draft_of(plan), "approved", resolution=resolution)
    for deed in (
        lambda: Resolution.objects.filter(pk=resolution.pk).update(session="Z9/1"),
        lambda: resolution.parts.update(wording="Jinak"),
        lambda: resolution.parts.all().delete(),
        lambda: make_part(resolution),
    ):
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            deed()


def test_a_proposal_is_taken_back_and_an_adopted_one_is_not(plan: Plan) -> None:
    proposal = make_resolution(draft_of(plan), adopted=False)
    adopted = record(plan)
    resolutions.delete(proposal)
    with pytest.raises(ResolutionRefused):
        resolutions.delete(adopted)
    assert list(Resolution.objects.all()) == [adopted]


def test_history_keeps_who_changed_what_and_who_took_it_back(plan: Plan) -> None:
    first, second = (User.objects.create_user(name) for name in ("first", "second"))
    proposal = resolutions.record(draft_of(plan), [APPROVES, IMPOSES], first, body="city_board")
    resolutions.change(proposal, 1, [APPROVES, IMPOSES | {"wording": "jiný úkol"}], second)
    resolutions.delete(proposal, second)
    steps = Resolution.history.order_by("history_id").values_list("history_type", "history_user")
    assert list(steps) == [("+", first.pk), ("~", second.pk), ("-", second.pk)]
    changed = ResolutionPart.history.filter(history_type="~")
    # A part that stayed as it was has no step of its own.
    assert list(changed.values_list("position", "history_user")) == [(2, second.pk)]


def test_pages_of_a_published_edition_follow_its_resolutions(published: Edition) -> None:
    def revision() -> int:
        return PageRevision.objects.get(plan=published.plan).number

    before = revision()
    resolution = resolutions.record(published, [APPROVES], **COUNCIL)
    assert revision() == before + 1
    resolutions.change(resolution, 1, [IMPOSES])
    assert revision() == before + 2
    resolutions.record(draft_of(published.plan), [APPROVES], **COUNCIL)
    assert revision() == before + 2


@pytest.mark.parametrize(
    ("body", "genitive", "name"),
    [
        ("city_council", "Brna", "Zastupitelstvo města Brna"),
        ("city_board", "Brna", "Rada města Brna"),
        ("city_council", "", "Zastupitelstvo města"),
        ("coordination_group", "Brna", "Koordinační skupina"),
    ],
)
def test_a_body_is_named_in_full(plan: Plan, body: str, genitive: str, name: str) -> None:
    with override_settings(CITY_GENITIVE=genitive):
        assert Resolution(edition=draft_of(plan), body=body).body_name == name


@override_settings(CITY_GENITIVE="Brna")
def test_a_body_is_named_in_one_language(plan: Plan) -> None:
    with override("en"):
        assert Resolution(edition=draft_of(plan), body="city_council").body_name == "city council"


def test_a_resolution_is_cited_by_session_item_and_date(plan: Plan) -> None:
    votes = {"votes_for": 48, "votes_against": 0, "votes_abstained": 3}
    resolution = record(plan, agenda_item="12", **votes)
    assert str(resolution) == "Zastupitelstvo města Brna, Z7/31, bod 12, 4. 9. 2018"
    assert resolution.votes == "pro 48\xa0– proti 0\xa0– zdržel se 3"
    unknown = record(plan, session="", date=None, date_in_words="na svém říjnovém zasedání")
    assert str(unknown) == "Zastupitelstvo města Brna, na svém říjnovém zasedání"
    assert unknown.votes == ""


def test_only_what_is_adopted_and_approves_is_an_approval(plan: Plan) -> None:
    wrong = {
        "Vyberte usnesení, kterým se plán schvaluje.": None,
        "Toto usnesení se týká jiného znění.": make_resolution(publish(plan)),
        "Toto usnesení je zatím jen návrh, ještě nebylo přijato.": make_resolution(
            draft_of(plan), adopted=False
        ),
        "Žádný bod tohoto usnesení neschvaluje plán ani jeho část.": record(
            plan, APPROVES | {"subject": "finances", "wording": "pořízení židlí"}
        ),
        # Rows that were written before this was asked of them.
        "Toto usnesení nemá víc hlasů pro než proti.": make_resolution(
            draft_of(plan), **votes(40, 40)
        ),
        "Den tohoto usnesení teprve přijde.": make_resolution(
            draft_of(plan), date=today_in_prague() + timedelta(days=1)
        ),
    }
    for words, resolution in wrong.items():
        with pytest.raises(editions.PublishingRefused) as refusal:
            editions.publish(draft_of(plan), "approved", resolution=resolution)
        assert str(refusal.value) == words
    assert [edition.state for edition in plan.editions.all()] == ["draft", "consultation"]
