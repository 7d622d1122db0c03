"""A measure under the secret link that its lead got in a letter."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from strategy.models import Lead
from strategy.progress import links
from strategy.progress.links import Purpose
from strategy.secret import under_link


@under_link(Purpose.PROGRESS, stands=links.stands)
@require_http_methods(["GET", "HEAD", "POST"])
def progress_by_link(request: HttpRequest, lead_id: int) -> HttpResponse:
    """How far a measure is, as its lead says it."""
    lead = get_object_or_404(Lead.objects.select_related("organisation", "person"), pk=lead_id)
    return render(request, "strategy/progress/progress_by_link.html", {"lead": lead})
