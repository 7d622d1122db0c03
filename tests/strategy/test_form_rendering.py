"""Fields of forms on a page in another language: what stands in them says that it is Czech."""

import pytest
from django import forms
from django.utils import translation

CHOICES = [("a", "Péče"), ("b", "Care")]


def field(widget: forms.Widget, value: str, language: str = "en") -> str:
    with translation.override(language):
        return widget.render("jmeno", value)


@pytest.mark.parametrize("widget", [forms.TextInput(), forms.Textarea()])
def test_a_value_says_that_it_is_czech(widget: forms.Widget) -> None:
    assert field(widget, "Péče").count(' lang="cs"') == 1
    assert field(widget, "Care").count("lang=") == 0
    assert field(widget, "Péče", "cs").count("lang=") == 0


def test_of_a_select_each_option_says_so_by_itself() -> None:
    html = field(forms.Select(choices=CHOICES), "b")
    assert '<option value="a" lang="cs">Péče</option>' in html
    assert html.count("lang=") == 1


def test_beside_a_button_to_tick_the_label_says_so() -> None:
    html = field(forms.RadioSelect(choices=CHOICES), "a")
    assert '<span lang="cs">Péče</span>' in html
    assert html.count("lang=") == 1


def test_each_of_several_boxes_says_so_by_itself() -> None:
    several = forms.MultiWidget([forms.TextInput(), forms.TextInput()])
    several.decompress = lambda value: [value, "Care"]
    assert field(several, "Péče").count(' lang="cs"') == 1


def test_what_nobody_reads_says_nothing() -> None:
    assert "lang=" not in field(forms.HiddenInput(), "Péče")
