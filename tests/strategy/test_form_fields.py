"""What the fields of public forms refuse, and how they say it."""

import pytest
from django.core.exceptions import ValidationError

from strategy.form_fields import AddressField, AddressValidator, PlainField


def said(field: PlainField, text: str) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        field.clean(text)
    return refused.value.messages


@pytest.mark.parametrize("address", ["žofie@příklad.cz", "žofie@example.cz"])
def test_a_whole_address_with_accents_is_not_called_unfinished(address: str) -> None:
    assert said(AddressField(), address) == [str(AddressValidator.accented)]


@pytest.mark.parametrize("address", ["zofie", "zofie@", "zofie@example"])
def test_an_unfinished_address_is(address: str) -> None:
    assert said(AddressField(), address) == [str(AddressField.whole)]


def test_what_is_too_long_is_told_in_numbers() -> None:
    (sentence,) = said(PlainField(longest=5), "šestáci")
    assert sentence == PlainField.too_long % {"show_value": 7, "limit_value": 5}
    assert PlainField(longest=5).clean("pátek") == "pátek"
