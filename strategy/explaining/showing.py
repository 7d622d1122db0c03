"""What the page of an item explains: its summary, and the terms in its words."""

from typing import NamedTuple
from uuid import UUID

from django.db.models import (
    BigIntegerField,
    Exists,
    IntegerField,
    OuterRef,
    TextField,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast
from django.http import Http404
from django.urls import reverse
from django.utils.safestring import SafeString

from strategy.explaining.matching import Known, marked, matcher
from strategy.models import Item, PortalRevision, Summary
from strategy.models.explaining import digest_of
from strategy.prepared import Given, Prepared
from strategy.reading import Reading
from strategy.typography import hold_together

# The summaries of an item, the first written first, and before them the revision of the portal.
# Only those of what could be read by the edition that is read: a draft's tell of the draft.
_NOTHING = Cast(Value(""), TextField())
_READ = Item.objects.published().filter(
    key=OuterRef("item_key"),
    text=OuterRef("wording"),
    edition__number__lte=Given("number", IntegerField()),
)
_TOLD = Prepared(
    PortalRevision.objects.values_list(_NOTHING, Cast("number", BigIntegerField()), _NOTHING).union(
        Summary.objects.filter(Exists(_READ), item_key=Given("key", UUIDField()))
        .order_by()
        .values_list(
            Cast("digest", TextField()), Cast("pk", BigIntegerField()), Cast("text", TextField())
        ),
        all=True,
    )
)


class Shown(NamedTuple):
    """An item's words with its terms linked, what the terms mean, and its plain summary.

    `is_stale` where the summary explains an older wording than the one that is read.
    """

    text: SafeString
    description: SafeString
    terms: list[Known]
    summary: str
    is_stale: bool


class _Told(NamedTuple):
    revision: int
    # (digest of the wording, text) of each summary, the first written first.
    summaries: list[tuple[str, str]]


def of_item(read: Reading) -> Shown:
    """For the item that is read; one query, and one more for each plan once the glossary changed.

    Raises Http404 where no item is read.
    """
    if (item := read.item) is None:
        raise Http404
    told = _told(item.key, read.edition.number)
    known, glossary = matcher(read.plan.pk, told.revision), reverse("strategy:glossary")
    in_text = known.marks(hold_together(item.text))
    seen = frozenset(mark.term.pk for mark in in_text)
    in_description = known.marks(hold_together(item.description), seen)
    summary, is_stale = _summary(read, item.text, told.summaries)
    return Shown(
        text=marked(item.text, in_text, glossary),
        description=marked(item.description, in_description, glossary),
        terms=[mark.term for mark in (*in_text, *in_description)],
        summary=summary,
        is_stale=is_stale,
    )


def _summary(read: Reading, wording: str, summaries: list[tuple[str, str]]) -> tuple[str, bool]:
    """The wording's own; where a text that stands has none, the last one, which is stale then.

    What is past keeps its own words only: a newer explanation would not be of them.
    """
    own = dict(summaries).get(digest_of(wording))
    if own is not None:
        return own, False
    if summaries and (read.is_current or read.edition.is_live):
        return summaries[-1][1], True
    return "", False


def _told(key: UUID, number: int) -> _Told:
    rows = sorted(_TOLD.ask(key=key, number=number), key=lambda row: row[1])
    revision = next((number for digest, number, _text in rows if not digest), 0)
    return _Told(revision, [(digest, text) for digest, _pk, text in rows if digest])
