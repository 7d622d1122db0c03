import pytest
from django.template import Context, Template
from django.utils import translation

from strategy import marking


def shown(text: str, how: str, language: str = "en") -> str:
    with translation.override(language):
        return Template(f"{{% load typography %}}{{{{ text|{how} }}}}").render(
            Context({"text": text})
        )


@pytest.mark.parametrize("how", ["czech", "marked", "held", "language", "own", "prose"])
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


def test_what_is_known_to_be_czech_says_so_whatever_its_letters() -> None:
    assert shown("Podporovat <b>", "own") == '<span lang="cs">Podporovat &lt;b&gt;</span>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("The plan “Péče” is there.", 'The plan “<span lang="cs">Péče</span>” is there.'),
        ("“Home” and “Péče”", '“Home” and “<span lang="cs">Péče</span>”'),
        ("Péče “doma”", '<span lang="cs">Péče “doma”</span>'),
        ("Péče, 1 March 2026", '<span lang="cs">Péče</span>, 1 March 2026'),
        ("Péče, 1 March 2026, dál", '<span lang="cs">Péče, 1 March 2026, dál</span>'),
    ],
)
def test_of_a_sentence_of_the_page_only_what_it_names_is_marked(text: str, html: str) -> None:
    assert shown(text, "marked") == html


@pytest.mark.parametrize(
    ("language", "html"),
    [
        ("en", '<span lang="cs">Péče &lt;b&gt;</span> &amp; edition 1'),
        ("cs", "Péče &lt;b&gt; &amp; edition 1"),
    ],
)
def test_values_in_a_sentence_say_each_for_itself(language: str, html: str) -> None:
    with translation.override(language):
        assert marking.filled("%(plan)s & edition %(number)s", plan="Péče <b>", number=1) == html
