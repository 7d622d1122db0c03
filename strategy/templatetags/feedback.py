"""The way from any page to the form in which a reader tells what is wrong with it."""

from urllib.parse import urlencode

from django import template
from django.template import Context
from django.urls import reverse

from strategy.feedback.forms import page_of

register = template.Library()


@register.simple_tag(takes_context=True)
def feedback_address(context: Context) -> str:
    """The form's address, with that of the page, unless it is the form or a secret link."""
    form, request = reverse("strategy:feedback"), context.get("request")
    page = page_of(request.path) if request else ""
    if not page or page.startswith(form):
        return form
    return f"{form}?{urlencode({'stranka': page})}"
