"""What a reader's first look takes: one sheet, no font, nothing from elsewhere."""

import gzip
import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from brnoplan.sheets import NAME, PARTS
from strategy.models import Edition


def test_the_sheets_of_every_page_are_joined_in_their_order() -> None:
    texts = [(settings.BASE_DIR / f"static/css/site/{part}.css").read_text() for part in PARTS]
    joined = Path(finders.find(NAME)).read_text()
    assert joined == "\n".join(texts)
    # Wherever it lies, for it is no longer beside what it would name.
    assert "url(" not in joined
    assert "@import" not in joined


def test_the_joined_sheet_is_as_old_as_its_newest_part() -> None:
    parts = [settings.BASE_DIR / f"static/css/site/{part}.css" for part in PARTS]
    joined = Path(finders.find(NAME))
    assert joined.stat().st_mtime_ns == max(part.stat().st_mtime_ns for part in parts)
    assert (finders.find("css/neni.css"), finders.find("css/neni.css", find_all=True)) == (None, [])


def test_the_first_look_at_an_outline_is_light_and_asks_nobody_else(
    client: Client, published: Edition, settings: Any
) -> None:
    page = client.get(published.plan.get_absolute_url()).content
    loaded = re.findall(
        r'<(?:link rel="(?:stylesheet|icon|preload)" href|script[^>]* src|img[^>]* src)="([^"]+)"',
        page.decode(),
    )
    sheets = [address for address in loaded if address.endswith(".css")]
    assert len(sheets) == 1
    assert [address for address in loaded if not address.startswith("/static/")] == []
    files = [Path(settings.STATIC_ROOT) / address.removeprefix("/static/") for address in loaded]
    sizes = [len(gzip.compress(content)) for content in (page, *(f.read_bytes() for f in files))]
    assert sum(sizes) < 100_000
    assert all("@font-face" not in file.read_text() for file in files if file.suffix == ".css")
