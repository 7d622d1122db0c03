"""The grant project, the one before it, who took part in them, and the documents they name."""

from django.utils import timezone

from brnoplan.planning_demo import plans
from brnoplan.planning_demo.plans import OF_BEGINNINGS, OF_PROJECT
from brnoplan.planning_demo.texts import BEGINNINGS, PROJECT, key_activities, quoted, said, text_of
from kpss.models import Body, Cycle, Document, Involvement, Phase, Project
from kpss.projects import activities
from strategy.models import Organisation, Plan

Role = Involvement.Role
Kind = Organisation.Kind

FUND = (Kind.ORGANISATION, "Sociální nadační fond města Brna „Domovy potřebných“")
CITY = (Kind.AUTHORITY, "Statutární město Brno")
DEPARTMENT = (Kind.DEPARTMENT, "Odbor sociální péče Magistrátu města Brna")
MINISTRY = (Kind.AUTHORITY, "Ministerstvo práce a sociálních věcí")
FACULTY = (Kind.SCHOOL, "Fakulta sociálních studií Masarykovy univerzity")
ASSOCIATION = (Kind.ORGANISATION, "Asociace vzdělavatelů v sociální práci")

GOALS = "Zefektivnění, rozvoj kvality a dostupnosti sociálních služeb"
# What a point of a key activity names, with the plan and the phase that it belongs to.
DOCUMENTS = {
    "Vyhodnocení 2. komunitního plánu sociálních služeb pro období 2010 – 2013": (
        Document.Kind.EVALUATION,
        plans.SECOND,
        Phase.Kind.EVALUATION,
    ),
    "Výstupy z jednání pracovních skupin": (
        Document.Kind.OUTPUT,
        plans.THIRD,
        Phase.Kind.ANALYSIS,
    ),
    "Odborná analýza a expertní studie": (
        Document.Kind.ANALYSIS,
        plans.THIRD,
        Phase.Kind.ANALYSIS,
    ),
    "Ekonomická analýza": (Document.Kind.ANALYSIS, plans.THIRD, Phase.Kind.ANALYSIS),
    "Návrh 3. komunitního plánu": (Document.Kind.PLAN, plans.THIRD, Phase.Kind.DRAFT),
}


def load() -> None:
    bodies = Body.objects.filter(kind__in=[Body.Kind.COORDINATION, Body.Kind.TARGET_GROUP])
    before = _beginnings()
    before.bodies.set(bodies)
    grant = _grant(before)
    grant.bodies.set(bodies)
    grant.outputs.set(_documents())


def _beginnings() -> Project:
    text = text_of(BEGINNINGS)
    project = Project.objects.create(
        slug="zavedeni-kpss-2005-2007",
        title="Zavedení komunitního plánování sociálních služeb a posílení spolupráce nestátních "
        "neziskových organizací na území města Brna",
        programme="Společný regionální operační program (SROP), Grantové schéma "
        "Jihomoravského kraje, opatření 3.2 Rozvoj lidských zdrojů v regionech",
        begins="2005",
        ends="2007",
        about=quoted(said(text, "Cílem projektu bylo vytvoření organizačních struktur")),
        source=f"{OF_BEGINNINGS}\n{OF_PROJECT}",
    )
    project.plans.set(Plan.objects.filter(slug=plans.FIRST))
    taking = (FUND, Role.IMPLEMENTER), (FACULTY, Role.PARTNER), (ASSOCIATION, Role.PARTNER)
    for who, role in (*taking, (CITY, Role.PARTNER)):
        _involve(project, who, role)
    return project


def _grant(before: Project) -> Project:
    text = text_of(PROJECT)
    project = Project.objects.create(
        slug="podpora-kpss-2012-2014",
        title="Podpora komunitního plánování sociálních služeb v Brně",
        registration="CZ.1.04/3.1.03/78.00038",
        programme="Operační program Lidské zdroje a zaměstnanost",
        amount=2207350,
        begins="2012-03-01",
        ends="2014-02-28",
        about="\n".join(
            (
                quoted(said(text, GOALS, ".“.")),
                quoted(said(text, "Současný projekt se zaměřuje na kontinuální podporu")),
            )
        ),
        source=OF_PROJECT,
        follows=before,
    )
    made = (plans.SECOND, plans.THIRD, plans.ACTION_2013, plans.ACTION_2014)
    project.plans.set(Plan.objects.filter(slug__in=made))
    activities.put(project, key_activities(text), timezone.now())
    for who, role in (
        (FUND, Role.IMPLEMENTER),
        (CITY, Role.PARTNER),
        (DEPARTMENT, Role.GUARANTOR),
        (MINISTRY, Role.APPROVER),
    ):
        _involve(project, who, role)
    return project


def _involve(project: Project, who: tuple[str, str], role: str) -> None:
    kind, name = who
    organisation, _made = Organisation.objects.get_or_create(kind=kind, name=name)
    Involvement.objects.create(project=project, organisation=organisation, role=role)


def _documents() -> list[Document]:
    """Those that the points of the project's activities name; the portal has no file of them."""
    points = {point for one in key_activities(text_of(PROJECT)) for point in one.points}
    return [_document(title, *where) for title, where in DOCUMENTS.items() if title in points]


def _document(title: str, kind: str, slug: str, phase: str) -> Document:
    document = Document.objects.create(kind=kind, title=title, source=OF_PROJECT)
    cycle = Cycle.objects.get(plan__slug=slug)
    document.plans.add(cycle.plan)
    cycle.phases.get(kind=phase).documents.add(document)
    return document
