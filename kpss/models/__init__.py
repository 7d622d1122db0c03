from kpss.models.bodies import Body, BodyWork, Membership, Person, Rules
from kpss.models.concerns import Concern, ConcernPart
from kpss.models.cycles import Cycle, Phase
from kpss.models.documents import Document, DocumentText
from kpss.models.fields import Side
from kpss.models.joining import Application, Correspondent, Topic
from kpss.models.meetings import AgendaPoint, Attendance, Meeting, Series
from kpss.models.minutes import (
    Decision,
    DecisionEffect,
    Erasing,
    HiddenPassage,
    Minutes,
    MinutesVersion,
    Objection,
    Task,
)
from kpss.models.news import News, NewsSubscription
from kpss.models.projects import (
    ActivityPoint,
    Involvement,
    KeyActivity,
    Project,
    ProjectPart,
)
from kpss.models.revision import PlanningRevision
from kpss.models.subsidies import Call, Funding, SubsidyRules
from kpss.models.target_groups import TargetGroup, TargetGroupName, TargetGroupPart

__all__ = [
    "ActivityPoint",
    "AgendaPoint",
    "Application",
    "Attendance",
    "Body",
    "BodyWork",
    "Call",
    "Concern",
    "ConcernPart",
    "Correspondent",
    "Cycle",
    "Decision",
    "DecisionEffect",
    "Document",
    "DocumentText",
    "Erasing",
    "Funding",
    "HiddenPassage",
    "Involvement",
    "KeyActivity",
    "Meeting",
    "Membership",
    "Minutes",
    "MinutesVersion",
    "News",
    "NewsSubscription",
    "Objection",
    "Person",
    "Phase",
    "PlanningRevision",
    "Project",
    "ProjectPart",
    "Rules",
    "Series",
    "Side",
    "SubsidyRules",
    "TargetGroup",
    "TargetGroupName",
    "TargetGroupPart",
    "Task",
    "Topic",
]
