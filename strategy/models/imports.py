from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from strategy.models.fields import PlainLine
from strategy.models.plans import Plan


class PlanImport(models.Model):
    """A file that is being brought in: what was understood of it, and what a person mended."""

    plan = models.ForeignKey(
        Plan, on_delete=models.CASCADE, null=True, blank=True, related_name="imports",
        verbose_name=_("plan"),
    )  # fmt: skip
    # Of a plan that does not exist yet.
    slug = models.SlugField(_("address"), blank=True)
    title = PlainLine(_("title"), max_length=200, blank=True)
    name = PlainLine(_("file"), max_length=200)
    file = models.FileField(upload_to="imports/")
    # What was read, and corrections of it, as `strategy.importing` gives and takes them.
    read = models.JSONField(default=dict)
    corrections = models.JSONField(default=list)
    # Organisations for the directory, each with its kind, as they were ticked.
    created = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    began_at = models.DateTimeField(_("begun"), default=timezone.now)
    written_at = models.DateTimeField(_("written"), null=True, editable=False)

    class Meta:
        verbose_name = _("import of a plan")
        verbose_name_plural = _("imports of plans")
        ordering = ["-began_at"]

    def __str__(self) -> str:
        return self.name
