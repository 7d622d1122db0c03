from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from strategy import jobs
from strategy.integrity import checking
from strategy.models import Job


class Command(BaseCommand):
    help = (
        "Hold every published edition against its seal and its files; say what has changed. "
        "The health page tells the outcome of the last verification."
    )

    def handle(self, **options: Any) -> None:
        job = Job(kind=Job.Kind.VERIFICATION, started_at=timezone.now())
        checking.work(job)
        jobs.finish(job)
        faults = job.result.splitlines()
        for fault in faults:
            self.stdout.write(fault)
        if faults:
            raise CommandError(
                ngettext("%(count)d fault.", "%(count)d faults.", len(faults))
                % {"count": len(faults)}
            )
        self.stdout.write(_("All published editions are as they were published."))
