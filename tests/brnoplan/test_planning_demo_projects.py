"""The projects of the demo and their documents say what the texts say, and nothing else."""

import pytest

from brnoplan.planning_demo.texts import BEGINNINGS, PROJECT
from kpss.models import (
    Document,
    Involvement,
    KeyActivity,
    Project,
)
from tests.brnoplan.planning_texts import says

FUND = "Sociální nadační fond města Brna „Domovy potřebných“"
CITY = "Statutární město Brno"
EVALUATION = "Vyhodnocení 2. komunitního plánu sociálních služeb pro období 2010 – 2013"


@pytest.mark.usefixtures("loaded")
def test_the_grant_has_the_facts_of_its_text() -> None:
    grant = Project.objects.get(slug="podpora-kpss-2012-2014")
    assert (grant.registration, grant.amount) == ("CZ.1.04/3.1.03/78.00038", 2207350)
    assert (grant.begins, grant.ends) == ("2012-03-01", "2014-02-28")
    said = (
        f"Grantový projekt „{grant.title}“ {grant.registration}",
        "finanční podporu ve výši 2 207 350 Kč",
        "začala 1. března 2012 a skončí 28. února 2014",
        "z Operačního programu Lidské zdroje a zaměstnanost",
    )
    assert says(PROJECT, *said) == []
    assert grant.programme == "Operační program Lidské zdroje a zaměstnanost"


@pytest.mark.usefixtures("loaded")
def test_who_takes_part_in_the_projects_is_who_the_texts_name() -> None:
    rows = Involvement.objects.values_list("project__slug", "role", "organisation__name")
    assert list(rows.order_by("pk")) == [
        ("zavedeni-kpss-2005-2007", "implementer", FUND),
        ("zavedeni-kpss-2005-2007", "partner", "Fakulta sociálních studií Masarykovy univerzity"),
        ("zavedeni-kpss-2005-2007", "partner", "Asociace vzdělavatelů v sociální práci"),
        ("zavedeni-kpss-2005-2007", "partner", CITY),
        ("podpora-kpss-2012-2014", "implementer", FUND),
        ("podpora-kpss-2012-2014", "partner", CITY),
        ("podpora-kpss-2012-2014", "guarantor", "Odbor sociální péče Magistrátu města Brna"),
        ("podpora-kpss-2012-2014", "approver", "Ministerstvo práce a sociálních věcí"),
    ]
    said = (
        f"Realizátorem projektu je {FUND}",
        "za odborné garance Odboru sociální péče Magistrátu města Brna",
        "partnera projektu, Statutární město Brno",
        "schválilo Ministerstvo práce a sociálních věcí",
    )
    assert says(PROJECT, *said) == []
    partners = "Fakulta sociálních studií Masarykovy univerzity, Asociace vzdělavatelů v sociální"
    assert says(BEGINNINGS, f"{partners} práci a Statutární město Brno") == []
    assert says(BEGINNINGS, f"Realizátorem projektu byl {FUND}") == []


@pytest.mark.usefixtures("loaded")
def test_the_project_before_it_has_the_facts_of_both_texts() -> None:
    before = Project.objects.get(followed_by__slug="podpora-kpss-2012-2014")
    assert (before.begins, before.ends) == ("2005", "2007")
    assert (before.amount, before.registration, before.activities.count()) == (None, "", 0)
    assert says(PROJECT, "realizoval v letech 2005-2007") == []
    scheme = "SROP, Grantového schématu Jihomoravského kraje, opatření 3.2 Rozvoj lidských zdrojů"
    assert says(BEGINNINGS, f"projekt „{before.title}“", f"{scheme} v regionech") == []
    named = scheme.replace("SROP", "Společný regionální operační program (SROP)")
    assert before.programme == named.replace("Grantového schématu", "Grantové schéma") + (
        " v regionech"
    )
    assert says(PROJECT, "ze Společného regionálního operačního programu") == []


@pytest.mark.usefixtures("loaded")
def test_the_six_key_activities_have_the_points_of_the_text() -> None:
    found = [(one.number, one.title, one.points.count()) for one in KeyActivity.objects.all()]
    assert found == [
        (1, "Podpora a řízení procesů komunitního plánování sociálních služeb (KPSS) v Brně", 4),
        (2, "Realizace vzdělávacích seminářů", 0),
        (3, "Podklady pro 3. komunitní plán 2013 – 2015 a akční plány pro roky 2013 a 2014", 4),
        (4, "Propojení plánování a financování sociálních služeb v Brně", 0),
        (
            5,
            "3. komunitní plán sociálních služeb města Brna pro období 2013 – 2015 a akční plány "
            "pro roky 2013 a 2014",
            4,
        ),
        (6, "Informační aktivity", 0),
    ]
    for one in KeyActivity.objects.all():
        points = [point.text for point in one.points.all()]
        assert says(PROJECT, f"{one.number}. {one.title}", one.text, *points) == []
        assert bool(points) is not bool(one.text)


@pytest.mark.usefixtures("loaded")
def test_documents_are_those_that_the_text_names_and_have_no_file() -> None:
    rows = Document.objects.order_by("pk").values_list("kind", "title", "dated", "author", "sha256")
    assert list(rows) == [
        ("evaluation", EVALUATION, "", None, ""),
        ("output", "Výstupy z jednání pracovních skupin", "", None, ""),
        ("analysis", "Odborná analýza a expertní studie", "", None, ""),
        ("analysis", "Ekonomická analýza", "", None, ""),
        ("plan", "Návrh 3. komunitního plánu", "", None, ""),
    ]
    assert says(PROJECT, *(f"• {title}" for _kind, title, *_more in rows)) == []
