"""How fields of forms become HTML: what stands in them says so where it is Czech."""

from typing import Any

from django.conf import settings
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest

from strategy import languages, marking

UNREAD = {"hidden", "radio", "checkbox", "file"}


class Renderer(DjangoTemplates):
    """Django's, and on a page in another language each value and option says that it is Czech."""

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        if not languages.is_own():
            _mark(context.get("widget", {}))
        return super().render(template_name, context, request)


def _mark(widget: dict[str, Any]) -> None:
    for one in widget.get("subwidgets", ()):
        _mark(one)
    for _name, options, _number in widget.get("optgroups", ()):
        for option in options:
            _mark_option(option)
    # The values of other kinds are read by nobody.
    if widget.get("type") not in UNREAD and marking.is_foreign(widget.get("value") or ""):
        widget["attrs"]["lang"] = settings.LANGUAGE_CODE


def _mark_option(option: dict[str, Any]) -> None:
    """One of a select holds text alone; what stands beside a button to tick may hold elements."""
    if option["type"] in UNREAD:
        option["label"] = marking.marked(option["label"])
    elif marking.is_foreign(option["label"]):
        option["attrs"]["lang"] = settings.LANGUAGE_CODE
