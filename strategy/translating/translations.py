"""Writing translations, a page of items at a time, and how much of a plan has them."""

import hashlib
from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from strategy import editing, languages
from strategy.editing import Author
from strategy.models import Edition, Item, PageRevision, Plan, Translation
from strategy.models.explaining import digest_of


class Overtaken(Exception):
    """Others have translated some of the items meanwhile: `texts` as they are now, by item."""

    def __init__(self, texts: dict[int, str]) -> None:
        super().__init__(_("Somebody else has translated some of this in the meantime."))
        self.texts = texts


class Said(NamedTuple):
    """What is sent of an item: `read` is the `mark` of the translation that the author had read."""

    item: Item
    read: str
    text: str


class Progress(NamedTuple):
    """How much of a plan's newest text is translated into a language."""

    plan: Plan
    language: str
    done: int
    whole: int


def mark(text: str) -> str:
    """By which a form tells what translation it was written over; empty for none."""
    return hashlib.sha256(text.encode()).hexdigest()[:16] if text else ""


def text_of(plan: Plan) -> Edition | None:
    """The edition that is translated: the one that the public reads, else the draft."""
    return min(plan.editions.all(), key=_first_translated, default=None)


def known(items: Iterable[Item], language: str) -> dict[int, Translation]:
    """Translations of these wordings by the items' primary keys. One query."""
    by_wording = {(item.key, digest_of(item.text)): item.pk for item in items}
    found = Translation.objects.filter(
        language=language, item_key__in={key for key, _digest in by_wording}
    )
    return {
        by_wording[wording]: one
        for one in found
        if (wording := (one.item_key, one.digest)) in by_wording
    }


def write(plan: Plan, language: str, said: list[Said], source: str, by: Author = None) -> int:
    """Translate items, or take back the translation of those of which nothing is said.

    All of them or none; what is sent as it was read stays. Returns how many changed.
    Raises Overtaken.
    """
    with transaction.atomic():
        PageRevision.raise_for(plan.pk)
        standing = known([one.item for one in said], language)
        changed = [one for one in said if mark(one.text) != one.read]
        now = {one.item.pk: _text(standing.get(one.item.pk)) for one in changed}
        overtaken = {
            one.item.pk: now[one.item.pk]
            for one in changed
            if mark(now[one.item.pk]) not in {one.read, mark(one.text)}
        }
        if overtaken:
            raise Overtaken(overtaken)
        for one in changed:
            _write(plan, language, one, standing.get(one.item.pk), source, by)
    return len(changed)


def progress() -> list[Progress]:
    """Of every plan and offered language. Two queries, and one for each language."""
    editions = _newest()
    whole = _counts(_items().filter(edition__in=editions))
    done = {code: _counts(_translated(code, editions)) for code in languages.others()}
    return [
        Progress(edition.plan, code, counts.get(edition.pk, 0), whole.get(edition.pk, 0))
        for edition in editions
        for code, counts in done.items()
    ]


def items_of(edition: Edition) -> QuerySet[Item]:
    """What there is to translate, in reading order."""
    return _items().filter(edition=edition).select_related("tier").order_by("lft")


def _newest() -> list[Edition]:
    """The edition of each plan that is translated, plans by their titles."""
    editions = Edition.objects.select_related("plan").order_by("plan__title", "plan")
    by_plan = groupby(editions, lambda edition: edition.plan_id)
    return [min(found, key=_first_translated) for _plan, found in by_plan]


def _first_translated(edition: Edition) -> tuple[bool, tuple[int, int]]:
    """Key: what the public reads first goes first, the draft last."""
    return edition.is_draft, edition.precedence


def _items() -> QuerySet[Item]:
    return Item.objects.filter(parent__isnull=False)


def _translated(language: str, editions: list[Edition]) -> QuerySet[Item]:
    same = Translation.objects.filter(
        language=language, item_key=OuterRef("key"), wording=OuterRef("text")
    )
    return _items().filter(Exists(same), edition__in=editions)


def _counts(items: QuerySet[Item]) -> dict[int, int]:
    """How many there are in each edition."""
    return dict(items.order_by().values_list("edition").annotate(n=Count("pk")))


def _write(
    plan: Plan, language: str, one: Said, now: Translation | None, source: str, by: Author
) -> None:
    if not one.text:
        if now:
            now.delete()
        return
    made = now or Translation(
        plan=plan,
        language=language,
        item_key=one.item.key,
        wording=one.item.text,
        digest=digest_of(one.item.text),
    )
    made.text, made.source = one.text, source
    editing.signed(made, by).save()


def _text(translation: Translation | None) -> str:
    return translation.text if translation else ""
