from django.db import models
from django.utils.translation import gettext_lazy as _


class Allowance(models.Model):
    """How much of a limit was used within one stretch of time. Kept for as long as that runs.

    The key is a keyed hash, so that no address can be read from it.
    """

    key = models.CharField(max_length=64)
    begins_at = models.DateTimeField()
    used = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("allowance")
        verbose_name_plural = _("allowances")
        constraints = [
            models.UniqueConstraint(fields=["key", "begins_at"], name="allowance_once_a_stretch")
        ]

    def __str__(self) -> str:
        return f"{self.begins_at}: {self.used}"
