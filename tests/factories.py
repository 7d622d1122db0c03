"""Small true things to test with. A factory makes what its name says and nothing else."""

import itertools
from datetime import date, datetime, timedelta
from typing import Any
from unittest.mock import patch

from django.utils import timezone
from django.utils.timezone import localdate

from comments import consultation, publication, receiving, rows, settlement
from comments.models import Comment, Consultation, Point, Reaction, Settlement
from comments.receiving import Said
from strategy import editing, editions, tree
from strategy.models import Edition, Item, Plan, Resolution, ResolutionPart, Tier
from strategy.models.items import natural_sort

TIERS = [
    ("Hodnota", "Hodnoty", False),
    ("Dílčí cíl", "Dílčí cíle", False),
    ("Priorita", "Priority", False),
    ("Opatření", "Opatření", True),
]


def make_plan(slug: str = "zkusebni-plan", title: str = "Zkušební plán", measures: int = 3) -> Plan:
    """A plan with one draft: value > goal A > priority A1 > measures A1.1 …

    Nearly every test begins with one, so its items are written at once, as `tree.create_item`
    would have written them one by one.
    """
    plan = Plan.objects.create(slug=slug, title=title)
    tiers = Tier.objects.bulk_create(
        Tier(plan=plan, position=position, name=name, name_plural=plural, is_measure=is_measure)
        for position, (name, plural, is_measure) in enumerate(TIERS, start=1)
    )
    parent = Item.objects.get(edition=editions.begin(plan), parent=None)
    end = 2 * (len(TIERS) + measures)
    Item.objects.filter(pk=parent.pk).update(rght=end)
    texts = ["Soudržné město", "Zvýšit dostupnost péče", "Rozvíjet síť služeb"]
    chain = []
    for tier, code, text in zip(tiers, ["", "A", "A1"], texts, strict=False):
        level = parent.level + 1
        parent = _item(parent, tier, code, text, lft=level + 1, rght=end - level)
        Item.objects.bulk_create([parent])
        chain.append(parent)
    leaves = Item.objects.bulk_create(
        _item(
            parent, tiers[3], f"A1.{number}", f"Podporovat záměr {number}.", lft=left, rght=left + 1
        )
        for number, left in zip(range(1, measures + 1), itertools.count(5, 2))
    )
    Item.history.bulk_history_create([*chain, *leaves], default_change_reason=None)
    return plan


def _item(parent: Item, tier: Tier, code: str, text: str, **place: int) -> Item:
    """Not stored yet; `place` is lft and rght."""
    edition = parent.edition
    handle = tree.free_handle(edition, tier, code=code, text=text)
    place |= {"tree_id": edition.pk, "level": parent.level + 1}
    given = {"code": code, "code_sort": natural_sort(code), "handle": handle, "text": text}
    return Item(edition=edition, tier=tier, parent=parent, **given, **place)


def draft_of(plan: Plan) -> Edition:
    return Edition.objects.get(plan=plan, state=Edition.State.DRAFT)


def item_of(edition: Edition, code: str) -> Item:
    return Item.objects.get(edition=edition, code=code)


def root_of(edition: Edition) -> Item:
    return Item.objects.get(edition=edition, parent=None)


def make_resolution(edition: Edition, *, adopted: bool = True, **fields: Any) -> Resolution:
    """A resolution of the council that approves the plan, without votes."""
    given: dict[str, Any] = {"body": Resolution.Body.CITY_COUNCIL, "session": "Z7/31"}
    if adopted:
        given |= {"adopted": True, "date": date(2018, 9, 4)}
    resolution = Resolution.objects.create(edition=edition, **(given | fields))
    make_part(resolution)
    return resolution


def make_part(resolution: Resolution, **fields: Any) -> ResolutionPart:
    """The next part of a resolution: approves the plan."""
    given: dict[str, Any] = {"verb": "approves", "subject": "plan", "wording": "Zkušební plán"}
    given |= {"position": resolution.parts.count() + 1}
    return ResolutionPart.objects.create(resolution=resolution, **(given | fields))


