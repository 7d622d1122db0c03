"""How pages say what the file of a document is."""

from django import template

from kpss.documents import reading

register = template.Library()
register.filter("file_address", reading.file_address)
register.filter("file_type", reading.type_of)
