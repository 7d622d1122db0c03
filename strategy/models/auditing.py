from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One deed of staff: who did what to which row, in keys and never in words.

    Written with the deed; its place in the chain is put in right after, and then nothing of it
    changes (`strategy.auditing`).
    """

    at = models.DateTimeField(_("when"), default=timezone.now)
    # The account's key, which stays when the account is gone; none for who could not sign in.
    by = models.BigIntegerField(_("account"), null=True)
    deed = models.CharField(_("deed"), max_length=120)
    # Of the first row that was written.
    model = models.CharField(_("kind of row"), max_length=80, blank=True)
    row = models.CharField(_("key of row"), max_length=64, blank=True)
    # Keys in the address, and which button it was.
    about = models.JSONField(_("of what"), default=dict)
    place = models.BigIntegerField(_("place in the chain"), null=True, unique=True)
    before = models.CharField(max_length=64, blank=True)
    digest = models.CharField("SHA-256", max_length=64, blank=True)

    class Meta:
        verbose_name = _("entry of the audit log")
        verbose_name_plural = _("audit log")
        default_permissions = ("view",)
        indexes = [models.Index(fields=["by", "-id"], name="audit_entry_by_account")]

    def __str__(self) -> str:
        return f"{self.place or '–'} {self.deed}"


class AuditHead(models.Model):
    """The one row that says where the chain ends; who holds it may add to the chain."""

    place = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.place)