def publish(
    plan: Plan, state: str = Edition.State.CONSULTATION, at: datetime | None = None
) -> Edition:
    """Publish the plan's draft; as approved, with a resolution of the council."""
    draft = draft_of(plan)
    resolution = make_resolution(draft) if state == Edition.State.APPROVED else None
    return editions.publish(draft, state, resolution=resolution, at=at)


def publish_afterwards(plan: Plan, state: str = Edition.State.CONSULTATION) -> Edition:
    """Publish the draft once all that is consulted has closed, dated now nevertheless."""
    now = timezone.now()
    closed = max([now, *Consultation.objects.values_list("closes_at", flat=True)])
    with patch("django.utils.timezone.now", return_value=closed):
        return publish(plan, state, at=now)


def put_out_of_force(edition: Edition, state: str) -> Edition:
    """Let an edition be superseded or withdrawn, as its row then says."""
    if state == Edition.State.WITHDRAWN:
        return editions.withdraw(edition, "Vydáno omylem.")
    Edition.objects.filter(pk=edition.pk).update(state=state)
    edition.refresh_from_db()
    return edition


def make_comment(item: Item, *, published: bool = True, **fields: Any) -> Comment:
    """A comment of one part, on whatever edition the item is of."""
    given = {"text": "Doplnit přehled komunit.", "proposal": "", "rationale": ""} | fields
    said = Said(item, *(given.pop(name) for name in ("text", "proposal", "rationale")))
    given = {"name": "Občan", "channel": Comment.Channel.IMPORT} | given
    comment = receiving.receive([said], **given)
    return publication.publish(comment) if published else comment


def amend(comment: Comment, text: str, **wording: str) -> None:
    """A further wording of the first part of a comment, which readers see at once."""
    comment.version = comment.newest_version = comment.newest_version + 1
    comment.save()
    rows.write_version(comment, [Said(comment.item, text, **wording)], at=timezone.now())


def add_point(comment: Comment, text: str, item: Item | None = None) -> Point:
    """A further point that was split off the first part of a comment."""
    item = item or comment.item
    return Point.objects.create(
        comment=comment,
        position=comment.points.count() + 1,
        item=item,
        item_key=item.key,
        text=text,
    )


def settle(point: Point, *, by: str = "", published: bool = True, **given: Any) -> Settlement:
    """The answer to a point: partly accepted, and published."""
    given = {"outcome": "partly", "reasoning": "Doplníme při další úpravě."} | given
    answer = settlement.draft(point, **given)
    return publish_answer(answer, by=by) if published else answer


def react(answer: Settlement, words: str = "", *, satisfied: bool = False) -> Reaction:
    """What its receiver says of an answer, in words that were looked at and are public."""
    checked = {"words_public": True, "words_checked_at": timezone.now()} if words else {}
    return Reaction.objects.create(settlement=answer, satisfied=satisfied, words=words, **checked)


def publish_answer(answer: Settlement, *, by: str = "") -> Settlement:
    """An answer in work, checked and published."""
    return settlement.publish([settlement.check(answer)], by=by)[0]


def reword(item: Item, text: str = "Jinak než předtím.") -> Item:
    """Change the wording of an item of the draft, so that an answer can point to it."""
    return editing.change_item(item, item.version, text=text)


def open_consultation(edition: Edition, **fields: Any) -> Consultation:
    """A consultation on a published edition that opened yesterday and closes in 20 days."""
    opens_at = timezone.now() - timedelta(days=1)
    given: dict[str, Any] = {"opens_at": opens_at, "closes_at": opens_at + timedelta(days=21)}
    given |= {"answers_promised_on": localdate() + timedelta(days=60)}
    return consultation.announce(edition, **(given | fields))
