"""A page speaks the language that stands in its address; what lasts speaks the portal's own."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from lxml import html

from brnoplan import catalogue, checks, pagestore
from comments import receiving
from comments.models import Comment, Settlement
from comments.receiving import Said
from strategy import languages, naming
from strategy.models import Edition
from tests.brnoplan.test_settings import settings as read_settings
from tests.comments.writing.sending import hidden, later, typed
from tests.factories import item_of, open_consultation

CZECH, ENGLISH = "Přejít na obsah", "Skip to content"


def spoken(page: bytes) -> tuple[str, str]:
    """The language that a page says it has, and the one that it has."""
    document = html.fromstring(page.decode())
    words = {CZECH: "cs", ENGLISH: "en"}
    return document.get("lang"), words[document.find_class("skip")[0].text_content()]


@pytest.mark.parametrize(("beginning", "language"), [("", "cs"), ("/en", "en")])
def test_the_address_alone_says_the_language(
    client: Client, published: Edition, beginning: str, language: str
) -> None:
    client.cookies["django_language"] = "en" if language == "cs" else "cs"
    answer = client.get(f"{beginning}/{published.plan.slug}/", headers={"Accept-Language": "de"})
    assert spoken(answer.content) == (language, language)
    assert answer["Content-Language"] == language
    assert "Accept-Language" not in answer.get("Vary", "")


def test_a_page_kept_in_one_language_is_not_given_in_another(
    client: Client, published: Edition
) -> None:
    pagestore.store.clear()
    address = published.plan.get_absolute_url()
    found = [spoken(client.get(path).content)[1] for path in (address, f"/en{address}") * 2]
    assert found == ["cs", "en", "cs", "en"]


def test_a_file_under_a_language_never_leads_to_another_host(client: Client, db: None) -> None:
    answer = client.get("/en//elsewhere.example/plan.pdf")
    assert (answer.status_code, answer["Location"]) == (301, "/elsewhere.example/plan.pdf")


def test_a_page_leads_on_in_its_own_language(client: Client, published: Edition) -> None:
    page = html.fromstring(client.get(f"/en/{published.plan.slug}/").content.decode())
    addresses = {
        link.get("href").partition("#")[0]
        for link in page.iterfind(".//a[@href]")
        if link.get("hreflang") != "cs"
    }
    bare = {one for one in addresses if one.startswith("/") and not one.startswith("/en/")}
    assert bare == set()


def test_a_page_leads_to_itself_in_the_other_language(client: Client, published: Edition) -> None:
    address = published.plan.get_absolute_url()
    for path, other, code in ((address, f"/en{address}", "en"), (f"/en{address}", address, "cs")):
        page = html.fromstring(client.get(f"{path}?strana=1").content.decode())
        [switch] = page.find_class("masthead__languages")[0].findall(".//a")
        assert (switch.get("href"), switch.get("hreflang")) == (f"{other}?strana=1", code)


def test_search_engines_are_told_of_both_versions(
    client: Client, published: Edition, settings: Any
) -> None:
    settings.SITE_URL = "https://plan.example.org"
    address = published.plan.get_absolute_url()
    page = html.fromstring(client.get(f"/en{address}").content.decode())
    told = {one.get("hreflang"): one.get("href") for one in page.iterfind(".//link[@hreflang]")}
    site = settings.SITE_URL
    assert told == {"cs": f"{site}{address}", "en": f"{site}/en{address}"}


def test_what_was_typed_is_not_lost_to_a_change_of_language(
    client: Client, published: Edition
) -> None:
    open_consultation(published)
    answer = client.post("/en/pripominka/kontrola/", typed(item_of(published, "A1.1")))
    assert answer.templates[0].name == "comments/comment_check.html"
    assert spoken(answer.content) == ("en", "en")
    assert b"masthead__languages" not in answer.content


@pytest.mark.parametrize("path", ["/robots.txt", "/schema/edice-2.json?x=1"])
def test_what_is_no_page_has_one_address(client: Client, db: None, path: str) -> None:
    answer = client.get(f"/en{path}")
    assert (answer.status_code, answer["Location"]) == (301, path)


def test_a_language_that_is_not_offered_is_not_found(client: Client, db: None) -> None:
    assert [client.get(f"/{code}/").status_code for code in ("en", "uk", "de")] == [200, 404, 404]


def test_a_secret_page_in_another_language_is_kept_as_close(client: Client, db: None) -> None:
    answer = client.get("/en/odkaz/potvrzeni/x:y:z/")
    assert answer.templates[0].name == "brnoplan/link_unknown.html"
    assert (answer["Referrer-Policy"], answer["X-Robots-Tag"]) == (
        "no-referrer",
        "noindex, nofollow",
    )
    assert "no-store" in answer["Cache-Control"]
    assert b"alternate" not in answer.content


def test_who_sent_a_comment_in_another_language_is_answered_in_it(
    client: Client, published: Edition
) -> None:
    open_consultation(published)
    check = client.post("/en/pripominka/kontrola/", typed(item_of(published, "A1.1")))
    with later(3):
        sent = client.post("/en/pripominka/odeslat/", hidden(check))
    assert sent["Location"].startswith("/en/odkaz/")
    assert spoken(client.get(sent["Location"]).content) == ("en", "en")


def test_what_is_stored_is_in_the_portals_own_language(published: Edition) -> None:
    open_consultation(published)
    with translation.override("en"):
        receiving.receive(
            [Said(item_of(published, "A1.1"), "Bez připomínek")],
            name="Jana",
            email="jana@example.cz",
            kind=Comment.Kind.NONE,
        )
    [answer] = Settlement.objects.all()
    assert answer.reasoning == "Bereme na vědomí, že nemáte připomínky. Děkujeme."


def test_what_is_read_elsewhere_is_in_the_portals_own_language(published: Edition) -> None:
    with translation.override("en"):
        path = reverse("strategy:plan_detail", args=[published.plan.slug])
        assert path == f"/en/{published.plan.slug}/"
        assert naming.absolute(path).endswith(f"//127.0.0.1:8000/{published.plan.slug}/")
        assert languages.in_own(translation.gettext_lazy("Plans")) == "Plány"


def test_which_languages_are_offered_the_environment_says(tmp_path: Any) -> None:
    given = {"BRNOPLAN_DATA": str(tmp_path)}
    asked = [("", "['cs', 'en']"), ("cs", "['cs']"), ("en, uk", "['cs', 'en', 'uk']")]
    for value, codes in asked:
        answer = read_settings(
            "[one[0] for one in settings.LANGUAGES]", BRNOPLAN_LANGUAGES=value, **given
        )
        assert answer.stdout.strip() == codes
    refused = read_settings("''", BRNOPLAN_LANGUAGES="en,klingon", **given)
    assert refused.stderr.splitlines()[-1].endswith(
        "BRNOPLAN_LANGUAGES may hold cs, en, uk, not 'klingon'."
    )


@pytest.mark.parametrize(("lacks", "errors"), [(0, []), (12, ["brnoplan.E004"])])
def test_a_language_that_lacks_words_is_not_to_be_offered(
    settings: Any, monkeypatch: pytest.MonkeyPatch, lacks: int, errors: list[str]
) -> None:
    settings.LANGUAGES = [("cs", "Čeština"), ("en", "English"), ("uk", "Українська")]
    monkeypatch.setattr(catalogue, "lacks", {"uk": lacks}.__getitem__)
    assert [one.id for one in checks.check_languages()] == errors
