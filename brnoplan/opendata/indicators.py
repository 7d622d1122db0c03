"""By what it is measured whether measures work, as the editions that are read now have it."""

from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from brnoplan.opendata.carded import ITEM_FIELDS, Editions, of_current, of_item
from brnoplan.opendata.fields import Record, code, decimal, number, text
from brnoplan.opendata.items import UUID_PATTERN
from brnoplan.opendata.subject import OF_PLAN, Chosen, Subject
from strategy.models import Edition, Indicator, Reading
from strategy.naming import absolute

DIRECTIONS = tuple(direction.value for direction in Indicator.Direction)


def read(chosen: Chosen, start: int, most: int) -> list[Record]:
    """Two queries, one for one indicator by its key."""
    if key := chosen.get("key"):
        return _of_key(UUID(key))
    found, editions = of_current(_counted(), chosen)
    in_order = found.order_by("item__edition__plan__slug", "item__lft", "position")
    return [_record(one, editions) for one in in_order[start : start + most]]


def standing(rows: "QuerySet[Indicator]") -> dict[UUID, Indicator]:
    """Of indicators as the editions have them, each as it is read now. One query."""
    published = rows.exclude(item__edition__state=Edition.State.DRAFT)
    found = list(published.select_related("item__edition__plan"))
    found.sort(key=lambda one: one.item.edition.precedence, reverse=True)
    return {one.key: one for one in found}


def page_of(slug: str, key: UUID) -> str:
    """The whole address of an indicator's page."""
    return absolute(reverse("strategy:indicator_detail", args=[slug, key]))


def _of_key(key: UUID) -> list[Record]:
    """The indicator where it is read now, be it in an older edition."""
    found = standing(_counted().filter(key=key)).values()
    return [_record(one, {one.item.edition_id: one.item.edition}) for one in found]


def _counted() -> "QuerySet[Indicator]":
    """With how many times each was measured."""
    readings = Reading.objects.filter(indicator_key=OuterRef("key")).order_by()
    counted = readings.values("indicator_key").annotate(number=Count("pk")).values("number")
    number_of = Coalesce(Subquery(counted, output_field=IntegerField()), 0)
    return Indicator.objects.annotate(readings=number_of)


def _record(one: Indicator, editions: Editions) -> Record:
    record = of_item(one.item, editions)
    page = page_of(record["plan"], one.key)
    return record | {
        "iri": page,
        "key": one.key,
        "address": page,
        "name": one.name,
        "unit": one.unit,
        "baseline": one.baseline,
        "baseline_when": one.baseline_when,
        "target": one.target,
        "target_when": one.target_when,
        "direction": one.direction,
        "method": one.note,
        "readings": getattr(one, "readings"),  # noqa: B009  (annotated)
    }


SUBJECT = Subject(
    name="ukazatele",
    term="Indikátor",
    title="Indikátory opatření strategických plánů",
    about="Podle čeho se měří, zda opatření účinkují: jednotka, výchozí a cílová hodnota.",
    fields=(
        *ITEM_FIELDS,
        text("name", "název", "Název indikátoru.", required=True),
        text("unit", "jednotka", "V čem se měří."),
        decimal("baseline", "výchozí_hodnota", "Hodnota na začátku."),
        code("baseline_when", "výchozí_hodnota_k", "Ke kdy platí, psáno jako termín."),
        decimal("target", "cílová_hodnota", "Hodnota, které se má dosáhnout."),
        code("target_when", "cílová_hodnota_do", "Do kdy se jí má dosáhnout, psáno jako termín."),
        code("direction", "směr", "Zda je lepší více, méně, nebo stejně.", *DIRECTIONS),
        text("method", "způsob_měření", "Jak se měří."),
        number("readings", "počet_hodnot", "Kolik hodnot je zapsáno.", required=True),
    ),
    read=read,
    words=("strategie", "indikátory", "opatření", "monitoring", "Brno"),
    key_pattern=UUID_PATTERN,
    key_about="Klíč indikátoru (UUID), ve všech zněních plánu stejný.",
    narrowings=(OF_PLAN,),
)
