from strategy.admin.archive import ArchivedPdfAdmin
from strategy.admin.auditing import AuditEntryAdmin
from strategy.admin.editions import EditionAdmin
from strategy.admin.explaining import SummaryAdmin, TermAdmin
from strategy.admin.items import ItemAdmin
from strategy.admin.jobs import JobAdmin
from strategy.admin.letters import LetterAdmin
from strategy.admin.organisations import OrganisationAdmin
from strategy.admin.plans import PlanAdmin
from strategy.admin.readings import ReadingAdmin
from strategy.admin.reports import ProgressReportAdmin
from strategy.admin.resolutions import ResolutionAdmin
from strategy.admin.rounds import RoundAdmin
from strategy.admin.statement import AccessibilityStatementAdmin, PortalTextAdmin
from strategy.admin.synonyms import SynonymsAdmin

__all__ = [
    "AccessibilityStatementAdmin",
    "ArchivedPdfAdmin",
    "AuditEntryAdmin",
    "EditionAdmin",
    "ItemAdmin",
    "JobAdmin",
    "LetterAdmin",
    "OrganisationAdmin",
    "PlanAdmin",
    "PortalTextAdmin",
    "ProgressReportAdmin",
    "ReadingAdmin",
    "ResolutionAdmin",
    "RoundAdmin",
    "SummaryAdmin",
    "SynonymsAdmin",
    "TermAdmin",
]
