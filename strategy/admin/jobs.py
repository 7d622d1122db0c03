from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from strategy import jobs
from strategy.admin.rights import ReadOnly
from strategy.admin.titles import PlainTitles
from strategy.models import Job


@admin.register(Job)
class JobAdmin(ReadOnly, PlainTitles):
    """What the worker has to do and how it went. What failed can be ordered again."""

    list_display = ["kind", "edition", "state", "ordered_at", "finished_at", "error"]
    list_filter = ["state", "kind"]
    list_select_related = ["edition__plan"]
    fields = ["kind", "edition", "state", "attempts", "error", "outcome"]
    fields += ["ordered_at", "started_at", "finished_at"]
    readonly_fields = ["outcome"]
    ordering = ["-pk"]
    actions = ["order_again"]

    @admin.display(description=_("outcome"))
    def outcome(self, job: Job) -> str:
        """The faults that a verification found; what other jobs keep is no text to read."""
        return (job.kind == Job.Kind.VERIFICATION and job.result) or "–"

    def has_order_permission(self, request: HttpRequest) -> bool:
        """Of those who publish, for what they publish is what is made."""
        return request.user.has_perm("strategy.publish_edition")

    @admin.action(description=_("Order what failed again"), permissions=["order"])
    def order_again(self, request: HttpRequest, chosen: QuerySet[Job]) -> None:
        failed = list(chosen.filter(state=Job.State.FAILED))
        for job in failed:
            jobs.order(job.kind, job.edition, job.variant)
        said = ngettext(
            "%(count)d job was ordered again.", "%(count)d jobs were ordered again.", len(failed)
        )
        messages.success(request, said % {"count": len(failed)})
