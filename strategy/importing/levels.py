"""The level words of this family of plans, from the highest to the lowest."""

from dataclasses import dataclass

from strategy.characters import without_diacritics


@dataclass(frozen=True)
class Level:
    """A level as its word names it; a plan keeps it as a Tier. Rank 0 is the highest."""

    name: str
    plural: str
    rank: int
    is_goal: bool = False
    is_measure: bool = False


VALUE = Level("Hodnota", "Hodnoty", 0)
PRIMARY_GOAL = Level("Primární cíl", "Primární cíle", 1, is_goal=True)
SUB_GOAL = Level("Dílčí cíl", "Dílčí cíle", 2, is_goal=True)
STRATEGIC_GOAL = Level("Strategický cíl", "Strategické cíle", 3, is_goal=True)
SPECIFIC_GOAL = Level("Specifický cíl", "Specifické cíle", 4, is_goal=True)
PRIORITY = Level("Priorita", "Priority", 5)
MEASURE = Level("Opatření", "Opatření", 6, is_measure=True)
ACTIVITY = Level("Aktivita", "Aktivity", 7)
LEVELS = (
    VALUE,
    PRIMARY_GOAL,
    SUB_GOAL,
    STRATEGIC_GOAL,
    SPECIFIC_GOAL,
    PRIORITY,
    MEASURE,
    ACTIVITY,
)


def folded(word: str) -> str:
    """A word without case, diacritics and doubled spaces, to be compared by."""
    return " ".join(without_diacritics(word.casefold()).split())


LEVEL_OF_WORD = {
    folded(word): level for level in reversed(LEVELS) for word in (level.plural, level.name)
}
