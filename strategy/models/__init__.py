from strategy.models.editions import Edition, Rendition
from strategy.models.items import Item, ItemTally
from strategy.models.plans import PageRevision, Plan, Tier

__all__ = ["Edition", "Item", "ItemTally", "PageRevision", "Plan", "Rendition", "Tier"]
