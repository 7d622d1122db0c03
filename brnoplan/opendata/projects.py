"""Projects that pay for planning or carry measures out, with those who take part in them."""

from django.db.models import Exists, OuterRef, Prefetch

from brnoplan.opendata.fields import Record, code, codes, number, text, texts
from brnoplan.opendata.subject import Chosen, Subject
from kpss.models import Involvement, Project, ProjectPart
from strategy.models import Item, Plan
from strategy.naming import absolute

ROLES = {
    "implementers": Involvement.Role.IMPLEMENTER,
    "partners": Involvement.Role.PARTNER,
    "guarantors": Involvement.Role.GUARANTOR,
}


def read(chosen: Chosen, start: int, most: int) -> list[Record]:
    """Four queries, one where there are none."""
    published = Item.objects.published().filter(key=OuterRef("item_key"))
    involvements = Involvement.objects.select_related("organisation").order_by("pk")
    found = Project.objects.prefetch_related(
        Prefetch("involvements", involvements),
        Prefetch("plans", Plan.objects.published().order_by("slug")),
        Prefetch("parts", ProjectPart.objects.filter(Exists(published)).order_by("pk")),
    )
    if key := chosen.get("key"):
        found = found.filter(slug=key)
    return [_record(project) for project in found.order_by("slug")[start : start + most]]


def _record(project: Project) -> Record:
    page = absolute(project.get_absolute_url())
    return {
        "iri": page,
        "key": project.slug,
        "address": page,
        "title": project.title,
        "registration": project.registration,
        "programme": project.programme,
        "amount": project.amount,
        "begins": project.begins,
        "ends": project.ends,
        "about": project.about,
        "plans": [plan.slug for plan in project.plans.all()],
        "items": [part.item_key for part in project.parts.all()],
    } | _involved(project)


def _involved(project: Project) -> Record:
    return {
        name: [one.organisation.name for one in project.involvements.all() if one.role == role]
        for name, role in ROLES.items()
    }


SUBJECT = Subject(
    name="projekty",
    term="Projekt",
    title="Projekty, které platí plánování a uskutečňují opatření",
    about="Dotační a jiné projekty: kdo, za kolik, odkdy dokdy a která opatření uskutečňují.",
    fields=(
        text("title", "název", "Název projektu.", required=True),
        code("registration", "registrační_číslo", "Registrační číslo projektu."),
        text("programme", "program", "Ze kterého programu je placen."),
        number("amount", "částka_v_korunách", "Podpora v korunách."),
        code("begins", "zahájení", "Kdy začíná, tak přesně, jak je známo (EDTF)."),
        code("ends", "ukončení", "Kdy končí, tak přesně, jak je známo (EDTF)."),
        text("about", "popis", "O čem projekt je."),
        codes("plans", "plány", "Klíče plánů, ke kterým patří."),
        codes("items", "položky_plánů", "Klíče položek, které uskutečňuje."),
        texts("implementers", "realizátoři", "Kdo to uskutečňuje."),
        texts("partners", "partneři", "Kdo se na tom podílí."),
        texts("guarantors", "odborní_garanti", "Kdo za to odborně ručí."),
    ),
    read=read,
    words=("komunitní plánování", "projekty", "dotace", "Brno"),
    key_pattern=r"[-a-zA-Z0-9_]{1,50}",
    key_about="Část adresy, kterou se projekt pozná.",
    theme="SOCI",
)
