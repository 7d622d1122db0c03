"""The addresses of the portal and those of the plans never meet."""

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from strategy.models import Edition
from strategy.models.plans import RESERVED_SLUGS
from tests.factories import open_consultation


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
        *("overeni", "schema", "pripominky", "odkaz", "kpss", "plneni", "dovoz", "rady", "vazby"),
        *("slovnik", "shrnuti", "preklady", "napoveda", "zpetna-vazba", "styl"),
        *("data", "api", "karta", "oembed", "hledani", "zmeny", "pro", "plany"),
    }
    assert own | {settings.STATIC_URL.strip("/")} <= RESERVED_SLUGS


def test_the_icon_is_found_where_browsers_look_for_it(client: Client, db: None) -> None:
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer.headers["Location"]) == (302, static("icon.svg"))


def test_robots_may_read_all_but_the_administration_and_secret_links(
    client: Client, db: None
) -> None:
    answer = client.get("/robots.txt")
    assert answer.content.decode() == (
        "User-agent: *\nDisallow: /admin/\nDisallow: /en/admin/\n"
        "Disallow: /odkaz/\nDisallow: /en/odkaz/\n\n"
        f"Sitemap: {settings.SITE_URL}/sitemap.xml\n"
    )
    assert answer.headers["Content-Type"] == "text/plain"


@pytest.fixture
def read_by_all(published: Edition) -> Edition:
    """The plan's only edition, with an open consultation."""
    open_consultation(published)
    return published


# What only leads on, and what is for staff.
LEADING = {
    "comments:comment_check",
    "comments:comment_send",
    "comments:subscription_check",
    "comments:subscription_send",
}


def names(patterns: list, arguments: set[str], namespace: str = "") -> list[str]:
    """Of every address that takes just these arguments, but those of staff and secret links."""
    found = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            name = f"{pattern.namespace}:" if pattern.namespace else namespace
            found += names(pattern.url_patterns, arguments, name)
        elif pattern.name and set(pattern.pattern.converters) == arguments:
            found.append(f"{namespace}{pattern.name}")
    return [name for name in found if not name.startswith("admin:")]


def is_for_staff(address: str) -> bool:
    desks = (
        *("/pripominky/", "/kpss/koordinace/", "/plneni/sprava/", "/vazby/sprava/"),
        *("/dovoz/", "/rady/", "/shrnuti/", "/preklady/", "/zpetna-vazba/sprava/"),
    )
    return address.startswith(desks)


def test_every_page_that_takes_no_argument_answers(client: Client, read_by_all: Edition) -> None:
    pages = {name: reverse(name) for name in names(get_resolver().url_patterns, set())}
    answers = {
        name: client.get(address).status_code
        for name, address in pages.items()
        if not is_for_staff(address)
    }
    # It has to be told whose card is wanted.
    others = dict.fromkeys(LEADING, 302) | {"sharing:oembed": 400}
    assert answers == {name: others.get(name, 200) for name in answers}
    assert "strategy:verification" in answers


def test_every_page_of_a_plan_answers(client: Client, read_by_all: Edition) -> None:
    slug, number = read_by_all.plan.slug, read_by_all.number
    files = {"plan_pdf", "edition_pdf", "sealed_pdf", "consultation_form_pdf", "settlement_pdf"}
    answers = {}
    for arguments in ({"slug": slug}, {"slug": slug, "number": number}):
        for name in names(get_resolver().url_patterns, set(arguments)):
            # Of community planning the slugs are those of groups, projects and news.
            if name.split(":")[-1] not in files and not name.startswith("kpss:"):
                answers[name] = client.get(reverse(name, kwargs=arguments)).status_code
    # Staff are asked who they are; of one consultation no list is needed.
    others = {"packet": 302, "comments:consultation_list": 302, "strategy:plan_hints": 302}
    others |= {"strategy:reading_sheet": 302, "strategy:reading_template": 302}
    others |= {"strategy:staff_dashboard": 302, "strategy:staff_measures": 302}
    # There is nothing to compare yet, and no comment.
    missing = ("comparison_draft_latest", "comments:comment_detail", "comments:version_list")
    others |= dict.fromkeys(missing, 404)
    assert answers == dict.fromkeys(answers, 200) | others


def test_every_template_of_a_plans_page_needs_no_plan_in_its_head() -> None:
    """`base_strategy.html` serves pages that read no plan as well."""
    bare = render_to_string("base_strategy.html", {"site_name": "Portál"})
    assert "application/atom+xml" not in bare
