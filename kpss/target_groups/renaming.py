"""A target group gets a new name; the old one stays with its address and leads to the group."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kpss import when
from kpss.models import PlanningRevision, TargetGroup, TargetGroupName, TargetGroupPart
from kpss.target_groups import naming
from strategy.editing import Author, refuse_outdated, signed
from strategy.models import Item, PageRevision

SLUG_CHARACTERS = 90


def rename(
    group: TargetGroup, name: str, read: int, by: Author = None, *, since: str = ""
) -> TargetGroupName:
    """Call a group by a new name from now on; `since` is a day as `kpss.when` takes it, or empty.

    `read` is the `editing.version_of` the group that its author had before them. Raises Outdated,
    and ValidationError by field where the name is taken or began before the one that it follows.
    """
    with transaction.atomic():
        current = TargetGroup.objects.select_for_update().get(pk=group.pk)
        refuse_outdated(current, read)
        names = naming.names_of(current)
        new = TargetGroupName(group=current, number=_next_number(names), name=name, since=since)
        _refuse_before(names, new)
        new.slug = free_slug(new.name)
        new.full_clean()
        signed(current, by).save()
        new._history_date = current.history.latest().history_date  # type: ignore[attr-defined]
        signed(new, by).save()
        PlanningRevision.raise_it()
        for plan in plans_of(current):
            PageRevision.raise_for(plan)
        return new


def free_slug(name: str) -> str:
    """An address for a name that no other name has."""
    wanted = slugify(name)[:SLUG_CHARACTERS] or "skupina"
    taken = set(
        TargetGroupName.objects.filter(slug__startswith=wanted).values_list("slug", flat=True)
    )
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (wanted, *numbered) if slug not in taken)


def plans_of(group: TargetGroup) -> list[int]:
    """Primary keys of the plans on whose pages the group's name of today stands, in order."""
    names = [name.name for name in naming.names_of(group)]
    by_text = Item.objects.published().filter(text__in=names).order_by()
    by_part = TargetGroupPart.objects.filter(group=group).order_by()
    found = {
        *by_text.values_list("edition__plan", flat=True),
        *by_part.values_list("plan", flat=True),
    }
    return sorted(found)


def _next_number(names: list[TargetGroupName]) -> int:
    return names[-1].number + 1 if names else 1


def _refuse_before(names: list[TargetGroupName], new: TargetGroupName) -> None:
    """A new name cannot be older than the one that it takes the place of."""
    new.since = when.normal(new.since)
    began = when.first_day(names[-1].since) if names else None
    begins = when.last_day(new.since)
    if began and begins and begins < began:
        raise ValidationError(
            {
                "since": _("The name before it is known only since %(day)s.")
                % {"day": when.in_words(names[-1].since)}
            }
        )
