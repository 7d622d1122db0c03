"""Changes that never overwrite another person's work in silence.

Whoever changes something says which version they read. Where it is no longer the current
one they are refused with what it is now, and may save again on top of that, knowingly.
`change` does so for a row of any model that has a history; items and the plan's cover, which
the tree hangs on, have deeds of their own. The structure of the tree is `strategy.tree`'s.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Model
from django.utils.translation import gettext as _

from strategy import due, tree
from strategy.models import Edition, Item, PageRevision, Plan, Tier
from strategy.models.items import validate_handle

# What a change of an item, or of a plan, may touch.
ITEM_WORDING = ("code", "text", "description", "lead", "due")
PLAN_WORDING = (
    "title",
    "slug",
    "summary",
    "period_from",
    "period_to",
    "asks_for_lead",
    "asks_for_due",
    "card_fields",
)

Author = User | AnonymousUser | None
Row = TypeVar("Row", bound=Model)


class Outdated(Exception):
    """Somebody has saved since it was read; `current` is the row as it is now."""

    def __init__(self, current: Model) -> None:
        super().__init__(_("Someone else has saved a change in the meantime."))
        self.current = current


def version_of(row: Model) -> int:
    """Number of the newest record of a row's history; every change raises it. 0 without one."""
    records = row.history.order_by("-history_id")  # type: ignore[attr-defined]
    return records.values_list("history_id", flat=True).first() or 0


def change(row: Row, read: int, by: Author = None, /, **values: object) -> Row:
    """Change fields of a row in one step of its history; returns the row as it now is.

    For any model with `history = HistoricalRecords()`. `read` is the `version_of` the row that
    the author of the change had before them; `values` are the fields' new ones, as a form's
    `cleaned_data` has them: what is not given stays, members of a list are given as a whole.

        read = version_of(meeting)  # goes into the form, hidden
        change(meeting, read, request.user, place="Zasedací místnost", guests=[vera])

    Whoever sends what is there already changes nothing, however late. Raises Outdated, and
    ValidationError, by field or, where the row is gone, in one sentence. The row is locked; what
    comes before it in the order of locks the caller holds in a transaction around the call.
    """
    with transaction.atomic():
        rows = type(row)._base_manager.select_for_update()
        current = rows.filter(pk=row.pk).first()
        if current is None:
            raise ValidationError(_("Someone has deleted this record in the meantime."))
        return change_locked(current, read, by, **values)


def change_locked(current: Row, read: int, by: Author = None, /, **values: object) -> Row:
    """`change` of a row that the caller has locked and read since, with what it needs at hand."""
    if differs(current, values):
        refuse_outdated(current, read)
        _write(current, by, values)
    return current


def refuse_outdated(current: Model, read: int) -> None:
    """Raise Outdated where a locked row is not of the version that was read any more."""
    if version_of(current) != read:
        raise Outdated(current)


def signed(row: Row, by: Author) -> Row:
    """The row, whose next record of history will say by whom; nobody, where a command does it."""
    author = by if by is not None and by.is_authenticated else None
    row._history_user = author  # type: ignore[attr-defined]
    return row


def add_item(parent: Item, tier: Tier, *, text: str, code: str = "", **more: str) -> Item:
    """Add an item as the last one under `parent`; `more` are other fields of ITEM_WORDING.

    Raises ValidationError by field where the code is taken or the deadline is none, and
    TreeRefused.
    """
    more = with_normal_due(more)
    with tree.locked_draft(parent.edition_id) as draft:
        _refuse_taken_code(Item(edition=draft, code=code))
        return tree.create_item(parent, tier, text=text, code=code, position="last-child", **more)


def change_item(item: Item, version: int, by: Author = None, **changes: str) -> Item:
    """Change fields of ITEM_WORDING in one step of history; returns the item as it now is.

    `version` is the item's version that the author of the change has read. Raises Outdated,
    ValidationError by field where the code is taken or the deadline is none, and TreeRefused
    in a published edition.
    """
    changes = with_normal_due(changes)
    with tree.locked_draft(item.edition_id):
        current = reread(item)
        if not differs(current, changes):
            return current
        refuse_older(current, version)
        reword(current, changes)
        current.version += 1
        signed(current, by).save()
        return current


def change_plan(plan: Plan, version: int, by: Author = None, **changes: object) -> Plan:
    """Change fields of PLAN_WORDING; the draft's root follows the title.

    Raises Outdated, and ValidationError by field; the address of a published plan is fixed.
    """
    with _held_draft(plan) as draft:
        current = Plan.objects.get(pk=plan.pk)
        if not differs(current, changes):
            return current
        refuse_outdated(current, version)
        if changes.get("slug", current.slug) != current.slug:
            _refuse_new_address(current)
        _write(current, by, changes)
        root = Item.objects.get(edition=draft, parent=None)
        change_item(root, root.version, by, text=current.title)
        PageRevision.raise_for(current.pk)
        return current


