"""Saying how far a measure is, by whichever way."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from strategy import editions
from strategy.models import Edition, PageRevision, ProgressReport
from strategy.progress import reporting
from strategy.progress.reporting import Outlook, ReportOutdated, ReportRefused, Status
from tests.factories import draft_of, item_of, publish
from tests.strategy.progress.scene import in_force, state_of


def test_what_is_said_stands_in_the_state_of_the_measure_at_once(edition: Edition) -> None:
    before = PageRevision.objects.get(plan=edition.plan).number
    item = item_of(edition, "A1.2")
    report = reporting.report(item, Status.PARTLY, evidence="Zpráva", share=60)
    state = state_of(edition, "A1.2")
    assert (state.report, state.status, state.is_proven) == (report, Status.PARTLY, True)
    assert (report.item, report.channel, report.said_at) == (item, "desk", state.said_at)
    assert state_of(edition, "A1.1").status == ""
    assert PageRevision.objects.get(plan=edition.plan).number > before


def test_a_measure_of_the_draft_is_reported_on_as_the_edition_in_force_has_it(
    edition: Edition,
) -> None:
    of_draft = item_of(draft_of(edition.plan), "A1.1")
    assert reporting.report(of_draft, Status.DONE).item == item_of(edition, "A1.1")


def test_only_what_is_in_force_is_reported_on(edition: Edition) -> None:
    consulted = publish(edition.plan)
    goal = item_of(edition, "A")
    with pytest.raises(ReportRefused):
        reporting.report(goal, Status.DONE)
    editions.withdraw(edition, "Vydáno omylem.")
    with pytest.raises(ReportRefused):
        reporting.report(item_of(consulted, "A1.1"), Status.DONE)
    assert ProgressReport.objects.count() == 0


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"share": 101}, "share"),
        ({"status": "hotovo"}, "status"),
        ({"outlook": "snad"}, "outlook"),
        ({"evidence_number": "MMB/1/2026"}, "evidence"),
        ({"evidence_link": "javascript:alert(1)"}, "evidence_link"),
        ({"evidence": "x" * 301}, "evidence"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(
    edition: Edition, wrong: dict, field: str
) -> None:
    item = item_of(edition, "A1.1")
    said = {"status": Status.DONE} | wrong
    with pytest.raises(ValidationError) as refused:
        reporting.report(item, **said)
    assert list(refused.value.error_dict) == [field]
    assert state_of(edition).status == ""


def test_who_has_not_read_the_newest_report_is_told_of_it(edition: Edition) -> None:
    item = item_of(edition, "A1.1")
    first = reporting.report(item, Status.UNDER_WAY, seen=0)
    with pytest.raises(ReportOutdated) as refused:
        reporting.report(item, Status.DONE, seen=0)
    assert (refused.value.newest, ProgressReport.objects.count()) == (first, 1)
    assert reporting.report(item, Status.DONE, seen=first.pk) == reporting.newest(item)


def test_a_form_that_is_sent_twice_is_one_report(edition: Edition) -> None:
    item = item_of(edition, "A1.1")
    said = {"commentary": "Vysazeno.", "share": 40}
    first = reporting.report(item, Status.UNDER_WAY, seen=0, **said)
    assert reporting.report(item, Status.UNDER_WAY, seen=0, **said) == first
    with pytest.raises(ReportOutdated):
        reporting.report(item, Status.UNDER_WAY, seen=0, **(said | {"share": 41}))


def test_the_same_after_a_while_is_something_new(edition: Edition) -> None:
    item = item_of(edition, "A1.1")
    long_ago = timezone.now() - timedelta(hours=1)
    reporting.report(item, Status.UNDER_WAY, seen=0, said_at=long_ago)
    with pytest.raises(ReportOutdated):
        reporting.report(item, Status.UNDER_WAY, seen=0)


@pytest.mark.parametrize(
    ("before", "outlook", "status"),
    [
        ("", Outlook.NO_CHANGE, Status.NOT_BEGUN),
        ("", Outlook.ON_TRACK, Status.UNDER_WAY),
        ("", Outlook.AT_RISK, Status.NOT_BEGUN),
        (Status.NOT_BEGUN, Outlook.NO_CHANGE, Status.NOT_BEGUN),
        (Status.NOT_BEGUN, Outlook.AT_RISK, Status.NOT_BEGUN),
        (Status.PARTLY, Outlook.NO_CHANGE, Status.PARTLY),
        (Status.DONE, Outlook.AT_RISK, Status.UNDER_WAY),
        (Status.UNDER_WAY, Outlook.DONE, Status.DONE),
    ],
)
def test_one_click_means_a_status(before: str, outlook: str, status: str) -> None:
    known = ProgressReport(status=before) if before else None
    assert reporting.status_after(outlook, known) == status


def test_no_change_holds_on_to_what_was_proven(edition: Edition) -> None:
    item = item_of(edition, "A1.1")
    proof = {"evidence": "Zpráva", "evidence_number": "1/26", "evidence_link": "https://a.example"}
    reporting.report(item, Status.DONE, share=100, commentary="Hotovo.", **proof)
    held = reporting.answer(item, Outlook.NO_CHANGE, commentary="Beze změny.", evidence="")
    assert (held.status, held.share, held.commentary) == (Status.DONE, 100, "Beze změny.")
    assert {name: getattr(held, name) for name in proof} == proof
    newer = reporting.answer(item, Outlook.NO_CHANGE, evidence="Kolaudace")
    assert (newer.evidence, newer.evidence_number) == ("Kolaudace", "")


def test_any_other_click_says_only_what_it_says(edition: Edition) -> None:
    item = item_of(edition, "A1.1")
    reporting.report(item, Status.UNDER_WAY, share=40, evidence="Zpráva")
    done = reporting.answer(item, Outlook.DONE)
    assert (done.share, done.evidence, done.outlook) == (None, "", Outlook.DONE)
    assert state_of(edition).is_proven is False


def test_reports_of_two_plans_do_not_meet(edition: Edition, department) -> None:
    other = in_force(department, slug="jiny-plan")
    reporting.report(item_of(other, "A1.1"), Status.DONE)
    assert state_of(edition).status == ""
    assert state_of(other).status == Status.DONE
