from django.db import models
from django.db.models import F


class PlanningRevision(models.Model):
    """How often what the public sees of community planning has changed: one row.

    Raised by every deed that changes a public page of it, in the deed's own transaction and after
    the deed's own rows, but before the `PageRevision` of any plan.
    """

    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def raise_it(cls) -> None:
        """Make every stored page of community planning stale."""
        if not cls.objects.filter(pk=1).update(number=F("number") + 1):
            # Of two that make the row at once, the second waits here and raises the first one's.
            PlanningRevision.objects.bulk_create([PlanningRevision(pk=1)], ignore_conflicts=True)
            cls.objects.filter(pk=1).update(number=F("number") + 1)
