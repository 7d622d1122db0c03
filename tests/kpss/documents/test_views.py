"""Documents for everyone: the list, the page, the file; and what is not for everyone."""

import logging
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from brnoplan import pagestore
from kpss.documents import files
from kpss.documents.reading import file_address
from kpss.models import Document, PlanningRevision
from kpss.paging import ON_PAGE
from strategy.models import Edition, Organisation, Plan
from tests.kpss.factories import make_body, make_project
from tests.kpss.papers import HTML, PDF, make_document, make_filed
from tests.strategy.cast import client_of

LIST = reverse("kpss:document_list")


def titles(client: Client, query: str = "") -> list[str]:
    return [document.title for document in client.get(LIST + query).context["listed"].rows]


def test_the_list_holds_what_is_public_the_newest_first(client: Client, db: None) -> None:
    make_document("Bez data")
    make_document("Starší", dated="2006-03")
    make_document("Novější", dated="2012-03-01")
    make_document("Tajný", is_public=False)
    page = client.get(LIST)
    assert page.context["listed"].count == 3
    assert [one.title for one in page.context["listed"].rows] == ["Novější", "Starší", "Bez data"]
    assert "Tajný" not in page.content.decode()


def test_an_empty_list_is_a_page_too(client: Client, db: None) -> None:
    page = client.get(LIST)
    assert (page.status_code, page.context["listed"].count) == (200, 0)


def test_the_list_is_narrowed_by_kind_plan_and_body(client: Client, published: Edition) -> None:
    body = make_body(slug="seniori")
    first = make_document("První", kind="evaluation")
    first.bodies.add(body)
    second = make_document("Druhý")
    second.plans.add(published.plan)
    make_document("Třetí", kind="evaluation")
    slug = published.plan.slug
    assert titles(client, "?druh=evaluation") == ["První", "Třetí"]
    assert titles(client, f"?plan={slug}") == ["Druhý"]
    assert titles(client, "?skupina=seniori&druh=evaluation") == ["První"]
    assert len(titles(client, "?druh=nesmysl&plan=zadny")) == 3


def test_a_plan_that_nobody_may_know_of_is_not_told(client: Client, plan: Plan) -> None:
    document = make_document()
    document.plans.add(plan)
    assert plan.title not in client.get(LIST).content.decode()
    assert plan.title not in client.get(document.get_absolute_url()).content.decode()
    assert len(titles(client, f"?plan={plan.slug}")) == 1


def test_a_long_list_is_turned_by_pages_that_keep_what_was_chosen(client: Client, db: None) -> None:
    for number in range(ON_PAGE + 1):
        make_document(f"Dokument {number}")
    first = client.get(f"{LIST}?druh=analysis")
    assert len(first.context["listed"].rows) == ON_PAGE
    assert 'href="?druh=analysis&amp;strana=2"' in first.content.decode()
    assert len(titles(client, "?strana=2")) == 1
    assert client.get(f"{LIST}?strana=3").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long_it_is(
    client: Client, published: Edition, count: int, django_assert_num_queries: Any
) -> None:
    author = Organisation.objects.create(name="Masarykova univerzita")
    for number in range(count):
        document = make_filed(title=f"Dokument {number}", author=author)
        document.plans.add(published.plan)
        document.bodies.add(make_body(f"Skupina {number}"))
    # Plans and bodies to choose from, how many there are, the page; and the revisions.
    with django_assert_num_queries(4 + 1):
        client.get(LIST)


def test_a_document_says_what_it_is_and_whose(client: Client, published: Edition) -> None:
    author = Organisation.objects.create(name="Masarykova univerzita")
    document = make_filed(author=author, about="O potřebách.", dated="2012-03-01", source="Zdroj")
    document.plans.add(published.plan)
    document.bodies.add(make_body(slug="seniori"))
    page = client.get(document.get_absolute_url())
    text = page.content.decode()
    for address in (
        file_address(document),
        published.plan.get_absolute_url(),
        reverse("kpss:body_detail", args=["seniori"]),
        reverse("kpss:organisation_detail", args=[author.pk]),
    ):
        assert f'href="{address}"' in text
    assert document.sha256 in text
    assert "O\xa0potřebách." in text


def test_the_page_of_a_document_costs_four_queries(
    client: Client, published: Edition, django_assert_num_queries: Any
) -> None:
    document = make_filed()
    document.plans.add(published.plan)
    with django_assert_num_queries(4 + 1):
        client.get(document.get_absolute_url())


def test_a_document_without_a_file_offers_none(client: Client, db: None) -> None:
    document = make_document()
    page = client.get(document.get_absolute_url()).content.decode()
    assert re.findall(f'href="{document.get_absolute_url()}[^"]+"', page) == []
    address = reverse("kpss:document_file", args=[document.key, "zprava.pdf"])
    assert client.get(address).status_code == 404


