"""`./run manage export_packet PLAN FILE`: the packet for the council as a PDF file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from brnoplan.packet import making
from brnoplan.packet.gate import lacks, warnings
from comments.tables.document import Orientation
from strategy import slots
from strategy.models import Edition, Plan
from strategy.pdf.rendering import RenderingFailed
from strategy.writing import require_folder, write_whole


class Command(BaseCommand):
    help = "Write the packet for the council, of the working draft unless told otherwise."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("plan", help="the address of the plan, for example brno-2050")
        parser.add_argument("file", type=Path, help="the file to write")
        parser.add_argument("--edition", type=int, help="the number of a published edition")
        parser.add_argument(
            "--landscape", action="store_true", help="lay the settlement table across"
        )

    def handle(self, *, plan: str, file: Path, **options: Any) -> None:
        edition = _edition(plan, options["edition"])
        orientation = Orientation.LANDSCAPE if options["landscape"] else Orientation.PORTRAIT
        try:
            require_folder(file)
            with slots.awaited():
                pdf = making.typeset(edition, orientation)
            write_whole(file, pdf)
        except RenderingFailed as failure:
            raise CommandError(str(failure)) from failure
        except OSError as error:
            raise CommandError(
                _("The file cannot be written: %(reason)s") % {"reason": error}
            ) from error
        said = _("Written: %(path)s (%(size)s kB)") % {"path": file, "size": len(pdf) // 1000}
        self.stdout.write(said)
        for lack in [*lacks(edition), *warnings(edition)]:
            self.stdout.write(f"– {lack.text}")


def _edition(slug: str, number: int | None) -> Edition:
    editions = Edition.objects.select_related("plan").filter(plan__slug=slug)
    which = {"state": Edition.State.DRAFT} if number is None else {"number": number}
    if edition := editions.filter(**which).first():
        return edition
    if not editions.exists():
        slugs = ", ".join(Plan.objects.values_list("slug", flat=True)) or "–"
        raise CommandError(
            _("There is no plan with the address “%(slug)s”. There is: %(slugs)s.")
            % {"slug": slug, "slugs": slugs}
        )
    raise CommandError(_("The plan has no edition %(number)s.") % {"number": number})
