"""Make a plan's working draft say what a document says: one transaction, history kept."""

from collections.abc import Mapping
from types import MappingProxyType

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from strategy import editing, editions, tree
from strategy.editing import Author
from strategy.importing import bodies
from strategy.importing.bodies import Bodies
from strategy.importing.content import Content, Tell, nobody
from strategy.importing.document import Document
from strategy.importing.grammar.level_words import BY_KEY
from strategy.importing.levels import LEVEL_OF_WORD, Level, folded
from strategy.importing.matching import Difference, compare
from strategy.importing.refusal import ImportRefused
from strategy.importing.writing import Tiers, Writing
from strategy.measures.directory import Directory
from strategy.models import Edition, Item, Plan, Tier


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


def bring_in(
    content: Content,
    draft: Edition,
    by: Author = None,
    *,
    created: Mapping[str, str] = MappingProxyType({}),
    tell: Tell = nobody,
) -> Difference:
    """Write what differs into the draft, keeping keys; returns what it was.

    `created` are organisations to put into the directory, each with its kind. Raises
    ImportRefused, and TreeRefused where the draft has been published meanwhile.
    """
    with tree.locked_draft(draft.pk) as edition:
        tiers = _tiers(edition.plan, content.document)
        bodies.create(created, by)
        difference = compare(content, edition, Bodies(Directory.read()))
        tell(5)
        if not difference.is_empty:
            try:
                Writing(content.document, edition, difference, by, tell).write(tiers)
            except ValidationError as error:
                raise ImportRefused(" ".join(error.messages)) from error
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
