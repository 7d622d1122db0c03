"""The rules by which measures are looked at. Each can be explained, and none forbids anything."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from strategy.linting import words
from strategy.measures.cards import Facts
from strategy.models import CardField

# A measure that is longer is read by nobody to its end.
MOST_WORDS = 60


class Subject(NamedTuple):
    """A measure as the rules see it."""

    pk: int
    code: str
    text: str
    lead: str
    due: str
    facts: Facts


class Ground(NamedTuple):
    """What the rules know of the whole plan."""

    fields: frozenset[str]
    explained: frozenset[str]
    # The measures that say the very same, by their wording.
    alike: dict[str, list[Subject]]


class Rule(NamedTuple):
    """`finds` says what is amiss, in words, or nothing; `better` shows it done well.

    `field` is what a plan must use for the rule to be asked; empty where it always is.
    """

    name: str
    title: Promise
    why: Promise
    better: Promise
    finds: Callable[[Subject, Ground], str]
    field: str = ""


def _duplicate(subject: Subject, ground: Ground) -> str:
    others = [one for one in ground.alike[words.spoken(subject.text)] if one.pk != subject.pk]
    if not others:
        return ""
    codes = ", ".join(one.code or _("another measure") for one in others)
    return _("It says the very same as %(codes)s.") % {"codes": codes}


def _no_action(subject: Subject, _ground: Ground) -> str:
    return "" if words.is_action(subject.text) else _("It does not say what is to be done.")


def _vague(subject: Subject, _ground: Ground) -> str:
    verb = words.vague_verb(subject.text)
    measured = words.measures_something(subject.text) or subject.facts.indicators
    if not verb or measured or subject.facts.criterion:
        return ""
    return _("“%(verb)s” alone does not tell when it is done.") % {"verb": verb}


def _too_long(subject: Subject, _ground: Ground) -> str:
    number = len(subject.text.split())
    return _("It has %(number)d words.") % {"number": number} if number > MOST_WORDS else ""


def _abbreviation(subject: Subject, ground: Ground) -> str:
    unknown = [one for one in words.abbreviations(subject.text) if one not in ground.explained]
    if not unknown:
        return ""
    return _("Nothing in the plan explains: %(list)s.") % {"list": ", ".join(unknown)}


def _no_lead(subject: Subject, _ground: Ground) -> str:
    return "" if subject.lead else _("Nobody answers for it.")


def _no_due(subject: Subject, _ground: Ground) -> str:
    return "" if subject.due else _("It has no deadline.")


def _no_indicator(subject: Subject, _ground: Ground) -> str:
    return "" if subject.facts.indicators else _("Nothing is measured.")


def _no_target(subject: Subject, _ground: Ground) -> str:
    open_ended = [one.name for one in subject.facts.indicators if one.target is None]
    if not open_ended:
        return ""
    return _("Without a target: %(list)s.") % {"list": ", ".join(open_ended)}


RULES = (
    Rule(
        "duplicate",
        gettext_lazy("Says it twice"),
        gettext_lazy("Of two measures that say the same nobody knows which one is carried out."),
        gettext_lazy("Keep one, and link it from the other place."),
        _duplicate,
    ),
    Rule(
        "no_action",
        gettext_lazy("Is no action"),
        gettext_lazy(
            "A measure says what is to be done; a heading or a wish cannot be carried out."
        ),
        gettext_lazy("Not “Aktivní plán projektů”, but “Připravit plán projektů a zveřejnit ho”."),
        _no_action,
    ),
    Rule(
        "vague",
        gettext_lazy("A vague verb, and nothing measurable"),
        gettext_lazy("Of such a verb anyone can say that it is done, or that it never will be."),
        gettext_lazy("Not “Podporovat pečující”, but “Otevřít do roku 2027 dvě poradny”."),
        _vague,
    ),
    Rule(
        "too_long",
        gettext_lazy("Too long"),
        gettext_lazy("A reader loses the thread, and several deeds in one cannot be told apart."),
        gettext_lazy("One deed a measure; reasons and examples belong to the explanation."),
        _too_long,
    ),
    Rule(
        "abbreviation",
        gettext_lazy("An unexplained abbreviation"),
        gettext_lazy("Who does not work at the city hall does not know it."),
        gettext_lazy("Write it out where it comes first: “neziskové organizace (NNO)”."),
        _abbreviation,
    ),
    Rule(
        "no_lead",
        gettext_lazy("Without a lead"),
        gettext_lazy("What nobody answers for is done by nobody."),
        gettext_lazy("Name one department; those that help are co-leads."),
        _no_lead,
        CardField.LEAD,
    ),
    Rule(
        "no_due",
        gettext_lazy("Without a deadline"),
        gettext_lazy("Without a day nobody can say that it is late."),
        gettext_lazy("A month or a quarter is enough: “12/2027”; for lasting tasks “průběžně”."),
        _no_due,
        CardField.DUE,
    ),
    Rule(
        "no_indicator",
        gettext_lazy("Without an indicator"),
        gettext_lazy("Only what is measured tells whether it has helped."),
        gettext_lazy("“Počet míst v odlehčovací službě: dnes 40, v roce 2027 alespoň 60.”"),
        _no_indicator,
        CardField.INDICATORS,
    ),
    Rule(
        "no_target",
        gettext_lazy("An indicator without a target"),
        gettext_lazy("A number without a target tells neither success nor failure."),
        gettext_lazy("Give what is to be reached, and by when."),
        _no_target,
        CardField.INDICATORS,
    ),
)


def asked(ground: Ground) -> list[Rule]:
    """The rules that hold for a plan: of a field that it does not use nothing is asked."""
    return [rule for rule in RULES if not rule.field or rule.field in ground.fields]


def ground_of(
    fields: Iterable[str], subjects: Iterable[Subject], texts: Iterable[str], known: Iterable[str]
) -> Ground:
    """What holds for all measures of a plan; `known` are abbreviations of the directory."""
    alike: dict[str, list[Subject]] = {}
    for subject in subjects:
        alike.setdefault(words.spoken(subject.text), []).append(subject)
    explained = set(known)
    for text in texts:
        explained |= words.explained(text)
    return Ground(frozenset(fields), frozenset(explained), alike)
