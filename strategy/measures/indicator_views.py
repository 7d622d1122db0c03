"""The public page of an indicator with all that was measured, and its values as a file."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from strategy.formats.separated import separated
from strategy.measures import measured, saying
from strategy.models import Edition, Indicator
from strategy.pages import storable
from strategy.paging import page_number, pages_around

PAGE = 100


@require_safe
def indicator_detail(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """What an indicator measures, how its value went on, and where each value is from."""
    indicator, number = _indicator(slug, key), page_number(request)
    values = measured.values_of(indicator.item.edition.plan_id, key)
    start = (number - 1) * PAGE
    page = values[start : start + PAGE]
    if number > 1 and not page:
        raise Http404
    corrected = measured.corrections(page)
    edition = indicator.item.edition
    context = {
        "indicator": indicator,
        "item": indicator.item,
        "plan": edition.plan,
        "is_live": edition.is_live,
        "baseline": saying.value(indicator.baseline, indicator.baseline_when),
        "target": saying.value(indicator.target, indicator.target_when),
        "measured": measured.measured(indicator, values, most=0) if values else None,
        "newest": values[0] if values else None,
        "is_cut": len(values) > measured.MOST,
        "rows": [(one, corrected.get(one.pk, [])) for one in page],
        "pages": pages_around(number, more=len(values) > start + PAGE),
    }
    response = render(request, "strategy/measures/indicator_detail.html", context)
    return storable(response, edition.plan_id)


@require_safe
def indicator_file(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """All values of an indicator, the oldest first, as CSV."""
    if request.META["QUERY_STRING"]:
        # The page store keeps nothing under such an address.
        return HttpResponseRedirect(request.path)
    indicator = _indicator(slug, key)
    plan_id = indicator.item.edition.plan_id
    columns = [_("Indicator"), _("Unit"), _("State on"), _("Value"), _("Source")]
    columns += [_("Link to the document"), _("Note"), _("Change of method")]
    rows = (
        (
            *(indicator.name, indicator.unit, one.day.isoformat(), one.value),
            *(one.source, one.document, one.note, one.method_change),
        )
        for one in reversed(measured.values_of(plan_id, key))
    )
    response = HttpResponse(separated(columns, rows), content_type="text/csv; charset=utf-8")
    name = f"{slug}-{slugify(indicator.name)[:60] or _('indicator')}.csv"
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return storable(response, plan_id)


def _indicator(slug: str, key: UUID) -> Indicator:
    """The indicator as the plan's current edition has it, or the newest that does. One query.

    What is approved goes before a newer draft for comments. Raises Http404.
    """
    rows = Indicator.objects.filter(key=key, item__edition__plan__slug=slug)
    published = rows.exclude(item__edition__state=Edition.State.DRAFT)
    found = list(published.select_related("item__edition__plan", "item__tier"))
    if not found:
        raise Http404
    return min(found, key=lambda one: one.item.edition.precedence)
