"""The plans of social services one after another, and what the texts say of their phases."""

from typing import Any, NamedTuple

from brnoplan.planning_demo.texts import (
    BEGINNINGS,
    PARTNERSHIP,
    PROJECT,
    named,
    quoted,
    said,
    text_of,
)
from kpss.models import Cycle, Phase
from strategy import editions
from strategy.models import Plan

Kind = Phase.Kind

FIRST = "komunitni-plan-2009"
SECOND = "komunitni-plan-2010-2013"
THIRD = "komunitni-plan-2013-2015"
INCLUSION = "strategicky-plan-zaclenovani-2016-2019"
ACTION_2013 = "akcni-plan-2013"
ACTION_2014 = "akcni-plan-2014"

OF_PROJECT = "Grantový projekt „Podpora komunitního plánování sociálních služeb v Brně“"
OF_BEGINNINGS = "Zavedení KPSS v Brně, socialnipece.brno.cz"
OF_PARTNERSHIP = "Zpráva o setkání lokálního partnerství, 14. 4. 2016"

# What we say before a passage that would not be understood alone.
ACTIVITY = "Klíčová aktivita projektu se jmenuje"
POINT = "V klíčových aktivitách projektu stojí"
UNCLEAR = "Kdo ho schválil, z věty zprávy nelze poznat:"
MEASURES = "O opatřeních plánu zpráva píše:"


class Named(NamedTuple):
    """A plan of which the portal has no text: its name and years as the texts give them."""

    slug: str
    title: str
    period_from: int
    period_to: int


NAMED = [
    Named(SECOND, "2. komunitní plán sociálních služeb pro období 2010 – 2013", 2010, 2013),
    Named(
        THIRD, "3. komunitní plán sociálních služeb města Brna pro období 2013 – 2015", 2013, 2015
    ),
    Named(ACTION_2013, "Akční plán pro rok 2013", 2013, 2013),
    Named(ACTION_2014, "Akční plán pro rok 2014", 2014, 2014),
    Named(INCLUSION, "Strategický plán sociálního začleňování pro období 2016 – 2019", 2016, 2019),
]


def load() -> None:
    """The plans without a text, each with an empty draft; then the cycle of every one."""
    for one in NAMED:
        plan, made = Plan.objects.get_or_create(slug=one.slug, defaults=_fields(one))
        if made:
            editions.begin(plan)
    first = _cycle(FIRST, source=OF_BEGINNINGS)
    second = _cycle(SECOND, follows=first, source=f"{OF_PROJECT}\n{OF_BEGINNINGS}")
    beginnings, project = text_of(BEGINNINGS), text_of(PROJECT)
    said_of_third = said(beginnings, "V současné době již vznikl 3. Komunitní plán", "2013 - 2015")
    exists = f"Zavedení KPSS v Brně k němu píše: {named(said_of_third)}."
    third = _cycle(THIRD, follows=second, about=exists, source=f"{OF_PROJECT}\n{OF_BEGINNINGS}")
    shown = said(project, "Součástí informačních aktivit bude konference", "služeb v Brně.")
    _cycle(ACTION_2013, carries_out=third, about=quoted(shown), source=OF_PROJECT)
    both = said(project, "3. komunitní plán sociálních služeb města Brna pro období", "2013 a 2014")
    about = f"{ACTIVITY} {named(both)}."
    _cycle(ACTION_2014, carries_out=third, about=about, source=OF_PROJECT)
    partnership = text_of(PARTNERSHIP)
    before = said(partnership, "Za uplynulý rok, kdy město s Agenturou navázalo spolupráci")
    inclusion = _cycle(INCLUSION, about=quoted(before), source=OF_PARTNERSHIP)
    _first_phases(first, beginnings)
    _second_phases(second, project)
    _third_phases(third)
    _inclusion_phases(inclusion, partnership)


