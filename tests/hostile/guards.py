"""What the portal promises of headers, hosts, redirects, caches, tokens and uploads.

A guard is a promise, and what takes it away: with that planted the promise must be broken, so a
promise that nothing can break is found as well.
"""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import django.contrib.auth.views
import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import FileResponse
from django.test import Client
from django.utils.http import content_disposition_header

import kpss.documents.views
from comments.links import Purpose as OfComments
from kpss.documents import file_names, files, formats
from kpss.links import Purpose as OfPlanning
from kpss.models import Document
from strategy import languages, secret_links
from strategy.progress.links import Purpose as OfProgress
from strategy.secret_links import LinkExpired, LinkRefused, SecretPurpose
from tests.hostile import patterns
from tests.kpss.papers import HTML, PDF, SVG, make_filed, office, packed

# A promise, and what takes it away.
Promise = Callable[[], None]
Planting = Callable[[pytest.MonkeyPatch], Any]
PURPOSES: list[SecretPurpose] = [*OfComments, *OfPlanning, *OfProgress]
ELSEWHERE = [
    *("https://zlo.example/", "//zlo.example/", "///zlo.example/", "\\\\zlo.example\\"),
    *("/\\zlo.example/", "https:zlo.example", "https:///zlo.example", "javascript:alert(1)"),
    *("http://testserver@zlo.example/", "http://testserver.zlo.example/", "\thttps://zlo.example"),
    *(
        "/\t/zlo.example/",
        "%2f%2fzlo.example/",
        "/%2fzlo.example/",
        "https://zlo.example\\@testserver",
    ),
    *("/admin/\r\nSet-Cookie: a=b", "//zlo。example/", "data:text/html,x"),
]


def patched(owner: Any, name: str, value: Any) -> Planting:
    return lambda patch: patch.setattr(owner, name, value)


def without(middleware: str) -> Planting:
    left = [name for name in settings.MIDDLEWARE if not name.endswith(middleware)]
    assert len(left) == len(settings.MIDDLEWARE) - 1
    return lambda patch: patch.setattr(settings, "MIDDLEWARE", left)


def yes(*_given: Any, **_also: Any) -> bool:
    return True


# Hosts and redirects


def only_our_hosts_are_answered() -> None:
    for host in ("zlo.example", "testserver.zlo.example", "testserver:80@zlo.example", "a b", ""):
        answer = Client().get("/o-portalu/", headers={"host": host})
        assert answer.status_code == 400
        assert "zlo.example" not in answer.content.decode()


def a_forwarded_host_is_not_believed() -> None:
    answer = Client().get(
        "/admin", headers={"x-forwarded-host": "127.0.0.1:99", "host": "localhost"}
    )
    page = Client().get("/o-portalu/", headers={"x-forwarded-host": "zlo.example"})
    assert page.status_code == 200
    assert "127.0.0.1:99" not in answer.headers.get("Location", "")
    assert "zlo.example" not in page.content.decode()


def signing_in_leads_nowhere_else() -> None:
    User.objects.create_superuser("jana", password="jana")
    for there in ELSEWHERE:
        client = Client()
        asked = client.post(
            f"/admin/login/?next={quote(there)}",
            {"username": "jana", "password": "jana", "next": there},
        )
        assert asked.status_code in (302, 303), asked.content[:200]
        assert is_here(asked.headers["Location"]), there
    User.objects.all().delete()


def no_address_of_ours_leads_elsewhere() -> None:
    for path in ("//zlo.example/admin", "///zlo.example/admin", "/\\zlo.example/admin",
                 "//zlo.example/..%2fadmin", "/en//zlo.example/o-portalu"):  # fmt: skip
        answer = Client().get("/", PATH_INFO=path)
        assert is_here(answer.headers.get("Location", "/")), answer.headers["Location"]


def is_here(location: str) -> bool:
    """As a browser reads it: without what is not seen, with backslashes turned."""
    read = re.sub("[\t\r\n]", "", location).strip().replace("\\", "/")
    parts = urlsplit(urljoin("http://testserver/", read))
    return parts.scheme == "http" and parts.netloc == "testserver"


def nobody_reads_the_referrer() -> None:
    """So nothing leads to where a browser says that somebody came from."""
    for file in patterns.files():
        assert not re.search("HTTP_REFERER|[\"']referer[\"']", file.read_text(), re.IGNORECASE), (
            file
        )


# Headers and caches


def every_answer_is_protected() -> None:
    for path in ("/", "/neni/", "/admin/login/", "/odkaz/moje/neni/", "/hledani/?q=x"):
        headers = Client().get(path).headers
        assert "script-src 'self'" in headers.get("Content-Security-Policy", "")
        assert headers.get("X-Content-Type-Options") == "nosniff"
        assert headers.get("X-Frame-Options") == "DENY"


