"""The level words of this family of plans, from the highest to the lowest."""

from dataclasses import dataclass

from strategy.characters import without_diacritics


@dataclass(frozen=True)
class Level:
    """A level as its word names it; a plan keeps it as a Tier."""

    name: str
    plural: str
    is_goal: bool = False
    is_measure: bool = False

    @property
    def rank(self) -> int:
        """0 is the highest."""
        return LEVELS.index(self)


VALUE = Level("Hodnota", "Hodnoty")
PRIMARY_GOAL = Level("Primární cíl", "Primární cíle", is_goal=True)
SUB_GOAL = Level("Dílčí cíl", "Dílčí cíle", is_goal=True)
STRATEGIC_GOAL = Level("Strategický cíl", "Strategické cíle", is_goal=True)
SPECIFIC_GOAL = Level("Specifický cíl", "Specifické cíle", is_goal=True)
PRIORITY = Level("Priorita", "Priority")
MEASURE = Level("Opatření", "Opatření", is_measure=True)
ACTIVITY = Level("Aktivita", "Aktivity")
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
