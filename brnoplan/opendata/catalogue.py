"""The catalogue of open data after DCAT-AP-CZ, as the national catalogue reads it.

Each dataset has a record of its own at its address; the catalogue names them.
"""

from typing import Any

from django.conf import settings
from django.urls import reverse

from brnoplan.opendata.subject import Subject
from brnoplan.opendata.subjects import SUBJECTS
from strategy.naming import absolute

CONTEXT = (
    "https://ofn.gov.cz/dcat-ap-cz-rozhraní-katalogů-otevřených-dat/2024-05-28/kontexty/"
    "rozhraní-katalogů-otevřených-dat.jsonld"
)
PROVIDER = "https://rpp-opendata.egon.gov.cz/odrpp/zdroj/orgán-veřejné-moci/"
MUNICIPALITY = "https://linked.cuzk.cz/resource/ruian/obec/"
EUROPE = "http://publications.europa.eu/resource/authority/"
MEDIA = "http://www.iana.org/assignments/media-types/"
TERMS = "https://data.gov.cz/podmínky-užití/"
# What the interface conforms to; of the files it is their schemas.
OPENAPI = "https://spec.openapis.org/oas/v3.1.0"
# What the standard lets stand for the special right of who makes a database, once it is waived.
WAIVED = "https://creativecommons.org/publicdomain/zero/1.0/"

Document = dict[str, Any]


def catalogue() -> Document:
    """The catalogue itself."""
    return {
        "@context": CONTEXT,
        "iri": absolute(reverse("opendata:catalogue")),
        "typ": "Katalog",
        "název": {"cs": f"{settings.SITE_NAME}: otevřená data"},
        "popis": {
            "cs": f"Strategické plány, které vydává {settings.CITY_NAME}: jejich znění, "
            "připomínky k nim s odpověďmi, jejich plnění a komunitní plánování."
        },
        "poskytovatel": provider(),
        **_contact(),
        "domovská_stránka": absolute(reverse("data")),
        "datová_sada": [record_address(subject) for subject in SUBJECTS.values()],
    }


def dataset(subject: Subject) -> Document:
    """The record of a dataset."""
    return {
        "@context": CONTEXT,
        "iri": record_address(subject),
        "typ": "Datová sada",
        "název": {"cs": subject.title},
        "popis": {"cs": subject.about},
        "poskytovatel": provider(),
        **_contact(),
        "prvek_rúian": [f"{MUNICIPALITY}{settings.DATA_RUIAN}"],
        "klíčové_slovo": {"cs": list(subject.words)},
        "téma": [f"{EUROPE}data-theme/{subject.theme}"],
        "periodicita_aktualizace": f"{EUROPE}frequency/{subject.frequency}",
        "dokumentace": f"{absolute(reverse('data'))}#{subject.name}",
        "distribuce": [
            _file(subject, "JSON-LD", "jsonld", "JSON_LD", "application/ld+json", "schema.json"),
            _file(subject, "CSV", "csv", "CSV", "text/csv", "csv-metadata.json"),
            _service(subject),
        ],
    }


def record_address(subject: Subject) -> str:
    """Where the record of a dataset is, which is its identifier too."""
    return absolute(reverse("opendata:record", args=[subject.name]))


def provider() -> str:
    """The city by its number, as the register of public bodies knows it."""
    return f"{PROVIDER}{settings.CITY_NUMBER}"


def _contact() -> Document:
    if not settings.CONTACT_EMAIL:
        return {}
    return {
        "kontaktní_bod": {
            "typ": "Organizace",
            "jméno": {"cs": settings.CITY_NAME},
            "e-mail": f"mailto:{settings.CONTACT_EMAIL}",
        }
    }


def _terms() -> Document:
    """Under which terms the files may be used, by the four questions of the standard."""
    return {
        "typ": "Specifikace podmínek užití",
        "autorské_dílo": settings.DATA_LICENCE,
        "autor": {"cs": settings.CITY_NAME},
        "databáze_jako_autorské_dílo": settings.DATA_LICENCE,
        "autor_databáze": {"cs": settings.CITY_NAME},
        "databáze_chráněná_zvláštními_právy": WAIVED,
        "osobní_údaje": f"{TERMS}neobsahuje-osobní-údaje/",
    }


def _file(
    subject: Subject, called: str, ending: str, kind: str, media: str, schema: str
) -> Document:
    address = subject.file(ending)
    return {
        "iri": f"{record_address(subject)}#{ending}",
        "typ": "Distribuce",
        "název": {"cs": f"{subject.title} ({called})"},
        "podmínky_užití": _terms(),
        "soubor_ke_stažení": address,
        "přístupové_url": address,
        "typ_média": f"{MEDIA}{media}",
        "formát": f"{EUROPE}file-type/{kind}",
        "schéma": subject.file(schema),
    }


def _service(subject: Subject) -> Document:
    """The interface, which gives the same records page by page."""
    return {
        "iri": f"{record_address(subject)}#rozhrani",
        "typ": "Distribuce",
        "název": {"cs": f"{subject.title} (rozhraní)"},
        "podmínky_užití": _terms(),
        "přístupové_url": subject.address,
        "přístupová_služba": {
            "iri": f"{record_address(subject)}#sluzba",
            "typ": "Datová služba",
            "název": {"cs": f"{subject.title} (rozhraní)"},
            "přístupový_bod": subject.address,
            "popis_přístupového_bodu": absolute(reverse("opendata:openapi")),
            "poskytuje_datovou_sadu": [record_address(subject)],
            "specifikace": [OPENAPI],
        },
    }
