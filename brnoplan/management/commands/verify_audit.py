from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from strategy.auditing import chain
from strategy.models import AuditHead


class Command(BaseCommand):
    help = "Verify the chain of the audit log; name the first entry that is not as it was written."

    def handle(self, **_options: Any) -> None:
        if broken := chain.verify():
            raise CommandError(_("The audit log is broken: %(where)s.") % {"where": broken})
        head = AuditHead.objects.get()
        if not head.place:
            self.stdout.write(_("The audit log holds no entry yet."))
            return
        said = _("The audit log holds: %(count)d entries, the last of them %(digest)s.")
        self.stdout.write(said % {"count": head.place, "digest": head.digest})
