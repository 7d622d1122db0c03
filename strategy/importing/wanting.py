"""What a file would make of an item's card: its words against what the draft has."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from strategy.importing import told
from strategy.importing.bodies import Bodies
from strategy.importing.content import Content
from strategy.importing.document import Node
from strategy.importing.told import ROLES, Told
from strategy.measures import saying
from strategy.measures.cards import EMPTY, Facts, Measure, Responsible, by_role
from strategy.models import CardField, Item, Responsibility

Role = Responsibility.Role


class Wanted(NamedTuple):
    """Fields of an item's wording that the file speaks of, and its card as it would be."""

    wording: Mapping[str, str]
    facts: Facts


class Wishes:
    """What the items of one file want, by what the directory and the draft know."""

    def __init__(self, content: Content, bodies: Bodies) -> None:
        self.content, self.bodies = content, bodies

    def of(self, node: Node, item: Item | None = None, before: Facts = EMPTY) -> Wanted:
        """`item` and `before` are what the draft has; nothing for what is new."""
        said = self.content.of(node)
        spoken = self.content.spoken - said.same - _as_it_was(said, item, before)
        wording = {name: said.wording.get(name, "") for name in told.WORDING if name in spoken}
        return Wanted(wording, self._facts(said, spoken, before))

    def _facts(self, said: Told, spoken: frozenset[str], before: Facts) -> Facts:
        if not spoken:
            return before
        changes: dict[str, Any] = {
            name: getattr(said.facts, name) for name in (*told.CARD, "costs") if name in spoken
        }
        for name in ("begins", "ends"):
            if name in spoken or "period" in spoken:
                changes[name] = getattr(said.facts, name)
        if "indicators" in spoken:
            changes["indicators"] = tuple(_with_keys(said.facts.indicators, before.indicators))
        people, left = self._people(said, spoken, before)
        changes["responsibilities"] = by_role(people)
        if left:
            kept = changes.get("remarks", before.remarks)
            changes["remarks"] = "\n".join(filter(None, (kept, *left)))
        return replace(before, **changes)

    def _people(
        self, said: Told, spoken: frozenset[str], before: Facts
    ) -> tuple[list[Responsible], list[str]]:
        """Who is found, and who stays as words."""
        people = [one for one in before.responsibilities if one.role not in spoken]
        left: list[str] = []
        for role in ("lead", *ROLES):
            if role in spoken:
                known = {one.written: one.organisation for one in before.of_role(role)}
                taken: set[int] = set()
                for one in told.people(said, role):
                    found = known.get(one.written) or self.bodies.find(one.written)
                    if found is None and role != "lead":
                        left.append(f"{Role(role).label}: {one.written}")
                    elif found is not None and found not in taken:
                        taken.add(found)
                        people.append(one._replace(organisation=found))
        return people, left


def _with_keys(wanted: Iterable[Measure], before: Iterable[Measure]) -> Iterator[Measure]:
    """An indicator of the same key or the same name is the same, and so keeps its readings."""
    old = list(before)
    keys = {one.key for one in old}
    for one in wanted:
        same = None if one.key in keys else next((it for it in old if it.name == one.name), None)
        if same:
            old.remove(same)
        yield one._replace(key=same.key) if same else one


def _as_it_was(said: Told, item: Item | None, before: Facts) -> frozenset[str]:
    """Fields whose words are those that the draft itself says; they stay, as exact as they are."""
    if item is None:
        return frozenset()
    return frozenset(
        name
        for name in told.FIELD_OF.values()
        if name in said.lines
        and _compared(said.lines[name]) == _compared([_said(name, item, before)])
    )


def _said(name: str, item: Item, before: Facts) -> str:
    if name in told.WORDING:
        return str(getattr(item, name))
    return saying.text_of(before, told.CARD_FIELDS[name])


def _compared(lines: Iterable[str]) -> str:
    return " ".join(" ".join(lines).split())


def in_words(facts: Facts, lead: str, due: str) -> dict[str, str]:
    """Each field of a card in words, for whoever reads what differs."""
    said = {name: saying.text_of(facts, field) for name, field in told.CARD_FIELDS.items()}
    return said | {"lead": lead, "due": due}


def fields_used(wanted: Iterable[Wanted]) -> list[str]:
    """The fields of a card that the file fills, in the order of a card."""
    used = set()
    for wish in wanted:
        filled = in_words(wish.facts, wish.wording.get("lead", ""), wish.wording.get("due", ""))
        used |= {told.CARD_FIELDS[name] for name, text in filled.items() if text}
    return [field.value for field in CardField if field in used]
