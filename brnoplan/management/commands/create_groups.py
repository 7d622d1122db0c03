from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from brnoplan.groups import create_groups


class Command(BaseCommand):
    help = "Make the ready groups of staff, or set them back to their rights."

    def handle(self, *, verbosity: int, **options: Any) -> None:
        for group in create_groups():
            if verbosity:
                rights = group.permissions.count()
                self.stdout.write(
                    _("%(group)s: %(count)d rights") % {"group": group.name, "count": rights}
                )
