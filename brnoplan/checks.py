"""What `manage.py check` says of the portal's own settings, some of it under `--deploy` alone."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as CheckWarning

from brnoplan import catalogue, colours
from brnoplan.starting import TAG
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

PASSWORD_ALONE = CheckWarning(
    "Staff sign in with a password alone, unless they have set up a second step themselves.",
    hint="Set BRNOPLAN_SECOND_FACTOR=1, or let them sign in with the city's accounts by"
    " BRNOPLAN_OIDC_ISSUER.",
    id="brnoplan.W003",
)

OPEN_PROVIDER = Error(
    "BRNOPLAN_OIDC_ISSUER begins with http://: anybody on the way could sign in as anyone.",
    hint="Set BRNOPLAN_OIDC_ISSUER to the https:// address of the provider, as it calls itself.",
    id="brnoplan.E005",
)


@register(deploy=True)
def check_second_step(**_given: Any) -> list[CheckMessage]:
    """Whoever guesses one password changes what a city has approved."""
    is_asked = settings.SECOND_FACTOR or settings.OIDC_ISSUER
    return [] if is_asked else [PASSWORD_ALONE]


@register(TAG)
def check_provider(**_given: Any) -> list[CheckMessage]:
    """Who signs in, nobody on the way may say: passwords and tokens go there and come from there.

    A provider on this machine is one that is tried out.
    """
    issuer = urlsplit(settings.OIDC_ISSUER)
    is_open = issuer.scheme == "http" and not settings.LOOPBACK.fullmatch(issuer.hostname or "")
    return [OPEN_PROVIDER] if settings.HTTPS and is_open else []


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
            id="brnoplan.E004",
        )
        for code, lacks in lacking.items()
    ]


@register(deploy=True)
def check_mail_server(**_given: Any) -> list[CheckMessage]:
    """People wait for the link by which they confirm their e-mail."""
    return [] if settings.EMAIL_HOST else [NO_MAIL_SERVER]


@register(TAG)
def check_accent(**_given: Any) -> list[CheckMessage]:
    """What the city has chosen for its colour can be read, on light ground and on dark."""
    if not settings.ACCENT:
        return []
    return [found for scheme in (colours.LIGHT, colours.DARK) if (found := _illegible(scheme))]


def _illegible(scheme: str) -> CheckMessage | None:
    used = colours.colours(scheme)
    accent, grounds = used["accent"], [used[name] for name in ("ground", "soft", "on-accent")]
    worst = min(colours.contrast(accent, ground) for ground in grounds)
    if worst >= colours.TEXT:
        return None
    is_light = scheme == colours.LIGHT
    mend = colours.nearest(accent, grounds, towards=-1 if is_light else 1)
    return Error(
        f"BRNOPLAN_ACCENT: {accent} has a contrast of {worst:.1f} on the {scheme} ground of the "
        f"pages; text needs {colours.TEXT}.",
        hint=f"Set BRNOPLAN_ACCENT={mend if is_light else f'{settings.ACCENT[0]},{mend}'} "
        "for the nearest colour that can be read.",
        id="brnoplan.E002" if is_light else "brnoplan.E003",
    )
