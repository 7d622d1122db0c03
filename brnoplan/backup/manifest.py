"""What a copy tells of itself: its parts with their hashes, and what its tables hold."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from brnoplan.backup import BackupRefused
from strategy.writing import write_whole

FORMAT = 1
NAME = "manifest.json"
DATABASE = "database"
FILES = "files"
LEDGER = "erasures.jsonl"
SECRET_KEY = "secret_key"  # noqa: S105  (the name of a file)


class Manifest(NamedTuple):
    """Written last, so that a copy without it is none.

    `parts` are all files of the copy by their paths in it, each with its size in bytes and its
    SHA-256; `rows` how many rows each table has; `seals` the hash over the chain of editions;
    `missing` files that rows name and the portal itself had lost; `key` what the SECRET_KEY is
    known by.
    """

    format: int
    made_at: str
    database: str
    server: str
    migrations: list[list[str]]
    rows: dict[str, int]
    seals: str
    parts: dict[str, tuple[int, str]]
    missing: list[str]
    key: str


def write(manifest: Manifest, copy: Path) -> None:
    said = json.dumps(manifest._asdict(), ensure_ascii=False, indent=1, sort_keys=True)
    write_whole(copy / NAME, said.encode(), mode=0o600)


def read(copy: Path) -> Manifest:
    """Raises BackupRefused where that folder is no whole copy of a format known here."""
    try:
        said = json.loads((copy / NAME).read_bytes())
        if said["format"] != FORMAT:
            raise BackupRefused(_("The backup is of a format that this version does not know."))
        return Manifest(**said)
    except (OSError, ValueError, KeyError, TypeError):
        refusal = _("“%(folder)s” is no whole backup: its manifest is missing or damaged.")
        raise BackupRefused(refusal % {"folder": copy}) from None


def parts_of(copy: Path) -> dict[str, tuple[int, str]]:
    """Every file of a copy but the manifest: its size and hash."""
    paths = sorted(path for path in copy.rglob("*") if path.is_file())
    return {str(path.relative_to(copy)): measured(path) for path in paths if path.name != NAME}


def measured(path: Path) -> tuple[int, str]:
    """(size in bytes, SHA-256) of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
        return file.tell(), digest.hexdigest()


def faults(copy: Path, manifest: Manifest) -> Iterator[str]:
    """What of a copy is not as it was made."""
    found = parts_of(copy)
    for name in sorted(found.keys() | manifest.parts.keys()):
        told = manifest.parts.get(name)
        if told is None:
            yield _("%(file)s does not belong to the backup.") % {"file": name}
        elif name not in found:
            yield _("%(file)s is missing.") % {"file": name}
        elif tuple(told) != found[name]:
            yield _("%(file)s is not as it was copied.") % {"file": name}
