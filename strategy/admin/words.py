"""A value of a field as a reader sees it."""

from datetime import date, datetime, time
from typing import Any

from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _


def in_words(field: Any, value: Any) -> str:
    """Choices by their labels, days, instants and yes or no as they are written; nothing: empty.

    A field whose values are written in a way of their own has a method `said`.
    """
    if value is None:
        return ""
    if hasattr(field, "said"):
        return str(field.said(value))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(localtime(value), "DATETIME_FORMAT")
    if isinstance(value, time):
        return time_format(value, "TIME_FORMAT")
    return date_format(value, "DATE_FORMAT") if isinstance(value, date) else str(value)