def refuse_upturned_tiers(plan: Plan) -> None:
    """Raise TreeRefused where the plan's tiers no longer agree with how its draft is built."""
    upturned = Item.objects.filter(
        edition__plan=plan,
        edition__state=Edition.State.DRAFT,
        parent__tier__position__gte=F("tier__position"),
    )
    if item := upturned.first():
        raise tree.TreeRefused(
            _("“%(item)s” would stand under an item of the same or a lower level.") % {"item": item}
        )


def has_fixed_address(plan: Plan) -> bool:
    """Whether people may have saved links to the plan."""
    return Edition.objects.published().filter(plan=plan.pk).exists()


def _refuse_new_address(plan: Plan) -> None:
    if has_fixed_address(plan):
        raise ValidationError(
            {"slug": _("The plan is published; its address stays, so that saved links lead to it.")}
        )


def refuse_older(item: Item, version: int) -> None:
    """Raise Outdated where an item of a held draft is not of the version that was read any more."""
    if item.version != version:
        raise Outdated(item)


def reread(item: Item) -> Item:
    """The item as it is now. Raises TreeRefused where somebody has deleted it."""
    try:
        return Item.objects.select_related("tier").get(pk=item.pk)
    except Item.DoesNotExist:
        raise tree.TreeRefused(_("Someone has deleted this item in the meantime.")) from None


@contextmanager
def _held_draft(plan: Plan) -> Iterator[Edition]:
    """The plan's draft, locked; before it the pages, which the cover changes too."""
    with transaction.atomic():
        PageRevision.hold(plan.pk)
        draft = Edition.objects.get(plan=plan, state=Edition.State.DRAFT)
        with tree.locked_draft(draft.pk) as locked:
            yield locked


def reword(item: Item, changes: Mapping[str, str]) -> None:
    """Set fields of ITEM_WORDING on an item of a held draft; who calls it stores the item.

    Raises ValidationError where a code is taken.
    """
    if changes.get("code", item.code) != item.code:
        _recode(item, changes["code"], text=changes.get("text", item.text))
    for name, value in changes.items():
        setattr(item, name, value)


def differs(current: Model, values: Mapping[str, Any]) -> bool:
    """Whether any of the fields has another value."""
    return any(
        set(value) != set(getattr(current, name).all())
        if _is_list(current, name)
        else getattr(current, name) != value
        for name, value in values.items()
    )


def _write(current: Model, by: Author, values: Mapping[str, object]) -> None:
    """Set the fields, check them and save; lists come last, for they belong to a saved row."""
    lists = {name for name in values if _is_list(current, name)}
    _assign(current, {name: values[name] for name in values if name not in lists})
    current.full_clean()
    signed(current, by).save()
    _assign(current, {name: values[name] for name in lists})


def _assign(current: Model, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        field: Any = current._meta.get_field(name)
        field.save_form_data(current, value)


def _is_list(row: Model, name: str) -> bool:
    """Whether the field holds other rows, many to many."""
    return bool(row._meta.get_field(name).many_to_many)


def with_normal_due(wording: Mapping[str, str]) -> dict[str, str]:
    """The given fields with the deadline, where it is among them, in its normal form.

    Raises ValidationError by field.
    """
    if "due" not in wording:
        return dict(wording)
    try:
        return dict(wording) | {"due": due.normal(wording["due"])}
    except ValidationError as error:
        raise ValidationError({"due": error}) from None


def _recode(item: Item, code: str, *, text: str) -> None:
    """Give an item another code, or none, and the address that goes with it."""
    if item.tier is None:
        raise tree.TreeRefused(_("The plan itself has no code."))
    item.code = code
    _refuse_taken_code(item)
    item.handle = tree.free_handle(item.edition, item.tier, code=code, text=text)


def _refuse_taken_code(item: Item) -> None:
    """A code is also the last part of the item's address, so both must be free."""
    if not item.code:
        return
    try:
        validate_handle(item.code)
    except ValidationError as error:
        raise ValidationError({"code": error}) from None
    others = Item.objects.filter(edition=item.edition_id).exclude(pk=item.pk)
    if others.filter(code=item.code).exists():
        raise ValidationError({"code": _("This code is already used in the plan.")})
    if taken := others.filter(handle=item.code).first():
        raise ValidationError(
            {
                "code": _("The address with this code already belongs to “%(item)s”.")
                % {"item": taken}
            }
        )
