"""Situations in life, each with what the plans of the demo say of it by its very words."""

from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Q

from kpss.models import Concern, ConcernPart, TargetGroup
from strategy.models import Item


class Situation(NamedTuple):
    """In a reader's words; `said` is how plans say it, `group` the name of a target group."""

    name: str
    slug: str
    said: tuple[str, ...]
    group: str = ""


SITUATIONS = (
    Situation("Jsem senior", "jsem-senior", ("senior",), "Senioři"),
    # Care at home is a service that lets people stay where they live.
    Situation("Pečuji o blízké", "pecuji-o-blizke", ("pečující", "v přirozeném prostředí")),
)


def load() -> None:
    for position, situation in enumerate(SITUATIONS, start=1):
        concern = Concern.objects.create(
            kind=Concern.Kind.SITUATION,
            position=position,
            name=situation.name,
            slug=situation.slug,
        )
        concern.groups.set(TargetGroup.objects.filter(names__name=situation.group))
        by_words = reduce(or_, (Q(text__contains=said) for said in situation.said))
        said = Item.objects.shown().published().filter(by_words)
        ConcernPart.objects.bulk_create(
            ConcernPart(concern=concern, plan_id=plan, item_key=key)
            for plan, key in dict.fromkeys(said.values_list("edition__plan", "key"))
        )
