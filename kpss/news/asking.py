"""Of which group the news are asked for: `?skupina=seniori`."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.http import urlencode

from kpss.models import Body


def asked_body(request: HttpRequest) -> Body | None:
    """The group; None where those of all are asked for. Raises Http404 where there is no such."""
    slug = request.GET.get("skupina", "")
    if "\0" in slug:
        raise Http404
    return get_object_or_404(Body, slug=slug) if slug else None


def query_of(body: Body | None) -> str:
    """What asks for the news of a group once more."""
    return f"?{urlencode({'skupina': body.slug})}" if body else ""
