from strategy.admin.editions import EditionAdmin
from strategy.admin.items import ItemAdmin
from strategy.admin.plans import PlanAdmin

__all__ = ["EditionAdmin", "ItemAdmin", "PlanAdmin"]
