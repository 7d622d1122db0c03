"""The secret link under which a lead says how far a measure is; see `strategy.secret_links`."""

from datetime import timedelta

from django.urls import reverse

from strategy import secret_links
from strategy.models import Lead
from strategy.secret_links import SecretPurpose


class Purpose(SecretPurpose):
    """What a link is for: the name of its view in `strategy`, and for how long it holds."""

    # To say how far a measure is: about a lead. Longer than a quarter with its reminders.
    PROGRESS = ("progress_by_link", timedelta(days=120))


def address(lead: Lead) -> str:
    """Where letters about a lead's measure go: to who reports for it, else to the office.

    Empty where there is none. Needs `organisation` and `person` at hand.
    """
    person = lead.person
    personal = person.email if person and person.is_active else ""
    return personal or lead.organisation.email


def path(lead: Lead) -> str:
    """The link's path. It holds as long as they lead and letters go to this very address."""
    return secret_links.path(Purpose.PROGRESS, lead.pk, address(lead))


def url(lead: Lead) -> str:
    """The whole address, for letters."""
    return secret_links.url(Purpose.PROGRESS, lead.pk, address(lead))


def done_path(lead: Lead) -> str:
    """The page after an answer, under the same link."""
    token = secret_links.sign(Purpose.PROGRESS, lead.pk, address(lead))
    return reverse("strategy:progress_by_link_done", args=[token])


def stands(token: str, lead_id: int) -> bool:
    """Whether that lead still leads, and has the address to which the link was sent."""
    leads = Lead.objects.now().select_related("organisation", "person")
    lead = leads.filter(pk=lead_id, role=Lead.Role.LEAD).first()
    return bool(lead and address(lead) and secret_links.is_still(token, address(lead)))
