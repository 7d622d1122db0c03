"""Pages of the portal itself: about, help, accessibility; and what is shown when one fails."""

import sys

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static

from brnoplan import unstored
from brnoplan.context_processors import site
from brnoplan.sharing import short
from strategy import languages, naming
from strategy.models import Plan, PortalText
from strategy.pages import WHOLE_PORTAL, storable
from strategy.secret_links import BEGINNING, is_secret
from strategy.statement import reading as statement

# Of links that nobody asked for by a form: invitations, minutes and reports of progress.
PERSONAL = tuple(f"{BEGINNING}{what}/" for what in ("jednani", "zapis", "plneni", "pozvani"))


def about(request: HttpRequest) -> HttpResponse:
    return _page(request, "pages/about.html", PortalText.Page.ABOUT)


def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement that the law asks for."""
    context = {
        "told": statement.told(),
        "assessed": statement.ASSESSED,
        "supervisor": statement.SUPERVISOR,
        "contact": settings.CONTACT_EMAIL,
    }
    return storable(render(request, "pages/accessibility.html", context), WHOLE_PORTAL)


def contact(request: HttpRequest) -> HttpResponse:
    return _page(request, "pages/contact.html", PortalText.Page.CONTACT)


def cookies(request: HttpRequest) -> HttpResponse:
    return _page(request, "pages/cookies.html", PortalText.Page.PRIVACY)


def help_index(request: HttpRequest) -> HttpResponse:
    return _page(request, "pages/help/index.html", PortalText.Page.HELP)


def help_comment(request: HttpRequest) -> HttpResponse:
    return _help(request, "comment")


def help_plan(request: HttpRequest) -> HttpResponse:
    return _help(request, "plan")


def help_follow(request: HttpRequest) -> HttpResponse:
    return _help(request, "follow")


def help_office(request: HttpRequest) -> HttpResponse:
    """A short guide for each group of staff; it tells nothing that the public may not read."""
    return _help(request, "office")


def icon(request: HttpRequest) -> HttpResponse:
    """For browsers that ask without having read a page."""
    return redirect(static("icon.svg"))


def robots(request: HttpRequest) -> HttpResponse:
    """What machines need not read: the office, links in letters; and where the map of pages is."""
    spoken = ["", *(f"/{code}" for code in languages.others())]
    closed = [f"{code}{address}" for address in ("/admin/", BEGINNING) for code in spoken]
    rules = [f"Disallow: {address}" for address in closed]
    lines = ["User-agent: *", *rules, "", f"Sitemap: {naming.absolute('/sitemap.xml')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _bare_page(request, "400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _bare_page(request, "403.html", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page that leads on: it lists the plans that there are, or tells of links in letters.

    Under a short address, the way to what it stands for.
    """
    if leading := short.answer(request):
        return leading
    if is_secret(request.path_info):
        context = {
            "is_personal": languages.bare(request.path_info).startswith(PERSONAL),
            "contact": settings.CONTACT_EMAIL,
        }
        return render(request, "brnoplan/link_unknown.html", context, status=404)
    plans = Plan.objects.published()
    return render(request, "404.html", {"plans": plans}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """What went wrong is at hand: Django asks from where it is caught."""
    if unstored.is_of_storage(sys.exc_info()[1]):
        return unstored.answer(request)
    return _bare_page(request, "500.html", 500)


def _page(request: HttpRequest, template: str, page: PortalText.Page) -> HttpResponse:
    """A page of the portal with what the city adds to it. One query."""
    context = {
        "contact": settings.CONTACT_EMAIL,
        "contact_days": settings.CONTACT_DAYS,
        "session_hours": settings.SESSION_COOKIE_AGE // 3600,
        "idle_minutes": settings.SESSION_IDLE_SECONDS // 60,
        "more": statement.text_of(page),
    }
    return storable(render(request, template, context), WHOLE_PORTAL)


def _help(request: HttpRequest, name: str) -> HttpResponse:
    return storable(render(request, f"pages/help/{name}.html"), WHOLE_PORTAL)


def _bare_page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """Rendered without the request, which may be the very thing that failed."""
    content = render_to_string(template, {"contact": settings.CONTACT_EMAIL} | site(request))
    return HttpResponse(content, status=status)
