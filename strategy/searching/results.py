"""A page of results as it is shown, and what is said where there is none."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db.models import BigIntegerField, CharField, IntegerField, Value
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from strategy import languages
from strategy.models import Edition, SearchEntry, Synonyms
from strategy.searching import asking, finding, meant, passages
from strategy.searching.asking import Asked
from strategy.searching.documents import KINDS
from strategy.searching.finding import Narrowing
from strategy.searching.words import words_of

ON_PAGE = 10


class PlanChoice(NamedTuple):
    pk: int
    slug: str
    title: str


class Ground(NamedTuple):
    """What every search needs: the plans to narrow by, and words of the same meaning."""

    plans: list[PlanChoice]
    synonyms: list[str]


class Result(NamedTuple):
    """One result. `edition` is its number where it is no longer in force."""

    kind: str
    address: str
    title: SafeString
    code: str
    context: str
    passage: SafeString
    edition: str
    year: str


class Tab(NamedTuple):
    """A kind to narrow by, with how many there are of it; empty where that is not known."""

    kind: str
    label: str
    number: str
    is_chosen: bool


def ground() -> Ground:
    """One query."""
    nothing = Value("", output_field=CharField())
    editions = Edition.objects.published().order_by()
    plans = editions.values_list("plan_id", "plan__slug", "title", "state", "number")
    words = Synonyms.objects.order_by().values_list(
        Value(0, output_field=BigIntegerField()),
        nothing,
        "words",
        nothing,
        Value(0, output_field=IntegerField()),
    )
    rows = list(plans.union(words, all=True))
    return Ground(_plans(rows), sorted(row[2] for row in rows if not row[0]))


class Results:
    """What was found for a question, a page of it; of what it asks the database when it is made.

    At most four queries beside that of `ground`.
    """

    def __init__(self, asked: Asked, narrowing: Narrowing, page: int) -> None:
        self.asked, self.narrowing, self.page = asked, narrowing, page
        self.found = finding.find(asked, narrowing) if asked.terms else finding.NOTHING
        keys = self.found.keys[(page - 1) * ON_PAGE : page * ON_PAGE]
        self.shown = _shown(keys, asked)
        self.meant = "" if keys else meant.meant(asked, self.found.unknown)

    @property
    def count(self) -> int:
        return len(self.found.keys)

    @property
    def has_more(self) -> bool:
        return self.count > self.page * ON_PAGE

    @property
    def is_past_the_end(self) -> bool:
        return self.page > 1 and not self.shown

    @cached_property
    def headline(self) -> str:
        """How many there are, in a sentence."""
        # Of a common word there may be few all the same, once narrowed.
        if self.found.is_capped and self.count >= finding.CANDIDATES:
            told = _("More than %(count)d results. The best come first; narrow them to see others.")
            return told % {"count": finding.CANDIDATES}
        if not self.count:
            return _("Nothing was found.") if self.asked.terms else ""
        if self.found.is_partial:
            told = _("%(count)d results at least. The best come first; narrow them to see others.")
            return told % {"count": self.count}
        said = ngettext("%(count)d result", "%(count)d results", self.count)
        return said % {"count": self.count}

    @cached_property
    def advice(self) -> list[str]:
        """What to know of how it was searched, or what to do."""
        return [*_advice(self.asked, self.count), *self._unknown()]

    @cached_property
    def tabs(self) -> list[Tab]:
        """The kinds of what was found, none where there is but one and none is chosen."""
        counts, chosen = self.found.counts, self.narrowing.kind
        listed = sorted(KINDS, key=lambda kind: KINDS[kind].is_beside)
        kinds = [kind for kind in listed if counts.get(kind) or kind == chosen]
        if len(kinds) < 2 and not chosen:
            return []
        number = "" if self.found.is_capped else str(sum(counts.values()))
        every = Tab("", _("Everything"), number, is_chosen=not chosen)
        return [every, *(self._tab(kind) for kind in kinds)]

    def _unknown(self) -> Iterable[str]:
        """Which words stand nowhere, where others led to something all the same."""
        unknown = {term.plain for term in self.found.unknown if not term.is_code}
        text = self.asked.text
        words = [text[one.start : one.end] for one in words_of(text) if one.plain in unknown]
        if words and self.count:
            told = _("Not found anywhere: %(words)s. The results match the other words.")
            yield told % {"words": ", ".join(dict.fromkeys(words))}

    def _tab(self, kind: str) -> Tab:
        number = "" if self.found.is_capped else str(self.found.counts.get(kind, 0))
        return Tab(kind, str(KINDS[kind].plural), number, is_chosen=kind == self.narrowing.kind)


def _plans(rows: Iterable[tuple[int, str, str, str, int]]) -> list[PlanChoice]:
    """Each plan by the title of the edition that its address shows."""
    editions = [
        (pk, Edition(state=state, number=number).precedence, slug, title)
        for pk, slug, title, state, number in rows
        if pk
    ]
    best = {pk: PlanChoice(pk, slug, title) for pk, _place, slug, title in sorted(editions)[::-1]}
    return sorted(best.values(), key=lambda plan: plan.title)


def _shown(keys: Sequence[int], asked: Asked) -> list[Result]:
    """One query, none without keys."""
    if not keys:
        return []
    entries = SearchEntry.objects.defer("folded").in_bulk(keys)
    stems = asked.stems
    return [_result(entries[key], stems) for key in keys if key in entries]


def _result(entry: SearchEntry, stems: dict[str, float]) -> Result:
    return Result(
        kind=str(KINDS[entry.kind].label),
        address=languages.spoken(entry.address),
        title=passages.marked(entry.title, stems),
        code=entry.code,
        context=entry.context,
        passage=passages.passage(entry.text, stems),
        edition=str(entry.edition or ""),
        year=str(entry.year or ""),
    )


def _advice(asked: Asked, count: int) -> Iterable[str]:
    if asked.was_cut:
        told = _("The question was long; only its first %(count)d characters were used.")
        yield told % {"count": asking.MOST_LETTERS}
    if asked.has_odd_quotes:
        yield _("A quotation mark has no closing one, so the words were looked for one by one.")
    if len(asked.text) == 1 and not count:
        yield _("Write at least two letters, or the code of a measure, such as E3.")
    elif asked.text and not asked.terms:
        yield _("These words are everywhere, or there are none. Write what you are looking for.")
