"""nginx as deploy/nginx/ configures it, really running: what it keeps, and what it never does."""

import json
import re
import socket
import subprocess
import time
from pathlib import Path

import pytest

from benchmarks import proxy
from tests.deploy import portals
from tests.deploy.conftest import STATICS, Front

pytestmark = pytest.mark.proxy
HASHED = "/static/css/a.0123456789ab.css"


def test_a_page_that_the_portal_marks_is_asked_for_once(front: Front) -> None:
    front.portal.mark("/plan/")
    assert front.twice("/plan/") == 1
    assert front.ask("/plan/").headers["X-Accel-Expires"] is None


def test_what_is_not_marked_is_asked_for_each_time_whatever_else_it_says(front: Front) -> None:
    front.portal.headers["/jine/"] = {
        "Cache-Control": "public, max-age=600",
        "Expires": "Thu, 31 Dec 2099 00:00:00 GMT",
    }
    assert front.twice("/jine/") == 2


@pytest.mark.parametrize(
    ("path", "says", "asks"),
    [
        ("/susenka/", {"Set_Cookie": "kdo=ja"}, {}),
        ("/soukrome/", {"Cache_Control": "private"}, {}),
        ("/neukladat/", {"Cache_Control": "max-age=0, no-store"}, {}),
        ("/odkaz/moje/12:abc/", {}, {}),
        ("/en/odkaz/moje/12:abc/", {}, {}),
        ("/admin/", {}, {}),
        ("/en/admin/comments/", {}, {}),
        ("/uredni/", {}, {"Cookie": "csrftoken=a; sessionid=b"}),
        ("/heslem/", {}, {"Authorization": "Basic YTpi"}),
        ("/hledani/?q=jan", {}, {}),
        ("/odesilani/", {}, {"method": "POST"}),
    ],
)
def test_nothing_private_is_kept_though_the_portal_marks_it(
    front: Front, path: str, says: dict[str, str], asks: dict[str, str]
) -> None:
    front.portal.mark(path, **says)
    assert front.twice(path, **asks) == 2


def test_a_page_that_is_kept_is_not_what_the_signed_in_are_given(front: Front) -> None:
    front.portal.mark("/verejne/")
    front.ask("/verejne/")
    assert front.ask("/verejne/", Cookie="sessionid=b").text == "/verejne/ 2"
    assert front.ask("/verejne/").text == "/verejne/ 1"


@pytest.mark.parametrize(
    ("guard", "path", "says", "asks"),
    [
        ("$upstream_http_set_cookie $said", "/susenka/", {"Set_Cookie": "kdo=ja"}, {}),
        ("cookie $said_private", "/soukrome/", {"Cache_Control": "private"}, {}),
        ("$cookie_sessionid", "/uredni/", {}, {"Cookie": "sessionid=b"}),
        ("$http_authorization", "/heslem/", {}, {"Authorization": "Basic YTpi"}),
        ("$args", "/hledani/?q=jan", {}, {}),
        ("|odkaz", "/odkaz/moje/12:abc/", {}, {}),
        ("(admin|", "/admin/", {}, {}),
    ],
)
def test_with_a_guard_out_just_that_would_be_kept(
    tmp_path: Path, guard: str, path: str, says: dict[str, str], asks: dict[str, str]
) -> None:
    left = {
        "(admin|": "(x|",
        "$upstream_http_set_cookie $said": "$said",
        "cookie $said_private": "cookie",
    }.get(guard, "")
    more = {"proxy_no_cache": "proxy_ignore_headers Set-Cookie;\nproxy_no_cache"}
    changes = {guard: left} | (more if "cookie" in guard else {})
    with (
        portals.standing(tmp_path / "portal.sock") as portal,
        proxy.proxy(tmp_path, **changes) as running,
    ):
        portal.mark(path, **says)
        assert Front(running, portal).twice(path, **asks) == 1


def test_browsers_that_take_the_same_share_a_page_and_others_do_not(front: Front) -> None:
    front.portal.mark("/kodovani/", Vary="Accept-Encoding")
    takes = ["gzip, deflate, br", "br;q=1.0, gzip", "gzip", "gzip;q=1.0, br;q=0", "identity"]
    for accepted in takes:
        front.ask("/kodovani/", Accept_Encoding=accepted)
    heard = [one.get("Accept-Encoding", "") for one in front.portal.heard]
    assert heard[-front.portal.times("/kodovani/") :] == ["br", "gzip", ""]


