"""The files of an edition on the web: names, kinds, hashes, and nothing that is not published."""

import hashlib
import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from strategy import editing, frozen
from strategy.formats import FORMATS
from strategy.integrity import archive
from strategy.models import Edition, Plan, Seal
from tests.factories import draft_of, item_of, make_comment, publish
from tests.strategy.sealed_pdfs import PDF, sealed

PLAN = "/zkusebni-plan/"
OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {
    "docx": f"{OFFICE}.wordprocessingml.document",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8; header=present",
    "md": "text/markdown; charset=utf-8; variant=CommonMark",
    "json": "application/json",
}
each_format = pytest.mark.parametrize("extension", TYPES)


@each_format
def test_each_file_comes_whole_under_its_name_with_its_hash(
    client: Client, published: Edition, extension: str
) -> None:
    response = client.get(f"{PLAN}plan.{extension}")
    assert response.status_code == 200
    assert response.content == FORMATS[extension].content(published)
    headers = ("Content-Type", "Content-Disposition", "X-Content-SHA256", "Content-Length")
    assert [response.headers[name] for name in headers] == [
        TYPES[extension],
        f'attachment; filename="zkusebni-plan-zneni-1.{extension}"',
        hashlib.sha256(response.content).hexdigest(),
        str(len(response.content)),
    ]
    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not response.cookies


def test_comments_in_the_annex_are_promised_only_where_the_pdf_has_them(
    client: Client, published: Edition
) -> None:
    publish(published.plan, Edition.State.APPROVED)
    pages = [client.get(f"{PLAN}edice/{number}/formaty/") for number in (1, 2)]
    purposes = [
        re.findall(r'plan\.pdf">.*?</a>\s*<p>(.*?)</p>', page.content.decode())[0] for page in pages
    ]
    assert ["příloze" in purpose for purpose in purposes] == [True, False]


def test_every_format_is_tried_here() -> None:
    assert list(FORMATS) == list(TYPES)


@each_format
def test_each_edition_keeps_its_own_file(
    client: Client, published: Edition, extension: str
) -> None:
    editing.change_item(item_of(draft_of(published.plan), "A1.1"), 1, text="Jinak.")
    approved = publish(published.plan, Edition.State.APPROVED)
    paths = ("", "edice/1/", "edice/2/")
    files = {path: client.get(f"{PLAN}{path}plan.{extension}") for path in paths}
    assert [file.headers["Content-Disposition"].split("=")[1] for file in files.values()] == [
        f'"zkusebni-plan-zneni-{number}.{extension}"' for number in (2, 1, 2)
    ]
    published.refresh_from_db()
    assert files["edice/1/"].content == FORMATS[extension].content(published)
    assert files[""].content == files["edice/2/"].content == FORMATS[extension].content(approved)
    assert files["edice/1/"].content != files["edice/2/"].content


@each_format
def test_a_draft_has_no_file(client: Client, published: Edition, extension: str) -> None:
    assert client.get(f"{PLAN}edice/1/plan.{extension}").status_code == 200
    assert client.get(f"{PLAN}edice/2/plan.{extension}").status_code == 404
    assert client.get(f"/neni/plan.{extension}").status_code == 404


def test_a_plan_in_draft_has_neither_files_nor_a_page_of_them(client: Client, plan: Plan) -> None:
    paths = [*(f"plan.{extension}" for extension in FORMATS), "formaty/", "edice/1/formaty/"]
    assert [client.get(PLAN + path).status_code for path in paths] == [404] * len(paths)


def test_the_page_of_files_is_only_read(client: Client, published: Edition) -> None:
    assert client.post(f"{PLAN}formaty/").status_code == 405


def test_an_edition_that_has_no_seal_yet_has_its_page_all_the_same(
    client: Client, published: Edition
) -> None:
    frozen.uninstall(connection)
    Seal.objects.all().delete()
    frozen.install(connection)
    response = client.get(f"{PLAN}formaty/")
    assert (response.status_code, response.context["seal"]) == (200, None)
    assert "SHA-256</span>" not in response.content.decode()


@each_format
def test_who_has_the_file_is_told_that_nothing_changed(
    client: Client, published: Edition, extension: str
) -> None:
    address = f"{PLAN}plan.{extension}"
    headers = {"If-None-Match": client.get(address).headers["ETag"]}
    again = client.get(address, headers=headers)
    assert (again.status_code, again.content) == (304, b"")
    make_comment(item_of(published, "A1"))  # raises the plan's revision; the file stays as it was
    assert client.get(address, headers=headers).status_code == 304


