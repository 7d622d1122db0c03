"""What one puts up on paper about an item: a poster, and a sheet to write a comment on."""

import logging
from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from brnoplan.sharing import short
from comments.consulting import paper, standing
from comments.models import Consultation
from strategy import naming, reading
from strategy.models import Item
from strategy.pages import storable
from strategy.pdf import code
from strategy.pdf.rendering import RenderingFailed

logger = logging.getLogger(__name__)


@require_safe
def poster(request: HttpRequest, key: UUID) -> HttpResponse:
    """An A4 poster with the item's wording, a code to scan and a short address."""
    item = _item(key)
    consultation = _consultation(item)
    context: dict[str, object] = {"is_open": consultation and consultation.is_open()}
    return _answer(request, item, consultation, "sharing/pdf/poster.html", context, "-plakat.pdf")


@require_safe
def sheet(request: HttpRequest, key: UUID) -> HttpResponse:
    """The form for a comment by hand with the item filled in; not found where none is taken."""
    item = _item(key)
    consultation = _consultation(item)
    if consultation is None or not consultation.is_open():
        raise Http404(_("No comments are taken on this text now."))
    context: dict[str, object] = {
        "choices": paper.choices(),
        # What it is about is printed already.
        "fields": paper.fields()[1:],
    }
    return _answer(request, item, consultation, "sharing/pdf/sheet.html", context, "-list.pdf")


def address_to_type(item: Item) -> str:
    """The address of an item without the scheme, the short one where that leads to this very item.

    One query where the item has a code.
    """
    leads_here = item.code and [one.pk for one in short.items(item.code)] == [item.pk]
    address = f"/{item.code}" if leads_here else item.get_absolute_url()
    return naming.absolute(address).partition("://")[2]


def _item(key: UUID) -> Item:
    item, _is_current = reading.placed(key)
    if item.is_root_node():
        raise Http404
    return item


def _consultation(item: Item) -> Consultation | None:
    """The consultation on the item's text, be it over. One query."""
    found = Consultation.objects.filter(edition=item.edition_id).first()
    if found:
        found.edition = item.edition
    return found


def _answer(
    request: HttpRequest,
    item: Item,
    consultation: Consultation | None,
    template: str,
    context: dict[str, object],
    ending: str,
) -> HttpResponse:
    context |= _of_every_paper(item) | {"consultation": consultation}
    document = render_to_string(template, context)
    try:
        pdf = paper.typeset(document)
    except paper.Busy:
        return _later(request, item)
    except RenderingFailed:
        logger.exception("A paper of item %s was not made.", item.pk)
        return _later(request, item)
    if consultation:
        standing.true_until(request, [consultation])
    response = HttpResponse(pdf, content_type="application/pdf")
    name = naming.file_name(item.edition, f"-{item.handle}{ending}")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return storable(response, item.edition.plan_id)


def _of_every_paper(item: Item) -> dict[str, object]:
    written: datetime | None = item.edition.published_at
    return {
        "item": item,
        "tier": reading.neighbours(item).item.tier_name,
        "edition": item.edition,
        "code": code.of_page(item.get_permanent_url()),
        "address": address_to_type(item),
        "city_name": settings.CITY_NAME,
        "site_name": settings.SITE_NAME,
        "written_at": written.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if written else "",
    }


def _later(request: HttpRequest, item: Item) -> HttpResponse:
    """That the paper is to be asked for again, while the machine is busy."""
    context = {"item": item, "address": item.get_permanent_url()}
    response = render(request, "sharing/paper_later.html", context, status=503)
    response.headers["Retry-After"] = str(paper.RETRY_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response
