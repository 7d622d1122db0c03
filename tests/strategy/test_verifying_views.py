"""The page that tells whether a file is the city's."""

import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from brnoplan import pagestore
from strategy import editions
from strategy.integrity import archive, hashing, recognition
from strategy.models import ArchivedPdf, Edition, Job, Rendition
from strategy.pages import WHOLE_PORTAL
from strategy.verifying_views import Complaint
from tests import factories
from tests.html_checker import faults
from tests.strategy.sealed_pdfs import PDF, sealed

PAGE = "/overeni/"
UNKNOWN = "0" * 64


@pytest.fixture
def approved(plan):
    edition = factories.publish(plan, Edition.State.APPROVED)
    archive.keep(edition, ArchivedPdf.Kind.ORIGINAL, PDF)
    return edition


def upload(content, name="plan.pdf"):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def asked(client, **sent):
    return client.post(PAGE, sent).context["asked"]


def matches(asked):
    return [(match.kind, match.edition.number, match.is_current) for match in asked.matches or []]


def test_the_approved_pdf_is_known_with_its_plan_edition_and_resolution(client, approved):
    response = client.post(PAGE, {"soubor": upload(PDF)})
    assert response.status_code == 200
    assert faults(response.content.decode()) == []
    assert matches(response.context["asked"]) == [("original", 1, True)]
    page = response.content.decode()
    assert f'<a href="{approved.plan.get_absolute_url()}">Zkušební plán</a>' in page
    assert "Z7/31" in page
    assert hashlib.sha256(PDF).hexdigest() in page


def test_the_copy_with_the_seal_is_known(client, approved):
    copy = archive.store_sealed(approved, upload(sealed(PDF)))
    assert matches(asked(client, soubor=upload(sealed(PDF)))) == [("sealed", 1, True)]
    assert matches(asked(client, otisk=copy.sha256)) == [("sealed", 1, True)]


def test_the_data_of_an_edition_are_known(client, published):
    content = client.get("/zkusebni-plan/plan.json").content
    assert matches(asked(client, soubor=upload(content, "plan.json"))) == [("document", 1, True)]


def test_the_pdf_of_a_draft_for_comments_is_known(client, published):
    Rendition.objects.create(
        edition=published, revision=1, file="x.pdf", sha256=UNKNOWN, size=len(PDF)
    )
    assert matches(asked(client, otisk=UNKNOWN)) == [("rendition", 1, True)]


def test_of_an_older_edition_it_says_so_and_leads_to_the_current(client, approved):
    factories.publish(approved.plan, Edition.State.APPROVED)
    response = client.post(PAGE, {"soubor": upload(PDF)})
    assert matches(response.context["asked"]) == [("original", 1, False)]
    assert 'href="/zkusebni-plan/"' in response.content.decode()
    assert 'href="/zkusebni-plan/edice/1/"' in response.content.decode()


def test_of_a_withdrawn_edition_it_says_so(client, approved):
    before = client.post(PAGE, {"soubor": upload(PDF)}).content.decode()
    editions.withdraw(approved, "Nahrazeno.")
    after = client.post(PAGE, {"soubor": upload(PDF)}).content.decode()
    assert [page.count("notice--warning") for page in (before, after)] == [0, 0]
    assert [page.count("badge--warning") for page in (before, after)] == [0, 1]


def test_of_a_draft_whose_successor_was_withdrawn_it_leads_to_the_newest_edition(client, plan):
    draft = factories.publish(plan)
    newer = factories.publish(plan, Edition.State.APPROVED)
    editions.withdraw(newer, "Omyl.")
    response = client.get(PAGE, {"otisk": draft.seal.sha256})
    assert matches(response.context["asked"]) == [("document", 1, False)]
    verdict = response.content.decode().split("verdict")[1].replace("\xa0", " ")
    assert "Číst nejnovější znění" in verdict
    assert "aktuální" not in verdict[: verdict.index("</section>")]


def test_what_is_not_ours_is_not_ours(client, approved):
    for content in (PDF + b" ", b"\x00"):
        response = client.post(PAGE, {"soubor": upload(content, "cizi.pdf")})
        assert matches(response.context["asked"]) == []
        assert response.context["asked"].complaint is None
        assert "cizi.pdf" in response.content.decode()
        assert response.status_code == 200


def test_what_is_no_pdf_is_told_so(client, approved):
    reasons = [
        client.post(PAGE, {"soubor": upload(content)}).content.count(b"<li>")
        for content in (PDF + b" ", b"PK\x03\x04")
    ]
    assert reasons[1] == reasons[0] + 1