def test_past_the_second_that_it_names_a_page_is_asked_for_by_its_version(front: Front) -> None:
    front.portal.mark("/verze/", seconds=1, ETag='"1"')
    first = front.ask("/verze/")
    time.sleep(2.1)
    front.portal.mark("/verze/", ETag='"1"')
    second = front.ask("/verze/")
    assert front.portal.heard[-1]["If-None-Match"] == '"1"'
    assert (first.text, second.text) == ("/verze/ 1", "/verze/ 1")
    assert front.twice("/verze/") == 0


def test_who_has_a_kept_page_is_told_that_it_still_holds(front: Front) -> None:
    front.portal.mark("/mam/", ETag='"1"')
    front.ask("/mam/")
    assert front.ask("/mam/", If_None_Match='"1"').status == 304
    assert front.portal.times("/mam/") == 1


def test_while_the_portal_is_away_its_pages_are_read_and_the_rest_is_told_in_czech(
    tmp_path: Path,
) -> None:
    with proxy.proxy(tmp_path) as running:
        with portals.standing(tmp_path / "portal.sock") as portal:
            front = Front(running, portal)
            portal.mark("/plan/", seconds=-1)
            front.ask("/plan/")
        (running.statics / "proxy").symlink_to(Path("static/proxy").resolve())
        assert (front.ask("/plan/").status, front.ask("/plan/").text) == (200, "/plan/ 1")
        answers = [front.ask("/jine/"), front.ask("/pripominka/", "POST", b"text=a")]
    for answer in answers:
        assert (answer.status, answer.headers["Retry-After"]) == (502, "30")
        assert "vraťte se" in answer.text
        assert answer.headers["Cache-Control"] == "no-cache"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_faults_of_the_portal_itself_are_told_by_the_portal(front: Front) -> None:
    front.portal.statuses |= {"/chyba/": 500, "/zdravi/": 503}
    assert [front.ask(path).text for path in ("/chyba/", "/zdravi/")] == [
        "/chyba/ 1",
        "/zdravi/ 1",
    ]


def test_more_than_the_portal_takes_is_refused_in_czech(front: Front) -> None:
    told = front.ask("/pripominka/kontrola/", "POST", b"x" * (8 * 1024**2 + 1))
    assert (told.status, "příliš velké" in told.text) == (413, True)
    assert front.ask("/dovoz/", "POST", b"x" * (9 * 1024**2)).status == 200


@pytest.mark.parametrize(
    ("accepted", "encoding", "content"),
    [("gzip", "gzip", "gz"), ("", None, None), ("br", "br", "br")],
)
def test_static_files_come_from_nginx_as_they_were_compressed(
    front: Front, accepted: str, encoding: str | None, content: str | None
) -> None:
    if encoding == "br" and not proxy.BROTLI.exists():
        encoding, content = None, None
    answer = front.ask(HASHED, Accept_Encoding=accepted)
    assert answer.headers["Content-Encoding"] == encoding
    assert answer.text == content or STATICS["css/a.0123456789ab.css"].decode()
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert front.portal.times(HASHED) == 0


def test_only_a_name_with_a_hash_is_kept_for_ever_and_all_are_protected(front: Front) -> None:
    answers = [front.ask(HASHED), front.ask("/static/icon.svg")]
    assert [answer.headers["Cache-Control"] for answer in answers] == [
        "public, max-age=31536000, immutable",
        "public, max-age=600",
    ]
    protection = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    }
    for answer in answers:
        assert {name: answer.headers[name] for name in protection} == protection
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; ")
        assert answer.headers["Server"] == "nginx"


def test_a_static_file_that_is_missing_here_is_asked_of_the_portal(front: Front) -> None:
    assert front.ask("/static/neni.css").text == "/static/neni.css 1"


def test_a_visitor_cannot_say_who_they_are_nor_that_they_came_by_https(front: Front) -> None:
    front.ask("/kdo/", X_Forwarded_For="192.0.2.1", X_Forwarded_Proto="http", Proxy="http://a")
    heard = front.portal.heard[-1]
    told = ("X-Forwarded-For", "X-Forwarded-Proto", "Host", "Proxy")
    assert [heard.get(name) for name in told] == ["127.0.0.1", "https", proxy.NAME, None]


