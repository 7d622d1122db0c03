"""The life of a plan's editions: begin a plan, publish its draft, withdraw an edition."""

from collections.abc import Callable
from datetime import datetime
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Model, QuerySet
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from strategy import jobs
from strategy.editing import Author
from strategy.integrity import sealing
from strategy.models import (
    Card,
    Cost,
    Edition,
    Indicator,
    Item,
    ItemTally,
    Job,
    PageRevision,
    Plan,
    Resolution,
    Responsibility,
)
from strategy.progress import leading, states

BATCH = 500
# What hangs on an item and is copied with it.
CARDS: tuple[type[Model], ...] = (Card, Responsibility, Cost, Indicator)

# What else may keep a draft from being published as that state: each says why, or nothing. Other
# apps put theirs here once they are ready.
objections: list[Callable[[Edition, str], str]] = []


class PublishingRefused(Exception):
    """Why a draft cannot be published; its text is for the reader."""


class WithdrawalRefused(Exception):
    """Why an edition cannot be withdrawn; its text is for the reader."""


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
    draft: Edition,
    state: str = Edition.State.CONSULTATION,
    *,
    resolution: Resolution | None = None,
    by: Author = None,
    seen: str | None = None,
    at: datetime | None = None,
    day_in_words: str = "",
) -> Edition:
    """Stamp the working draft and copy it forward into a new one; returns the stamped edition.

    The stamped edition keeps its rows, so whatever pointed at them goes on pointing at the
    text that people read. As approved it needs the adopted `resolution` that approves it, and
    where two pairs of eyes are asked for, someone else than who edited it last as `by`; a
    command has no author. `seen` is the `latest_change()` that the publisher has read, where
    one has. `at` is an aware instant, by default now; `day_in_words` stands for its day on
    every page where the day is not known.
    Raises PublishingRefused.
    """
    if state not in Edition.STAMPS:
        raise PublishingRefused(_("A draft can be published for consultation or as approved."))
    with transaction.atomic():
        # First, for it also keeps comments from being published and counted meanwhile.
        PageRevision.raise_for(draft.plan_id)
        edition = Edition.objects.select_for_update().select_related("plan").get(pk=draft.pk)
        _refuse_draft(edition, seen)
        _refuse_objected(edition, state)
        if state == Edition.State.APPROVED:
            _refuse_one_pair_of_eyes(edition, by)
            edition.approved_by = _approving(edition, resolution)
        edition.published_in_words = day_in_words
        _stamp(edition, state, at or timezone.now())
        _supersede(edition)
        sealing.seal(edition)
        following = Edition.objects.create(plan=edition.plan, number=edition.number + 1)
        _copy_items(edition, following)
        if state == Edition.State.APPROVED:
            leading.follow(edition, localdate(edition.published_at))
            states.refresh(edition.plan_id)
            jobs.order(Job.Kind.ARCHIVED_PDF, edition)
        return edition


def withdraw(edition: Edition, reason: str, *, at: datetime | None = None) -> Edition:
    """Say of a published edition that it no longer holds; it stays readable, with the reason.

    Raises WithdrawalRefused.
    """
    if not reason.strip():
        raise WithdrawalRefused(_("Say why the edition is withdrawn."))
    with transaction.atomic():
        PageRevision.raise_for(edition.plan_id)
        edition = Edition.objects.select_for_update().get(pk=edition.pk)
        if edition.is_draft:
            raise WithdrawalRefused(_("A working draft is not published; it cannot be withdrawn."))
        if edition.state == Edition.State.WITHDRAWN:
            raise WithdrawalRefused(_("This edition is withdrawn already."))
        edition.state = Edition.State.WITHDRAWN
        edition.withdrawn_at, edition.withdrawal_reason = at or timezone.now(), reason.strip()
        edition.withdrawal_sha256 = sealing.withdrawal_sha256(edition)
        edition.save()
        states.refresh(edition.plan_id)
        return edition


def latest_change(draft: Edition) -> str:
    """A mark that differs once the draft, its plan's cover or one of its resolutions changes."""
    newest = [
        Item.history.filter(edition=draft.pk),
        draft.plan.history.all(),
        Resolution.history.filter(edition=draft.pk),
    ]
    return "-".join(
        str(records.aggregate(newest=Max("history_id"))["newest"] or 0) for records in newest
    )