def test_a_file_is_saved_and_never_shown(client: Client, db: None) -> None:
    document = make_filed(name="Zpráva č. 1.pdf")
    response = client.get(file_address(document))
    assert b"".join(response.streaming_content) == PDF
    headers = {name: response[name] for name in ("Content-Type", "X-Content-Type-Options", "ETag")}
    assert headers == {
        "Content-Type": "application/pdf",
        "X-Content-Type-Options": "nosniff",
        "ETag": f'"{document.sha256}"',
    }
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''Zpr%C3%A1va%20%C4%8D.%201.pdf"
    )


def test_a_text_says_its_encoding(client: Client, db: None) -> None:
    document = make_filed("kůň;1\n".encode(), "data.csv")
    assert client.get(file_address(document))["Content-Type"] == "text/csv; charset=utf-8"


def test_who_has_the_file_is_sent_nothing(client: Client, db: None) -> None:
    document = make_filed()
    first = client.get(file_address(document))
    for known in (
        {"HTTP_IF_NONE_MATCH": first["ETag"]},
        {"HTTP_IF_MODIFIED_SINCE": first["Last-Modified"]},
    ):
        pagestore.store.clear()
        assert client.get(file_address(document), **known).status_code == 304
    pagestore.store.clear()
    head = client.head(file_address(document))
    assert (head.status_code, b"".join(head.streaming_content)) == (200, b"")


def test_a_public_file_is_kept_ready_until_something_changes(client: Client, db: None) -> None:
    document = make_filed()
    response = client.get(file_address(document))
    assert response.page_store_file == str(files.path_of(document.sha256))
    Document.objects.update(is_public=False)
    PlanningRevision.raise_it()
    pagestore.store.clear()
    assert client.get(file_address(document)).status_code == 404


def test_a_former_name_leads_to_the_file(client: Client, db: None) -> None:
    document = make_filed()
    response = client.get(reverse("kpss:document_file", args=[document.key, "stara.pdf"]))
    assert (response.status_code, response.url) == (302, file_address(document))


def test_a_lost_file_is_not_found_and_the_log_says_so(
    client: Client, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    document = make_filed(b"%PDF-1.4 lost %%EOF")
    files.path_of(document.sha256).unlink()
    with caplog.at_level(logging.ERROR):
        assert client.get(file_address(document)).status_code == 404
    assert f"document {document.pk} " in caplog.text
    assert document.file_name not in caplog.messages[0]


@pytest.mark.parametrize(
    ("person", "status"),
    [("nobody", 404), ("officer", 404), ("coordinator", 200), ("auditor", 200)],
)
def test_what_is_not_public_is_there_for_staff_with_the_right_alone(
    db: None, person: str, status: int
) -> None:
    document = make_filed(is_public=False)
    client = client_of(person)
    for address in (document.get_absolute_url(), file_address(document)):
        response = client.get(address)
        assert response.status_code == status
        assert not hasattr(response, "page_store_plan")
        if status == 200:
            assert response["Cache-Control"] == "private, no-store"


def test_who_is_no_longer_staff_sees_no_more_than_the_public(db: None) -> None:
    document = make_filed(is_public=False)
    client = client_of("coordinator")
    document_owner = client.get(document.get_absolute_url()).wsgi_request.user
    document_owner.is_staff = False
    document_owner.save()
    assert client.get(document.get_absolute_url()).status_code == 404


def test_an_unknown_document_is_not_found(client: Client, db: None) -> None:
    key = uuid.uuid4()
    for name, args in (("document_detail", [key]), ("document_file", [key, "a.pdf"])):
        assert client.get(reverse(f"kpss:{name}", args=args)).status_code == 404


def test_a_name_and_a_title_are_text_on_the_page(client: Client, db: None) -> None:
    document = make_filed(title=HTML.decode(), about=HTML.decode())
    for address in (LIST, document.get_absolute_url()):
        assert b"<script>alert" not in client.get(address).content


def test_a_document_names_the_project_that_it_came_of(client: Client, db: None) -> None:
    document, project = make_document(), make_project()
    project.outputs.add(document)
    assert client.get(document.get_absolute_url()).context["belonging"].projects == [project]


def test_where_there_is_nothing_to_choose_nothing_is_asked(client: Client, db: None) -> None:
    document = make_document()
    assert list(client.get(LIST).context["form"].fields) == ["druh"]
    document.bodies.add(make_body())
    pagestore.store.clear()
    assert list(client.get(LIST).context["form"].fields) == ["druh", "skupina"]
