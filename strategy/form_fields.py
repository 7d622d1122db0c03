"""Fields of the forms that anyone may fill in, and numbers that stand in none of them."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
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

    too_long = _(
        "This is too long: it has %(show_value)s characters and may have %(limit_value)s at most. "
        "Please shorten it."
    )

    def __init__(self, *, longest: int, lines: bool = False, **options: Any) -> None:
        self.lines = lines
        validators = [MaxLengthValidator(longest, self.too_long), *options.pop("validators", [])]
        super().__init__(validators=validators, **options)

    def to_python(self, value: Any) -> str:
        text = plain(str(value or ""))
        if is_blank(text):
            return ""
        return super().to_python(text if self.lines else _SPACES.sub(" ", text)) or ""


class AddressValidator(EmailValidator):
    """Tells of an address that is whole, but that the portal's letters would not reach."""

    accented = _(
        "We cannot write to an address with háčky, čárky or other letters beyond a–z. "
        "Please give another one, such as name@example.cz."
    )

    def __call__(self, value: str | None) -> None:
        try:
            super().__call__(value)
        except ValidationError:
            if value is None or value.isascii():
                raise
            raise ValidationError(self.accented, code=self.code) from None


class AddressField(PlainField):
    """One e-mail address; that of whoever fills it in, unless the options say otherwise."""

    whole = _("Write the whole e-mail address, such as name@example.cz.")

    def __init__(self, **options: Any) -> None:
        own: dict[str, Any] = {
            "label": _("Your e-mail"),
            "widget": forms.EmailInput({"autocomplete": "email"}),
            "error_messages": {"required": self.whole},
        }
        super().__init__(longest=254, validators=[AddressValidator(self.whole)], **(own | options))


class TrapField(forms.CharField):
    """For robots: `strategy/_trap.html` hides it from people; whoever fills it in is none."""

    def __init__(self) -> None:
        unseen = forms.TextInput({"tabindex": "-1", "autocomplete": "off"})
        super().__init__(label=_("Leave this field empty"), required=False, widget=unseen)
