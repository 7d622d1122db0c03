"""What the templates of letters need to say."""

from datetime import date, datetime, timedelta

from django import template
from django.utils.formats import date_format, get_format
from django.utils.timezone import is_aware, localtime

from strategy import languages
from strategy.letters import wording

register = template.Library()
register.filter("quoted", wording.quoted)


@register.filter
def opening(text: str) -> str:
    """What follows the greeting: in Czech with a small letter, in others a new sentence."""
    begins = text.lstrip()
    return text if languages.is_own() else begins[:1].upper() + begins[1:]


@register.filter
def weekday(when: date) -> str:
    """A day, or an instant by the city's clock, with its weekday: “4. 12. 2026 (pátek)”."""
    return date_format(_local(when), f"{get_format('DATE_FORMAT')} (l)")


@register.filter
def clock(when: datetime) -> str:
    """An instant by the city's clock, with its weekday: “4. 12. 2026 (pátek) 23:59”."""
    return date_format(_local(when), f"{get_format('DATE_FORMAT')} (l) G:i")


@register.filter
def end(when: datetime) -> str:
    """The same of the instant at which something ends: midnight is 24:00 of the day before."""
    local = _local(when)
    if date_format(local, "G:i:s") == "0:00:00":
        return f"{weekday(local - timedelta(days=1))} 24:00"
    return clock(when)


def _local(when: date) -> date:
    return localtime(when) if isinstance(when, datetime) and is_aware(when) else when
