"""The addresses that somebody who has just started the portal wants to open."""

from django.conf import settings
from django.db import connections
from django.urls import reverse
from django.utils.translation import gettext as _

from strategy import languages
from strategy.models import Plan


def addresses(origin: str) -> list[tuple[str, str]]:
    """Pairs of a label and a whole address: the portal, its first plan, the admin, the PDF."""
    plan = Plan.objects.order_by("pk").first()
    pairs = [(_("Portal"), reverse("strategy:front"))]
    if plan:
        pairs.append((_("Plan"), reverse("strategy:plan_detail", args=[plan.slug])))
    pairs.append((_("Administration"), reverse("admin:index")))
    if plan:
        pairs.append((_("PDF"), reverse("strategy:plan_pdf", args=[plan.slug])))
    return [(label, origin + languages.bare(path)) for label, path in pairs]


def announcement(origin: str) -> str:
    """The addresses as lines of text. Leaves no database connection open to be forked."""
    try:
        pairs = addresses(origin)
    finally:
        connections.close_all()
    if not settings.EMAIL_HOST:
        # To be opened before the first letter lies in it.
        settings.MAIL_FOLDER.mkdir(mode=0o700, parents=True, exist_ok=True)
        pairs.append((_("Mail, as files"), str(settings.MAIL_FOLDER)))
    width = max(len(label) for label, _address in pairs) + 2
    lines = [f"  {label + ':':<{width}}{address}" for label, address in pairs]
    return "\n".join([_("Brnoplan is running. Stop it with Ctrl-C."), *lines, ""])
