"""What templates need to say of meetings."""

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kpss import home
from kpss.meetings import words
from kpss.meetings.lasting import until_one_is_over
from kpss.meetings.lines import MeetingLine
from kpss.models import Meeting
from strategy.days import next_midnight
from strategy.pages import valid_until

register = template.Library()
register.filter("hours", words.hours)
register.filter("called", words.called)


@register.filter
def unbroken_hours(meeting: Meeting | MeetingLine) -> SafeString:
    """The hours on a page, where no line ends behind their dash."""
    return format_html('<span class="meeting__hours">{}</span>', words.hours(meeting))


@register.simple_tag(takes_context=True)
def next_meetings(context: Context, number: int) -> list[MeetingLine]:
    """So many that are ahead; the page then holds until the first is over. Two queries."""
    ahead = home.upcoming(number)
    if ahead:
        valid_until(context["request"], next_midnight())
        until_one_is_over(context["request"], ahead)
    return ahead
