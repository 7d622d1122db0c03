"""Everything that is held about a comment and its sender, for the sender."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Field, Model
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from comments.models import (
    Comment,
    CommentVersion,
    Contact,
    Mention,
    Original,
    Reaction,
    Settlement,
    Subscription,
)
from comments.privacy.searching import about
from strategy.models import Letter

Told = dict[str, Any]


def of(comment: Comment) -> Told:
    """What is held, under Czech names: words, numbers, and instants in ISO 8601.

    Needs `plan` and `item` at hand. Not in it are the answer while it is being drafted and what
    the office notes among itself.
    """
    contact = Contact.objects.filter(comment=comment).first()
    return {
        _("portal"): settings.SITE_NAME,
        _("comment"): _comment(comment),
        _("contact"): _told(contact, "name", "email", "confirmed_at", "wants_letters", "language")
        if contact
        else None,
        _("wordings"): _each(_wordings(comment)),
        _("original wordings"): _each(_originals(comment)),
        _("answers"): [_answer(answer) for answer in _answers(comment)],
        _("letters"): _each(_letters(comment)),
        _("subscriptions"): _each(_subscriptions(contact)),
        _("course"): _each(_course(comment)),
        _("erasures"): _each(_erasures(comment)),
        _("names that the office has to look at"): [mention.said for mention in _mentions(comment)],
    }


Rows = Iterable[tuple[Model, tuple[str, ...]]]


def _each(rows: Rows) -> list[Told]:
    return [_told(row, *names) for row, names in rows]


def _told(row: Model, *names: str) -> Told:
    return {capfirst(_label(row, name)): _value(row, name) for name in names}


def _label(row: Model, name: str) -> str:
    field = row._meta.get_field(name)
    return str(field.verbose_name) if isinstance(field, Field) else name


def _value(row: Model, name: str) -> Any:
    shown = getattr(row, f"get_{name}_display", None)
    value = shown() if shown else getattr(row, name)
    if isinstance(value, datetime):
        return localtime(value).isoformat()
    return value if isinstance(value, bool | int | None) else str(value)


def _comment(comment: Comment) -> Told:
    what = ("plan", "number", "item", "state", "kind", "channel", "speaker", "organisation")
    when = ("name_public", "received_at", "published_at", "rejection", "refusal", "withdrawn_at")
    return _told(comment, *what, *when)


def _wordings(comment: Comment) -> Rows:
    names = ("number", "part", "item", "weight", "text", "proposal", "rationale", "written_at")
    versions = CommentVersion.objects.filter(comment=comment).select_related("item")
    return [(version, names) for version in versions]


def _originals(comment: Comment) -> Rows:
    found = Original.objects.filter(version__comment=comment).select_related("version__comment")
    return [(original, ("version", "text", "proposal", "rationale")) for original in found]


def _answers(comment: Comment) -> Iterable[Settlement]:
    """Those that were published, replaced ones too."""
    answers = Settlement.objects.exclude(state__in=Settlement.IN_WORK)
    of_it = answers.filter(point__comment=comment).select_related("point__comment", "reaction")
    return of_it.order_by("point__position", "number")


def _answer(answer: Settlement) -> Told:
    names = ("point", "number", "outcome", "reasoning", "state", "settled_by", "published_at")
    told = _told(answer, *names)
    reaction = Reaction.objects.filter(settlement=answer).first()
    if reaction:
        told[_("reaction")] = _told(reaction, "satisfied", "words", "words_public", "given_at")
    return told


def _letters(comment: Comment) -> Rows:
    names = ("to", "subject", "plain", "state", "written_at", "sent_at")
    return [(letter, names) for letter in Letter.objects.filter(about=about(comment))]


def _subscriptions(contact: Contact | None) -> Rows:
    if contact is None or contact.confirmed_at is None or not contact.email:
        return []
    found = Subscription.objects.filter(email__iexact=contact.email).select_related("plan")
    return [(row, ("plan", "email", "language", "made_at", "confirmed_at")) for row in found]


def _course(comment: Comment) -> Rows:
    records = comment.history.order_by("history_id")
    return [(record, ("state", "history_date")) for record in records]


def _mentions(comment: Comment) -> Iterable[Mention]:
    return Mention.objects.waiting().filter(erasure__comment=comment)


def _erasures(comment: Comment) -> Rows:
    return [(erasure, ("what", "reason", "done_at")) for erasure in comment.erasures.all()]
