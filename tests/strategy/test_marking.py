import pytest
from django.template import Context, Template
from django.utils import translation


def shown(text: str, how: str, language: str = "en") -> str:
    with translation.override(language):
        return Template(f"{{% load typography %}}{{{{ text|{how} }}}}").render(
            Context({"text": text})
        )


@pytest.mark.parametrize("how", ["czech", "marked", "held", "language", "prose"])
def test_a_page_in_the_portals_own_language_says_nothing_of_it(how: str) -> None:
    assert "lang=" not in shown("Péče doma", how, "cs")


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize("how", ["czech", "marked"])
def test_a_page_in_another_language_says_what_is_czech(how: str, language: str) -> None:
    assert shown("Péče", how, language) == '<span lang="cs">Péče</span>'


def test_what_has_no_czech_letter_is_left_alone() -> None:
    assert shown("Home care", "czech") == "Home care"
    assert shown("Home care", "language") == ""
    assert shown("Home care", "prose") == "<p>Home care</p>"


def test_what_is_marked_is_still_escaped() -> None:
    assert shown("<b>Péče", "marked") == '<span lang="cs">&lt;b&gt;Péče</span>'
    assert shown("<b>Péče", "czech") == '<span lang="cs">&lt;b&gt;Péče</span>'


def test_paragraphs_are_marked_each_by_itself() -> None:
    said = '<p><span lang="cs">Péče</span></p>\n\n<p><span lang="cs">Školy</span></p>'
    assert shown("Péče\n\nŠkoly", "czech|linebreaks") == said
    assert shown("Péče\n\n- Školy", "prose") == (
        '<p lang="cs">Péče</p>\n\n<ul lang="cs"><li>Školy</li></ul>'
    )


def test_what_can_hold_no_element_gets_an_attribute_or_nothing() -> None:
    assert shown("Péče o blízké", "language") == ' lang="cs"'
    assert shown("Péče o blízké", "held") == "Péče o\xa0blízké"
