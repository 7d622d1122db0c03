"""Columns for wording: what is written into them is cleaned on the way, by form and deed alike.

What is read from them comes as it was stored. In migrations they are Django's own columns.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import models

from strategy.characters import in_one_line, plain

Cleaning = Callable[[str], str]


class CleaningField(forms.CharField):
    """Cleans before it judges: what holds nothing visible is empty."""

    def __init__(self, *, cleaning: Cleaning, **options: Any) -> None:
        self.cleaning = cleaning
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        return super().to_python(self.cleaning(value) if isinstance(value, str) else value)


class _Cleaned(models.Field):
    cleaning: Cleaning

    def to_python(self, value: Any) -> Any:
        given = super().to_python(value)
        return type(self).cleaning(given) if isinstance(given, str) else given

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """The row at hand gets what is stored, so that its history says the same."""
        given = super().pre_save(model_instance, add)
        stored = self.to_python(given) if isinstance(given, str) else given
        setattr(model_instance, self.attname, stored)
        return stored

    def formfield(self, **options: Any) -> Any:
        own: dict[str, Any] = {"form_class": CleaningField, "cleaning": type(self).cleaning}
        return super().formfield(**(own | options))

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, f"django.db.models.{self.get_internal_type()}", args, kwargs


class PlainText(_Cleaned, models.TextField):
    """Text of any number of lines, as `characters.plain` leaves it."""

    cleaning = staticmethod(plain)


class PlainLine(_Cleaned, models.CharField):
    """Text in one line, as `characters.in_one_line` leaves it."""

    cleaning = staticmethod(in_one_line)


class CardFields(models.JSONField):
    """Names of `CardField`, in the order of a card."""

    def said(self, names: list[str]) -> str:
        """As a reader sees them."""
        from strategy.models.measures import CardField

        return ", ".join(str(CardField(name).label) for name in names)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs
