"""Where a citizen's e-mail and hidden name must never appear. The canary shows that we look."""

import logging
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import resolve, reverse

from comments import consultation, links, publication, receiving, settlement
from comments.links import Purpose
from comments.models import Comment
from comments.privacy import erasing
from strategy.models import Edition
from tests.comments.writing.sending import CHECK, SEND, hidden, later, typed
from tests.factories import item_of, open_consultation, publish_answer

CANARY, NAME = "kanarek@example.cz", "Kanár Žlutý"


# Those of the pages about comments that have the plan alone in their address.
PAGES_OF_PLAN = ["comment_list", "plan_feed", "settlement_table"]


@pytest.fixture
def sung(client: Client, published: Edition, caplog: pytest.LogCaptureFixture) -> Comment:
    """A comment sent, checked, taken back, published again and answered, with canaries in it."""
    caplog.set_level(logging.DEBUG)
    open_consultation(published)
    item = item_of(published, "A1.1")
    words = typed(item, email=CANARY, name=NAME, website="robot")
    client.post(CHECK, words | {"text": ""})
    check = client.post(CHECK, words)
    again = client.post(SEND, hidden(check))
    Client(enforce_csrf_checks=True).post(SEND, hidden(again))
    with later(3):
        client.post(SEND, hidden(again))
    comment = receiving.confirm(Comment.objects.get())
    for deed in (publication.publish, publication.hold, publication.publish):
        deed(comment)
    point = comment.points.get()
    answer = settlement.draft(point, outcome="noted", reasoning="Děkujeme.")
    publish_answer(answer, by="Koordinátorka KPSS")
    return comment


def holds_canary(text: str) -> list[str]:
    return [canary for canary in (CANARY, NAME) if canary in text]


def holds_key(comment: Comment, text: str) -> bool:
    """Whether a text gives away what the links of a comment's author hold with."""
    return any(key in text for key in (str(comment.link_key), comment.link_key.hex))


def test_the_canaries_are_where_they_belong(sung: Comment) -> None:
    assert (sung.contact.email, sung.contact.name) == (CANARY, NAME)


def test_no_public_page_shows_a_contact(client: Client, sung: Comment) -> None:
    item, edition = sung.item, sung.item.edition
    of_plan = [edition.plan.slug]
    addresses = [
        item.get_absolute_url(),
        reverse("strategy:plan_list"),
        sung.plan.get_absolute_url(),
        edition.get_absolute_url(),
        sung.get_absolute_url(),
        reverse("comments:comment_received", args=[links.sign(Purpose.RECEIPT, sung.pk)]),
        *(reverse(f"comments:{name}", args=of_plan) for name in PAGES_OF_PLAN),
        *(
            reverse(f"comments:{name}", args=[*of_plan, edition.number])
            for name in ("consultation_detail", "consultation_form")
        ),
        reverse("comments:version_list", args=[*of_plan, sung.number]),
        reverse("comments:item_feed", args=[item.key]),
        *(reverse("comments:settlement_file", args=[*of_plan, kind]) for kind in ("csv",)),
    ]
    pages = [client.get(address) for address in addresses]
    assert [page.status_code for page in pages] == [200] * len(pages)
    bodies = [page.content.decode() for page in pages]
    assert [holds_canary(body) for body in bodies] == [[]] * len(pages)
    assert [holds_key(sung, body) for body in bodies] == [False] * len(pages)
    assert "zmapování komunit." in pages[0].content.decode()


def test_no_tag_renders_a_contact(sung: Comment) -> None:
    source = "{% load comments %}{% item_comments item %}{% comment_form item consultation %}"
    source += "{% annex item.edition as comments %}{{ comments }}"
    found = consultation.of(sung.item.edition)
    context = Context(
        {"item": sung.item, "consultation": found, "request": RequestFactory().get("/")}
    )
    page = Template(source).render(context)
    assert page.count('id="pripominka-1"') == 1
    assert page.count("PublicComment(") == 1
    assert holds_canary(page) == []


def rows(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
        return str(cursor.fetchall())


def test_the_key_of_the_authors_links_is_in_one_table_only(sung: Comment) -> None:
    tables = [model._meta.db_table for model in apps.get_models(include_auto_created=True)]
    assert [table for table in tables if holds_key(sung, rows(table))] == ["comments_comment"]


def test_contacts_are_in_a_table_without_history_and_in_letters(sung: Comment) -> None:
    tables = [model._meta.db_table for model in apps.get_models(include_auto_created=True)]
    assert {table for table in tables if holds_canary(rows(table))} == {
        "comments_contact",
        # Until it is emptied, some days after it was sent.
        "strategy_letter",
    }


def test_erasing_leaves_no_trace_of_who_sent_it(sung: Comment) -> None:
    erasing.erase(sung, "Žádost.", None)
    tables = connection.introspection.table_names()
    assert [table for table in tables if holds_canary(rows(table))] == []


def test_no_log_names_a_contact(sung: Comment, caplog: pytest.LogCaptureFixture) -> None:
    records = caplog.get_records("setup")
    assert [record.name for record in records if record.name.startswith("comments")]
    # The database's own log, off unless a developer turns it on, holds every value there is.
    logged = [record for record in records if record.name != "django.db.backends"]
    assert [record.getMessage() for record in logged if holds_canary(record.getMessage())] == []


def test_an_error_report_hides_what_was_typed(
    published: Edition, monkeypatch: pytest.MonkeyPatch, rf: RequestFactory
) -> None:
    from django.views.debug import SafeExceptionReporterFilter

    from comments.writing import views

    def fail(*args: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(views, "_item", fail)
    for view in (views.comment_check, views.comment_send, views.csrf_failed):
        request = rf.post("/", {"email": CANARY, "name": NAME, "csrfmiddlewaretoken": ""})
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
        request.resolver_match = resolve(SEND)
        with pytest.raises(RuntimeError):
            view(request)
        reported = SafeExceptionReporterFilter().get_post_parameters(request)
        assert holds_canary(str(reported)) == []
