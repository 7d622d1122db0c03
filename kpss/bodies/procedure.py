"""Versions of a body's rules of procedure."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kpss.models import Body, PlanningRevision, Rules, Side
from strategy import editing
from strategy.editing import Author

FIELDS = (
    "valid_from",
    "document",
    *(f"seats_{side}" for side in Side.values),
    "quorum",
    *(f"quorum_{side}" for side in Side.values),
)


def adopt(rules: Rules, by: Author = None) -> Rules:
    """Save a new version of a body's rules, under the next number. Raises ValidationError."""
    with transaction.atomic():
        _hold(rules.body)
        last = Rules.objects.filter(body=rules.body).order_by("-number").first()
        rules.number = last.number + 1 if last else 1
        check(rules)
        rules.full_clean()
        editing.signed(rules, by).save()
        PlanningRevision.raise_it()
        return rules


def change(rules: Rules, read: int, by: Author = None, /, **values: Any) -> Rules:
    """Mend a version; `values` are of FIELDS. As `strategy.editing.change`."""
    with transaction.atomic():
        _hold(rules.body)
        wanted = Rules.objects.filter(pk=rules.pk).first()
        if wanted is not None:
            for name, value in values.items():
                setattr(wanted, name, value)
            check(wanted)
        changed = editing.change(rules, read, by, **values)
        PlanningRevision.raise_it()
        return changed


def check(rules: Rules) -> None:
    """Refuse a version that begins before the one it follows, or asks for more than it seats."""
    _check_order(rules)
    _check_together(rules)
    for side in Side:
        seats, quorum = rules.seats(side), rules.quorum_of(side)
        if seats is not None and quorum is not None and quorum > seats:
            raise ValidationError(
                {f"quorum_{side}": _("More are to be present than there are seats.")}
            )


def _check_together(rules: Rules) -> None:
    """Sides of which no seats are written have none, as soon as others have."""
    seats = sum(rules.seats(side) or 0 for side in Side)
    if seats and rules.quorum is not None and rules.quorum > seats:
        said = _("More are to be present than there are seats altogether: %(number)s.")
        raise ValidationError({"quorum": said % {"number": seats}})


def _check_order(rules: Rules) -> None:
    others = Rules.objects.filter(body=rules.body).exclude(pk=rules.pk)
    before = others.filter(number__lt=rules.number).order_by("-number").first()
    after = others.filter(number__gt=rules.number).order_by("number").first()
    begins = rules.valid_from
    if before is not None and begins is None:
        raise _refused(_("Say from when it is valid, for it follows another version."))
    if before is not None and before.valid_from and begins and begins <= before.valid_from:
        raise _refused(
            _("The version before it is valid from %(day)s; this one comes later.")
            % {"day": date_format(before.valid_from, "DATE_FORMAT")}
        )
    if after is not None and after.valid_from and begins and begins >= after.valid_from:
        raise _refused(
            _("The version after it is valid from %(day)s; this one comes before.")
            % {"day": date_format(after.valid_from, "DATE_FORMAT")}
        )


def _refused(sentence: str) -> ValidationError:
    return ValidationError({"valid_from": sentence})


def _hold(body: Body) -> None:
    Body.objects.select_for_update().get(pk=body.pk)