def test_a_draft_is_never_known(client, plan):
    draft = factories.draft_of(plan)
    Rendition.objects.create(edition=draft, revision=1, file="x", sha256=UNKNOWN, size=1)
    assert matches(asked(client, otisk=UNKNOWN)) == []
    factories.publish(plan)
    assert matches(asked(client, otisk=UNKNOWN)) == [("rendition", 1, True)]


@pytest.mark.parametrize(
    "spelling",
    [
        str.upper,
        "  {}\n".format,
        "sha256:{}".format,
        "SHA-256: {}".format,
        lambda sha256: " ".join(re.findall("..", sha256)),
        lambda sha256: ":".join(re.findall("..", sha256.upper())),
        lambda sha256: "\u00a0".join(re.findall(".{8}", sha256)),
    ],
)
def test_a_hash_is_known_however_it_is_written(client, approved, spelling):
    sha256 = hashlib.sha256(PDF).hexdigest()
    assert matches(asked(client, otisk=spelling(sha256))) == [("original", 1, True)]


@pytest.mark.parametrize(
    "typed", ["abc", UNKNOWN[1:], UNKNOWN + "0", "g" * 64, "<script>", "٣" * 64, "sha256:"]
)
def test_what_is_no_hash_is_refused_and_kept_in_the_form(client, db, typed):
    response = client.post(PAGE, {"otisk": typed})
    assert (response.status_code, response.context["asked"].complaint) == (422, "hash")
    assert faults(response.content.decode()) == []
    escaped = typed.replace("<", "&lt;").replace(">", "&gt;")
    assert f'value="{escaped}"' in response.content.decode()


@pytest.mark.parametrize(
    ("sent", "complaint", "fields"),
    [
        ({"otisk": "abc"}, Complaint.HASH, ["otisk"]),
        ({}, Complaint.NOTHING, ["otisk"]),
        (lambda: {"soubor": upload(b"", "100%.pdf")}, Complaint.EMPTY, ["soubor"]),
    ],
)
def test_each_complaint_is_told_in_its_own_words_beside_its_field(
    client, db, sent, complaint, fields
):
    response = client.post(PAGE, sent() if callable(sent) else sent)
    html = response.content.decode()
    above = re.findall(r'<p><a href="#(\w+)">(.*?)</a></p>', html)
    said = str(complaint.label) % {"name": "100%.pdf"}
    assert above == [(fields[0], said)]
    assert re.findall(r'id="chyba">(.*?)</p>', html) == [said]
    marked = re.findall(r'field--invalid">\s*<label class="field__label" for="(\w+)"', html)
    assert (response.status_code, marked) == (complaint.status, fields)


def test_each_complaint_has_its_status(db):
    statuses = {"nothing": 422, "hash": 422, "empty": 422, "large": 413, "busy": 503}
    assert {complaint: complaint.status for complaint in Complaint} == statuses


def test_an_empty_question_is_told_what_to_do(client, db):
    response = client.post(PAGE, {"otisk": "  "})
    assert (response.status_code, response.context["asked"].complaint) == (422, "nothing")


def test_an_empty_file_is_told_so_and_the_hash_is_kept(client, db):
    response = client.post(PAGE, {"otisk": "abc", "soubor": upload(b"", "prazdny.pdf")})
    assert (response.status_code, response.context["asked"].complaint) == (422, "empty")
    assert 'value="abc"' in response.content.decode()
    assert "prazdny.pdf" in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "agrees"),
    [(hashlib.sha256(PDF).hexdigest().upper(), True), (UNKNOWN, False), ("abc", False), ("", None)],
)
def test_where_both_are_given_the_file_is_answered_and_the_hash_compared(
    client, approved, typed, agrees
):
    answer = asked(client, otisk=typed, soubor=upload(PDF))
    assert (matches(answer), answer.agrees) == ([("original", 1, True)], agrees)
    assert answer.typed == typed


def test_an_answer_can_be_shared_by_its_address(client, approved):
    sha256 = hashlib.sha256(PDF).hexdigest()
    response = client.get(PAGE, {"otisk": sha256})
    assert matches(response.context["asked"]) == [("original", 1, True)]
    assert response.headers["Cache-Control"] == "no-store"
    assert pagestore.store._pages == {}


def test_the_empty_form_is_stored_for_everyone_and_needs_no_cookie(client, db):
    response = client.get(PAGE)
    assert faults(response.content.decode()) == []
    assert [page.plan_id for page in pagestore.store._pages.values()] == [WHOLE_PORTAL]
    assert response.cookies == {}
    assert "csrfmiddlewaretoken" not in response.content.decode()
    answer = client.post(PAGE, {"otisk": UNKNOWN})
    assert answer.cookies == {}
    assert answer.headers["Cache-Control"] == "no-store"


