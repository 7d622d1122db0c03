from django import template

from strategy import people

register = template.Library()
register.filter("called", people.called)
