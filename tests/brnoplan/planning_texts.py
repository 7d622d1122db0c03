"""What the texts of community planning say, to compare the demo with."""

import re

from brnoplan.planning_demo.texts import text_of

DASHES = str.maketrans({"–": "-", "“": '"', "”": '"'})


def flat(text: str) -> str:
    """A text on one line, its dashes, quotes and letters' case as one."""
    return " ".join(text.translate(DASHES).lower().split()).replace(" - ", "-")


def quotes(told: str) -> list[str]:
    """What stands in quotation marks, as its source has it; “…” at its end is ours."""
    found = re.findall("„(.+?)…?“", told, flags=re.DOTALL)
    return [one.translate(str.maketrans("‚‘", "„“")) for one in found]


def says(name: str, *words: str) -> list[str]:
    """Those of the words that a text does not say."""
    text = flat(text_of(name))
    return [one for one in words if flat(one) not in text]
