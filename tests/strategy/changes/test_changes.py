"""What has changed since a day: which things, in what order, under which address."""

from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from brnoplan import pagestore
from comments.models import Comment
from kpss.models import Document, Minutes, News
from strategy.changes import reading
from strategy.models import Edition, Plan
from tests.factories import (
    draft_of,
    item_of,
    make_comment,
    make_plan,
    open_consultation,
    publish,
    put_out_of_force,
    settle,
)
from tests.kpss.factories import make_body, make_meeting, make_minutes
from tests.strategy.public_pages import PLAN, body, links

TODAY = "?od=" + timezone.localdate().isoformat()
LONG_AGO = date(2000, 1, 1)
# Seven sources, what the clock brings next, and the look for the plan itself, where one is asked.
QUERIES = 10


def told(plan: Plan | None = None, since: date = LONG_AGO) -> list[str]:
    """Keys, without the numbers of rows, of which some may happen to have no digit."""
    page = reading.page(since, 1, plan.pk if plan else None)
    keys = [named.change.key for of_day in page.days for named in of_day.named]
    return sorted({"-".join(filter(_is_word, key.split("-"))) for key in keys})


def _is_word(part: str) -> bool:
    return part.isalpha() and not (set(part) <= set("abcdef") and len(part) in {4, 8, 12})


def make_changes(edition: Edition) -> None:
    """One change of every kind beside the edition's own."""
    comment = make_comment(item_of(edition, "A1"))
    settle(comment.points.get())
    open_consultation(edition)
    minutes = make_minutes(edition.plan)
    Minutes.objects.filter(pk=minutes.pk).update(
        state=Minutes.State.PUBLISHED, published_at=timezone.now(), plan=edition.plan
    )
    news = News.objects.create(
        slug=f"a-{edition.pk}", title="Konference", text="Byla.", published_at=timezone.now()
    )
    news.plans.add(edition.plan)
    document = Document.objects.create(kind="analysis", title="Rozbor", is_public=True)
    document.plans.add(edition.plan)


def test_a_page_tells_of_wordings_comments_answers_minutes_meetings_and_what_was_published(
    published: Edition,
) -> None:
    make_changes(published)
    everything = ["aktualita", "odpoved", "pripominka", "rizeni", "zapis", "zneni-vydano"]
    assert [key for key in told() if key not in {"dokument", "jednani"}] == everything
    assert [key for key in told(published.plan) if key != "dokument"] == everything
    assert told(publish(make_plan("jiny")).plan) == ["zneni-vydano"]


def test_nothing_is_told_that_nobody_may_read(published: Edition) -> None:
    make_comment(item_of(published, "A1"), published=False)
    hidden = make_comment(item_of(published, "A1"))
    settle(hidden.points.get())
    Comment.objects.filter(pk=hidden.pk).update(state=Comment.State.HELD)
    in_draft = make_comment(item_of(draft_of(published.plan), "A1"))
    settle(in_draft.points.get())
    settle(make_comment(item_of(published, "A1")).points.get(), published=False)
    make_minutes(published.plan)
    Document.objects.create(kind="analysis", title="Uvnitř", is_public=False)
    News.objects.create(slug="x", title="Rozepsaná", text="Zatím.")
    assert [key for key in told() if key != "jednani"] == ["pripominka", "zneni-vydano"]


def test_a_withdrawn_edition_is_told_when_it_was_withdrawn(published: Edition) -> None:
    put_out_of_force(published, "withdrawn")
    assert told() == ["zneni-stazeno", "zneni-vydano"]


def test_only_what_came_from_that_day_on_is_told(client: Client, published: Edition) -> None:
    comment = make_comment(item_of(published, "A1"))
    before = timezone.now() - timedelta(days=3)
    Comment.objects.filter(pk=comment.pk).update(published_at=before)
    day = timezone.localdate(before)
    assert "pripominka" in told(since=day)
    assert "pripominka" not in told(since=day + timedelta(days=1))
    assert comment.get_absolute_url() in links(client.get(f"/zmeny/?od={day}"))
    assert comment.get_absolute_url() not in links(client.get(f"/zmeny/{TODAY}"))


