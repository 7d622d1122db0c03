"""Words of the glossary in a text."""

import pytest

from strategy.explaining.matching import Matcher, marked
from strategy.models import Term
from strategy.typography import hold_together

TERMS = [
    Term(pk=1, word="gestor", other_forms="gesce", explanation="Kdo odpovídá."),
    Term(pk=2, word="cílová skupina", explanation="Pro koho to je."),
    Term(pk=3, word="skupina", explanation="Více lidí."),
    Term(pk=4, word="nestátní nezisková organizace", abbreviation="NNO", explanation="Spolek."),
    Term(pk=5, word="rada", explanation="Výkonný orgán."),
]


def found(text: str) -> list[tuple[str, int]]:
    held = hold_together(text)
    return [(held[mark.start : mark.end], mark.term.pk) for mark in Matcher(TERMS).marks(held)]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Práce s gestory a gestorem.", [("gestory", 1)]),
        ("Určit gesci.", [("gesci", 1)]),
        ("Potřeby cílových skupin.", [("cílových skupin", 2)]),
        ("Pracovní skupiny a cílová skupina", [("skupiny", 3), ("cílová skupina", 2)]),
        ("Cílová, skupina", [("skupina", 3)]),
        ("Podpora NNO ve městě, ne nno.", [("NNO", 4)]),
        ("Nestátních neziskových organizací", [("Nestátních neziskových organizací", 4)]),
        ("Řada domů bez rady.", [("rady", 5)]),
        ("", []),
    ],
)
def test_a_term_is_found_where_it_first_stands_whatever_its_endings(text, marks) -> None:
    assert found(text) == marks


def test_a_text_keeps_every_letter_and_what_is_in_it_is_escaped() -> None:
    term = Term(pk=1, word="Služba <b>", abbreviation="SLB", explanation="x")
    text = 'SLB & <script>alert("služba b")</script> v domě'
    marks = Matcher([term]).marks(hold_together(text))
    html = marked(text, marks, "/slovnik/")
    assert html == (
        '<a class="term" href="/slovnik/#sluzba-b"><abbr title="Služba &lt;b&gt;">SLB</abbr>'
        "</a> &amp; &lt;script&gt;alert(&quot;služba b&quot;)&lt;/script&gt; v\xa0domě"
    )


def test_a_plans_own_meaning_comes_before_that_of_all_plans() -> None:
    general = Term(pk=1, word="gestor", explanation="Obecně.")
    own = Term(pk=2, word="Gestoři", explanation="V tomto plánu.")
    own.other_forms = "gestor"
    assert [mark.term.pk for mark in Matcher([general, own]).marks("gestor")] == [2]


def test_without_terms_nothing_is_marked() -> None:
    assert Matcher([]).marks("Práce s gestory.") == []
