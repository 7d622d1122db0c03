"""Telling a verb in the infinitive, by which a measure so often begins, from a noun."""

import re

from strategy.importing.codes import UPPER
from strategy.importing.grammar.flat import flat

INFINITIVE = re.compile(r"\w+(?:ovat|[^a\W]at|[ie]t|out|[ei]st|ust|yt|oci|eci|ici)")
NOUNS = re.compile(
    r"(?:magistr|sekretari|rektor|intern|inspektor|not|sen|kabin|audit|limit|kredit|defic|"
    r"univerz|market|budg|klient|student|bezpecnost|oblast|cinnost|spolecnost|cast|mest|"
    r"soci[ae]t|kvalit|fakult|republik|inici|nemoc|pomoc|organiza)\w*|\w+ost|\w+ist|\w+act"
)
CAPITALISED = re.compile(rf"(?<!\S)[{UPPER}]\w+")


def is_infinitive(word: str) -> bool:
    """Whether a word ends as an infinitive does, and is none of the nouns that do too.

    >>> is_infinitive("Zajistit"), is_infinitive("Magistrát"), is_infinitive("Provést")
    (True, False, True)
    """
    bare = word.strip("„“\"'(),.;:")
    if bare.endswith(("át", "ent", "ant")) and bare not in {"Dát", "Hrát", "Znát"}:
        return False
    looked_up = flat(bare)
    return bool(INFINITIVE.fullmatch(looked_up)) and not NOUNS.fullmatch(looked_up)
