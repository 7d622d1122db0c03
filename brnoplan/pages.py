"""Pages of the portal itself: about, accessibility, cookies; and what is shown when one fails."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static

from brnoplan.context_processors import site
from brnoplan.sharing import short
from strategy import naming
from strategy.models import Plan
from strategy.pages import WHOLE_PORTAL, storable
from strategy.secret_links import BEGINNING

# Of links that nobody asked for by a form: invitations, minutes and reports of progress.
PERSONAL = tuple(f"{BEGINNING}{what}/" for what in ("jednani", "zapis", "plneni", "pozvani"))


def about(request: HttpRequest) -> HttpResponse:
    return _page(request, "pages/about.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    return _page(request, "pages/accessibility.html")


def cookies(request: HttpRequest) -> HttpResponse:
    return _page(request, "pages/cookies.html")


def icon(request: HttpRequest) -> HttpResponse:
    """For browsers that ask without having read a page."""
    return redirect(static("icon.svg"))


def robots(request: HttpRequest) -> HttpResponse:
    """What machines need not read: the office, links in letters; and where the map of pages is."""
    rules = [f"Disallow: {address}" for address in ("/admin/", BEGINNING)]
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
    if request.path_info.startswith(BEGINNING):
        context = {
            "is_personal": request.path_info.startswith(PERSONAL),
            "contact": settings.CONTACT_EMAIL,
        }
        return render(request, "brnoplan/link_unknown.html", context, status=404)
    plans = Plan.objects.published()
    return render(request, "404.html", {"plans": plans}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return _bare_page(request, "500.html", 500)


def _page(request: HttpRequest, template: str) -> HttpResponse:
    context = {"contact": settings.CONTACT_EMAIL, "contact_days": settings.CONTACT_DAYS}
    return storable(render(request, template, context), WHOLE_PORTAL)


def _bare_page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """Rendered without the request, which may be the very thing that failed."""
    content = render_to_string(template, {"contact": settings.CONTACT_EMAIL} | site(request))
    return HttpResponse(content, status=status)
