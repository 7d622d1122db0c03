import uuid
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LedgerEntry(models.Model):
    """That personal data were erased, so that no restored copy brings them back.

    Written in the transaction of the erasing deed, so a copy of the database holds the entry where
    it holds what the deed has left. Holds keys and keyed hashes only; see `strategy.ledger`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    what: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    done_at = models.DateTimeField(_("done"), default=timezone.now)
    # Whether it stands in the file beside the database.
    in_file = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("entry of the ledger of erasures")
        verbose_name_plural = _("ledger of erasures")
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["done_at"], condition=models.Q(in_file=False), name="ledger_not_in_file"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.done_at:%Y-%m-%d}"
