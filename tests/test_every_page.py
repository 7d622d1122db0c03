"""Every kind of page for everybody: axe and HTML_CodeSniffer, in each language, width and theme."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from playwright.sync_api import Browser

from tests import html_codesniffer
from tests.comments import scene as about_comments
from tests.comments.scene import everything
from tests.everybody import PREFIXES, Ear, looked_at, signed_in, wrong_for_anybody
from tests.factories import make_plan, publish
from tests.kpss import scene as planning
from tests.strategy import office_scene
from tests.strategy.test_admin_browser import make_draft, pages_of
from tests.test_accessibility import FORMS, PATHS, make_edition, open_page

# What has an address and is no page: files and feeds, what only machines ask for, what only takes
# in what a form sends, and what leads on.
NO_PAGES = {
    "accent_sheet", "health", "metrics", "packet_file", "schemes_sheet", "comparison_json",
    "comments:consultation_form_pdf", "comments:entering_template", "comments:item_feed",
    "comments:own_data", "comments:plan_feed", "comments:settlement_file",
    "comments:settlement_pdf", "kpss:body_ics", "kpss:document_file", "kpss:meeting_ics",
    "kpss:meetings_ics", "kpss:minutes_pdf", "kpss:news_feed", "opendata:catalogue",
    "opendata:context", "opendata:dataset", "opendata:many", "opendata:one", "opendata:openapi",
    "opendata:record", "opendata:root", "opendata:sitemap", "opendata:sitemap_part",
    "sharing:item_picture", "sharing:oembed", "sharing:plan_picture", "sharing:poster",
    "sharing:sheet", "strategy:change_feed", "strategy:counts_data", "strategy:counts_data_all",
    "strategy:counts_table", "strategy:counts_table_all", "strategy:edition_file",
    "strategy:edition_pdf", "strategy:edition_schema", "strategy:indicator_file",
    "strategy:plan_change_feed", "strategy:plan_file", "strategy:plan_pdf",
    "strategy:progress_feed", "strategy:reading_template", "strategy:round_file",
    "strategy:sealed_pdf", "strategy:search_description", "strategy:search_suggestions",
    # Sent by forms; what was typed wrongly is shown again by one of the pages.
    "comments:checking_decide", "comments:checking_publish", "comments:checking_words",
    "comments:comment_check", "comments:comment_send", "comments:desk_deed",
    "comments:desk_many", "comments:mine_name", "comments:mine_reaction",
    "comments:received_email", "comments:received_without_email", "comments:redaction_undo",
    "comments:subscription_check", "comments:subscription_send", "kpss:minutes_deed",
    "kpss:objection_decide", "kpss:seat_name", "kpss:series_extend", "strategy:feedback_erase",
    "strategy:feedback_settle", "strategy:import_deed", "strategy:progress_ask",
    "strategy:reading_withdraw", "strategy:round_call_off", "strategy:round_close",
    "strategy:round_evaluate", "strategy:round_extend", "strategy:unlink",
    # Lead on.
    "comparison_draft_latest", "strategy:item_permanent",
}  # fmt: skip


def of_plans() -> dict[str, str]:
    make_edition()
    return PATHS


def of_comments() -> dict[str, str]:
    return _all_of(about_comments.make_scene(publish(make_plan("pripominkovany"))))


def of_planning() -> dict[str, str]:
    return _all_of(planning.make_scene(publish(make_plan("planovany"))))


def of_the_office() -> dict[str, str]:
    return _all_of(office_scene.make_scene(everything()))


def _all_of(scene: Any) -> dict[str, str]:
    pages: dict[str, str] = scene.public | scene.secret | scene.staff
    return pages


def of_the_administration() -> dict[str, str]:
    return {address: address for address in pages_of(make_draft())}


@pytest.fixture
def portal(committed: None, live_server: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """Address of the portal; static files come from WhiteNoise, as in production."""
    monkeypatch.setattr(StaticFilesHandler, "_should_handle", lambda self, path: False)
    return live_server.url


@pytest.mark.looks
@pytest.mark.browser
def test_every_page_about_plans_is_for_everybody(chromium: Browser, portal: str) -> None:
    context = chromium.new_context(base_url=portal, locale="cs-CZ")
    page = context.new_page()
    ear = Ear(page)
    wrong = looked_at(page, of_plans())
    for prefix in PREFIXES:
        for name in FORMS:
            open_page(page, portal + prefix, name)
            if found := wrong_for_anybody(page, colours=not prefix):
                wrong[f"{prefix} {name}"] = found
    context.close()
    assert (wrong, ear.told, ear.asked) == ({}, [], {portal})


@pytest.mark.looks
@pytest.mark.browser
@pytest.mark.parametrize("make", [of_comments, of_planning, of_the_office, of_the_administration])
def test_every_other_page_is_for_everybody(
    chromium: Browser, portal: str, make: Callable[[], dict[str, str]]
) -> None:
    if make is not of_the_office:
        everything()
    addresses = make()
    with signed_in(chromium, portal) as page:
        ear = Ear(page)
        wrong = looked_at(page, addresses, fingers=make in (of_comments, of_planning))
    assert (wrong, ear.told, ear.asked) == ({}, [], {portal})


def test_no_kind_of_page_is_left_out(db: None) -> None:
    made = [of_the_office(), of_comments(), of_planning(), of_plans()]
    pages = [urlsplit(address).path for those in made for address in those.values()]
    seen = {name for path in pages if not (name := resolve(path).view_name).startswith("admin:")}
    assert seen | NO_PAGES == set(_names(get_resolver().url_patterns))
    assert seen & NO_PAGES == set()


def _names(patterns: list[Any], space: str = "") -> Iterator[str]:
    """Names of all addresses but those of the administration, which are Django's."""
    for one in patterns:
        if isinstance(one, URLResolver) and one.namespace != "admin":
            yield from _names(one.url_patterns, f"{one.namespace}:" if one.namespace else space)
        elif isinstance(one, URLPattern) and one.name:
            yield space + one.name


