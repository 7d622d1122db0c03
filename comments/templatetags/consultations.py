"""Tags by which pages of a plan say how it is consulted, without knowing anything of it."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context

from comments import consultation
from comments.consulting import standing
from comments.consulting.standing import ByEdition
from comments.models import Consultation
from strategy.models import Edition, Plan
from strategy.reading import Shelved

register = template.Library()

register.filter("since", standing.since)
register.filter("until", standing.until)
register.filter("closing", standing.closing)
register.filter("left", standing.left)


@register.simple_tag(takes_context=True)
def consultations(context: Context, editions: Iterable[Edition]) -> ByEdition:
    """The consultations on editions of a plan, for the filter `on_edition`. One query.

    The page that shows how they stand is stored no longer than that is true.
    """
    found = standing.of_editions(editions)
    standing.true_until(context.get("request"), found.values())
    return found


@register.simple_tag(takes_context=True)
def consulted(context: Context, shelved: list[Shelved]) -> standing.Shelves:
    """Editions on a shelf by whether they can be commented on. One query."""
    found = standing.shelves(shelved)
    both = [*found.open, *found.announced]
    standing.true_until(context.get("request"), (one for _shelved, one in both))
    return found


@register.simple_tag
def consultation_of(edition: Edition) -> Consultation | None:
    """The one on an edition, for a page that shows no other. One query."""
    return consultation.of(edition)


@register.simple_tag
def running_consultations(plan: Plan) -> list[Consultation]:
    """Those on a plan that are announced or open, for who would change its texts. One query."""
    found = Consultation.objects.filter(edition__plan=plan).select_related("edition")
    return [one for one in found if not one.has_ended()]


@register.filter
def on_edition(found: ByEdition | None, edition: Edition | None) -> Consultation | None:
    """The one on an edition, out of what the tag `consultations` found."""
    return found.get(edition.pk) if found and edition else None


@register.inclusion_tag("comments/_consultation_state.html")
def consultation_state(edition: Edition, consultation: Consultation | None) -> dict[str, Any]:
    """Badge of a draft, or beside that of an approved edition, which says how it is consulted."""
    return {"edition": edition, "consultation": consultation}
