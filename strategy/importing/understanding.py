"""A file of any kind to a Document: which of the two readers takes it.

Plain text in the layout of the Brno 2050 strategy is read strictly (reading): its levels and
letters only, nothing said of the items, any other line refused. Everything else is read by what
it shows of its own grammar (grammar.learning), where a doubtful line becomes an unsure verdict.

A text whose levels are those of the family, and of whose items nothing is said, but which the
strict reader refuses, comes as the learner reads it, with that refusal both as `refusal` and as
an unsure verdict on its line: a preview lets a person decide, a command without one refuses.
"""

from strategy.importing import own_headings, reading
from strategy.importing.document import Document
from strategy.importing.grammar.learning import learn, left_out_by
from strategy.importing.grammar.level_words import BY_KEY
from strategy.importing.levels import LEVEL_OF_WORD, folded
from strategy.importing.refusal import ImportRefused
from strategy.importing.sources import Source, read_source
from strategy.importing.strict_verdicts import verdicts_of
from strategy.importing.verdicts import Certainty, Rule
from strategy.models import Edition


def understand(name: str, data: bytes, draft: Edition | None = None) -> Document:
    """What a file says; `name` tells its kind. Raises ImportRefused where it holds no plan.

    `draft` is the one that it is for, whose codes tell the levels of its own Word document.
    """
    source = own_headings.named(read_source(name, data), draft)
    if source.kind != "text":
        return learn(source)
    try:
        strict = reading.read(data)
    except ImportRefused as refusal:
        return _learnt_with(source, refusal)
    return strict_or_learnt(source, strict)


def strict_or_learnt(source: Source, strict: Document) -> Document:
    """What both read is the strict reader's, unless something is said of the items, or a level
    is named that it does not know and took for wording."""
    try:
        learnt = learn(source)
    except ImportRefused:
        learnt = None
    if learnt is None or _is_of_family(learnt):
        verdicts = [*verdicts_of(source.lines, strict), *left_out_by(source)]
        verdicts.sort(key=lambda verdict: verdict.line)
        return Document(strict.nodes, strict.comments, strict.left_out, verdicts)
    return learnt


def _learnt_with(source: Source, refusal: ImportRefused) -> Document:
    learnt = learn(source)
    if not _is_of_family(learnt):
        return learnt
    for verdict in learnt.verdicts:
        if verdict.line == refusal.line:
            verdict.rule, verdict.certainty = Rule.REFUSED, Certainty.UNSURE
            break
    return Document(learnt.nodes, learnt.comments, learnt.left_out, learnt.verdicts, refusal)


def _is_of_family(document: Document) -> bool:
    """Whether its levels are those of the Brno 2050 strategy and nothing is said of its items."""
    said = any(entry.rule is not Rule.BELOW for node in document.nodes for entry in node.entries)
    known = {folded(name) for name in LEVEL_OF_WORD}
    # What a code alone tells of a level is nothing that the document says.
    named = {folded(it.level.name) for it in document.nodes if it.rule is not Rule.CODE_ALONE}
    return not said and all(name in known and name in BY_KEY for name in named)
