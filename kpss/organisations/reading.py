"""What the public learns of an organisation: what it takes part in, never who acts for it.

Of service users an organisation may tell who somebody is: what ties the two is not shown.
"""

from collections.abc import Collection
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Collate
from django.urls import reverse

from kpss.models import Body, Document, Funding, Involvement, Membership, Side
from kpss.models.bodies import MembershipQuerySet
from strategy.models import MeasureState, Organisation

MOST_DOCUMENTS = 50
MOST_FUNDINGS = 100
MOST_MEASURES = 100


class TakesPart(NamedTuple):
    """What an organisation has to do with planning; `bodies` those in which it sits today."""

    bodies: list[Body]
    involvements: list[Involvement]
    documents: list[Document]
    fundings: list[Funding]
    measures: list[MeasureState]


def public() -> QuerySet[Organisation]:
    """Those that lead a measure, or take part in planning in a way that everyone may know."""
    ways: tuple[QuerySet[Any], ...] = (
        _memberships().filter(organisation=OuterRef("pk")),
        Involvement.objects.filter(organisation=OuterRef("pk")),
        Funding.objects.filter(organisation=OuterRef("pk")),
        Document.objects.filter(is_public=True, author=OuterRef("pk")),
        MeasureState.objects.filter(lead=OuterRef("pk")),
    )
    return Organisation.objects.filter(reduce(or_, (Q(Exists(way)) for way in ways)))


def leads() -> QuerySet[Organisation]:
    """Those that lead a measure of a plan in force, in Czech alphabetical order."""
    led = MeasureState.objects.filter(lead=OuterRef("pk"))
    return Organisation.objects.filter(Exists(led)).order_by(Collate("name", "cs-x-icu"))


def takes_part(organisation: Organisation) -> TakesPart:
    """Five queries."""
    sits = _memberships().on().filter(organisation=organisation)
    involvements = Involvement.objects.filter(organisation=organisation).select_related("project")
    documents = Document.objects.filter(is_public=True, author=organisation)
    fundings = Funding.objects.filter(organisation=organisation).select_related("call__rules")
    return TakesPart(
        bodies=list(Body.objects.filter(pk__in=sits.values("body")).order_by("kind", "name")),
        involvements=list(involvements.order_by("-project__begins", "project__title", "role")),
        documents=list(documents[:MOST_DOCUMENTS]),
        fundings=list(fundings.order_by("-call__rules__year", "pk")[:MOST_FUNDINGS]),
        measures=list(
            MeasureState.objects.filter(lead=organisation)
            .select_related("item__edition__plan")
            .order_by("item__edition__title", "item__lft")[:MOST_MEASURES]
        ),
    )


def addresses(pks: Collection[int]) -> dict[int, str]:
    """Pages of those among them that have one. One query."""
    found = public().filter(pk__in=pks).values_list("pk", flat=True)
    return {pk: reverse("kpss:organisation_detail", args=[pk]) for pk in found}


def _memberships() -> MembershipQuerySet:
    """Those of which the organisation may be told."""
    return Membership.objects.exclude(side=Side.SERVICE_USER)
