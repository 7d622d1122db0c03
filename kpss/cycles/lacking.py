"""What a phase of a plan's cycle still lacks, by one rule for each phase.

| phase | what it needs |
|---|---|
| preparation | a body that works on the plan, or a project that prepares it |
| analysis | a document of the kind analysis |
| drafting | a published edition with items, or a document of the kind plan |
| consultation | a consultation in the portal, or a document of the kind record |
| approval | a resolution by which an edition was approved |
| realisation | an action plan; of an action plan a document of the kind record or output |
| evaluation | a document of the kind evaluation |
| next period | a plan that follows; nothing of an action plan |

Beside that each phase needs a date, and the next period none. A document counts where it belongs to
the phase, or to the plan as a whole. The rules ask nothing of the database: `kpss.cycles.facts`
brings what they need of all plans at once.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from kpss.cycles.facts import Facts
from kpss.models import Document, Phase

Kind = Phase.Kind


def lacking(facts: Facts, kind: str, phase: Phase | None) -> list[str]:
    """What the phase lacks, in words; nothing where it lacks nothing."""
    found = [] if _is_dated(kind, phase) else [_("a date")]
    missed = RULES[Kind(kind)](facts)
    return [*found, missed] if missed else found


def _is_dated(kind: str, phase: Phase | None) -> bool:
    return kind == Kind.NEXT or bool(phase and (phase.begins or phase.ends))


def _preparation(facts: Facts) -> str:
    return "" if facts.is_prepared else _("a body or a project that prepares the plan")


def _analysis(facts: Facts) -> str:
    done = facts.documented(Kind.ANALYSIS, Document.Kind.ANALYSIS)
    return "" if done else _("a document with an analysis")


def _draft(facts: Facts) -> str:
    done = facts.has_text or facts.documented(Kind.DRAFT, Document.Kind.PLAN)
    return "" if done else _("the text of the plan")


def _consultation(facts: Facts) -> str:
    done = facts.is_consulted or facts.documented(Kind.CONSULTATION, Document.Kind.RECORD)
    return "" if done else _("a consultation, or a record of one")


def _approval(facts: Facts) -> str:
    return "" if facts.is_approved else _("a resolution with its wording")


def _realisation(facts: Facts) -> str:
    if facts.is_action_plan:
        shown = (Document.Kind.RECORD, Document.Kind.OUTPUT)
        return "" if facts.documented(Kind.REALISATION, *shown) else _("a record of what was done")
    return "" if facts.has_action_plan else _("an action plan")


def _evaluation(facts: Facts) -> str:
    done = facts.documented(Kind.EVALUATION, Document.Kind.EVALUATION)
    return "" if done else _("a document with an evaluation")


def _next(facts: Facts) -> str:
    done = facts.is_action_plan or facts.is_followed
    return "" if done else _("a plan that follows")


RULES: dict[Kind, Callable[[Facts], str]] = {
    Kind.PREPARATION: _preparation,
    Kind.ANALYSIS: _analysis,
    Kind.DRAFT: _draft,
    Kind.CONSULTATION: _consultation,
    Kind.APPROVAL: _approval,
    Kind.REALISATION: _realisation,
    Kind.EVALUATION: _evaluation,
    Kind.NEXT: _next,
}
