"""The demo's plans, from the texts in `fixtures/` and from nothing else."""

import re
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.utils.timezone import localdate

from brnoplan.importing import bring_in
from comments import consultation, settlement
from comments.models import Consultation, Point
from comments.settling import assigning
from strategy import days, editing, editions, resolutions, tree
from strategy.importing.content import of_document
from strategy.importing.reading import read
from strategy.links import linking
from strategy.models import Edition, Item, MeasureLink, Organisation, Plan, Tier
from strategy.resolutions import Part

FIXTURES = settings.BASE_DIR / "fixtures"

# The sentence that says what the council did, with its parts as they stand there.
RESOLVED = re.compile(
    r"Zastupitelstvo města Brna (?P<session>na svém říjnovém zasedání) "
    r"schválilo (?P<approved>.+?) a vzalo na vědomí (?P<noted>.+?)\."
)
GROUPS_FOLLOW = "A byly stanoveny následující cílové skupiny brněnského procesu KPSS:"
GROUP = re.compile(r"•\s+(?P<name>[^(]+?)(?: \((?P<later>později [^)]+)\))?")


# Measures of one wording, word for word.
SAME = ("B1.4", "C3.3")

# What the demo adds to its sources says so in its own words.
TRIAL = """Ukázkové řízení: běží 21 dní od založení této ukázky. Vyzkoušejte si, jak se podává \
připomínka; nikam dál se neposílá, a na papíře ani e-mailem tu připomínky nesbíráme.
Co byste na tomto textu změnili?"""
ANSWERS_AFTER = timedelta(days=30)
GROUP_NAME = "Ukázková pracovní skupina"
ROLE = "Koordinátorka komunitního plánování (ukázka)"
EXPLANATION = """Ukázka vypořádání: Skutečné vypořádání této připomínky zdroj neuvádí. Takto by \
vypadalo vysvětlení: zmapování komunit patří mezi opatření pod prioritou E3, ne do jejího znění, \
a proto se text priority kvůli této připomínce nemění."""
ACCEPTANCE = """Ukázka vypořádání: Skutečné vypořádání této připomínky zdroj neuvádí. Takto by \
vypadala připomínka, kterou město přijme: znění priority E3 je v pracovním návrhu doplněno slovy \
připomínky."""
FURTHER_WORDS = "; podporovat také mezioborovou a mezigenerační spolupráci"


class TargetGroup(NamedTuple):
    """A target group under the name of that time; `later` says what it was called since."""

    name: str
    later: str


def load_strategy(slug: str, title: str) -> None:
    """The strategy as it was out for comments in 2018, with the comments it got.

    No source tells what became of them, so their answers say that they are made up to show how it
    goes; and so does the consultation in which a visitor can try to comment.
    """
    document = read((FIXTURES / "brno-2050.txt").read_bytes())
    imported = bring_in(of_document(document), slug=slug, title=title)
    # The text was public no later than on the day of its first comment.
    first_day = min(comment.date for comment in document.comments)
    published = editions.publish(imported.draft, at=days.start_of(first_day))
    _link_same_measures(published)
    open_trial_consultation(published)
    settle_as_shown(published.plan)


def _link_same_measures(edition: Edition) -> None:
    """Two measures of the strategy that say the very same under two priorities."""
    one, other = (Item.objects.get(edition=edition, code=code) for code in SAME)
    linking.link(one, MeasureLink.Kind.SAME_AS, other)


def open_trial_consultation(edition: Edition) -> Consultation:
    """Let a visitor of the demo comment, from the day on which it was set up."""
    today = localdate()
    closing_day = today + Consultation.USUAL
    return consultation.announce(
        edition,
        opens_at=days.start_of(today),
        closes_at=days.start_of(closing_day),
        answers_promised_on=closing_day + ANSWERS_AFTER,
        questions=TRIAL,
    )


def settle_as_shown(plan: Plan) -> None:
    """Answer the comments that are not noted by themselves, one as its group and one as a role.

    What was accepted changes the working draft, so that staff see the redline.
    """
    asking, proposing = Point.objects.filter(comment__plan=plan).unanswered().order_by("pk")
    kind = Organisation.Kind.WORKING_GROUP
    group, _made = Organisation.objects.get_or_create(kind=kind, name=GROUP_NAME)
    assigning.assign([asking], group, None)
    explained = settlement.draft(asking, outcome="explained", reasoning=EXPLANATION)
    accepted = settlement.draft(
        proposing,
        outcome="accepted",
        reasoning=ACCEPTANCE,
        changed_item=_reworded(proposing, FURTHER_WORDS),
    )
    settlement.publish([settlement.check(one) for one in (explained, accepted)], by=ROLE)


def _reworded(point: Point, further: str) -> Item:
    """The item of the working draft that a point speaks of, with further words at its end."""
    item = Item.objects.get(edition__state=Edition.State.DRAFT, key=point.item_key)
    return editing.change_item(item, item.version, text=f"{item.text}{further}")


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
