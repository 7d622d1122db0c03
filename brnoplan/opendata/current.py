"""Which editions the data speak of."""

from strategy.models import Edition
from strategy.naming import absolute
from strategy.reading import address


def current_editions(slug: str = "") -> list[Edition]:
    """The edition that each plan's own address shows, in order of slugs; of one plan, its own.

    One query.
    """
    published = Edition.objects.published().select_related("plan").current_first()
    if slug:
        published = published.filter(plan__slug=slug)
    found: dict[int, Edition] = {}
    for edition in published.order_by("plan__slug", *published.query.order_by):
        found.setdefault(edition.plan_id, edition)
    return list(found.values())


def page_of(edition: Edition, *, current: bool = True) -> str:
    """The whole address of an edition's outline, which those of its items begin with."""
    return absolute(address(edition, current=current))
