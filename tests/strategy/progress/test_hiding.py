"""Words with somebody's personal data go from a report, the rest stays."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from strategy.models import Edition, Job, PageRevision, ProgressReport, Round, RoundAnswer
from strategy.progress import hiding, reporting
from strategy.progress.reporting import ReportRefused, Status
from tests.factories import item_of
from tests.strategy.cast import client_of
from tests.strategy.progress.scene import state_of

PHONE = "Volejte paní Nové, 777 123 456."


@pytest.fixture
def report(edition: Edition) -> ProgressReport:
    item = item_of(edition, "A1.1")
    said = {"commentary": PHONE, "evidence": "Dopis paní Nové", "evidence_number": "7/2026"}
    return reporting.report(item, Status.DONE, share=100, **said)


def path_of(report: ProgressReport) -> str:
    return f"/plneni/sprava/zprava/{report.pk}/"


def test_only_the_chosen_words_go(report: ProgressReport, edition: Edition) -> None:
    hidden = hiding.hide(report, ["commentary"], None)
    assert (hidden.commentary, hidden.evidence, hidden.share) == ("", "Dopis paní Nové", 100)
    assert hidden.hidden_at is not None
    assert state_of(edition).is_proven is True
    again = hiding.hide(report, ["evidence"], None)
    assert (again.evidence, again.evidence_number, again.hidden_at) == ("", "", hidden.hidden_at)
    assert (state_of(edition).status, state_of(edition).is_proven) == (Status.DONE, False)


def test_what_is_gone_cannot_be_hidden_again(report: ProgressReport) -> None:
    hiding.hide(report, ["commentary"], None)
    with pytest.raises(ReportRefused):
        hiding.hide(report, ["commentary"], None)


def test_no_page_or_file_of_before_is_kept(report: ProgressReport) -> None:
    before = PageRevision.objects.get(plan=report.plan_id).number
    hiding.hide(report, ["commentary"], None)
    revision = PageRevision.objects.get(plan=report.plan_id)
    assert revision.clean_from == revision.number == before + 1


def test_files_of_rounds_with_the_words_are_deleted(report: ProgressReport) -> None:
    given = {"kind": "year", "year": 2026, "answers_by": timezone.localdate()}
    asked = Round.objects.create(plan=report.plan, **given)
    job = Job.objects.create(kind=Job.Kind.ROUND_EVALUATION, state=Job.State.DONE)
    job.file.save("vyhodnoceni.pdf", ContentFile(b"%PDF"))
    path = Path(job.file.path)
    answer = RoundAnswer.objects.create(round=asked, item=report.item, item_key=report.item_key)
    hiding.hide(report, ["evidence"], None)
    assert path.exists()
    RoundAnswer.objects.filter(pk=answer.pk).update(report=report)
    hiding.hide(report, ["commentary"], None)
    assert (path.exists(), Job.objects.filter(pk=job.pk).exists()) == (False, False)
    assert path.is_relative_to(settings.DATA_DIR)


def test_the_database_is_scrubbed_after(
    report: ProgressReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[bool] = []
    assert hiding.cleaning
    monkeypatch.setattr(hiding, "cleaning", [lambda: called.append(True)])
    hiding.hide(report, ["commentary"], None)
    assert called == [True]


def test_the_coordinator_hides_words_on_a_page_and_the_log_says_who(
    fulfilment: Client, report: ProgressReport
) -> None:
    page = fulfilment.get(path_of(report))
    assert PHONE in page.content.decode().replace("\xa0", " ")
    report.refresh_from_db()
    assert report.commentary == PHONE
    answer = fulfilment.post(path_of(report), {"parts": ["commentary", "evidence"]})
    assert (answer.status_code, answer.headers["Location"]) == (303, path_of(report))
    after = fulfilment.get(path_of(report))
    assert after.context["form"].fields["parts"].choices == []
    entry = LogEntry.objects.get(object_id=str(report.pk))
    assert entry.user == User.objects.get(username="fulfilment")
    assert "Nové" not in f"{entry.object_repr} {entry.change_message}"


def test_nothing_ticked_hides_nothing(fulfilment: Client, report: ProgressReport) -> None:
    answer = fulfilment.post(path_of(report), {})
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["parts"])
    report.refresh_from_db()
    assert report.hidden_at is None


@pytest.mark.parametrize(("who", "status"), [("nobody", 302), ("editor", 403), ("auditor", 403)])
def test_others_hide_nothing(report: ProgressReport, who: str, status: int) -> None:
    client = client_of(who)
    statuses = [
        client.get(path_of(report)).status_code,
        client.post(path_of(report), {"parts": ["commentary"]}).status_code,
    ]
    report.refresh_from_db()
    assert (statuses, report.hidden_at) == ([status, status], None)


def test_a_member_of_the_lead_does_not_hide_either(desk: Client, report: ProgressReport) -> None:
    assert desk.post(path_of(report), {"parts": ["commentary"]}).status_code == 403
