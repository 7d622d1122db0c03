"""Departments, districts and organisations that everyone may know of; nobody who acts for them."""

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from brnoplan.opendata.fields import Record, address, code, number, text
from brnoplan.opendata.subject import Chosen, Subject
from kpss.organisations import reading
from strategy.models import MeasureState, Organisation
from strategy.naming import absolute

KINDS = tuple(kind.value for kind in Organisation.Kind)


def read(chosen: Chosen, start: int, most: int) -> list[Record]:
    """One query."""
    led = MeasureState.objects.filter(lead=OuterRef("pk")).order_by()
    counted = led.values("lead").annotate(number=Count("pk")).values("number")
    number_of = Coalesce(Subquery(counted, output_field=IntegerField()), 0)
    found = reading.public().annotate(measures=number_of)
    if key := chosen.get("key"):
        found = found.filter(pk=key)
    return [_record(one) for one in found.order_by("pk")[start : start + most]]


def _record(one: Organisation) -> Record:
    page = absolute(reverse("kpss:organisation_detail", args=[one.pk]))
    return {
        "iri": page,
        "key": str(one.pk),
        "address": page,
        "kind": one.kind,
        "name": one.name,
        "abbreviation": one.abbreviation,
        "web": one.web,
        "valid_from": one.valid_from,
        "valid_to": one.valid_to,
        "measures": getattr(one, "measures"),  # noqa: B009  (annotated)
    }


SUBJECT = Subject(
    name="adresar",
    term="Organizace",
    title="Odbory, městské části a organizace, které se podílejí na plánech",
    about="Kdo vede opatření nebo se účastní komunitního plánování. Osoby nejsou jmenovány.",
    fields=(
        code("kind", "druh_organizace", "Druh organizace.", *KINDS, required=True),
        text("name", "název", "Název organizace.", required=True),
        text("abbreviation", "zkratka", "Jak se krátce píše."),
        address("web", "web", "Její vlastní stránky."),
        code("valid_from", "platnost_od", "Od kdy je, tak přesně, jak je známo (EDTF)."),
        code("valid_to", "platnost_do", "Do kdy byla, tak přesně, jak je známo (EDTF)."),
        number("measures", "počet_opatření", "Kolik opatření platných plánů vede.", required=True),
    ),
    read=read,
    words=("odbory", "organizace", "gestoři", "Brno"),
    key_pattern=r"[1-9][0-9]{0,8}",
    key_about="Číslo organizace v adrese její stránky.",
)