def a_name_puts_nothing_into_the_headers_of_a_file() -> None:
    for name in ("a\r\nSet-Cookie: a=b.pdf", 'a"; filename="b.exe".pdf', "a\u202efdp.pdf"):
        document = make_filed(name=name)
        answer = Client().get(f"/kpss/dokumenty/{document.key}/{quote(document.file_name)}")
        said = answer.headers["Content-Disposition"]
        assert said == content_disposition_header(True, document.file_name)
        assert not re.search('[\r\n\u202e"]', document.file_name)
        assert "Set-Cookie" not in answer.headers
        Document.objects.all().delete()


def nothing_under_a_secret_link_is_kept_or_told() -> None:
    for path in ("/odkaz/moje/neni/", "/en/odkaz/moje/neni/", "/odkaz/prijato/neni"):
        headers = Client().get(path).headers
        assert "no-store" in headers.get("Cache-Control", "")
        assert headers.get("Referrer-Policy") == "no-referrer"
        assert "noindex" in headers.get("X-Robots-Tag", "")


def what_is_not_public_is_not_kept() -> None:
    document = make_filed(is_public=False)
    User.objects.create_superuser("jana", password="jana")
    client = Client()
    client.force_login(User.objects.get())
    for path in (document.get_absolute_url(), f"/kpss/dokumenty/{document.key}/zprava.pdf"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "no-store" in answer.headers.get("Cache-Control", "")
        assert Client().get(path).status_code == 404
    User.objects.all().delete()


# Tokens


def a_token_is_for_one_purpose() -> None:
    for purpose in PURPOSES:
        token = secret_links.sign(purpose, 12)
        for other in PURPOSES:
            assert (told_by(other, token) == 12) is (other is purpose)


def a_token_ends() -> None:
    for purpose in PURPOSES:
        token = secret_links.sign(purpose, 12)
        with time_machine.travel(time.time() + purpose.holds.total_seconds() + 60):
            assert told_by(purpose, token) == "over"


def a_token_that_was_touched_is_none() -> None:
    token = secret_links.sign(OfComments.MINE, 12, "jana@example.cz")
    for place in range(len(token)):
        other = "A" if token[place] != "A" else "B"
        assert told_by(OfComments.MINE, token[:place] + other + token[place + 1 :]) == "refused"
    for forged in (token[:-1], f"{token}=", token.upper(), "", ":", "::", "12", f"{token}\n"):
        assert told_by(OfComments.MINE, forged) == "refused"


def a_token_of_another_row_is_none() -> None:
    token = secret_links.sign(OfComments.MINE, 12, "jana@example.cz")
    other = secret_links.sign(OfComments.MINE, 13, "petr@example.cz")
    assert told_by(OfComments.MINE, f"13{token[2:]}") == "refused"
    assert told_by(OfComments.MINE, token.partition(":")[0] + ":" + other.partition(":")[2]) == (
        "refused"
    )
    assert not secret_links.is_still(other, "jana@example.cz")
    assert not secret_links.is_still(secret_links.sign(OfComments.MINE, 12), "jana@example.cz")


def told_by(purpose: SecretPurpose, token: str) -> int | str:
    try:
        return secret_links.read(purpose, token)
    except LinkRefused:
        return "refused"
    except LinkExpired:
        return "over"


def _unsigned(self: signing.TimestampSigner, token: str, max_age: Any = None) -> str:
    return token.partition(":")[0]


def _for_ever(self: signing.TimestampSigner, token: str, max_age: Any = None) -> str:
    return signing.Signer.unsign(self, token).rpartition(":")[0]


# Uploads

POLYGLOTS = {
    "zprava.pdf": [
        HTML,
        b"<!--" + PDF + b"-->",
        SVG,
        packed({"a.js": b"alert(1)"}),
        b"GIF89a" + PDF,
    ],
    "obraz.png": [SVG, HTML, PDF, b"<svg>\x89PNG\r\n\x1a\n"],
    "obraz.jpg": [b"<script>" + b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\xff\xd9", SVG],
    "text.txt": [HTML, SVG, PDF, b"\xef\xbb\xbf<svg onload=alert(1)>", b"MZ\x00\x00"],
    "data.csv": [HTML, b"{\\rtf1}", b"%!PS"],
    "list.docx": [
        PDF,
        packed({"a.html": HTML}),
        HTML + office(),
        office(**{"word/vbaProject.bin": b"x"}),
    ],
}
DOUBLE = ["zprava.html.pdf", "zprava.exe.pdf", "zprava.svg.png", "a.php.txt", "a. js .txt"]
OTHER = [
    "zprava.html",
    "zprava.svg",
    "zprava.js",
    "zprava.pdf.exe",
    "zprava",
    ".pdf",
    "zprava.pdf\0.exe",
]


def no_file_is_taken_for_what_it_is_not() -> None:
    for name, contents in POLYGLOTS.items():
        for content in contents:
            assert not is_taken(name, content), (name, content[:20])


def no_name_hides_a_programme() -> None:
    for name in [*DOUBLE, *OTHER]:
        assert not is_taken(name, b"text" if name.endswith("txt") else PDF), name


def a_name_has_neither_a_folder_nor_what_is_not_seen() -> None:
    for name, kept in {
        "../../etc/zprava.pdf": "zprava.pdf",
        "C:\\Windows\\zprava.pdf": "zprava.pdf",
        "a\u202efdp.pdf": "afdp.pdf",
        "a\r\nb.pdf": "a b.pdf",
        "con.pdf": "_con.pdf",
        "a\u200b\x07.pdf": "a.pdf",
    }.items():
        sent = SimpleUploadedFile("x.pdf", PDF)
        sent._name = name  # Django's own form would take the folders off before
        assert files.check(sent).file_name == kept


def a_file_that_is_too_large_is_refused() -> None:
    sent = SimpleUploadedFile("zprava.pdf", PDF)
    sent.size = 50 * 1024**2 + 1
    with pytest.raises(files.FileRefused):
        files.check(sent)


def a_file_is_saved_and_never_run() -> None:
    # A PDF that is also a page and a script for whoever sniffs.
    document = make_filed(PDF.replace(b"%%EOF", b"%" + HTML + b"\n%%EOF"))
    answer = Client().get(f"/kpss/dokumenty/{document.key}/zprava.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers.get("Content-Disposition", "").startswith("attachment")
    assert answer.headers.get("Content-Security-Policy") == "default-src 'none'; sandbox"
    assert answer.headers.get("X-Content-Type-Options") == "nosniff"
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    Document.objects.all().delete()


def is_taken(name: str, content: bytes) -> bool:
    sent = SimpleUploadedFile("x.pdf", content)
    sent._name = name
    try:
        files.check(sent)
    except files.FileRefused:
        return False
    return True


def _bare(*given: Any, as_attachment: bool = True, **also: Any) -> FileResponse:
    return FileResponse(*given, **also)


def _unlimited(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(files, "MOST_BYTES", 10**12)


def _reading_the_referrer(patch: pytest.MonkeyPatch) -> None:
    file = Path(settings.DATA_DIR) / "view.py"
    file.write_text('back = request.META["HTTP_REFERER"]')
    patch.setattr(patterns, "files", lambda: [file])


def _two_slashes(path: str) -> tuple[str, str]:
    return ("en", path[3:]) if path.startswith("/en/") else ("cs", path)


GUARDS: dict[Promise, list[Planting]] = {
    only_our_hosts_are_answered: [patched(settings, "ALLOWED_HOSTS", ["*"])],
    a_forwarded_host_is_not_believed: [patched(settings, "USE_X_FORWARDED_HOST", True)],
    signing_in_leads_nowhere_else: [
        patched(django.contrib.auth.views, "url_has_allowed_host_and_scheme", yes)
    ],
    no_address_of_ours_leads_elsewhere: [patched(languages, "parted", _two_slashes)],
    nobody_reads_the_referrer: [_reading_the_referrer],
    every_answer_is_protected: [
        without("PolicyMiddleware"), without("SecurityMiddleware"),
        without("XFrameOptionsMiddleware"),
    ],
    a_name_puts_nothing_into_the_headers_of_a_file: [patched(file_names, "clean", str)],
    nothing_under_a_secret_link_is_kept_or_told: [without("SecretLinksMiddleware")],
    what_is_not_public_is_not_kept: [
        patched(kpss.documents.views, "PRIVATE", "public, max-age=60")
    ],
    a_token_is_for_one_purpose: [patched(SecretPurpose, "salt", "one for all")],
    a_token_ends: [patched(signing.TimestampSigner, "unsign", _for_ever)],
    a_token_that_was_touched_is_none: [patched(signing.TimestampSigner, "unsign", _unsigned)],
    a_token_of_another_row_is_none: [
        patched(signing.TimestampSigner, "unsign", _unsigned),
        patched(secret_links, "is_still", yes),
    ],
    no_file_is_taken_for_what_it_is_not: [
        patched(formats, "check", lambda *_given: formats.FORMATS["pdf"]),
    ],
    no_name_hides_a_programme: [
        patched(file_names, "refuse_programmes", yes),
        patched(file_names, "ending", lambda name: "pdf"),
    ],
    a_name_has_neither_a_folder_nor_what_is_not_seen: [patched(file_names, "clean", str)],
    a_file_that_is_too_large_is_refused: [_unlimited],
    a_file_is_saved_and_never_run: [
        patched(kpss.documents.views, "SANDBOX", ""),
        patched(kpss.documents.views, "FileResponse", _bare),
    ],
}  # fmt: skip
