"""`./manage.py export_pdf PLAN -o FILE`: a plan as a PDF file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from strategy import editions, slots
from strategy.integrity import archive
from strategy.models import Edition, Plan
from strategy.pdf import document, library
from strategy.pdf.rendering import RenderingFailed, render
from strategy.writing import require_folder, write_whole


class Command(BaseCommand):
    help = "Write a plan as a PDF: its current edition, an older one, or the working draft."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("plan", help="the address of the plan, for example brno-2050")
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--edition", type=int, help="the number of a published edition")
        which.add_argument("--draft", action="store_true", help="the working draft, marked as such")
        parser.add_argument("-o", "--output", type=Path, required=True, help="the file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        edition = _edition(_plan(options["plan"]), options["edition"], draft=options["draft"])
        path = options["output"]
        try:
            require_folder(path)
            pdf = _pdf(edition)
            write_whole(path, pdf)
        except RenderingFailed as failure:
            raise CommandError(str(failure)) from failure
        except OSError as error:
            raise CommandError(
                _("The file cannot be written: %(reason)s") % {"reason": error}
            ) from error
        said = _("Written: %(path)s (%(size)s kB)") % {"path": path, "size": len(pdf) // 1000}
        self.stdout.write(said)


def _plan(slug: str) -> Plan:
    if plan := Plan.objects.filter(slug=slug).first():
        return plan
    slugs = ", ".join(Plan.objects.values_list("slug", flat=True)) or "–"
    raise CommandError(
        _("There is no plan with the address “%(slug)s”. There is: %(slugs)s.")
        % {"slug": slug, "slugs": slugs}
    )


def _edition(plan: Plan, number: int | None, *, draft: bool) -> Edition:
    if draft:
        return Edition.objects.select_related("plan").get(plan=plan, state=Edition.State.DRAFT)
    if number is None:
        if edition := editions.current(plan):
            return edition
        raise CommandError(
            _("The plan has no published edition yet. Use --draft to export the working draft.")
        )
    published = Edition.objects.published().select_related("plan")
    if edition := published.filter(plan=plan, number=number).first():
        return edition
    raise CommandError(
        _("There is no published edition %(number)s of the plan.") % {"number": number}
    )


def _pdf(edition: Edition) -> bytes:
    """A published edition's bytes are those that the portal serves; the draft's are not kept."""
    if edition.stamp == Edition.State.APPROVED:
        return _archived(edition)
    with slots.awaited():
        if edition.is_draft:
            return render(document.html(edition))
        return Path(library.make(edition).file.path).read_bytes()


def _archived(edition: Edition) -> bytes:
    if original := archive.original(edition):
        return Path(original.file.path).read_bytes()
    raise CommandError(
        _("The PDF of the approved edition is not made yet. The worker makes it: manage.py work")
    )
