"""Target groups with their later names, and who planned for whom."""

from typing import Any

from django.utils.text import slugify

from brnoplan import demo
from brnoplan.planning_demo.plans import (
    FIRST,
    INCLUSION,
    MEASURES,
    OF_BEGINNINGS,
    OF_PARTNERSHIP,
    OF_PROJECT,
)
from brnoplan.planning_demo.texts import BEGINNINGS, PARTNERSHIP, named, quoted, said, text_of
from kpss.bodies import founding, procedure
from kpss.models import Body, BodyWork, Rules, TargetGroup, TargetGroupName
from kpss.target_groups import renaming
from strategy.models import Item, Plan

# Working groups that mirrored the groups took sign-ups at the conference, under the first names.
FIRST_NAMES_KNOWN = "2006-03"
LATER = "Později "
WORKING_GROUP = "Pracovní skupina"
SHORT_NAME = 60
THIRDS = {"seats_commissioner": 3, "seats_provider": 3, "seats_service_user": 3}
NAMES_OF_GROUPS = (
    "Že skupin bylo osm a dělily se podle cílových skupin, uvádí zdroj; jak se která jmenovala, "
    "neuvádí, proto tu nesou jména cílových skupin."
)
OF_NINE = (
    "Byla devítičlenná, rovnoměrně ze zástupců zadavatele, poskytovatelů a uživatelů sociálních "
    "služeb, a"
)
REALISED = "Na jejich realizaci se budou od května 2016 podílet"
ON_TRIAL = "zda pracuje i dnes, neříká žádný. Přihlášku sem lze v ukázce podat jen na zkoušku."
THEN = f"Skupina je tu tak, jak ji popisují zdroje o letech 2005 až 2014; {ON_TRIAL}"
THEN_2016 = f"Partnerství je tu tak, jak ho popisuje zdroj z roku 2016; {ON_TRIAL}"


def load() -> None:
    beginnings = text_of(BEGINNINGS)
    groups = [
        _target_group(position, group)
        for position, group in enumerate(demo.target_groups(beginnings), start=1)
    ]
    first = Plan.objects.get(slug=FIRST)
    coordination = _coordination_group(beginnings)
    BodyWork.objects.create(body=coordination, plan=first)
    for group in groups:
        _working_group(group, first)
    _partnership()


def _target_group(position: int, told: demo.TargetGroup) -> TargetGroup:
    group = TargetGroup.objects.create(position=position, source=OF_BEGINNINGS)
    names = [told.name]
    if told.later:
        names.append(told.later.removeprefix(LATER).removesuffix("."))
    for number, name in enumerate(names, start=1):
        TargetGroupName.objects.create(
            group=group,
            number=number,
            name=name,
            slug=renaming.free_slug(name),
            last_known=FIRST_NAMES_KNOWN if number < len(names) else "",
        )
    return group


def _coordination_group(text: str) -> Body:
    led = said(text, "po celou dobu plánování proces KPSS metodicky řídila", "")
    body = founding.found(
        Body(
            kind=Body.Kind.COORDINATION,
            name="Koordinační skupina KPSS v Brně",
            short_name="Koordinační skupina",
            slug="koordinacni-skupina",
            about=f"{OF_NINE} {named(led)}.\n{THEN}",
            source=f"{OF_BEGINNINGS}\n{OF_PROJECT}",
        )
    )
    procedure.adopt(Rules(body=body, **THIRDS))
    return body


def _working_group(group: TargetGroup, plan: Plan) -> None:
    name = str(group)
    short = f"PS {name}"
    body = founding.found(
        Body(
            kind=Body.Kind.TARGET_GROUP,
            name=f"{WORKING_GROUP} {name}",
            short_name=short if len(short) <= SHORT_NAME else "",
            slug=slugify(short)[:50].rstrip("-"),
            target_group=group,
            about=THEN,
            source=f"{OF_PROJECT}\n{NAMES_OF_GROUPS}",
        )
    )
    BodyWork.objects.create(body=body, plan=plan, item_key=_item_of(group, plan))


def _item_of(group: TargetGroup, plan: Plan) -> Any:
    """Key of the plan's item about the group; nothing where an editor has taken it out."""
    names = group.names.values_list("name", flat=True)
    items = Item.objects.filter(edition__plan=plan, text__in=list(names))
    return items.values_list("key", flat=True).first()


def _partnership() -> None:
    text = text_of(PARTNERSHIP)
    body = founding.found(
        Body(
            kind=Body.Kind.PARTNERSHIP,
            name="Lokální partnerství Brno",
            slug="lokalni-partnerstvi",
            about="\n".join(
                (
                    f"{MEASURES} {quoted(said(text, REALISED))}",
                    quoted(said(text, "Ustavují se již zmíněné pracovní skupiny")),
                    quoted(said(text, "Na úrovni města vzniknou odborné projektové týmy")),
                    THEN_2016,
                )
            ),
            source=OF_PARTNERSHIP,
        )
    )
    BodyWork.objects.create(body=body, plan=Plan.objects.get(slug=INCLUSION))