def test_asking_needs_no_token_and_changes_nothing(approved, django_assert_num_queries):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    with django_assert_num_queries(4) as captured:
        assert strict.post(PAGE, {"soubor": upload(PDF)}).status_code == 200
    assert {query["sql"].split()[0] for query in captured.captured_queries} == {"SELECT"}


def test_what_neither_reads_nor_asks_is_refused(client, db):
    assert client.put(PAGE).status_code == 405


def test_more_files_than_there_is_room_for_are_asked_to_wait(client, approved):
    with hashing.one_of_few(), hashing.one_of_few():
        response = client.post(PAGE, {"soubor": upload(PDF)})
        assert (response.status_code, response.context["asked"].complaint) == (503, "busy")
        # What needs no file needs no place either.
        assert matches(client.get(PAGE, {"otisk": UNKNOWN}).context["asked"]) == []
    assert matches(asked(client, soubor=upload(PDF))) == [("original", 1, True)]


def test_a_place_is_free_again_after_a_broken_form(client, db):
    client.raise_request_exception = False
    for _try in range(hashing.AT_ONCE + 1):
        broken = client.post(PAGE, b"nic", content_type="multipart/form-data; boundary=x")
        assert broken.status_code in {200, 400, 422}
    assert asked(client, otisk=UNKNOWN).complaint is None


# The sealed copy.


def test_the_sealed_copy_is_served_as_a_pdf_of_its_own_name(client, approved):
    address = reverse("strategy:sealed_pdf", args=["zkusebni-plan", 1])
    assert client.get(address).status_code == 404
    copy = archive.store_sealed(approved, upload(sealed(PDF)))
    response = client.get(address)
    assert b"".join(response.streaming_content) == sealed(PDF)
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["ETag"] == f'"{copy.sha256}"'
    assert "zkusebni-plan-zneni-1-s-peceti.pdf" in response.headers["Content-Disposition"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    newer = sealed(PDF, b"later")
    archive.store_sealed(approved, upload(newer))
    assert b"".join(client.get(address).streaming_content) == newer


def test_a_lost_sealed_copy_is_told_in_words(client, approved, caplog):
    copy = archive.store_sealed(approved, upload(sealed(PDF)))
    Path(copy.file.path).unlink()
    response = client.get(reverse("strategy:sealed_pdf", args=["zkusebni-plan", 1]))
    assert (response.status_code, response.context["lost"]) == (503, True)
    assert copy.file.name in caplog.text


def test_the_proxy_lets_through_just_what_the_portal_reads():
    shipped = settings.BASE_DIR / "deploy/nginx/brnoplan"
    proxy = "".join((shipped / name).read_text() for name in ("http.conf", "portal.conf"))
    [(where, place)] = re.findall(r"location ~ (\S+/overeni/\$) \{(.*?)\}", proxy, re.DOTALL)
    assert [bool(re.search(where, path)) for path in ("/overeni/", "/en/overeni/")] == [True, True]
    (most,) = re.findall(r"client_max_body_size (\d+)m;", place)
    assert int(most) * 1024**2 == hashing.MOST_READ > hashing.MOST_BYTES
    # Who only reads the page is not counted: an empty key is none.
    (zone,) = re.findall(r"limit_conn_zone (\S+) zone=verified_files", proxy)
    assert re.findall(rf"map \$request_method \{zone} \{{ (.*?) \}}", proxy) == [
        'default ""; POST $server_name;'
    ]


def test_the_address_of_the_sealed_copy_belongs_to_no_item():
    from strategy.models.items import RESERVED_HANDLES

    assert "plan-s-peceti.pdf" in RESERVED_HANDLES


def test_recognizing_takes_a_query_more_for_each_match(approved, django_assert_num_queries):
    with django_assert_num_queries(3):
        assert recognition.recognize(UNKNOWN) == []
    with django_assert_num_queries(4):
        assert len(recognition.recognize(hashlib.sha256(PDF).hexdigest())) == 1
    assert Job.objects.exists()


@pytest.mark.parametrize(
    ("copy", "unchanged"), [(sealed(PDF), True), (sealed(PDF.replace(b"1.7", b"1.6")), False)]
)
def test_readers_are_told_whether_the_copy_holds_the_approved_pdf(
    client, approved, copy, unchanged
):
    archive.store_sealed(approved, upload(copy), knowingly=True)
    response = client.get("/zkusebni-plan/formaty/")
    assert response.context["unchanged"] is unchanged
    assert faults(response.content.decode()) == []


def test_a_copy_whose_file_is_lost_breaks_no_page(client, approved):
    copy = archive.store_sealed(approved, upload(sealed(PDF)))
    (settings.MEDIA_ROOT / copy.file.name).unlink()
    assert client.get("/zkusebni-plan/formaty/").context["unchanged"] is False