@pytest.mark.parametrize("extension", ["docx", "xlsx", "md"])
def test_a_file_of_an_edition_gone_out_of_force_is_made_anew(
    client: Client, published: Edition, extension: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("brnoplan.pagestore.REREAD_SECONDS", 0)
    address = f"{PLAN}edice/1/plan.{extension}"
    before = client.get(address)
    publish(published.plan)
    headers = {"If-None-Match": before.headers["ETag"]}
    after = client.get(address, headers=headers)
    assert (after.status_code, after.content == before.content) == (200, False)


@each_format
def test_a_file_is_made_once_for_all(
    client: Client, published: Edition, extension: str, django_assert_num_queries: Any
) -> None:
    first = client.get(f"{PLAN}plan.{extension}").content
    with django_assert_num_queries(0):
        assert client.get(f"{PLAN}plan.{extension}").content == first


def test_no_question_after_the_name_makes_a_file_anew(client: Client, published: Edition) -> None:
    response = client.get(f"{PLAN}plan.docx?1")
    assert (response.status_code, response.url) == (302, f"{PLAN}plan.docx")


@each_format
def test_nothing_is_changed_by_post(client: Client, published: Edition, extension: str) -> None:
    assert client.post(f"{PLAN}plan.{extension}").status_code == 405


@pytest.mark.parametrize(
    ("extension", "queries"), [("docx", 3), ("xlsx", 4), ("csv", 4), ("md", 3), ("json", 2)]
)
def test_a_file_costs_few_queries(
    client: Client,
    published: Edition,
    extension: str,
    queries: int,
    django_assert_num_queries: Any,
) -> None:
    client.get(PLAN)  # reads the revisions
    with django_assert_num_queries(queries):
        client.get(f"{PLAN}plan.{extension}")


# The JSON and its schema


def test_the_json_names_its_schema_and_bears_the_hash_of_the_seal(
    client: Client, published: Edition
) -> None:
    response = client.get(f"{PLAN}plan.json")
    assert response.headers["X-Content-SHA256"] == published.seal.sha256
    assert response.headers["Link"] == '</schema/edice-2.json>; rel="describedby"'
    assert "Link" not in client.get(f"{PLAN}plan.csv").headers


def test_the_schema_is_published(client: Client, published: Edition) -> None:
    response = client.get("/schema/edice-2.json")
    assert response.headers["Content-Type"] == "application/schema+json"
    schema = json.loads(response.content)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["properties"]["format"] == {
        "const": client.get(f"{PLAN}plan.json").json()["format"]
    }


@pytest.mark.parametrize("version", [1, 2])
def test_each_version_has_a_schema_of_its_own(client: Client, db: None, version: int) -> None:
    schema = client.get(f"/schema/edice-{version}.json").json()
    assert schema["properties"]["format_version"] == {"const": version}
    assert client.get("/schema/edice-3.json").status_code == 404


def test_a_file_of_the_first_version_names_the_first_schema(
    client: Client, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("strategy.integrity.canonical.FORMAT_VERSION", 1)
    publish(plan)
    monkeypatch.undo()
    link = client.get(f"{PLAN}plan.json").headers["Link"]
    assert link == '</schema/edice-1.json>; rel="describedby"'
    assert "/schema/edice-1.json" in links(client.get(f"{PLAN}formaty/").content.decode())


# The page


def links(html: str) -> list[str]:
    """Addresses in the main part of a page, in order."""
    return re.findall(r'<a [^>]*href="([^"]+)"', html[html.index("<main") :])


def test_the_page_lists_every_file_of_the_edition_and_where_it_can_be_checked(
    client: Client, published: Edition
) -> None:
    html = client.get(f"{PLAN}formaty/").content.decode()
    wanted = [f"{PLAN}plan.{extension}" for extension in ("pdf", *FORMATS)]
    found = links(html)
    assert [address for address in found if "/plan." in address] == wanted
    assert reverse("strategy:edition_schema", args=[2]) in found
    assert re.findall(r"<code>([0-9a-f]{64})</code>", html) == [published.seal.sha256]
    assert {client.get(address).status_code for address in wanted[1:]} == {200}


def test_an_older_edition_has_a_page_of_its_own(client: Client, published: Edition) -> None:
    publish(published.plan)
    response = client.get(f"{PLAN}edice/1/formaty/")
    assert f"{PLAN}edice/1/plan.docx" in links(response.content.decode())
    assert 'class="band"' in response.content.decode()
    assert f'rel="canonical" href="http://testserver{PLAN}edice/1/formaty/"' in (
        response.content.decode()
    )


def test_the_archived_pdf_stands_there_with_its_hash(
    client: Client, plan: Plan, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    edition = publish(plan, Edition.State.APPROVED)
    assert client.get(f"{PLAN}formaty/").context["original"] is None
    pdf = archive.keep(edition, archive.Kind.ORIGINAL, b"%PDF-1.7 schvaleno")
    copy = archive.keep(edition, archive.Kind.SEALED, b"%PDF-1.7 schvaleno a zapeceteno")
    html = client.get(f"{PLAN}edice/1/formaty/").content.decode()
    hashes = re.findall(r"<code>([0-9a-f]{64})</code>", html)
    assert hashes == [pdf.sha256, copy.sha256, edition.seal.sha256]
    assert f"{PLAN}edice/1/plan-s-peceti.pdf" in links(html)


@pytest.mark.parametrize("original", [PDF, PDF.replace(b"1.7", b"1.6")])
def test_of_a_sealed_copy_is_said_whether_it_holds_the_approved_pdf(
    client: Client, plan: Plan, settings: Any, tmp_path: Any, original: bytes
) -> None:
    settings.MEDIA_ROOT = tmp_path
    edition = publish(plan, Edition.State.APPROVED)
    archive.keep(edition, archive.Kind.ORIGINAL, original)
    archive.keep(edition, archive.Kind.SEALED, sealed(PDF))
    response = client.get(f"{PLAN}formaty/")
    assert bool(response.context["unchanged"]) is (original == PDF)
    assert ("vědomě" in response.content.decode()) is (original != PDF)


def test_the_page_of_each_edition_has_its_own_hash(client: Client, published: Edition) -> None:
    newer = publish(published.plan)
    for edition in (published, newer):
        seal = client.get(f"{PLAN}edice/{edition.number}/formaty/").context["seal"]
        assert seal.sha256 == edition.seal.sha256


def test_the_page_costs_four_queries(
    client: Client, published: Edition, django_assert_num_queries: Any
) -> None:
    client.get(PLAN)
    with django_assert_num_queries(4):
        client.get(f"{PLAN}formaty/")


def test_the_plan_leads_to_the_page(client: Client, published: Edition) -> None:
    publish(published.plan)
    for path in ("", "edice/1/"):
        assert f"{PLAN}{path}formaty/" in links(client.get(PLAN + path).content.decode())
