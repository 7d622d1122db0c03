"""Plans with cards, and ways to bring files of them in, shared by the tests of the transfer."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from strategy.formats import separated, workbook
from strategy.importing import applying
from strategy.importing.bodies import Bodies
from strategy.importing.faults import Exact
from strategy.importing.matching import Difference, compare
from strategy.importing.sources import read_source
from strategy.importing.tables import heads, rows
from strategy.measures import changing
from strategy.measures.cards import Measure, Money, Responsible
from strategy.measures.directory import Directory
from strategy.models import Edition, Item, Organisation, Plan
from tests.factories import draft_of, item_of, make_plan

WRITERS = {"xlsx": workbook.content, "csv": separated.content}
KEY = UUID("11111111-2222-4333-8444-555555555555")


def organisation(name: str, abbreviation: str = "", kind: str = "department") -> Organisation:
    return Organisation.objects.create(name=name, abbreviation=abbreviation, kind=kind)


def carded_plan() -> Plan:
    """A plan whose first measure has a card with every kind of fact."""
    plan = make_plan()
    lead, co_lead = organisation("Odbor sociální péče", "OSP"), organisation("Odbor zdraví", "OZ")
    facts: dict[str, Any] = {
        "begins": "2018",
        "ends": "12/2020",
        "activities": "První.\nDruhá | s čarou \\ a lomítkem",
        "risks": "=HYPERLINK(1)",
        "responsibilities": (
            Responsible("lead", lead.pk, "OSP"),
            Responsible("co_lead", co_lead.pk, "OZ"),
        ),
        "costs": (Money(2018, 1200000, "rozpočet | město", "odhad"), Money(None, None, "", "x")),
        "indicators": (
            Measure(KEY, "Osoby", "os.", Decimal("1.5"), "2016", Decimal(12), "", "up", "\\n"),
        ),
    }
    item = item_of(draft_of(plan), first_code(plan))
    changing.change_measure(item, item.version, None, {"due": "12/2020"}, facts)
    return plan


def first_code(plan: Plan) -> str:
    measures = Item.objects.filter(edition__plan=plan, tier__is_measure=True).exclude(code="")
    return measures.order_by("lft").values_list("code", flat=True)[0]


def brought(name: str, content: bytes, draft: Edition | None) -> Exact:
    """What a table is read as."""
    own = heads.own_table(read_source(name, content))
    assert own is not None
    return rows.read(own, draft)


def difference(exact: Exact, draft: Edition) -> Difference:
    return compare(exact.content, draft, Bodies(Directory.read()))


def write(exact: Exact, plan: Plan) -> Difference:
    assert exact.faults == []
    return applying.bring_in(exact.content, draft_of(plan))