def test_the_page_gives_a_link_for_the_next_time(client: Client, published: Edition) -> None:
    assert f"/zmeny/{TODAY}" in links(client.get("/zmeny/"))
    assert f"{PLAN}zmeny/{TODAY}" in links(client.get(f"{PLAN}zmeny/"))


@pytest.mark.parametrize("day", ["dnes", "2018-02-30", "2999-01-01", "0001-01-01"])
def test_a_day_that_has_not_been_is_refused_at_the_field(
    client: Client, db: None, day: str
) -> None:
    response = client.get(f"/zmeny/?od={day}")
    assert response.status_code == 404
    assert 'aria-describedby="od-chyba"' in body(response)


def test_changes_come_in_pages_that_end(
    client: Client, published: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PAGE", 2)
    for _number in range(4):
        make_comment(item_of(published, "A1"))
    first, last = reading.page(LONG_AGO, 1), reading.page(LONG_AGO, 3)
    assert (first.number, first.pages["after"], first.counts) == (2, "2", [])
    assert (last.number, last.pages["before"], last.pages["after"]) == (1, "2", "")
    monkeypatch.setattr(reading, "MOST_PAGES", 2)
    assert reading.page(LONG_AGO, 2).pages["after"] == ""
    assert client.get("/zmeny/?od=2000-01-01&strana=3").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_a_page_costs_one_query_for_each_source(
    client: Client, db: None, django_assert_num_queries: Any, number: int
) -> None:
    for one in range(number):
        make_changes(publish(make_plan(f"plan-{one}")))
        make_meeting(make_body(f"Skupina {one}"))
    for path, queries in (
        ("/zmeny/?od=2000-01-01", QUERIES),
        ("/plan-0/zmeny/?od=2000-01-01", QUERIES + 1),
        ("/zmeny.atom", QUERIES),
    ):
        pagestore.store.clear()
        with django_assert_num_queries(queries + (0 if "?" in path else 1)):
            assert client.get(path).status_code == 200


def test_the_page_without_a_day_is_kept_until_midnight(
    client: Client, published: Edition, django_assert_num_queries: Any
) -> None:
    client.get("/zmeny/")
    with django_assert_num_queries(0):
        assert client.get("/zmeny/").status_code == 200


def test_the_feed_names_each_change_once(client: Client, published: Edition) -> None:
    make_changes(published)
    atom = "{http://www.w3.org/2005/Atom}"
    for path in ("/zmeny.atom", f"{PLAN}zmeny.atom"):
        feed = ElementTree.fromstring(client.get(path).content)  # noqa: S314  (our own)
        names = [entry.findtext(f"{atom}id") for entry in feed.iter(f"{atom}entry")]
        assert len(names) == len(set(names)) > 4


def test_a_consultation_is_told_from_the_instant_at_which_it_opens_or_closes(
    client: Client, published: Edition, time_machine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pagestore, "REREAD_SECONDS", float("inf"))
    noon = timezone.now().replace(hour=11, minute=0, second=0, microsecond=0)
    opens, closes = noon + timedelta(days=1), noon + timedelta(days=20)
    one = open_consultation(published, opens_at=opens, closes_at=closes)
    told = []
    for instant in (opens, closes):
        for at in (instant - timedelta(milliseconds=1), instant + timedelta(milliseconds=1)):
            time_machine.move_to(at, tick=False)
            pages = [body(client.get(path)) for path in ("/zmeny/", f"{PLAN}zmeny/")]
            pages.append(body(client.get("/zmeny.atom")))
            told.append({page.count(one.get_absolute_url()) for page in pages})
    assert told == [{0}, {1}, {1}, {2}]


def test_a_consultation_whose_text_was_withdrawn_never_closed(published: Edition) -> None:
    now = timezone.now()
    open_consultation(published, opens_at=now - timedelta(days=30), closes_at=now)
    assert {"rizeni", "rizeni-konec"} <= set(told())
    Edition.objects.filter(pk=published.pk).update(
        state=Edition.State.WITHDRAWN,
        withdrawn_at=now - timedelta(days=1),
        withdrawal_reason="Omyl.",
    )
    assert [key for key in told() if key.startswith("rizeni")] == ["rizeni"]
