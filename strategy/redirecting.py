"""The way from a deed to the page that shows what came of it."""

from django.http import HttpResponse, HttpResponseRedirect


def see_other(url: str) -> HttpResponse:
    """Redirect so that a reload of the next page sends nothing again. `url` is our own."""
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response
