"""What templates need to say of meetings."""

from django import template

from kpss.meetings import words

register = template.Library()
register.filter("hours", words.hours)
register.filter("called", words.called)
