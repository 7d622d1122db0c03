import pytest
from django.template import Context, Template
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from strategy.typography import czech, hold_together


@pytest.mark.parametrize(
    "text",
    [
        "v~domě a~v~ulici",
        "K~tomu (s~ním) „o~nich“ [u~nás]",
        "26.~6. 2018",
        "5.~3.~komunitní plán",
        "1.~čtvrtletí, 21.~století",
        "sešlo se 10~skupin a~3~členky",
        "do 26.~června 2018",
        "2~207~350~Kč",
        "v~roce~2012 100~200~Kč",
        "za 12~let o~5~% víc",
        "podle §~23 a~čl.~5 na straně~2",
        "zákon č.~99/2019",
        "Mgr.~Jan Mochťák,~Ph.D.",
        "J.~A.~Komenský",
        "1.~3. 2012~– 28.~2. 2014",
        # What may end a line, or is no word of one letter.
        "seniory a~senioři/seniorky",
        "A1 100~lidí",
        "A1 podpora a~B12 rozvoj",
        "A1. podpora",
        "Brno 2050 začíná",
        "do roku~2018. potom",
        "v~bodě~3. Podpora",
        "1,5 procenta, 2013–4 plán",
        "zbývá 12 na dvě",
        "rok 2018. Potom",
        "E3 Podporovat",
        "zvýšit – ne",
        "KPSS. Rozvíjet",
    ],
)
def test_a_line_never_ends_where_czech_typography_forbids(text: str) -> None:
    expected = text.replace("~", "\xa0").replace("zvýšit –", "zvýšit\xa0–")
    assert hold_together(text.replace("~", " ")) == expected


ALPHABET = st.sampled_from([*list("kvSA1239 .,()„“–§\n\xa0č<&"), "Kč", "Mgr. ", "26. 6. ", "a "])


@given(st.lists(ALPHABET).map("".join) | st.text())
def test_only_spaces_change_and_only_into_no_break_spaces(text: str) -> None:
    held = hold_together(text)
    assert len(held) == len(text)
    assert all(after in (before, "\xa0") for before, after in zip(text, held, strict=True))
    assert held.replace("\xa0", " ") == text.replace("\xa0", " ")


@given(st.lists(ALPHABET).map("".join) | st.text())
def test_holding_together_twice_changes_nothing_more(text: str) -> None:
    held = hold_together(text)
    assert hold_together(held) == held


def test_the_filter_escapes_whatever_it_is_given() -> None:
    template = Template("{% load typography %}{{ text|czech }}|{{ text|czech|linebreaks }}")
    for text in ("<b> k domu", SafeString("<b> k domu")):
        held = "&lt;b&gt; k\xa0domu"
        assert template.render(Context({"text": text})) == f"{held}|<p>{held}</p>"


def test_a_number_is_printed_as_text() -> None:
    assert czech(12) == "12"
