"""The texts that tell of community planning, and what is read out of them by their form."""

import re

from django.conf import settings

from kpss.projects import activities
from kpss.projects.activities import Activity

FIXTURES = settings.BASE_DIR / "fixtures"
PROJECT = "kpss-grantovy-projekt.txt"
PARTNERSHIP = "lokalni-partnerstvi-2016.txt"
BEGINNINGS = "zavedeni-kpss.txt"

ACTIVITIES_FOLLOW = "K realizaci hlavních cílů projektu směřují následující klíčové aktivity:"
ACTIVITIES_END = "Další informace naleznete také na"
MEETING_FOLLOWS = "Brno, 14. 4. 2016 – "
INNER_QUOTES = str.maketrans({"„": "‚", "“": "‘", '"': "‘"})
MEETING_ENDS = "Přihlašte se k odběru novinek"


def text_of(name: str) -> str:
    """A fixture, its spaces as one types them; lines and everything else as it stands there."""
    lines = (FIXTURES / name).read_text().splitlines()
    return "\n".join(" ".join(line.split()) for line in lines)


def said(text: str, beginning: str, ending: str = ".") -> str:
    """The passage of a text that begins and ends so, on one line. Raises ValueError without one."""
    pattern = f"{re.escape(beginning)}.*?{re.escape(ending)}" if ending else re.escape(beginning)
    found = re.search(pattern, " ".join(text.split()))
    if found is None:
        raise ValueError(f"The source no longer says “{beginning}”.")
    return found[0]


def quoted(passage: str) -> str:
    """In quotation marks, those within it as inner ones; “…” where the source goes on."""
    within = passage.translate(INNER_QUOTES)
    return f"„{within}{'' if within.endswith('.') else '…'}“"


def named(title: str) -> str:
    """The name of something, or one of a list, in quotation marks as it stands."""
    return f"„{title.translate(INNER_QUOTES)}“"


def key_activities(text: str) -> list[Activity]:
    """Those of the grant project; the text stands under its heading after an empty line."""
    told = between(text, ACTIVITIES_FOLLOW, ACTIVITIES_END).splitlines()
    return activities.read("\n".join(line for line in told if line))


def meeting_told(text: str) -> str:
    """What the partnership's page tells of the meeting, without the web around it."""
    told = MEETING_FOLLOWS + between(text, MEETING_FOLLOWS, MEETING_ENDS)
    return "\n".join(line for line in told.splitlines() if line)


def between(text: str, beginning: str, ending: str) -> str:
    """What stands between two marks. Raises ValueError where one of them is not there."""
    start = text.index(beginning) + len(beginning)
    return text[start : text.index(ending, start)].strip()
