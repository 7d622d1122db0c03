"""Load the demo: the real plan of the fixtures, published as the text its comments speak of."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from brnoplan.importing import bring_in, start_of_day
from strategy import editions
from strategy.importing.reading import read
from strategy.models import Plan

FILE = settings.BASE_DIR / "fixtures" / "brno-2050.txt"
SLUG, TITLE = "brno-2050", "Strategie Brno 2050"


class Command(BaseCommand):
    help = "Load the demo plan, unless it is there already."

    def handle(self, **_options: Any) -> None:
        with transaction.atomic():
            if Plan.objects.filter(slug=SLUG).exists():
                message = _("“%(title)s” is there already; it was left as it is.")
            else:
                _load()
                message = _("“%(title)s” was loaded and published for consultation.")
        self.stdout.write(message % {"title": TITLE})


def _load() -> None:
    document = read(FILE.read_bytes())
    imported = bring_in(document, slug=SLUG, title=TITLE)
    # The text was public no later than on the day of its first comment.
    first_day = min(comment.date for comment in document.comments)
    editions.publish(imported.draft, at=start_of_day(first_day))
