from strategy.models.allowances import Allowance
from strategy.models.archive import ArchivedPdf, Seal
from strategy.models.editions import Edition, Rendition
from strategy.models.items import Item, ItemTally
from strategy.models.jobs import Job
from strategy.models.letters import Letter
from strategy.models.organisations import Organisation
from strategy.models.plans import PageRevision, Plan, Tier
from strategy.models.resolutions import Resolution, ResolutionPart

__all__ = [
    "Allowance",
    "ArchivedPdf",
    "Edition",
    "Item",
    "ItemTally",
    "Job",
    "Letter",
    "Organisation",
    "PageRevision",
    "Plan",
    "Rendition",
    "Resolution",
    "ResolutionPart",
    "Seal",
    "Tier",
]
