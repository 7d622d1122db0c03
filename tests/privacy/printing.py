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

Opening a comment with its contact (`comments:checking_comment`, `comments:erase`), names in what
others wrote (`comments:mention_list`), a message to the office (`strategy:feedback_read`), and an
application or a topic (`kpss:application_decide`, `kpss:topic_decide`) is an entry of the audit
log, one for each opening. Lists are none: they are where staff work all day. What citizens open
under their own link is none either.

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
