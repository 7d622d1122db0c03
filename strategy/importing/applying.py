"""Make a plan's working draft say what a document says: one transaction, history kept."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from strategy import editing, editions, tree
from strategy.importing.document import Document
from strategy.importing.grammar.level_words import BY_KEY
from strategy.importing.levels import LEVEL_OF_WORD, Level, folded
from strategy.importing.matching import Change, Difference, compare, label
from strategy.importing.refusal import ImportRefused, shortened
from strategy.models import Edition, Item, Plan, Tier

Tiers = dict[Level, Tier]


def begin_plan(slug: str, title: str) -> Plan:
    """A new plan with an empty draft. Raises ImportRefused for a wrong address or title."""
    plan = Plan(slug=slug, title=title)
    try:
        plan.full_clean()
    except ValidationError as error:
        raise ImportRefused(" ".join(error.messages)) from error
    with transaction.atomic():
        plan.save()
        editions.begin(plan)
    return plan


def working_draft(plan: Plan) -> Edition:
    """The plan's draft; a plan that has none yet is begun."""
    return plan.editions.filter(state=Edition.State.DRAFT).first() or editions.begin(plan)


def bring_in(document: Document, draft: Edition) -> Difference:
    """Write what differs into the draft, keeping keys; returns what it was.

    Raises ImportRefused, and TreeRefused where the draft has been published meanwhile.
    """
    with tree.locked_draft(draft.pk) as edition:
        tiers = _tiers(edition.plan, document)
        difference = compare(document, edition)
        for change in difference.changed:
            _save(change, tiers)
        _put_in_place(document, edition, difference, tiers)
        # From below, so that each goes alone and is named where it may not.
        for item in reversed(difference.removed):
            _remove(item)
        return difference


def retitle(plan: Plan, title: str) -> Plan:
    """Give the plan another title, also in its draft. Raises ImportRefused for a wrong one."""
    try:
        return editing.change_plan(plan, editing.version_of(plan), title=title)
    except ValidationError as error:
        raise ImportRefused(" ".join(error.messages)) from error


def _tiers(plan: Plan, document: Document) -> Tiers:
    """The plan's tier of each level; what it lacks is added where the family has it."""
    tiers = list(plan.tiers.order_by("position"))
    for level in document.levels():
        if all(folded(tier.name) != folded(level.name) for tier in tiers):
            _add_tier(plan, level, tiers, document)
    by_name = {folded(tier.name): tier for tier in tiers}
    return {level: by_name[folded(level.name)] for level in document.levels()}


def _add_tier(plan: Plan, level: Level, tiers: list[Tier], document: Document) -> None:
    lower = (place for place, tier in enumerate(tiers) if _is_below(tier, level, document))
    index = next(lower, len(tiers))
    position = tiers[index - 1].position + 1 if index else 1
    if index < len(tiers) and tiers[index].position <= position:
        _make_room(tiers[index:], level, document)
    tier = Tier.objects.create(
        plan=plan,
        position=position,
        name=level.name,
        name_plural=level.plural,
        is_measure=level.is_measure,
    )
    tiers.insert(index, tier)


def _is_below(tier: Tier, level: Level, document: Document) -> bool:
    """By the document where it has both; else by what their words say of any plan."""
    here = {folded(each.name): each for each in document.levels()} | {folded(level.name): level}
    for ranks in (here, LEVEL_OF_WORD):
        upper, lower = ranks.get(folded(level.name)), ranks.get(folded(tier.name))
        if upper and lower:
            return lower.rank > upper.rank
    above, below = BY_KEY.get(folded(level.name)), BY_KEY.get(folded(tier.name))
    return above is not None and below is not None and below.band > above.band


def _make_room(lower: list[Tier], level: Level, document: Document) -> None:
    if Item.objects.published().filter(tier__in=lower).exists():
        line = next(node.line for node in document.nodes if node.level is level)
        reason = _(
            "the level “%(level)s” is new and would stand above “%(tier)s”, but the published "
            "editions of this plan have fixed the order of its levels."
        )
        raise ImportRefused(reason % {"level": level.name, "tier": lower[0].name}, line)
    for tier in reversed(lower):
        tier.position += 1
        tier.save()


def _save(change: Change, tiers: Tiers) -> None:
    item, node = change.item, change.node
    if "code" in change.before:
        tier = tiers[node.level]
        item.handle = tree.free_handle(item.edition, tier, code=node.code, text=node.text)
    item.code, item.text, item.tier = node.code, node.text, tiers[node.level]
    item.version += 1
    item.save()


def _put_in_place(document: Document, draft: Edition, difference: Difference, tiers: Tiers) -> None:
    items = dict(difference.items)
    moved = {move.node for move in difference.moved}
    root = Item.objects.get(edition=draft, parent=None)
    for parent, children in document.families():
        target = items[parent] if parent else root
        position: tree.Position = "first-child"
        for node in children:
            if node in moved:
                tree.move_item(items[node], target, position)
            elif node not in items:
                items[node] = tree.create_item(
                    target, tiers[node.level], code=node.code, text=node.text, position=position
                )
            target, position = items[node], "right"


def _remove(item: Item) -> None:
    try:
        tree.delete_item(item)
    except tree.TreeRefused as refusal:
        message = _("“%(item)s” is missing in the file, but cannot be removed. %(reason)s")
        name = f"{label(item)} {shortened(item.text)}"
        raise ImportRefused(message % {"item": name, "reason": refusal}) from refusal
