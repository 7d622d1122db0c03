from django import template

from strategy import typography

register = template.Library()
register.filter("czech", typography.czech)
