"""All subjects by their names, in the order in which they are offered."""

from brnoplan.opendata import (
    comments,
    costs,
    editions,
    groups,
    indicators,
    items,
    links,
    meetings,
    organisations,
    plans,
    progress,
    projects,
    readings,
    rounds,
)
from brnoplan.opendata.subject import Subject

_OF_PLANS = (plans, items, editions, costs, indicators, readings, links)
_OF_PUBLIC = (comments, progress, rounds)
_OF_PLANNING = (groups, meetings, projects, organisations)

SUBJECTS: dict[str, Subject] = {
    module.SUBJECT.name: module.SUBJECT for module in (*_OF_PLANS, *_OF_PUBLIC, *_OF_PLANNING)
}
