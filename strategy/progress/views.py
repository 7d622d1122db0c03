"""What everyone reads of a measure's progress, beside its own page."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from strategy.days import next_midnight
from strategy.pages import storable, valid_until
from strategy.paging import page_number, pages_around
from strategy.progress import shown
from strategy.reading import placed


@require_safe
def progress_course(request: HttpRequest, key: UUID) -> HttpResponse:
    """All that was said of a measure in whatever edition, the newest first, on pages."""
    item, _is_current = placed(key)
    number, plan = page_number(request), item.edition.plan
    start = (number - 1) * shown.PAGE
    found = shown.progress(plan.pk, key, plan.card_fields, start=start)
    if number > 1 and not found.reports:
        raise Http404
    context = {
        "item": item,
        "plan": plan,
        "progress": found,
        "pages": pages_around(number, more=found.more),
    }
    # The age of what was said is counted in days.
    valid_until(request, next_midnight())
    response = render(request, "strategy/progress/progress_course.html", context)
    return storable(response, plan.pk)
