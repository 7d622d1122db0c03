from django import template

from strategy import prose, typography

register = template.Library()
register.filter("czech", typography.czech)
register.filter("prose", prose.prose)
