"""Names of tiers on pages in another language than the plan's own.

A plan names its levels itself. The words that Czech plans have in common are known in other
languages; any other name stays as the plan has it, for nobody has translated it.
"""

from django.utils.translation import pgettext_lazy

from strategy import languages

# By the name in singular, for “opatření” is one and many.
KNOWN = {
    "hodnota": (pgettext_lazy("tier", "Value"), pgettext_lazy("tiers", "Values")),
    "vize": (pgettext_lazy("tier", "Vision"), pgettext_lazy("tiers", "Visions")),
    "pilíř": (pgettext_lazy("tier", "Pillar"), pgettext_lazy("tiers", "Pillars")),
    "oblast": (pgettext_lazy("tier", "Area"), pgettext_lazy("tiers", "Areas")),
    "téma": (pgettext_lazy("tier", "Theme"), pgettext_lazy("tiers", "Themes")),
    "prioritní osa": (
        pgettext_lazy("tier", "Priority axis"),
        pgettext_lazy("tiers", "Priority axes"),
    ),
    "priorita": (pgettext_lazy("tier", "Priority"), pgettext_lazy("tiers", "Priorities")),
    "hlavní cíl": (pgettext_lazy("tier", "Main goal"), pgettext_lazy("tiers", "Main goals")),
    "primární cíl": (
        pgettext_lazy("tier", "Primary goal"),
        pgettext_lazy("tiers", "Primary goals"),
    ),
    "strategický cíl": (
        pgettext_lazy("tier", "Strategic goal"),
        pgettext_lazy("tiers", "Strategic goals"),
    ),
    "cíl": (pgettext_lazy("tier", "Goal"), pgettext_lazy("tiers", "Goals")),
    "specifický cíl": (
        pgettext_lazy("tier", "Specific goal"),
        pgettext_lazy("tiers", "Specific goals"),
    ),
    "dílčí cíl": (pgettext_lazy("tier", "Sub-goal"), pgettext_lazy("tiers", "Sub-goals")),
    "operační cíl": (
        pgettext_lazy("tier", "Operational goal"),
        pgettext_lazy("tiers", "Operational goals"),
    ),
    "cílová skupina": (
        pgettext_lazy("tier", "Target group"),
        pgettext_lazy("tiers", "Target groups"),
    ),
    "opatření": (pgettext_lazy("tier", "Measure"), pgettext_lazy("tiers", "Measures")),
    "aktivita": (pgettext_lazy("tier", "Activity"), pgettext_lazy("tiers", "Activities")),
    "činnost": (pgettext_lazy("tier", "Activity"), pgettext_lazy("tiers", "Activities")),
    "úkol": (pgettext_lazy("tier", "Task"), pgettext_lazy("tiers", "Tasks")),
    "projekt": (pgettext_lazy("tier", "Project"), pgettext_lazy("tiers", "Projects")),
    "projektový záměr": (
        pgettext_lazy("tier", "Project intent"),
        pgettext_lazy("tiers", "Project intents"),
    ),
}


def one(name: str) -> str:
    """The name of a tier in the language that is spoken."""
    known = None if languages.is_own() else KNOWN.get(name.lower())
    return str(known[0]) if known else name


def many(name: str, plural: str) -> str:
    """Its name in plural, by the names that the plan gives it."""
    known = None if languages.is_own() else KNOWN.get(name.lower())
    return str(known[1]) if known else plural
