"""How the portal looks: tokens, the city's accent, and the page that documents both."""

import re

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.test import Client, RequestFactory

from brnoplan import colours, style
from brnoplan.context_processors import site
from strategy.templatetags.icons import NAMES, icon

PAGE = "/styl/"


@pytest.mark.parametrize("scheme", colours.SCHEMES)
def test_every_colour_is_legible_in_every_scheme(scheme: str) -> None:
    used = colours.colours_without_city(scheme)
    found = {pair: colours.contrast(used[pair.colour], used[pair.ground]) for pair in colours.PAIRS}
    assert len(found) == 14
    assert {pair: value for pair, value in found.items() if value < pair.needed} == {}


def test_more_contrast_gives_more(db: None) -> None:
    for usual, more in (("light", "contrast"), ("dark", "contrast dark")):
        before, after = colours.colours(usual), colours.colours(more)
        worst = [
            min(colours.contrast(used[pair.colour], used[pair.ground]) for pair in colours.PAIRS)
            for used in (before, after)
        ]
        assert worst[1] > max(worst[0], 7)


def accent_checks() -> list[str]:
    return [found.id for found in run_checks() if "BRNOPLAN_ACCENT" in found.msg]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("accent", "wrong"),
    [
        ((), []),
        (("#b5122a",), []),
        (("#0a5c3b", "#7fd39c"), []),
        (("#ffcc00",), ["brnoplan.E002"]),
        (("#0a5c3b", "#0a5c3b"), ["brnoplan.E003"]),
        (("#ffcc00", "#333333"), ["brnoplan.E002", "brnoplan.E003"]),
    ],
)
def test_an_accent_that_cannot_be_read_is_an_error(settings, accent, wrong: list[str]) -> None:
    settings.ACCENT = accent
    assert accent_checks() == wrong


@pytest.mark.both_databases
@pytest.mark.parametrize("accent", [("#ffcc00",), ("#0a5c3b", "#0a5c3b")])
def test_the_check_names_the_variable_and_a_colour_that_passes(settings, accent) -> None:
    settings.ACCENT = accent
    found = [one for one in run_checks() if "BRNOPLAN_ACCENT" in one.msg]
    mended = re.search(r"BRNOPLAN_ACCENT=([#\w,]+)", found[0].hint)[1]
    settings.ACCENT = tuple(mended.split(","))
    assert accent_checks() == []


def test_without_a_setting_no_page_asks_for_another_sheet(client: Client, db: None) -> None:
    assert style.accent_address() == ""
    assert "barva" not in client.get("/o-portalu/").content.decode()
    assert client.get("/styl/barva-0123.css").status_code == 404


def test_the_citys_accent_comes_as_a_sheet_that_browsers_keep(
    client: Client, db: None, settings
) -> None:
    settings.ACCENT = ("#0a5c3b",)
    address = style.accent_address()
    page = client.get("/o-portalu/")
    assert f'<link rel="stylesheet" href="{address}">' in page.content.decode()
    sheet = client.get(address)
    assert (sheet.status_code, sheet.headers["Content-Type"]) == (200, "text/css")
    assert "--city-accent: #0a5c3b;" in sheet.content.decode()
    assert "immutable" in sheet.headers["Cache-Control"]
    assert "style-src 'self'" in page.headers["Content-Security-Policy"]
    settings.ACCENT = ("#1b4f9c",)
    assert style.accent_address() != address
    assert client.get(address).status_code == 404


def test_an_accent_for_dark_ground_is_found_where_none_is_given(settings) -> None:
    settings.ACCENT = ("#0a5c3b",)
    light, dark = colours.city_accents()
    on_dark = colours.colours("dark")
    assert (light, dark != light, on_dark["accent"]) == ("#0a5c3b", True, dark)
    assert colours.contrast(dark, on_dark["soft"]) >= 4.5


def test_error_pages_have_the_accent_too(settings) -> None:
    settings.ACCENT = ("#0a5c3b",)
    assert site(RequestFactory().get("/"))["accent_sheet"] == style.accent_address()


def test_the_page_tells_every_token_of_the_sheet(client: Client, db: None) -> None:
    page = client.get(PAGE).content.decode()
    sheet = (settings.BASE_DIR / "static/css/site/base.css").read_text()
    root = sheet[sheet.index(":root {") : sheet.index("}")]
    names = set(re.findall(r"--([\w-]+):", root)) - {"text", "measure", "code-column"}
    assert {name for name in names if f"--{name}</code>" not in page} == set()
    assert len(names) > 20
    assert "style=" not in page


def test_its_schemes_are_made_of_the_same_tokens(client: Client, db: None) -> None:
    sheet = client.get("/styl/sady.css").content.decode()
    assert re.findall(r"^\.([\w-]+)", sheet, re.MULTILINE) == [
        "scheme--light",
        "scheme--dark",
        "scheme--contrast",
        "scheme--contrast-dark",
    ]
    for name in colours.SCHEMES:
        assert f"--ground: {colours.colours(name)['ground']};" in sheet


def test_every_size_and_space_has_its_sample_in_the_sheet_of_the_page(db: None) -> None:
    sheet = (settings.BASE_DIR / "static/css/site/style.css").read_text()
    spaces = [name for name in colours.tokens("light") if style._is_space(name)]
    wanted = [f".space--{name}" for name in spaces] + [f".sample--{name}" for name in style.SIZES]
    assert [name for name in wanted if name not in sheet] == []


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_is_silent_and_takes_its_place_before_the_sheet_comes(name: str) -> None:
    drawn = icon(name)
    assert drawn.startswith('<svg class="icon" width="24" height="24"')
    assert 'aria-hidden="true"' in drawn
    assert "style" not in drawn


def test_every_icon_that_is_drawn_is_listed() -> None:
    files = (settings.BASE_DIR / "templates" / "icons").glob("*.svg")
    assert sorted(path.stem for path in files) == sorted(NAMES)
