from django import template

from kpss import when

register = template.Library()
register.filter("when", when.in_words)
