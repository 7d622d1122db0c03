from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from comments.privacy import scrubbing


class Command(BaseCommand):
    help = (
        "Write the tables anew that hold people's words, so that the database's files keep "
        "nothing of what was erased. On PostgreSQL under the role that owns the tables; there "
        "each table is locked meanwhile. On SQLite the portal does it by itself."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            scrubbing.scrub()
        except DatabaseError as refused:
            raise CommandError(str(refused)) from refused
