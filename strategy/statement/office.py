"""Where messages about the portal go."""

from django.conf import settings

from strategy.models import AccessibilityStatement


def email() -> str:
    """The address of who answers for accessibility, or else the portal's own; may be empty."""
    found = AccessibilityStatement.objects.values_list("email", flat=True).first()
    return found or settings.CONTACT_EMAIL
