"""The demo's plans, from the texts in `fixtures/` and from nothing else."""

import re
from typing import NamedTuple

from django.conf import settings

from brnoplan.importing import bring_in
from strategy import days, editions, resolutions, tree
from strategy.importing.reading import read
from strategy.models import Edition, Item, Plan, Tier
from strategy.resolutions import Part

FIXTURES = settings.BASE_DIR / "fixtures"

# The sentence that says what the council did, with its parts as they stand there.
RESOLVED = re.compile(
    r"Zastupitelstvo města Brna (?P<session>na svém říjnovém zasedání) "
    r"schválilo (?P<approved>.+?) a vzalo na vědomí (?P<noted>.+?)\."
)
GROUPS_FOLLOW = "A byly stanoveny následující cílové skupiny brněnského procesu KPSS:"
GROUP = re.compile(r"•\s+(?P<name>[^(]+?)(?: \((?P<later>později [^)]+)\))?")


class TargetGroup(NamedTuple):
    """A target group under the name of that time; `later` says what it was called since."""

    name: str
    later: str


def load_strategy(slug: str, title: str) -> None:
    """The strategy as it was out for comments in 2018, with the comments it got."""
    document = read((FIXTURES / "brno-2050.txt").read_bytes())
    imported = bring_in(document, slug=slug, title=title)
    # The text was public no later than on the day of its first comment.
    first_day = min(comment.date for comment in document.comments)
    editions.publish(imported.draft, at=days.start_of(first_day))


def load_community_plan(slug: str, title: str) -> None:
    """The community plan, of which the source gives the target groups and the resolution."""
    text = (FIXTURES / "zavedeni-kpss.txt").read_text()
    plan = Plan.objects.create(slug=slug, title=title, period_to=2009)
    draft = editions.begin(plan)
    tier = Tier.objects.create(
        plan=plan, position=1, name="Cílová skupina", name_plural="Cílové skupiny"
    )
    root = Item.objects.get(edition=draft, parent=None)
    for group in target_groups(text):
        tree.create_item(root, tier, text=group.name, description=group.later)
    session, parts = resolved(text)
    resolution = resolutions.record(
        draft, parts, body="city_council", adopted=True, date_in_words=session
    )
    editions.publish(
        draft,
        Edition.State.APPROVED,
        resolution=resolution,
        day_in_words="říjen, rok zdroj neuvádí",
    )


def target_groups(text: str) -> list[TargetGroup]:
    """The groups of the list in the source, in its order."""
    _before, _found, after = text.partition(GROUPS_FOLLOW)
    lines = [line.strip() for line in after.splitlines() if line.strip()]
    found = [GROUP.fullmatch(line) for line in lines]
    groups = found[: found.index(None)]
    return [TargetGroup(match["name"], _sentence(match["later"])) for match in groups if match]


def resolved(text: str) -> tuple[str, list[Part]]:
    """When the council decided, in the source's words, and what: one part for each verb."""
    match = RESOLVED.search(text)
    if match is None:
        raise ValueError("The source no longer says what the council resolved.")
    empty = {"addressee": "", "due": None}
    return match["session"], [
        {"verb": "approves", "subject": "part", "wording": match["approved"]} | empty,
        {"verb": "notes", "subject": "finances", "wording": match["noted"]} | empty,
    ]


def _sentence(later: str | None) -> str:
    return f"{later[0].upper()}{later[1:]}." if later else ""
