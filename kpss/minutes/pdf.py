"""The PDF of published minutes."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kpss.minutes.views import published


@require_safe
def minutes_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    published(pk)
    return HttpResponse(content_type="application/pdf")
