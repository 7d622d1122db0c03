"""The page on privacy in the docs: `python -m tests.privacy.printing` prints it anew."""

from collections.abc import Iterator
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs/privacy.md"
HEAD = """# Whose words are kept, who sees them, and how long

This page is printed from `tests/privacy/columns.txt` and `tests/privacy/retention.py`, which tests
compare to the models, to the worker and to what everybody can read. A column of words that is not
here fails them. In the portal of the
tests a word of its own is planted in every private column that has rows there, in its history, and
in each row that is not shown yet; then somebody who is not signed in asks for every route and what
it links, and must come upon none (`tests/privacy/test_crawl.py`).

## What is deleted, and when

The worker does it. By law no more is kept than is needed (GDPR, article 5); how long contacts are,
the city says by `BRNOPLAN_CONTACT_DAYS`, here %(contact)d days. Who asks for erasure need not wait.

| What | Days | After | Done by | Tried in |
|---|---|---|---|---|
%(kept)s

## What staff opened

Whoever of staff opens a page that shows an e-mail or a name that is not public makes an entry of
the audit log, one for each opening, that says who opened which page and nothing of what stood
there: comments with their senders and the queue of them, the e-mail of a comment, invitations with
their addresses, applications and topics, messages to the office, who sits in a body, and in the
administration persons, memberships, subscriptions to news, accounts, letters, and comments, the
last two where the reader has the right to see whom they are of. A test plants a word of its own in
every contact, opens every page of staff and compares (`tests/privacy/reading.py`). No entry is
made of pages of meetings, minutes and tasks, where coordinators meet the names of members as they
work, of a list of messages without e-mails, of an office's address in the directory, and of what
citizens open under their own link.

## What stands in files

Citizens send no files. Staff upload documents, most of them for everybody; of photographs (JPEG,
PNG) only the picture is kept, its colours and which way is up (`kpss/documents/pictures.py`), not
where, when and by what it was taken, nor what follows its end. Photographs from before that are as
they came. In PDF and office documents the names of authors, dates and notes stay as their programme
wrote them, and so does what stands in pictures within them; the field says so to who uploads one. A
sealed copy of a PDF stays to the byte, or its seal would break. Files to import plans and sheets
from are read, and never given to the public.

## Every column of words

Tables of history are for staff alone, whatever is said of the column here.

| Model | Columns | Seen by | Kept |
|---|---|---|---|
%(columns)s
"""


def page() -> str:
    # Needs the settings.
    from django.conf import settings

    said = {"contact": settings.CONTACT_DAYS}
    tables = {"kept": "\n".join(_kept()), "columns": "\n".join(_columns())}
    return HEAD % (said | tables)


def _kept() -> Iterator[str]:
    from tests.privacy import retention

    for one in retention.table().values():
        job = f"{one.job.__module__}.{one.job.__name__}"
        yield f"| {one.what} | {one.days} | {one.after} | `{job}` | `{one.tried}` |"


def _columns() -> Iterator[str]:
    from tests.privacy import columns, retention

    kept = retention.table()
    for model, names, said in columns.lines():
        until = kept.get(said.kept)
        how_long = f"{until.days} days after {until.after}" if until else said.kept
        yield f"| {model} | {', '.join(names)} | {said.seen} | {how_long} |"


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brnoplan.settings")
    django.setup()
    PAGE.write_text(page())
