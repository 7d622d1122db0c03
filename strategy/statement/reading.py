"""The statement as the page tells it: the city's words, or else the portal's own."""

from datetime import date
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from strategy.models import AccessibilityStatement, PortalText

# What the portal says where the city says nothing.
SCOPE = _(
    "The pages of this portal that are open to the public, and the PDF files that it makes of "
    "plans and minutes."
)
FAULTS = _(
    "Documents of community planning are published as their authors made them, some of them "
    "scanned. Of what the portal makes itself we know of no fault at present. Plans and comments "
    "are published in the words of their authors, which may be hard to read."
)
INSTEAD = _(
    "If you cannot read something, write to us: we will send it in another form or tell you "
    "what it says."
)
METHOD = _(
    "Automatic tests of every kind of page in light and dark colours on a narrow and a wide "
    "screen, a check of the HTML, and use by keyboard alone."
)
# The body that supervises the Act.
SUPERVISOR = "Digitální a informační agentura, Na Vápence 915/14, 130 00 Praha 3."
# The day on which the portal was last assessed by those who make it.
ASSESSED = date(2026, 11, 22)


class Told(NamedTuple):
    """The statement, with what its page says; `missing` are the names of what the city left out."""

    statement: AccessibilityStatement
    scope: str
    faults: str
    instead: str
    method: str
    missing: list[str]


def told() -> Told:
    """One query."""
    found = AccessibilityStatement.objects.first() or AccessibilityStatement()
    return Told(
        statement=found,
        scope=found.scope or str(SCOPE),
        faults=found.faults or str(FAULTS),
        instead=found.instead or str(INSTEAD),
        method=found.method_details or str(METHOD),
        missing=[str(name) for name in _missing(found)],
    )


def text_of(page: str) -> str:
    """What the city adds to a page of `PortalText.Page`; empty where nothing. One query."""
    return PortalText.objects.filter(page=page).values_list("text", flat=True).first() or ""


def _missing(found: AccessibilityStatement) -> list[Promise]:
    asked = {
        _("who is responsible"): found.unit,
        _("e-mail or telephone"): found.email or found.phone,
        _("the day on which the statement was prepared"): found.prepared_on,
        _("the day of its last review"): found.reviewed_on,
    }
    return [name for name, given in asked.items() if not given]
