"""A measure of which everything is known."""

from decimal import Decimal
from uuid import UUID

from strategy.measures import cards, changing
from strategy.measures.cards import Facts, Measure, Money, Responsible
from strategy.models import Item, Organisation, Responsibility

Role = Responsibility.Role
KEY = UUID(int=7)


def make_office(name: str, abbreviation: str = "", **more: object) -> Organisation:
    return Organisation.objects.create(name=name, abbreviation=abbreviation, **more)


def full_facts() -> Facts:
    """Four organisations, two of which are written otherwise than the directory has them."""
    agency = make_office("Agentura pro sociální začleňování", "ASZ", kind="authority")
    ministry = make_office("Ministerstvo vnitra", "MV", kind="authority")
    office, partner = make_office("Odbor sociální péče"), make_office("Odbor bytový")
    return Facts(
        begins="2017",
        ends="12/2020",
        target_groups="děti\nrodiny",
        activities="Zmapovat stav",
        outputs="Studie\nMetodika",
        criterion="Studie je zveřejněna.",
        risks="Nedostatek lidí",
        superior="Strategie boje proti sociálnímu vyloučení, cíl 3",
        remarks="Bez nároku na rozpočet.",
        responsibilities=(
            Responsible(Role.LEAD, agency.pk, "ASZ"),
            Responsible(Role.CO_LEAD, ministry.pk, "MV"),
            Responsible(Role.CO_LEAD, office.pk, "OSP"),
            Responsible(Role.PARTNER, partner.pk, "Odbor bytový"),
        ),
        costs=(
            Money(2017, 1_200_000, "státní rozpočet", ""),
            Money(2018, 800_000, "ESF", "odhad"),
        ),
        indicators=(
            Measure(
                key=KEY,
                name="Podpořené osoby",
                unit="osoby",
                baseline=Decimal("10.5"),
                baseline_when="2016",
                target=Decimal(1200),
                target_when="12/2020",
                direction="up",
                note="z výkazů",
            ),
        ),
    )


def fill(item: Item, facts: Facts | None = None) -> Facts:
    """Give a measure of a draft its card; returns what it then says."""
    facts = facts or full_facts()
    told = {name: getattr(facts, name) for name in facts.__dataclass_fields__}
    item.refresh_from_db()
    changing.change(item, item.version, None, **told)
    return cards.of_item(item)
