"""Who looks like the city, and who only lives in it."""

import pytest

from comments.checking import lookalikes
from strategy.models import Organisation


def codes(name: str = "", organisation: str = "", email: str = "") -> list[tuple[str, str]]:
    return [(hint.code, hint.where) for hint in lookalikes.of(name, organisation, email)]


@pytest.mark.parametrize(
    "given",
    [
        "Magistrát města Brna",
        "MAGISTRAT",
        "Primátorka",
        "primátor města",
        "Náměstek primátorky",
        "Rada města Brna",
        "Zastupitelstvo",
        "Odbor sociální péče",
        "MMB",
        "Statutární město Brno",
        "Město Brno",
        "Úřad městské části Brno-střed",
        "Tajemník úřadu",
    ],
)
def test_an_office_of_the_city_is_pointed_out_in_a_name_and_an_organisation(given: str) -> None:
    assert codes(name=given) == [("office", "name")]
    assert codes(organisation=given) == [("office", "organisation")]


@pytest.mark.parametrize(
    "given",
    [
        "",
        "Jana Malá",
        "Spolek Brno na kole",
        "Odborová organizace učitelů",
        "Odborníci na vodu",
        "Pavel Městecký",
        "Josef Radnický",
        "Městská knihovna",
        "Masarykova univerzita",
    ],
)
def test_people_and_societies_are_not(given: str) -> None:
    assert codes(name=given, organisation=given) == []


@pytest.mark.parametrize("given", ["Mаgistrát", "Brnо na kole", "Jаna"])
def test_letters_of_another_script_among_latin_ones_are(given: str) -> None:
    assert ("disguised", "name") in codes(name=given)


@pytest.mark.parametrize("given", ["Наталія Коваль", "Νίκος", "Łukasz Żak"])
def test_a_name_in_its_own_script_is_not(given: str) -> None:
    assert codes(name=given) == []


@pytest.mark.parametrize(
    "domain",
    [
        "bmo.cz",
        "brmo.cz",
        "brn0.cz",
        "brno.cs",
        "brno.eu",
        "brno-cz.com",
        "brno.cz.example.com",
        "magistrat-brno.cz",
        "mmb-brno.eu",
        "brnо.cz",
        "xn--brn-ued.cz",
    ],
)
def test_a_domain_like_that_of_the_city_is_pointed_out(domain: str) -> None:
    assert codes(email=f"urad@{domain}") == [("domain", "email")]


@pytest.mark.parametrize(
    "domain",
    ["brno.cz", "kpss.brno.cz", "seznam.cz", "muni.cz", "vutbr.cz", "brnonakole.cz", "dpmb.cz"],
)
def test_other_domains_and_its_own_are_not(domain: str) -> None:
    assert codes(email=f"jana@{domain}") == []


def test_who_writes_from_the_city_itself_is_of_the_city() -> None:
    assert codes("Odbor školství", "Magistrát města Brna", "skoly@brno.cz") == []
    assert codes("Odbor školství", "", "skoly@seznam.cz") == [("office", "name")]


def test_another_city_has_its_own_domains(settings: object) -> None:
    settings.CITY_DOMAINS = ["olomouc.eu"]  # type: ignore[attr-defined]
    assert codes(email="urad@brno.eu") == []
    assert codes(email="urad@olomouc.cz") == [("domain", "email")]
    assert codes(email="urad@olomouc.eu") == []


KNOWN = [
    Organisation(name="Masarykova univerzita", abbreviation="MU", email="info@muni.example"),
    Organisation(name="Odbor zdraví", abbreviation="OZ"),
]


def known(name: str, email: str = "") -> list[str]:
    return [hint.code for hint in lookalikes.of("", name, email, lookalikes.bodies())]


@pytest.fixture
def organisations(db: None) -> None:
    Organisation.objects.bulk_create(KNOWN)


@pytest.mark.parametrize(
    "given",
    [
        "Masarykova univerzita",
        "Masarykova univerzita, rektorát",
        "MASARYKOVA UNIVERZITA",
        "Mаsаrykova univerzita",
        "Masarikova univerzita",
        "MU",
    ],
)
def test_who_signs_like_a_body_on_the_list_is_pointed_out(organisations: None, given: str) -> None:
    assert "body" in known(given)
    assert "body" in known(given, "nekdo@jinde.example")


@pytest.mark.parametrize("given", ["", "Univerzita třetího věku", "MUDr. Malá", "Jana Malá", "M"])
def test_who_signs_otherwise_is_not(organisations: None, given: str) -> None:
    assert known(given) == []


@pytest.mark.parametrize("email", ["dekan@muni.example", "dekan@MUNI.example"])
def test_who_writes_from_the_domain_of_that_very_body_is_not(
    organisations: None, email: str
) -> None:
    assert known("Masarykova univerzita", email) == []
    assert known("Masarykova univerzita a Odbor zdraví", email) == ["office", "body"]


def test_a_body_without_an_e_mail_is_not_that_of_who_gives_none(organisations: None) -> None:
    assert "body" in known("Odbor zdraví")
