"""The page that documents how the portal looks, and the sheet with the city's own colour."""

import hashlib
from functools import lru_cache
from typing import NamedTuple

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _

from brnoplan import colours
from brnoplan.colours import PAIRS, SCHEMES, Pair
from strategy.form_fields import AddressField, PlainField
from strategy.pages import WHOLE_PORTAL, storable
from strategy.templatetags.icons import NAMES

YEAR = 365 * 24 * 60 * 60
TITLES = {
    "light": _("Light"),
    "dark": _("Dark"),
    "contrast": _("More contrast, light"),
    "contrast dark": _("More contrast, dark"),
}
SIZES = ("largest", "larger", "large", "small")


class Measured(NamedTuple):
    """How a pair of colours is read: its contrast, and whether that is enough."""

    pair: Pair
    contrast: str
    is_enough: bool


class Scheme(NamedTuple):
    """A set of colours: (token, colour) of each, and what is read upon what."""

    css_class: str
    title: str
    used: list[tuple[str, str]]
    measured: list[Measured]


class SpecimenForm(forms.Form):
    """Fields as forms of the product have them; one of them is wrong."""

    use_required_attribute = False
    name = PlainField(
        label=_("Your name"), longest=200, required=False, help_text=_("Help stands before it.")
    )
    email = AddressField()


def style(request: HttpRequest) -> HttpResponse:
    """Tokens as the sheet has them, and every component in the markup of the product."""
    tokens = colours.tokens(colours.LIGHT)
    context = {
        "schemes": [_scheme(name) for name in SCHEMES],
        "sizes": [(name, tokens[name]) for name in SIZES],
        "spaces": [(name, value) for name, value in tokens.items() if _is_space(name)],
        "icons": NAMES,
        "form": SpecimenForm({"name": "Jana", "email": "jana@"}, auto_id="ukazka_%s"),
    }
    return storable(render(request, "brnoplan/style.html", context), WHOLE_PORTAL)


def schemes_sheet(request: HttpRequest) -> HttpResponse:
    """Each scheme as a class, so that one page can show them side by side. Made of the tokens."""
    rules = (_rule(f".{_class_of(name)}", colours.colours(name)) for name in SCHEMES)
    return storable(HttpResponse("\n".join(rules), content_type="text/css"), WHOLE_PORTAL)


def accent_sheet(request: HttpRequest, digest: str) -> HttpResponse:
    """The city's accent; its address changes with it, so browsers may keep it for ever."""
    found = _accent_sheet(colours.city_accents())
    if found is None or found.digest != digest:
        raise Http404
    response = HttpResponse(found.content, content_type="text/css")
    patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    return response


def accent_address() -> str:
    """Address of that sheet; empty where the portal's own accent is used."""
    found = _accent_sheet(colours.city_accents())
    return reverse("accent_sheet", args=[found.digest]) if found else ""


class _Sheet(NamedTuple):
    digest: str
    content: str


@lru_cache
def _accent_sheet(accents: tuple[str, str] | None) -> _Sheet | None:
    if accents is None:
        return None
    content = _rule(":root", dict(zip(("city-accent", "city-accent-dark"), accents, strict=True)))
    return _Sheet(hashlib.sha256(content.encode()).hexdigest()[:12], content)


def _rule(selector: str, tokens: dict[str, str]) -> str:
    said = "".join(f"  --{name}: {value};\n" for name, value in tokens.items())
    return f"{selector} {{\n{said}}}\n"


def _scheme(name: str) -> Scheme:
    used = colours.colours(name)
    measured = [_measured(pair, used) for pair in PAIRS]
    return Scheme(_class_of(name), str(TITLES[name]), list(used.items()), measured)


def _class_of(scheme: str) -> str:
    return f"scheme--{scheme.replace(' ', '-')}"


def _measured(pair: Pair, used: dict[str, str]) -> Measured:
    found = colours.contrast(used[pair.colour], used[pair.ground])
    return Measured(pair, f"{found:.1f}".replace(".", ","), found >= pair.needed)


def _is_space(name: str) -> bool:
    return name == "target" or (name[:1] == "s" and name[1:].isdecimal())
