"""All subjects by their names, in the order in which they are offered."""

from brnoplan.opendata import comments, editions, groups, items, meetings, plans, progress
from brnoplan.opendata.subject import Subject

SUBJECTS: dict[str, Subject] = {
    module.SUBJECT.name: module.SUBJECT
    for module in (plans, items, editions, comments, progress, groups, meetings)
}
