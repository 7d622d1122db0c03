from datetime import date

import pytest

from strategy.importing.comment_section import place_of
from strategy.importing.refusal import ImportRefused
from tests.strategy.importing_texts import SEED, read

PLAN = "Priorita E3\nPodporovat komunity\n • E3.1 Doplnit.\n • E3.2 Přidat.\n"
OFFICE, JANA, JAN = "Odbor územního plánování", "Občanka Brněnská", "Jan Schejbal"


def comments(section: str) -> list[tuple[str, str, date, str, str]]:
    """(organisation, name, date, wording, code) of each comment."""
    return [
        (said.organisation, said.name, said.date, said.text, said.code)
        for said in read(PLAN + section).comments
    ]


def test_the_seeds_comments() -> None:
    office, name = "Odbor územního plánování a rozvoje MMB", "Marcela Drkošová"
    lines = SEED.split("\n")
    found = [
        (said.organisation, said.name, said.date, said.text, said.code, said.says_nothing)
        for said in read(SEED).comments
    ]
    assert found == [
        ("", "Jan Schejbal", date(2018, 6, 26), "Bez připomínek", "", True),
        (office, name, date(2018, 6, 28), lines[93], "E3", False),
        (office, name, date(2018, 7, 4), lines[97], "E3", False),
    ]


FIRST = ("", JAN, date(2018, 6, 26), "Bez připomínek", "")
SECOND = (OFFICE, JANA, date(2018, 6, 28), "Doplnit mapu", "")
SECTIONS = {
    "as in the seed": "Připomínky\nJan Schejbal\n26. 6. 2018\nBez připomínek\n"
    "Odbor územního plánování\nObčanka Brněnská\n28. 6. 2018\nDoplnit mapu",
    "close dates": "Připomínky:\nJan Schejbal\n26.6.2018\nBez připomínek\n"
    "Odbor územního plánování\nObčanka Brněnská\n28.06.2018\nDoplnit mapu",
    "months by name": "PŘIPOMÍNKY\nJan Schejbal\n26. června 2018\nBez připomínek\n"
    "Odbor územního plánování\nObčanka Brněnská\ndne 28. června 2018:\nDoplnit mapu",
    "blank lines between comments": "Připomínky (2)\n\nJan Schejbal\n26. 6. 2018\n"
    "Bez připomínek\n\nOdbor územního plánování\nObčanka Brněnská\n2018-06-28\nDoplnit mapu\n\n",
    "blank lines everywhere": "Připomínky\n\nJan Schejbal\n\n26. 6. 2018\n\nBez připomínek\n\n"
    "Odbor územního plánování\n\nObčanka Brněnská\n\n28. 6. 2018\n\nDoplnit mapu\n",
}


@pytest.mark.parametrize("case", SECTIONS)
def test_a_variant_of_the_section_reads_the_same(case: str) -> None:
    assert comments(SECTIONS[case]) == [FIRST, SECOND]


WORDINGS = {
    "a sentence above the name is no organisation": (
        "Připomínky\nJan Schejbal\n26. 6. 2018\nDoplnit mapu.\nA také přehled.\n"
        "Občanka Brněnská\n28. 6. 2018\nBez připomínek",
        [("", JAN, "Doplnit mapu.\nA také přehled."), ("", JANA, "Bez připomínek")],
    ),
    "a legal form ends no sentence": (
        "Připomínky\nJan Schejbal\n26. 6. 2018\nDoplnit mapu.\nPodané ruce, o.p.s.\n"
        "Občanka Brněnská\n28. 6. 2018\nDobře.",
        [("", JAN, "Doplnit mapu."), ("Podané ruce, o.p.s.", JANA, "Dobře.")],
    ),
    "one line between dates leaves a name and a wording": (
        "Připomínky\nOdbor\nJan Schejbal\n26. 6. 2018\nDoplnit mapu\n"
        "Občanka Brněnská\n28. 6. 2018\nDobře",
        [("Odbor", JAN, "Doplnit mapu"), ("", JANA, "Dobře")],
    ),
    "a blank line sets the wording apart": (
        "Připomínky\nJan Schejbal\n26. 6. 2018\nDoplnit mapu\nPřidat přehled\n\n"
        "Občanka Brněnská\n28. 6. 2018\nDobře",
        [("", JAN, "Doplnit mapu\nPřidat přehled"), ("", JANA, "Dobře")],
    ),
    "an organisation below a full line is one": (
        "Připomínky\nJan Schejbal\n26. 6. 2018\nDoplnit i zmapování komunit dle členění\n"
        "a právní subjektivity a zveřejnit je.\nOdbor\nObčanka Brněnská\n28. 6. 2018\nDobře",
        [("", JAN, "Doplnit i zmapování komunit dle členění a právní subjektivity a zveřejnit je."),
         ("Odbor", JANA, "Dobře")],
    ),
    "a wrapped wording is joined": (
        "Připomínky\nJan Schejbal\n26. 6. 2018\nDoplnit i zmapování komunit dle členění\n"
        "a podle právní subjektivity\nObčanka Brněnská\n28. 6. 2018\nDobře",
        [("", JAN, "Doplnit i zmapování komunit dle členění a podle právní subjektivity"),
         ("", JANA, "Dobře")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WORDINGS)
def test_wording_name_and_organisation_are_told_apart(case: str) -> None:
    section, expected = WORDINGS[case]
    assert [(said[0], said[1], said[3]) for said in comments(section)] == expected


@pytest.mark.parametrize(
    "heading", ["Připomínky", "Připomínky:\nBez připomínek", "Připomínky: žádné"]
)
def test_a_section_may_hold_none(heading: str) -> None:
    assert comments(heading) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("U priority E3 doplnit mapu.", "E3"),
        ("Priorita E3 Podporovat komunity: Doplnit.", "E3"),
        ("K opatření E3.1.", "E3.1"),
        ("Cíl E rozdělit, viz dílčí cíl E", "E"),
        ("K prioritám E3 a E4 totéž", ""),
        ("Priorita E3 se kryje s prioritou E4", ""),
        ("U priority X9 a u priority E3", "E3"),
        ("U priority X9", ""),
        ("E3 doplnit", ""),
        ("Bez připomínek", ""),
    ],
)
def test_a_comment_belongs_to_the_one_code_it_names(text: str, code: str) -> None:
    assert place_of(text, {"E", "E3", "E4", "E3.1"}) == code


REFUSED = {
    "no date": ("Připomínky\nJan Schejbal\nBez připomínek", 6),
    "no name": ("Připomínky\n26. 6. 2018\nBez připomínek", 6),
    "too much above the date": ("Připomínky\nÚvod\nOdbor\nJan Schejbal\n26. 6. 2018\nX", 9),
    "no wording": ("Připomínky\nJan Schejbal\n26. 6. 2018", 7),
    "no day of the calendar": ("Připomínky\nJan Schejbal\n31. 6. 2018\nX", 7),
    "the plan goes on": ("Připomínky\nJan\n26. 6. 2018\nX\nPriorita F1\nDalší\n • F1.1 X", 9),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_wrong_section_is_refused_with_the_line(case: str) -> None:
    section, line = REFUSED[case]
    with pytest.raises(ImportRefused) as refused:
        comments(section)
    assert refused.value.line == line
