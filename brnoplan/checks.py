"""What `manage.py check --deploy` says of the portal's own settings."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

LOOPBACK_URL = Error(
    "BRNOPLAN_URL leads to this machine only. It is printed into PDFs and citations, and the PDF "
    "of an approved edition is kept with it for good.",
    hint="Set BRNOPLAN_URL=https://plan.example.org, or ALLOWED_HOSTS with that host first.",
    id="brnoplan.E001",
)


@register(deploy=True)
def check_site_url(**_given: Any) -> list[CheckMessage]:
    """Under HTTPS the portal is on the web, and so is its address."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    return [LOOPBACK_URL] if settings.HTTPS and settings.LOOPBACK.fullmatch(host) else []
