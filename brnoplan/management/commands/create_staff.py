import secrets
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

NAME = "spravce"
# Without letters and digits that look alike on paper: 20 of them are 97 bits.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


class Command(BaseCommand):
    help = "Make the first staff account and say its password, once; where there is one, nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        users = get_user_model().objects
        if users.filter(is_staff=True).exists():
            self.stdout.write(_("There is a staff account already; nothing was changed."))
            return
        password = new_password()
        users.create_superuser(NAME, password=password)
        self.stdout.write(
            _("Staff account: %(name)s, password: %(password)s (said only this once).")
            % {"name": NAME, "password": password}
        )


def new_password() -> str:
    """Four groups of five letters and digits."""
    groups = ("".join(secrets.choice(ALPHABET) for _letter in range(5)) for _group in range(4))
    return "-".join(groups)
