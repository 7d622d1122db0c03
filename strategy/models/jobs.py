from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from strategy.models.editions import Edition


class Job(models.Model):
    """Something that takes long, done by the worker outside of any request."""

    class Kind(models.TextChoices):
        EDITION_PDF = "edition_pdf", _("PDF of an edition")
        ARCHIVED_PDF = "archived_pdf", _("PDF of an approved edition, for the archive")
        PACKET = "packet", _("packet for the council")
        SETTLEMENT_TABLE = "settlement_table", _("settlement table")
        VERIFICATION = "verification", _("verification of all editions")
        PLAN_IMPORT = "plan_import", _("import of a plan")
        ROUND_EVALUATION = "round_evaluation", _("evaluation of a reporting round")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, null=True, related_name="jobs", verbose_name=_("edition")
    )
    # What tells two jobs of a kind apart, such as the orientation of a packet's table.
    variant = models.CharField(max_length=40, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    # The worker's slot. Whoever holds the slot's lock knows that no other runs what is in it.
    slot = models.PositiveSmallIntegerField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(_("error"), blank=True)
    # In per cent, where the job tells it on the way.
    progress = models.PositiveSmallIntegerField(default=0)
    # What came of it: a file, or words.
    file = models.FileField(upload_to="jobs/", blank=True)
    result = models.TextField(blank=True)
    ordered_at = models.DateTimeField(_("ordered"), auto_now_add=True)
    started_at = models.DateTimeField(_("started"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "id"], name="job_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "edition", "variant"],
                condition=Q(state__in=["waiting", "running"]),
                name="job_once_under_way",
            ),
            models.UniqueConstraint(
                fields=["kind", "variant"],
                condition=Q(state__in=["waiting", "running"], edition__isnull=True),
                name="job_without_edition_once_under_way",
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(slot__isnull=False, started_at__isnull=False),
                name="job_running_in_slot",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_state_display()}"

    @property
    def is_under_way(self) -> bool:
        return self.state in {self.State.WAITING, self.State.RUNNING}
