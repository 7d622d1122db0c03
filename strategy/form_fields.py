"""Fields of the forms that anyone may fill in, and numbers that stand in none of them."""

import re
from typing import Any

from django import forms
from django.core.validators import EmailValidator, MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from strategy.characters import is_blank, plain

_SPACES = re.compile(r"\s+")
_NUMBER = re.compile(r"[0-9]{1,18}")


def number_in(given: str, *, otherwise: int = 0) -> int:
    """The whole number that a form or an address carries; of anything else `otherwise`.

    No key is 0, and none has more digits than are taken here.

    >>> number_in("12"), number_in("dvanáct"), number_in("9" * 19)
    (12, 0, 0)
    """
    return int(given) if _NUMBER.fullmatch(given) else otherwise


class DayInput(forms.DateInput):
    """A browser's own calendar; where it has none, a day is typed the Czech way."""

    def __init__(self) -> None:
        super().__init__({"type": "date"}, format="%Y-%m-%d")


class PlainField(forms.CharField):
    """Text without control characters; a browser never cuts what is pasted, the server counts."""

    def __init__(self, *, longest: int, lines: bool = False, **options: Any) -> None:
        self.lines = lines
        validators = [MaxLengthValidator(longest), *options.pop("validators", [])]
        super().__init__(validators=validators, **options)

    def to_python(self, value: Any) -> str:
        text = plain(str(value or ""))
        if is_blank(text):
            return ""
        return super().to_python(text if self.lines else _SPACES.sub(" ", text)) or ""


class AddressField(PlainField):
    """One e-mail address; that of whoever fills it in, unless the options say otherwise."""

    whole = _("Write the whole e-mail address, such as name@example.cz.")

    def __init__(self, **options: Any) -> None:
        own: dict[str, Any] = {
            "label": _("Your e-mail"),
            "widget": forms.EmailInput({"autocomplete": "email"}),
            "error_messages": {"required": self.whole},
        }
        super().__init__(longest=254, validators=[EmailValidator(self.whole)], **(own | options))


class TrapField(forms.CharField):
    """For robots: `strategy/_trap.html` hides it from people; whoever fills it in is none."""

    def __init__(self) -> None:
        unseen = forms.TextInput({"tabindex": "-1", "autocomplete": "off"})
        super().__init__(label=_("Leave this field empty"), required=False, widget=unseen)