BROKEN = """<html><body><img src='x.png'><p>Bez jazyka</p><p style='color:#999'>Bledé</p>
  <button style='height:20px'>Malé</button><div style='width:400px'>Široké</div></body></html>"""


@pytest.mark.browser
def test_a_picture_from_elsewhere_is_heard(chromium: Browser) -> None:
    page = chromium.new_page()
    ear = Ear(page)
    page.route("**/*", lambda route: route.abort())
    page.set_content("<img src='https://elsewhere.example/x.png'>")
    page.close()
    assert ear.asked == {"https://elsewhere.example"}


@pytest.mark.browser
def test_what_is_wrong_is_found_at_each_width_and_in_each_theme(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content(BROKEN)
    found = " ".join(wrong_for_anybody(page, fingers=True))
    page.close()
    assert all(
        one in found
        for one in (
            *("1280: html-has-lang", "320: html-has-lang", "1280: color-contrast", "image-alt"),
            *("dark: color-contrast", "dark with more contrast: color-contrast"),
            *("320: scrolls sideways: 408 px", "lower than a finger: <button"),
        )
    )


@pytest.mark.browser
@pytest.mark.html_codesniffer
def test_the_sniffer_finds_what_is_wrong_and_keeps_quiet_about_false_alarms(
    chromium: Browser,
) -> None:
    page = chromium.new_page()
    page.set_content(BROKEN)
    html_codesniffer.bring_sniffer(page)
    found = html_codesniffer.sniffed(page)
    page.set_content(
        "<html lang=cs><title>T</title><table><thead><tr><th scope=col>A<th scope=col>B</thead>"
        "<tbody><tr><td>1<td>2</tbody><tfoot><tr><th scope=row>Celkem<td>2</tfoot></table>"
    )
    html_codesniffer.bring_sniffer(page)
    quiet = html_codesniffer.sniffed(page)
    page.close()
    assert {"H57", "H37"} <= {part for line in found for part in line.split(":")[0].split(".")}
    assert quiet == []
