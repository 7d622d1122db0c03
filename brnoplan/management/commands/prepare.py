import hashlib
import io
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from brnoplan import catalogue, starting
from brnoplan.backup import opening
from strategy.integrity import archive, sealing
from strategy.searching import keeping as searching


class Command(BaseCommand):
    help = (
        "Bring the catalogue, the static files, the database and the groups up to this version "
        "of the code. Safe to repeat: what is up to date stays as it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--files-only",
            action="store_true",
            help="Catalogue and static files only, as for an image; needs no database.",
        )
        parser.add_argument(
            "--demo",
            action="store_true",
            help="Into a database without accounts load the demo, and make the first account.",
        )

    def handle(self, *args: Any, files_only: bool, demo: bool, **options: Any) -> None:
        catalogue.compile_all()
        collect_static()
        if files_only:
            return
        opening.refuse_closed()
        starting.refuse_unreachable_database()
        call_command("migrate", interactive=False, verbosity=0)
        # What an older version published has neither seals nor PDFs in the archive yet.
        sealing.seal_unsealed()
        archive.order_missing()
        searching.order_missing()
        call_command("create_groups", stdout=io.StringIO())
        # The account is made last, so its being there says that the demo is whole.
        if demo and not get_user_model().objects.exists():
            call_command("load_demo", stdout=self.stdout)
            call_command("create_staff", stdout=self.stdout)


def collect_static() -> None:
    """Collect and compress the static files, unless the very same ones are collected already."""
    stamp = Path(settings.STATIC_ROOT).with_suffix(".sha256")
    digest = static_digest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(digest)


def static_digest() -> str:
    """SHA-256 over the paths and contents of all static files, as the finders give them."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            with storage.open(path) as file:
                digest.update(f"{path}\0".encode() + file.read())
    return digest.hexdigest()
