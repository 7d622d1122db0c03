"""Names of members in minutes: found in every form, and nobody public taken for somebody else."""

import pytest

from kpss.minutes.names import Names

# Forms in which minutes speak of a member of that name.
INFLECTED = {
    "Nováková": "Nováková Novákové Novákovou",
    "Tichá": "Tichá Tiché Tichou",
    "Novák": "Novák Nováka Novákovi Nováku Novákem Novákův Novákova Novákovým",
    "Veselý": "Veselý Veselého Veselému Veselém Veselým",
    "Krejčí": "Krejčí Krejčího Krejčímu Krejčím",
    "Svoboda": "Svoboda Svobody Svobodovi Svobodu Svobodou Svobodův",
    "Procházka": "Procházka Procházky Procházkovi Procházku Procházkou",
    "Marek": "Marek Marka Markovi Markem Markův",
    "Vaněk": "Vaněk Vaňka Vaňkovi Vaňkem",
    "Havel": "Havel Havla Havlovi Havlem",
    "Němec": "Němec Němce Němcovi Němcem",
    "Beneš": "Beneš Beneše Benešovi Benešem",
    "Janko": "Janko Janka Jankovi Jankem",
    "Martinů": "Martinů",
    "Purkyně": "Purkyně",
    "Kowalski": "Kowalski",
}


def found(text: str, *names: str, public: tuple[str, ...] = ()) -> list[str]:
    spans = Names(list(names), public).found_in(text)
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize("surname", INFLECTED)
def test_a_surname_is_found_in_every_form(surname: str) -> None:
    for form in INFLECTED[surname].split():
        assert found(f"Hovořilo se s {form} o bytě.", f"Jiří {surname}") == [form]


@pytest.mark.parametrize(
    ("name", "text", "passage"),
    [
        ("Eva Tichá", "bez Evy Tiché nejde", "Evy Tiché"),
        ("Eva Tichá", "vedle Tiché Evy seděla", "Tiché Evy"),
        ("Eva Tichá", "od E. Tiché přišlo", "E. Tiché"),
        ("Eva Tichá", "pomůže EVĚ  TICHÉ zítra", "EVĚ  TICHÉ"),
        ("Eva Tichá", "i eva tichá přišla", "eva tichá"),
        ("Eva Tichá", "za paní Tichou", "paní Tichou"),
        ("Jan Novák", "za pana Nováka a dál", "pana Nováka"),
        ("Jan Novák", "dopis p. Novákovi", "p. Novákovi"),
        ("Radka Malá", "předat Radce Malé", "Radce Malé"),
        ("Olga Malá", "předat Olze Malé", "Olze Malé"),
        ("Petra Malá", "předat Petře Malé", "Petře Malé"),
        ("Marie Malá", "s Marií Malou", "Marií Malou"),
        ("Jiří Malý", "s Jiřím Malým", "Jiřím Malým"),
        ("Pavel Malý", "bez Pavla Malého", "Pavla Malého"),
        ("Zdeněk Malý", "bez Zdeňka Malého", "Zdeňka Malého"),
        ("Tomáš Malý", "bez Tomáše Malého", "Tomáše Malého"),
        ("Mgr. Jana Nová, Ph.D.", "zapsala Mgr. Jana Nová, Ph.D., a", "Mgr. Jana Nová, Ph.D."),
        ("Mgr. Jana Nová, Ph.D.", "schváleno Janou Novou", "Janou Novou"),
        ("Eva Nováková Tichá", "bez Evy Novákové Tiché", "Evy Novákové Tiché"),
        ("Eva Nováková Tichá", "bez paní Novákové", "paní Novákové"),
        ("Eva Nováková-Tichá", "bez Novákové-Tiché", "Novákové-Tiché"),
        ("Tichá", "podle Tiché", "Tiché"),
        ("Jan Drobný", "volat Drobného 602 123 456", "Drobného"),
    ],
)
def test_a_member_is_found_with_what_stands_beside_the_surname(
    name: str, text: str, passage: str
) -> None:
    assert found(text, name) == [passage]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Jana Nová", "Vznikne nová služba, nové byty a novou formou."),
        ("Eva Tichá", "Eva přišla později."),
        ("Jan Novák", "Novákovou kolegyní je Nováková."),
        ("Jana Nováková", "Novák, Nováka, Novákovi, Novákem, Nováků"),
        ("Petr Malý", "Malá skupina a Malé domy"),
        ("Jan Marek", "Marketa Markéta Marketing Marný"),
        ("Jan Novák", "Novákova 12, Novákova 3a"),
        ("Jan Drobný", "Drobného 5, Brno"),
        ("Jan Kos", "Kosmetika a Kostelec"),
        ("", "Cokoli."),
    ],
)
def test_other_words_are_nobodys_name(name: str, text: str) -> None:
    assert found(text, name) == []


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ("Řekl Jan Novák z odboru.", []),
        ("Děkujeme Janu Novákovi, Nováka Jana a J. Nováka.", []),
        ("Ing. Jana Nováka se zeptáme.", []),
        ("Řekl Petr Novák.", ["Petr Novák"]),
        ("S Petrem Novákem a Janem Novákem.", ["Petrem Novákem"]),
        # It may be either of them: somebody has to judge.
        ("Novákovi se nelíbí byt.", ["Novákovi"]),
    ],
)
def test_an_official_who_is_public_is_not_taken_for_a_namesake(
    text: str, passages: list[str]
) -> None:
    assert found(text, "Petr Novák", public=("Jan Novák",)) == passages


def test_a_public_official_of_another_name_is_no_reason_to_stop_anything() -> None:
    text = "Jana Nováková poděkovala Novákovi."
    assert found(text, "Petr Novák", public=("Jana Nováková",)) == ["Novákovi"]
    assert found(text, public=("Jana Nováková",)) == []


def test_who_is_public_elsewhere_under_the_same_whole_name_is_pointed_out() -> None:
    assert found("Byt Evy Tiché", "Eva Tichá", public=("Eva Tichá",)) == ["Evy Tiché"]
