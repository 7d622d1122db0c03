"""Load the demo: plans and community planning, as the fixtures tell of them, unless it is there."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from brnoplan import action_plan_demo, demo, glossary_demo, planning_demo
from strategy.models import Plan


class Demo(NamedTuple):
    slug: str
    title: str
    load: Callable[[str, str], None]


DEMOS = [
    Demo("brno-2050", "Strategie Brno 2050", demo.load_strategy),
    Demo(
        "komunitni-plan-2009",
        "Komunitní plán sociálních služeb města Brna do roku 2009",
        demo.load_community_plan,
    ),
    Demo(
        "akcni-plan-socialni-vylouceni-2016-2020",
        "Akční plán ke Strategii boje proti sociálnímu vyloučení na období 2016-2020",
        action_plan_demo.load,
    ),
]


class Command(BaseCommand):
    help = "Load the demo plans that are not there yet."

    def handle(self, **_options: Any) -> None:
        for plan in DEMOS:
            with transaction.atomic():
                if Plan.objects.filter(slug=plan.slug).exists():
                    message = _("“%(title)s” is there already; it was left as it is.")
                else:
                    plan.load(plan.slug, plan.title)
                    message = _("“%(title)s” was loaded and published.")
            self.stdout.write(message % {"title": plan.title})
        self.stdout.write(_load_planning())
        self.stdout.write(_load_glossary())


def _load_planning() -> str:
    with transaction.atomic():
        if planning_demo.is_loaded():
            return _("Community planning is there already; it was left as it is.")
        planning_demo.load()
    return _("Community planning was loaded.")


def _load_glossary() -> str:
    with transaction.atomic():
        if glossary_demo.is_loaded():
            return _("The glossary is there already; it was left as it is.")
        glossary_demo.load()
    return _("The glossary was loaded.")
