"""Likely personal data: what is found, and what is not."""

import pytest

from brnoplan.demo import FIXTURES
from comments.checking import personal

FOUND = [
    ("Moje rodné číslo je 850101/1233.", "birth_number", "850101/1233"),
    ("RČ 8501011233", "birth_number", "8501011233"),
    ("RČ 855101/1238, žena", "birth_number", "855101/1238"),
    ("narozen před válkou: 380612/123", "birth_number", "380612/123"),
    ("rodné číslo 800101/1236", "birth_number", "800101/1236"),
    ("Moje rodné číslo je: 800101/1236.", "birth_number", "800101/1236"),
    ("s rodným číslem 8001011236", "birth_number", "8001011236"),
    ("r. č. 800101/1236", "birth_number", "800101/1236"),
    ("(RČ: 801301 / 1236)", "birth_number", "801301 / 1236"),
    ("s mezerou 850101 / 1233", "birth_number", "850101 / 1233"),
    ("Jsem nar. 1. 2. 1980 v Brně.", "birth_date", "1. 2. 1980"),
    ("datum narození: 01.02.1980", "birth_date", "01.02.1980"),
    ("občanský průkaz č. 123456789", "id_card", "123456789"),
    ("OP 206543210", "id_card", "206543210"),
    ("Pište na jana.mala@seznam.cz.", "email", "jana.mala@seznam.cz"),
    ("jana (zavináč) seznam.cz", "email", "jana (zavináč) seznam.cz"),
    ("účet 19-2000145399/0800", "account", "19-2000145399/0800"),
    ("CZ65 0800 0000 1920 0014 5399", "account", "CZ65 0800 0000 1920 0014 5399"),
    ("Volejte 602 123 456 po páté.", "phone", "602 123 456"),
    ("602123456", "phone", "602123456"),
    ("602-123-456", "phone", "602-123-456"),
    ("+420 602 123 456", "phone", "+420 602 123 456"),
    ("00420602123456", "phone", "00420602123456"),
    ("+421 905 123 456", "phone", "+421 905 123 456"),
    ("tel.: 542 173 112", "phone", "542 173 112"),
    ("telefon 5 4217 3112", "phone", "5 4217 3112"),
    ("Bydlím Kounicova 67, 602 00 Brno.", "address", "Kounicova 67, 602 00 Brno"),
    (
        "na adrese Nové sady 988/2, 602 00 Brno-střed",
        "address",
        "Nové sady 988/2, 602 00 Brno-střed",
    ),
    ("v ulici Nové sady 2 je hluk", "address", "ulici Nové sady 2"),
    ("náměstí Míru 14", "address", "náměstí Míru 14"),
    ("Údolní 33/5", "address", "Údolní 33/5"),
    ("Bratislavská 70 v přízemí", "address", "Bratislavská 70"),
    ("Lelekovice č. p. 12", "address", "Lelekovice č. p. 12"),
    ("PSČ 602 00 Brno", "address", "PSČ 602 00 Brno"),
]
NONE = [
    "",
    "Priorita E3 v roce 2020 a opatření A1.1 až A1.14",
    "2 207 350 Kč",
    "602 123 456 Kč na komunitní centra",
    "602 123 456 obyvatel",
    "IČO 44992785, DIČ CZ44992785",
    "zákon č. 128/2000 Sb., § 16",
    "usnesení vlády č. 1067/2016",
    "projekt CZ.1.04/3.1.03/78.00038",
    "v letech 2013–2015 a 2016 2017 2018",
    "1. 3. 2012 – 28. 2. 2014",
    "Strategie Brno 2050",
    "Moravská 2024",
    "První 3 opatření a Další 2 body",
    "Sociální 3/4 úvazku",
    "v poměru 33/5",
    "č. j. 602123456",
    "850101/1234",
    "851301/1233",
    "účet 123456/0800",
    "CZ65 0800 0000 1920 0014 5398",
    "zavináč v adrese nefunguje",
    "Na náměstí 28. října je rušno.",
    "Kounicova ulice v roce 2020",
    "sídliště Lesná 12 000 lidí",
    "123 456 789 lidí",
]


def found(text: str) -> list[tuple[str, str]]:
    return [(it.code, text[it.start : it.end]) for it in personal.found_in(text)]


@pytest.mark.parametrize(("text", "code", "passage"), FOUND)
def test_personal_data_is_found_where_it_stands(text: str, code: str, passage: str) -> None:
    assert found(text) == [(code, passage)]


@pytest.mark.parametrize("text", NONE)
def test_numbers_and_words_of_plans_are_no_personal_data(text: str) -> None:
    assert found(text) == []


def test_spaces_that_do_not_break_are_spaces() -> None:
    assert found("tel. 602\u00a0123\u00a0456") == [("phone", "602\u00a0123\u00a0456")]


def test_several_are_found_in_their_order() -> None:
    text = "Kounicova 67, tel. 602 123 456, a@b.cz"
    assert [code for code, _passage in found(text)] == ["address", "phone", "email"]


@pytest.mark.parametrize(
    ("digits", "expected"),
    [
        ("8501011233", True),
        ("8501011234", False),
        # Of days that never were, and that are still to come.
        ("8502301230", False),
        ("4401011238", False),
        # A remainder of ten was written as nought.
        ("7801233540", True),
        # The numbers added since 2004 were not given before.
        ("0421010007", True),
        ("0321010008", False),
        ("380612123", True),
        ("540612123", False),
    ],
)
def test_a_birth_number_stands_its_checks(digits: str, expected: bool) -> None:
    assert personal.is_birth_number(digits) is expected


def test_the_real_plans_hold_none_but_the_address_of_an_office() -> None:
    files = sorted(FIXTURES.glob("*.txt"))
    passages = [passage for file in files for _code, passage in found(file.read_text())]
    assert (len(files), passages) == (5, ["601 67 Brno"])


def test_a_long_text_of_one_kind_is_read_in_no_time() -> None:
    """Nothing here is searched again and again: 20,000 characters of the worst words."""
    for unit in ("Nová ", "602 ", "a.", "ul. Nová ", "1-", "A" * 50 + " "):
        personal.found_in((unit * 20_000)[:20_000])