def test_the_log_holds_no_address_no_secret_and_nothing_that_was_asked(front: Front) -> None:
    logged = {
        "/odkaz/moje/12:abc/": "/odkaz/...",
        "/en/odkaz/moje/12:abc/e-mail/?a=1": "/en/odkaz/...",
        "/en//%6Fdkaz/moje/12:abc/": "/en/odkaz/...",
        f"/{proxy.NAME}/odkaz/moje/12:abc/": f"/{proxy.NAME}/odkaz/...",
        "/static/odkaz/moje/12:abc/": "/static/odkaz/...",
        "/odkaz%252Fmoje%252F12:abc/": "/odkaz/...",
        "/hledani/?q=jan": "/hledani/",
    }
    for path in logged:
        front.ask(path, Referer=f"https://{proxy.NAME}{path}", User_Agent="Mozilla/5.0 x")
    time.sleep(0.2)
    lines = [json.loads(line) for line in front.running.log.splitlines()]
    assert [line["path"] for line in lines[-7:]] == list(logged.values())
    assert {line["network"] for line in lines} == {"127.0.0.0"}
    assert sorted(lines[-1]) == sorted(
        ["time", "method", "path", "status", "seconds", "bytes", "kept", "network", "id"]
    )
    assert not re.search(r"12:abc|jan|Mozilla|127\.0\.0\.1", front.running.log)


def test_the_log_names_what_was_asked_for_where_nginx_answers_in_its_place(front: Front) -> None:
    too_much = b"x" * (8 * 1024**2 + 1)
    logged = {
        "/pripominka/kontrola/?a=1": "/pripominka/kontrola/",
        "/odkaz/moje/12:abc/": "/odkaz/...",
        "//odkaz/moje/12:abc/": "//odkaz/...",
        "/en/.././odkaz/moje/12:abc/": "/en/.././odkaz/...",
        "/%6Fdkaz/moje/12:abc/": "/",
    }
    for path in logged:
        assert front.ask(path, "POST", too_much).status == 413
    time.sleep(0.2)
    lines = [json.loads(line) for line in front.running.log.splitlines()]
    assert [line["path"] for line in lines[-5:]] == list(logged.values())


def test_a_line_of_a_kept_page_needs_no_number_of_the_portals_log(front: Front) -> None:
    front.portal.mark("/dvakrat/")
    for _time in range(2):
        front.ask("/dvakrat/")
    time.sleep(0.2)
    asked, kept = (json.loads(line) for line in front.running.log.splitlines()[-2:])
    assert asked["id"] == front.portal.heard[-1]["X-Request-ID"]
    assert (kept["kept"], kept["id"]) == ("HIT", "")


def test_plain_http_leads_to_https_and_says_nothing_else(front: Front) -> None:
    with socket.create_connection(("127.0.0.1", front.running.plain)) as link:
        link.sendall(b"GET /plan/?a=1 HTTP/1.0\r\nHost: plan.example.org\r\n\r\n")
        told = link.recv(4000).decode()
    assert told.startswith("HTTP/1.1 301 ")
    assert "Location: https://plan.example.org/plan/?a=1\r\n" in told


def test_whoever_sends_a_request_slowly_holds_nothing_of_the_portal(front: Front) -> None:
    asked = len(front.portal.asked)
    with proxy.connect(front.running.secure) as slow:
        slow.sendall(b"POST /pomalu/ HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc")
        time.sleep(0.3)
        assert len(front.portal.asked) == asked
        slow.sendall(b"defghij")
        assert b" 200 " in slow.recv(4000)
    assert front.portal.asked[-1] == ("POST", "/pomalu/")


@pytest.mark.parametrize("site", ["site.conf", "container.conf"])
def test_both_shipped_configurations_are_sound(tmp_path: Path, site: str) -> None:
    running = proxy.Proxy(8443, 8080, 8081, tmp_path)
    changes = {
        "/certificate/": f"{tmp_path}/",
        "/run/nginx/": f"{tmp_path}/",
        "/dev/stderr": f"{tmp_path}/log",
        "mime.types": "/etc/nginx/mime.types",
    }
    proxy.configure(running, site, changes)
    if site == "container.conf":
        (tmp_path / "nginx.conf").write_text((tmp_path / site).read_text())
    asked = subprocess.run([*proxy.command(tmp_path), "-t"], capture_output=True, text=True)
    assert (asked.returncode, asked.stderr.splitlines()[-1]) == (
        0,
        f"nginx: configuration file {tmp_path}/nginx.conf test is successful",
    )
