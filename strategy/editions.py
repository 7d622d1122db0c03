"""The life of a plan's editions: begin a plan, publish its draft."""

from datetime import datetime
from itertools import groupby

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from strategy.models import Edition, Item, PageRevision, Plan

BATCH = 500


class PublishingRefused(Exception):
    """Why a draft cannot be published; its text is for the reader."""


def begin(plan: Plan) -> Edition:
    """Give a new plan its working draft with a root that carries the plan's title."""
    with transaction.atomic():
        draft = Edition.objects.create(plan=plan, number=1)
        root = Item(edition=draft, text=plan.title, handle="plan", lft=1, rght=2, level=0)
        root.tree_id = draft.pk
        Item.objects.bulk_create([root])
        PageRevision.raise_for(plan.pk)
        return draft


def publish(
    draft: Edition, state: str = Edition.State.CONSULTATION, *, at: datetime | None = None
) -> Edition:
    """Stamp the working draft and copy it forward into a new one; returns the stamped edition.

    The stamped edition keeps its rows, so whatever pointed at them goes on pointing at the
    text that people read. `at` is an aware instant, by default now.
    Raises PublishingRefused.
    """
    if state not in {Edition.State.CONSULTATION, Edition.State.APPROVED}:
        raise PublishingRefused(_("A draft can be published for consultation or as approved."))
    with transaction.atomic():
        edition = Edition.objects.select_for_update().select_related("plan").get(pk=draft.pk)
        if not edition.is_draft:
            raise PublishingRefused(_("This edition is already published."))
        if not Item.objects.shown().filter(edition=edition).exists():
            raise PublishingRefused(_("The draft holds nothing yet; there is nothing to publish."))
        edition.state = state
        edition.published_at = at or timezone.now()
        edition.save()
        following = Edition.objects.create(plan=edition.plan, number=edition.number + 1)
        _copy_items(edition, following)
        PageRevision.raise_for(edition.plan_id)
        return edition


def current(plan: Plan) -> Edition | None:
    """The edition that the plan's own address shows."""
    return Edition.objects.published().filter(plan=plan).current_first().first()


def _copy_items(source: Edition, target: Edition) -> None:
    """Copy a whole tree as it is, level by level, so that parents exist before children."""
    copies: dict[int, int] = {}
    fields = [
        field.attname
        for field in Item._meta.concrete_fields
        if field.attname not in {"id", "edition_id", "parent_id", "tree_id"}
    ]
    rows = Item.objects.filter(edition=source).order_by("level", "lft")
    for _level, level_rows in groupby(
        rows.values("id", "parent_id", *fields), lambda row: row["level"]
    ):
        originals = list(level_rows)
        items = [
            Item(
                edition=target,
                tree_id=target.pk,
                parent_id=copies.get(row["parent_id"]),
                **{field: row[field] for field in fields},
            )
            for row in originals
        ]
        Item.objects.bulk_create(items, batch_size=BATCH)
        copies.update({row["id"]: item.pk for row, item in zip(originals, items, strict=True)})