def _fields(plan: Named) -> dict[str, Any]:
    return {name: value for name, value in plan._asdict().items() if name != "slug"}


def _cycle(slug: str, **fields: Any) -> Cycle:
    return Cycle.objects.create(plan=Plan.objects.get(slug=slug), **fields)


def _phase(cycle: Cycle, kind: Kind, source: str, *notes: str, **dates: str) -> None:
    Phase.objects.create(cycle=cycle, kind=kind, source=source, note="\n".join(notes), **dates)


def _first_phases(cycle: Cycle, text: str) -> None:
    source = OF_BEGINNINGS
    _phase(
        cycle,
        Kind.PREPARATION,
        source,
        quoted(said(text, "Již v roce 2004 byla vyškolena základní triáda")),
        quoted(said(text, "Na jaře roku 2005 bylo vytvořeno místo koordinátorky", "v regionech.")),
        quoted(said(text, "Prvním krokem pro vytvoření organizační struktury byl vznik")),
        quoted(
            said(
                text,
                "Proces komunitního plánování sociálních služeb v Brně zahájila v březnu 2006",
                " konference",
            )
        ),
        begins="2004",
        ends="2006-03",
    )
    filled = said(text, "Naplněním pracovních skupin bylo dokončeno")
    _phase(cycle, Kind.DRAFT, source, quoted(filled))
    approved = said(text, "Zastupitelstvo města Brna na svém říjnovém zasedání schválilo")
    _phase(cycle, Kind.APPROVAL, source, quoted(approved), begins="XXXX-10")
    goals = said(text, "„Komunitní plán sociálních služeb města Brna do roku 2009“, který", "2009.")
    _phase(cycle, Kind.REALISATION, source, quoted(goals), ends="2009")
    further = said(text, "Dalšími fázemi procesu jsou realizace", "2010 – 2013.")
    _phase(cycle, Kind.NEXT, source, quoted(further))


def _second_phases(cycle: Cycle, text: str) -> None:
    groups = said(text, "Zřízení a setkávání 3 nových pracovních skupin", "města Brna")
    _phase(cycle, Kind.REALISATION, OF_PROJECT, f"{POINT} {named(groups)}.")
    evaluated = said(text, "Vyhodnocení 2. komunitního plánu", "2010 – 2013")
    _phase(cycle, Kind.EVALUATION, OF_PROJECT, f"{POINT} {named(evaluated)}.")


def _third_phases(cycle: Cycle) -> None:
    text = text_of(PROJECT)
    project = said(text, "Současný projekt se zaměřuje")
    _phase(cycle, Kind.PREPARATION, OF_PROJECT, quoted(project))
    bases = said(text, "Podklady pro 3. komunitní plán", "2014")
    _phase(cycle, Kind.ANALYSIS, OF_PROJECT, f"{ACTIVITY} {named(bases)}.")
    for kind, point in (
        (Kind.DRAFT, "Návrh 3. komunitního plánu"),
        (Kind.CONSULTATION, "Připomínkovací řízení"),
        (Kind.REALISATION, "Akční plány pro rok 2013 a 2014"),
    ):
        _phase(cycle, kind, OF_PROJECT, f"{POINT} {named(said(text, point, ''))}.")


def _inclusion_phases(cycle: Cycle, text: str) -> None:
    approved = said(text, "Ten na svém zasedání schválilo", "2016.")
    note = f"Plán byl schválen 15. března 2016. {UNCLEAR} {quoted(approved)}"
    _phase(cycle, Kind.APPROVAL, OF_PARTNERSHIP, note, begins="2016-03-15")
    groups = said(text, "Na jejich realizaci se budou od května 2016 podílet")
    told = said(text, "Ustavují se již zmíněné pracovní skupiny")
    notes = f"{MEASURES} {quoted(groups)}", quoted(told)
    _phase(cycle, Kind.REALISATION, OF_PARTNERSHIP, *notes, begins="2016-05")
