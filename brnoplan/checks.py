"""What `manage.py check --deploy` says of the portal's own settings."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as CheckWarning

from brnoplan import catalogue
from strategy import languages

LOOPBACK_URL = Error(
    "BRNOPLAN_URL leads to this machine only. It is printed into PDFs and citations, and the PDF "
    "of an approved edition is kept with it for good.",
    hint="Set BRNOPLAN_URL=https://plan.example.org, or ALLOWED_HOSTS with that host first.",
    id="brnoplan.E001",
)

NO_MAIL_SERVER = CheckWarning(
    "EMAIL_HOST is not set: letters to citizens are written into a folder and reach nobody.",
    hint="Set EMAIL_HOST to the city's mail server, and EMAIL_TLS, EMAIL_HOST_USER … as it asks.",
    id="brnoplan.W001",
)


@register(deploy=True)
def check_site_url(**_given: Any) -> list[CheckMessage]:
    """Under HTTPS the portal is on the web, and so is its address."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    return [LOOPBACK_URL] if settings.HTTPS and settings.LOOPBACK.fullmatch(host) else []


@register(deploy=True)
def check_languages(**_given: Any) -> list[CheckMessage]:
    """Nobody is offered pages half in another language; English stands in the code itself."""
    offered = [code for code in languages.others() if code != "en"]
    lacking = {code: lacks for code in offered if (lacks := catalogue.lacks(code))}
    return [
        Error(
            f"BRNOPLAN_LANGUAGES offers {code}, which lacks {lacks} messages.",
            hint=f"Complete locale/{code}/LC_MESSAGES/django.po, or take {code} out.",
            id="brnoplan.E002",
        )
        for code, lacks in lacking.items()
    ]


@register(deploy=True)
def check_mail_server(**_given: Any) -> list[CheckMessage]:
    """People wait for the link by which they confirm their e-mail."""
    return [] if settings.EMAIL_HOST else [NO_MAIL_SERVER]
