"""How much each stem says in a document: more in a title, less in a long text."""

from collections import Counter
from collections.abc import Iterator

from strategy.searching.documents import KINDS, Document
from strategy.searching.words import code_stem, is_code, words_of

# How much a word counts where it stands, and how many words are usual there.
TITLE = (3.0, 8)
TEXT = (1.6, 60)
CONTEXT = (0.5, 20)
CODE_WEIGHT = 6.0
THOUSANDTHS = 1000
# Marks stems that are no words but what results are narrowed by.
FACET = "="
NOW = f"{FACET}now"


def of_kind(kind: str) -> str:
    return f"{FACET}k:{kind}"


def of_plan(plan_id: int) -> str:
    return f"{FACET}p:{plan_id}"


def of_year(year: int) -> str:
    return f"{FACET}y:{year}"


def stems_of(document: Document) -> dict[str, int]:
    """The stems of a document with how much they say, in thousandths; facets weigh nothing."""
    found: Counter[str] = Counter()
    beside = f"{document.context} {document.words} {KINDS[document.kind].words}"
    title = document.title
    if document.is_part:
        # Else a long text would take all the places of its title's words.
        title, beside = "", f"{title} {beside}"
    for text, (weight, usual) in (
        (title, TITLE),
        (document.text, TEXT),
        (beside, CONTEXT),
    ):
        for stem, often in _saturated(text, usual):
            found[stem] += weight * often  # type: ignore[assignment]
    if document.code:
        found[code_stem(document.code)] += CODE_WEIGHT  # type: ignore[assignment]
    weights = {stem: round(weight * THOUSANDTHS) for stem, weight in found.items()}
    return weights | dict.fromkeys(_facets(document), 0)


def _saturated(text: str, usual: int) -> Iterator[tuple[str, float]]:
    """(stem, how often): a second occurrence adds less, and each the less the longer a text is."""
    words = list(words_of(text))
    counts: Counter[str] = Counter()
    for word in words:
        for stem, weight in word.stems.items():
            counts[stem] += weight  # type: ignore[assignment]
    length = 0.4 + 0.6 * len(words) / usual
    for stem, count in counts.items():
        yield stem, 2.2 * count / (count + 1.2 * length)


def _facets(document: Document) -> Iterator[str]:
    yield of_kind(document.kind)
    if document.in_force:
        yield NOW
    if document.plan_id is not None:
        yield of_plan(document.plan_id)
    if document.year is not None:
        yield of_year(document.year)


def is_single_letter(text: str) -> bool:
    """Whether it could be nothing but the code of an item."""
    return len(text) == 1 and text.isalnum() and not is_code(text)
