"""The addresses of the portal and those of the plans never meet."""

from django.conf import settings
from django.templatetags.static import static
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from strategy.models.plans import RESERVED_SLUGS


def routes(patterns: list, prefix: str = "") -> list[str]:
    """Every route there is, the admin's own left out."""
    found = []
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver) and not route.startswith("admin/"):
            found += routes(pattern.url_patterns, route)
        elif isinstance(pattern, (URLPattern, URLResolver)):
            found.append(route)
    return found


def test_no_plan_can_take_the_address_of_anything_else() -> None:
    first = {route.split("/")[0] for route in routes(get_resolver().url_patterns)}
    # No slug holds a dot, so that no plan is ever called robots.txt.
    own = {segment for segment in first if segment and not {"<", "."} & set(segment)}
    assert own == {
        *("zdravi", "admin", "o-portalu", "pristupnost", "pripominka", "polozka"),
        *("overeni", "schema", "pripominky", "odkaz"),
    }
    assert own | {settings.STATIC_URL.strip("/")} <= RESERVED_SLUGS


def test_the_icon_is_found_where_browsers_look_for_it(client: Client, db: None) -> None:
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer.headers["Location"]) == (302, static("icon.svg"))


def test_robots_may_read_all_but_the_administration(client: Client, db: None) -> None:
    answer = client.get("/robots.txt")
    assert answer.content.decode() == "User-agent: *\nDisallow: /admin/\n"
    assert answer.headers["Content-Type"] == "text/plain"
