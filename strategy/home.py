"""What the first page tells of the plans: how much is in each, and what was resolved last."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count, F, Sum

from strategy import tier_words
from strategy.models import Edition, Item, Resolution

RESOLUTIONS = 3


class Amount(NamedTuple):
    """How many there are of a tier, by its name in plural: (“Opatření”, 46)."""

    name: str
    number: int


class Amounts(NamedTuple):
    """Of one edition: the tier right above the measures, the measures, and the comments."""

    tiers: list[Amount]
    comments: int


class Resolved(NamedTuple):
    """A resolution as it is cited, of which plan, and where it is read; `when` may be in words."""

    cited: str
    body: str
    when: str
    plan: str
    address: str


_NAMES = ("tier__name", "tier__name_plural")


class _Tier(NamedTuple):
    edition: int
    position: int | None
    name: str
    plural: str
    is_measure: bool
    number: int
    comments: int | None


def amounts(editions: Iterable[Edition]) -> dict[int, Amounts]:
    """By the key of each edition. One query, none of no editions."""
    found: dict[int, list[_Tier]] = {edition.pk: [] for edition in editions}
    if found:
        counted = (
            Item.objects.filter(edition__in=found)
            .order_by("tier__position")
            .values_list(
                "edition", "tier__position", "tier__name", "tier__name_plural", "tier__is_measure"
            )
            .annotate(number=Count("pk"), comments=Sum("tally__comments"))
        )
        for row in counted:
            found[row[0]].append(_Tier(*row))
    return {edition: _amounts(tiers) for edition, tiers in found.items()}


def _amounts(tiers: list[_Tier]) -> Amounts:
    """The root has no tier, yet comments on it count."""
    ranked = [tier for tier in tiers if tier.position is not None]
    measures = [tier for tier in ranked if tier.is_measure]
    first = measures[0].position if measures else None
    above = [tier for tier in ranked if first is None or (tier.position or 0) < first]
    return Amounts(
        [
            Amount(tier_words.many(tier.name, tier.plural), tier.number)
            for tier in [*above[-1:], *measures]
        ],
        sum(tier.comments or 0 for tier in tiers),
    )


def resolved() -> list[Resolved]:
    """What was adopted last of texts that everyone may read. One query."""
    adopted = (
        Resolution.objects.adopted()
        .exclude(body="")
        .exclude(edition__state=Edition.State.DRAFT)
        .select_related("edition__plan")
        .order_by(F("date").desc(nulls_last=True), "-pk")
    )
    return [_resolved(one) for one in adopted[:RESOLUTIONS]]


def _resolved(one: Resolution) -> Resolved:
    return Resolved(
        cited=", ".join(filter(None, (one.session, one.agenda_item))),
        body=one.body_name,
        when=one.when,
        plan=one.edition.cover.title,
        address=f"{one.edition.get_absolute_url()}#usneseni",
    )
