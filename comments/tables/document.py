"""The settlement table as one HTML document, ready to be typeset."""

from datetime import UTC

from django.conf import settings
from django.db.models import TextChoices
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.table import GROUPS
from comments.tables.contents import Table


class Orientation(TextChoices):
    """How the pages of a settlement table lie."""

    PORTRAIT = "portrait", _("portrait")
    LANDSCAPE = "landscape", _("landscape")


def html(table: Table, orientation: str) -> str:
    """The whole document; the same table gives the same bytes."""
    written_at = table.edition.published_at or timezone.now()
    context = {
        "table": table,
        "groups": GROUPS,
        "orientation": orientation,
        "city_name": settings.CITY_NAME,
        "site_name": settings.SITE_NAME,
        "written_at": written_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    return render_to_string("comments/settlement_table_pdf.html", context)
