from strategy.models.allowances import Allowance
from strategy.models.archive import ArchivedPdf, Seal
from strategy.models.auditing import AuditEntry, AuditHead
from strategy.models.editions import Edition, Rendition
from strategy.models.explaining import Summary, Term
from strategy.models.imports import PlanImport
from strategy.models.items import Item, ItemTally
from strategy.models.jobs import Job
from strategy.models.leads import Handover, Lead
from strategy.models.ledger import LedgerEntry
from strategy.models.letters import Letter
from strategy.models.links import MeasureLink
from strategy.models.measures import Card, CardField, Cost, Indicator, Responsibility
from strategy.models.organisations import Organisation
from strategy.models.plans import PageRevision, Plan, Tier
from strategy.models.portal import (
    AccessibilityStatement,
    Feedback,
    PortalRevision,
    PortalText,
)
from strategy.models.progress import Channel, MeasureState, ProgressReport
from strategy.models.readings import Reading
from strategy.models.resolutions import Resolution, ResolutionPart
from strategy.models.rounds import Round, RoundAnswer
from strategy.models.searching import SearchDue, SearchEntry, SearchStem, Synonyms
from strategy.models.translations import Translation

__all__ = [
    "AccessibilityStatement",
    "Allowance",
    "ArchivedPdf",
    "AuditEntry",
    "AuditHead",
    "Card",
    "CardField",
    "Channel",
    "Cost",
    "Edition",
    "Feedback",
    "Handover",
    "Indicator",
    "Item",
    "ItemTally",
    "Job",
    "Lead",
    "LedgerEntry",
    "Letter",
    "MeasureLink",
    "MeasureState",
    "Organisation",
    "PageRevision",
    "Plan",
    "PlanImport",
    "PortalRevision",
    "PortalText",
    "ProgressReport",
    "Reading",
    "Rendition",
    "Resolution",
    "ResolutionPart",
    "Responsibility",
    "Round",
    "RoundAnswer",
    "Seal",
    "SearchDue",
    "SearchEntry",
    "SearchStem",
    "Summary",
    "Synonyms",
    "Term",
    "Tier",
    "Translation",
]
