"""What measures are estimated to cost, by year and by source of money."""

from brnoplan.opendata.carded import ITEM_FIELDS, of_current, of_item
from brnoplan.opendata.fields import Record, number, text
from brnoplan.opendata.items import UUID_PATTERN
from brnoplan.opendata.subject import OF_PLAN, Chosen, Subject
from strategy.models import Cost
from strategy.naming import absolute


def read(chosen: Chosen, start: int, most: int) -> list[Record]:
    """Two queries."""
    found, editions = of_current(Cost.objects.all(), chosen)
    if key := chosen.get("key"):
        item, _hyphen, position = key.rpartition("-")
        found = found.filter(item__key=item, position=position)
    in_order = found.order_by("item__edition__plan__slug", "item__lft", "position")
    return [_record(cost, of_item(cost.item, editions)) for cost in in_order[start : start + most]]


def _record(cost: Cost, item: Record) -> Record:
    return item | {
        "iri": absolute(f"/polozka/{item['item']}/#naklad-{cost.position}"),
        "key": f"{item['item']}-{cost.position}",
        "year": cost.year,
        "amount": cost.amount,
        "source": cost.source,
        "note": cost.note,
    }


SUBJECT = Subject(
    name="naklady",
    term="Odhad nákladů",
    title="Odhadované náklady opatření",
    about="Kolik mají opatření podle platných plánů stát, po letech a zdrojích peněz.",
    fields=(
        *ITEM_FIELDS,
        number("year", "rok", "Kterého roku se údaj týká; bez něj celé doby."),
        number("amount", "částka_v_korunách", "Odhad v korunách."),
        text("source", "zdroj_peněz", "Z čeho se to zaplatí."),
        text("note", "poznámka", "Co k tomu zdroj dodává."),
    ),
    read=read,
    words=("strategie", "opatření", "náklady", "rozpočet", "Brno"),
    key_pattern=rf"{UUID_PATTERN}-[0-9]{{1,5}}",
    key_about="Klíč položky a pořadí údaje na její kartě.",
    narrowings=(OF_PLAN,),
    theme="ECON",
)
