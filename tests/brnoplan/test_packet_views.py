"""The packet's page and its file: for those with the right, and never public."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from brnoplan import working
from brnoplan.packet import making
from strategy import jobs
from strategy.models import Edition, Job, Plan
from strategy.pdf.rendering import RenderingFailed
from tests.brnoplan.packets import FAKE, address, file_address, made, make_minutes, ready_draft
from tests.factories import (
    draft_of,
    item_of,
    make_comment,
)
from tests.strategy.cast import PEOPLE, client_of

pytestmark = pytest.mark.usefixtures("folder")

MAY = {"editor", "approver", "superuser"}


@pytest.mark.parametrize("name", [*PEOPLE, "superuser", "nobody"])
def test_only_those_with_the_right_open_order_and_download_it(
    name: str, plan: Plan, press: list[str]
) -> None:
    draft = draft_of(plan)
    job = made(draft)
    client = client_of(name)
    expected = 200 if name in MAY else 302 if name == "nobody" else 403
    assert client.get(address(draft)).status_code == expected
    assert client.get(file_address(job)).status_code == expected
    response = client.post(address(draft), {"orientation": "landscape"})
    ordered = Job.objects.filter(variant="landscape").count()
    assert (response.status_code, ordered) == ((302, 1) if name in MAY else (expected, 0))


def test_a_stranger_is_asked_to_sign_in_and_told_nothing(client: Client, plan: Plan) -> None:
    login = reverse("admin:login")
    there = address(draft_of(plan))
    for path in (there, "/zkusebni-plan/edice/9/podklad/", "/neni/edice/1/podklad/"):
        response = client.get(path)
        assert response.status_code == 302
        assert response.headers["Location"] == f"{login}?next={path}"


def test_an_edition_that_is_not_there_is_not_found(editor: Client, plan: Plan) -> None:
    assert editor.get("/zkusebni-plan/edice/9/podklad/").status_code == 404
    assert editor.get("/neni/edice/1/podklad/").status_code == 404


def test_no_answer_is_kept_anywhere(editor: Client, plan: Plan, press: list[str]) -> None:
    job = made(draft_of(plan))
    for path in (address(job.edition), file_address(job)):
        response = editor.get(path)
        assert "no-store" in response.headers["Cache-Control"]
        assert "private" in response.headers["Cache-Control"]
        assert not hasattr(response, "page_store_plan")


def test_the_page_lists_what_is_missing_with_links(editor: Client, published: Edition) -> None:
    make_comment(item_of(published, "A1"))
    path = address(draft_of(published.plan))
    response = client_of("superuser").get(path)
    lacks = response.context["lacks"]
    assert [lack.name for lack in lacks] == ["unsettled", "resolution", "report", "minutes"]
    html = response.content.decode()
    for url in [lack.url for lack in lacks] + [lacks[0].examples[0].url]:
        assert f'href="{url.replace("&", "&amp;")}"' in html


def test_nobody_is_led_where_they_may_not_go(editor: Client, published: Edition) -> None:
    make_comment(item_of(published, "A1"))
    make_comment(item_of(published, "A1"), published=False)
    response = editor.get(address(draft_of(published.plan)))
    unchecked, unsettled, *_others = response.context["lacks"]
    assert (unchecked.name, unsettled.name) == ("unchecked", "unsettled")
    html = response.content.decode()
    for lack, number in ((unchecked, "2"), (unsettled, "1")):
        assert (lack.url, [(one.label[-1], one.url) for one in lack.examples]) == (
            "",
            [(number, "")],
        )
        assert lack.text.replace(" ", "\xa0") in html.replace(" ", "\xa0")
    assert 'href=""' not in html


def test_every_place_that_the_page_leads_to_is_there(published: Edition) -> None:
    client, plan = client_of("superuser"), published.plan
    make_comment(item_of(published, "A1"))
    make_comment(item_of(published, "A1"), published=False)
    Plan.objects.update(asks_for_lead=True, asks_for_due=True)
    lacks = client.get(address(draft_of(plan))).context["lacks"]
    urls = {lack.url for lack in lacks} | {place.url for lack in lacks for place in lack.examples}
    assert {client.get(url).status_code for url in urls} == {200}


def test_the_page_warns_of_personal_data_with_a_link(editor: Client, plan: Plan) -> None:
    draft = ready_draft(plan)
    suspect = make_minutes(plan, text="Paní Nová, jana@example.cz, žádá o slovo.")
    response = editor.get(address(draft))
    assert [warning.name for warning in response.context["warnings"]] == ["personal"]
    assert reverse("kpss:minutes_course", args=[suspect.meeting_id]) in response.content.decode()


def test_when_nothing_is_missing_the_page_says_so(editor: Client, plan: Plan) -> None:
    response = editor.get(address(ready_draft(plan)))
    assert response.context["lacks"] == []
    assert 'class="lacks"' not in response.content.decode()


def test_an_order_is_made_by_the_worker_and_then_offered(
    editor: Client, plan: Plan, press: list[str], folder: Path
) -> None:
    draft = draft_of(plan)
    assert "Refresh" not in editor.get(address(draft)).headers
    response = editor.post(address(draft), {"orientation": "landscape"})
    assert (response.status_code, response.headers["Location"]) == (302, address(draft))
    waiting = editor.get(address(draft))
    assert waiting.headers["Refresh"] == "5"
    assert [order.job.state for order in waiting.context["orders"]] == ["waiting"]
    working.work(once=True)
    done = editor.get(address(draft))
    assert "Refresh" not in done.headers
    [order] = done.context["orders"]
    assert (order.job.state, order.size, order.is_outdated) == ("done", len(FAKE) + 1, False)
    assert f'href="{file_address(order.job)}"' in done.content.decode()
    assert "packet__section--landscape" in press[0]
    assert [path.read_bytes() for path in (folder / "packets").iterdir()] == [FAKE + b"1"]


def test_the_same_order_twice_is_one_order(editor: Client, plan: Plan) -> None:
    for _ in range(2):
        editor.post(address(draft_of(plan)), {"orientation": "portrait"})
    assert Job.objects.count() == 1


def test_an_order_of_something_else_is_refused(editor: Client, plan: Plan) -> None:
    response = editor.post(address(draft_of(plan)), {"orientation": "diagonal"})
    assert (response.status_code, Job.objects.count()) == (200, 0)
    assert response.context["form"].errors.keys() == {"orientation"}


def test_the_file_comes_as_a_download_with_a_name(
    editor: Client, plan: Plan, press: list[str]
) -> None:
    response = editor.get(file_address(made(draft_of(plan))))
    assert b"".join(response.streaming_content) == FAKE + b"1"  # type: ignore[attr-defined]
    assert response.headers["Content-Type"] == "application/pdf"
    named = 'attachment; filename="zkusebni-plan-podklad-1.pdf"'
    assert response.headers["Content-Disposition"] == named


def test_a_new_order_takes_the_place_of_the_older_one_when_it_is_done(
    editor: Client,
    plan: Plan,
    press: list[str],
    folder: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    draft = draft_of(plan)
    older = made(draft)
    editor.post(address(draft), {"orientation": "portrait"})
    states = [order.job.state for order in editor.get(address(draft)).context["orders"]]
    assert states == ["waiting", "done"]
    with django_capture_on_commit_callbacks(execute=True):
        working.work(once=True)
    [order] = editor.get(address(draft)).context["orders"]
    assert order.job.pk != older.pk
    assert [path.read_bytes() for path in (folder / "packets").iterdir()] == [FAKE + b"2"]
    assert editor.get(file_address(older)).status_code == 404


def test_only_a_finished_packet_of_that_edition_is_a_file(
    editor: Client, published: Edition, press: list[str]
) -> None:
    draft = draft_of(published.plan)
    waiting = jobs.order(Job.Kind.PACKET, draft, "landscape")
    assert editor.get(file_address(waiting)).status_code == 404
    job = made(draft)
    elsewhere = reverse("packet_file", args=[published.plan.slug, published.number, job.pk])
    assert editor.get(elsewhere).status_code == 404
    Job.objects.filter(pk=job.pk).update(kind=Job.Kind.EDITION_PDF)
    assert editor.get(file_address(job)).status_code == 404


def test_the_page_tells_of_the_packets_of_this_edition_alone(
    editor: Client, published: Edition, press: list[str]
) -> None:
    draft = draft_of(published.plan)
    jobs.order(Job.Kind.EDITION_PDF, draft)
    jobs.order(Job.Kind.PACKET, published, "portrait")
    job = jobs.order(Job.Kind.PACKET, draft, "portrait")
    [order] = editor.get(address(draft)).context["orders"]
    assert (order.job, order.ahead) == (job, 2)
    working.work(once=True)
    [order] = editor.get(address(draft)).context["orders"]
    assert (order.job, order.ahead) == (job, 0)


def test_a_lost_file_is_not_offered(
    editor: Client, plan: Plan, press: list[str], folder: Path
) -> None:
    job = made(draft_of(plan))
    Path(job.file.path).unlink()
    assert editor.get(file_address(job)).status_code == 404
    [order] = editor.get(address(job.edition)).context["orders"]
    assert order.size is None


def test_a_failure_is_told_in_words(
    editor: Client, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_html: str) -> bytes:
        raise RenderingFailed("Sazba skončila chybou <7>.")

    monkeypatch.setattr(making, "render", fail)
    job = made(draft_of(plan))
    assert job.state == "failed"
    html = editor.get(address(job.edition)).content.decode()
    assert re.findall(r"<code>([^<]+)</code>", html) == ["Sazba skončila chybou &lt;7&gt;."]


def test_beside_a_failure_the_last_packet_that_was_made_is_still_offered(
    editor: Client, plan: Plan, press: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = draft_of(plan)
    good = made(draft)

    def fail(_html: str) -> bytes:
        raise RenderingFailed("Sazba skončila chybou <7>.")

    monkeypatch.setattr(making, "render", fail)
    jobs.order(Job.Kind.PACKET, draft, "portrait")
    working.work(once=True)
    page = editor.get(address(draft))
    assert [order.job.state for order in page.context["orders"]] == ["failed", "done"]
    assert f'href="{file_address(good)}"' in page.content.decode()
    assert b"".join(editor.get(file_address(good)).streaming_content) == FAKE + b"1"  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["editor", "auditor"])
def test_the_page_of_the_edition_leads_to_it_who_may_go_there(name: str, plan: Plan) -> None:
    draft = draft_of(plan)
    html = client_of(name).get(reverse("admin:strategy_edition_change", args=[draft.pk]))
    assert (f'href="{address(draft)}"' in html.content.decode()) == (name in MAY)
