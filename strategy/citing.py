"""How a place in a plan is quoted so that the same words are found there after years."""

from textwrap import shorten

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from strategy import marking, naming
from strategy.models import Edition, Item

TEXT_CHARACTERS = 70


def citation(item: Item, tier_name: str) -> SafeString:
    """One line with plan, item, edition, its date, what it is, and the address of that edition.

    As HTML, for the plan's words are Czech in whatever language the line is.
    Needs `item.edition` with its plan and its resolution at hand; no query of its own.
    """
    edition = item.edition
    return marking.filled(
        _(
            "%(plan)s: %(item)s, edition %(number)s of %(date)s, %(state)s. "
            "Available at %(address)s"
        ),
        plan=edition.title,
        item=_item(item, tier_name),
        number=edition.number,
        date=edition.published_on,
        state=_state(edition),
        address=naming.absolute(item.get_absolute_url()),
    )


def _item(item: Item, tier_name: str) -> str:
    if item.code:
        return f"{tier_name} {item.code}"
    text = shorten(item.text, TEXT_CHARACTERS, placeholder=" …")
    return _("%(tier)s “%(text)s”") % {"tier": tier_name, "text": text}


def _state(edition: Edition) -> str:
    """As it was published, for a citation is not to change with what became of it since."""
    if edition.approved_by is None:
        return str(edition.get_stamp_display())
    return _("approved: %(resolution)s") % {"resolution": edition.approved_by}