def last_editor_id(draft: Edition) -> int | None:
    """Who was the last to add, change, move or delete something in the plan, or its cover.

    In any of its editions, for a draft begins as a copy; what a command has written without
    an author does not count.
    """
    known = {"history_user__isnull": False}
    histories = [Item.history.filter(edition__plan=draft.plan_id), draft.plan.history.all()]
    records = [
        records.filter(**known).order_by("-history_date", "-history_id").first()
        for records in histories
    ]
    newest = max(filter(None, records), key=lambda record: record.history_date, default=None)
    return newest.history_user_id if newest else None


def current(plan: Plan) -> Edition | None:
    """The edition that the plan's own address shows."""
    return Edition.objects.published().filter(plan=plan).current_first().first()


def replaced_by(edition: Edition, state: str) -> "QuerySet[Edition]":
    """What an edition takes the place of once it is published as that state.

    An approved one of all before it, a new draft of older drafts.
    """
    replaced = {Edition.State.CONSULTATION, Edition.State(state)}
    earlier = Edition.objects.filter(plan=edition.plan_id, number__lt=edition.number)
    return earlier.filter(state__in=replaced)


def _refuse_draft(edition: Edition, seen: str | None) -> None:
    """Only a draft can be published, one that holds something, as its publisher has read it."""
    if not edition.is_draft:
        raise PublishingRefused(_("This edition is already published."))
    if seen is not None and seen != latest_change(edition):
        raise PublishingRefused(
            _("The draft has been edited since you opened this page. Look at it once more.")
        )
    if not Item.objects.shown().filter(edition=edition).exists():
        raise PublishingRefused(_("The draft holds nothing yet; there is nothing to publish."))


def _refuse_objected(draft: Edition, state: str) -> None:
    for objection in objections:
        if reason := objection(draft, state):
            raise PublishingRefused(reason)


def _approving(edition: Edition, resolution: Resolution | None) -> Resolution:
    """The resolution, locked against changes, if it is one that approves this edition."""
    if resolution is None:
        raise PublishingRefused(_("Choose the resolution that approves the plan."))
    found = Resolution.objects.select_for_update().get(pk=resolution.pk)
    if found.edition_id != edition.pk:
        raise PublishingRefused(_("This resolution speaks of another edition."))
    if not found.adopted:
        raise PublishingRefused(_("This resolution is a proposal; it has not been adopted yet."))
    if found.lost_its_vote:
        raise PublishingRefused(_("This resolution has no more votes for than against."))
    if found.is_still_to_come:
        raise PublishingRefused(_("The day of this resolution is still to come."))
    if not found.approves:
        raise PublishingRefused(_("No part of this resolution approves the plan or a part of it."))
    return found


def _refuse_one_pair_of_eyes(edition: Edition, by: Author) -> None:
    """Who edited the draft last may not approve it alone, unless the city has it otherwise."""
    if settings.FOUR_EYES and by is not None and last_editor_id(edition) == by.pk:
        raise PublishingRefused(
            _("You edited this draft last. Somebody else has to publish it as approved.")
        )


def _stamp(edition: Edition, state: str, at: datetime) -> None:
    """Freeze the edition with what the plan is called now."""
    edition.state = edition.stamp = state
    edition.published_at = at
    for name in Edition.COVER:
        setattr(edition, name, getattr(edition.plan, name))
    edition.save()


def _supersede(edition: Edition) -> None:
    replaced_by(edition, edition.state).update(state=Edition.State.SUPERSEDED)


def _copy_items(source: Edition, target: Edition) -> None:
    """Copy a whole tree as it is, level by level, so that parents exist before children.

    The counts go along, for a comment on an item is shown in every later edition too.
    """
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
    for model in CARDS:
        _copy_rows(model, source, copies)
    counts = ItemTally.objects.filter(item__edition=source).values_list("item_id", "comments")
    ItemTally.objects.bulk_create(
        [ItemTally(item_id=copies[item_id], comments=count) for item_id, count in counts],
        batch_size=BATCH,
    )


def _copy_rows(model: type[Model], source: Edition, copies: dict[int, int]) -> None:
    """Copy what hangs on the items of an edition to their copies; `copies` has their numbers."""
    columns = [column.attname for column in model._meta.concrete_fields if column.attname != "id"]
    rows = model._default_manager.filter(item__edition=source).values(*columns)
    model._default_manager.bulk_create(
        [model(**(row | {"item_id": copies[row["item_id"]]})) for row in rows], batch_size=BATCH
    )
