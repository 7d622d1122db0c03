from django.conf import settings
from django.http import HttpRequest

from brnoplan.style import accent_address


def site(request: HttpRequest) -> dict[str, str]:
    """The names that every page carries, and whom to write to."""
    return {
        "site_name": settings.SITE_NAME,
        "city_name": settings.CITY_NAME,
        "accent_sheet": accent_address(),
        "portal_contact": settings.CONTACT_EMAIL,
    }
