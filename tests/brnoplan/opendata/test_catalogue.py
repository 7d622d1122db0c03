"""The catalogue as the national one harvests it."""

from typing import Any

import pytest
from django.conf import settings as known
from django.test import Client

from tests.brnoplan.opendata.scene import NAMES

HOST = known.SITE_URL
CATALOGUE = "/data/katalog.jsonld"
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
pytestmark = pytest.mark.django_db


def test_the_catalogue_names_its_provider_and_every_dataset_at_an_address(client: Client) -> None:
    given = client.get(CATALOGUE).json()
    assert given["@context"].startswith(
        "https://ofn.gov.cz/dcat-ap-cz-rozhraní-katalogů-otevřených-dat/2024-05-28/"
    )
    assert (given["iri"], given["typ"]) == (f"{HOST}{CATALOGUE}", "Katalog")
    assert given["poskytovatel"].endswith("/orgán-veřejné-moci/44992785")
    assert given["datová_sada"] == [f"{HOST}/data/sady/{name}.jsonld" for name in NAMES]


@pytest.mark.parametrize("name", NAMES)
def test_each_dataset_says_all_that_the_standard_asks(
    client: Client, name: str, settings: Any
) -> None:
    settings.CONTACT_EMAIL = "data@example.cz"
    address = f"/data/sady/{name}.jsonld"
    given = client.get(address).json()
    assert given["iri"] == f"{HOST}{address}"
    assert given["typ"] == "Datová sada"
    assert given["prvek_rúian"] == ["https://linked.cuzk.cz/resource/ruian/obec/582786"]
    assert given["kontaktní_bod"]["e-mail"] == "mailto:data@example.cz"
    assert set(given) == {
        *("@context", "iri", "typ", "název", "popis", "poskytovatel", "kontaktní_bod"),
        *("prvek_rúian", "klíčové_slovo", "téma", "periodicita_aktualizace", "dokumentace"),
        "distribuce",
    }
    files = [one for one in given["distribuce"] if "soubor_ke_stažení" in one]
    assert [one["soubor_ke_stažení"] for one in files] == [
        f"{HOST}/data/{name}.jsonld",
        f"{HOST}/data/{name}.csv",
    ]
    for one in files:
        assert client.get(one["schéma"].removeprefix(HOST)).status_code == 200
    (service,) = (one["přístupová_služba"] for one in given["distribuce"] if one not in files)
    assert service["přístupový_bod"] == f"{HOST}/api/v1/{name}/"
    assert service["poskytuje_datovou_sadu"] == [given["iri"]]
    (described,) = service["specifikace"]
    assert described.endswith("/oas/v3.1.0")


def test_the_terms_answer_the_four_questions_by_the_licence_that_is_set(
    client: Client, settings: Any
) -> None:
    terms = client.get("/data/sady/plany.jsonld").json()["distribuce"][0]["podmínky_užití"]
    assert (terms["autorské_dílo"], terms["databáze_jako_autorské_dílo"]) == (CC_BY, CC_BY)
    assert terms["osobní_údaje"].endswith("/neobsahuje-osobní-údaje/")
    assert "databáze_chráněná_zvláštními_právy" in terms


def test_the_numbers_of_another_city_and_its_licence_are_settings(
    client: Client, settings: Any
) -> None:
    settings.CITY_NUMBER, settings.DATA_RUIAN = "00000001", "500000"
    settings.DATA_LICENCE = "https://licence.example/"
    given = client.get("/data/sady/plany.jsonld").json()
    assert given["poskytovatel"].endswith("/00000001")
    assert given["prvek_rúian"] == ["https://linked.cuzk.cz/resource/ruian/obec/500000"]
    assert given["distribuce"][0]["podmínky_užití"]["autorské_dílo"] == "https://licence.example/"
