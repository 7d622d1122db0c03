from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from brnoplan.signing_in import second_step


class Command(BaseCommand):
    help = "Take the second step of the sign-in off the account of who has lost phone and codes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, username: str, **_options: Any) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(_("There is no account %(name)s.") % {"name": username})
        if not second_step.forget(user):
            raise CommandError(_("%(name)s has no second step.") % {"name": username})
        self.stdout.write(_("%(name)s signs in by password alone now.") % {"name": username})
