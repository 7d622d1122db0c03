"""What keeps the portal from starting: settings that would harm a city, each named with its mend.

Every command of manage.py is held to these checks by Django; gunicorn by `refuse`.
"""

import os
import re
import stat
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register, run_checks
from django.core.checks import Warning as CheckWarning
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection

from brnoplan.health import room

TAG = "start"
# Django's own `check --deploy` warns of fewer than 50; a key of before may stay.
LEAST_KEY, LEAST_SIGNS = 32, 5
EXAMPLES = re.compile(r"django-insecure|change.?me|example|secret.?key|heslo", re.IGNORECASE)
ORIGIN = re.compile(r"https?://[^\s/?#@]+")
ELSEWHERE = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "ceph", "fuse.glusterfs"}
LEAST_FREE = 200_000_000


def refuse() -> None:
    """Raise ImproperlyConfigured, in words, where the portal must not start as it is set."""
    faults = [found for found in run_checks(tags=[TAG]) if found.is_serious()]
    if faults:
        raise ImproperlyConfigured("\n".join(f"{found.msg} {found.hint}" for found in faults))
    refuse_uncollected()
    refuse_unreachable_database()


def refuse_uncollected() -> None:
    """The same where each page would lack its style sheet, and fail for that."""
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        raise ImproperlyConfigured(
            f"BRNOPLAN_STATIC: no static files were collected in {settings.STATIC_ROOT}. "
            "Run manage.py prepare --files-only, or name the folder where they are."
        )


def refuse_unreachable_database() -> None:
    """The same where the database cannot be reached as DATABASE_URL says; leaves it as it was."""
    was_open = connection.connection is not None
    try:
        connection.ensure_connection()
    except OperationalError as away:
        lines = str(away).strip().splitlines()
        said = lines[0].rpartition(": ")[2].strip() if lines else "no reason given"
        raise ImproperlyConfigured(
            f"DATABASE_URL: the database cannot be reached: {said}. "
            "Set the right user, password, host and name, or start the database."
        ) from None
    if not was_open:
        connection.close()


@register(TAG)
def check_secret_key(**_given: Any) -> list[CheckMessage]:
    key = settings.SECRET_KEY
    if not settings.HTTPS:
        return []
    if len(key) >= LEAST_KEY and len(set(key)) >= LEAST_SIGNS and not EXAMPLES.search(key):
        return []
    return [
        Error(
            "SECRET_KEY can be guessed: it is an example, or too short.",
            hint="Set SECRET_KEY to what this says: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(64))' "
            "(links in letters, sessions and recovery codes of before hold no more then).",
            id="brnoplan.E010",
        )
    ]


@register(TAG)
def check_hosts(**_given: Any) -> list[CheckMessage]:
    """Under any name means under one that somebody else has chosen, in links of letters too."""
    if "*" not in settings.ALLOWED_HOSTS or not settings.HTTPS:
        return []
    return [
        Error(
            "ALLOWED_HOSTS holds *, so the portal would answer under any name.",
            hint="Set ALLOWED_HOSTS to the portal's own names, such as plan.example.org.",
            id="brnoplan.E011",
        )
    ]


@register(TAG)
def check_proxy(**_given: Any) -> list[CheckMessage]:
    """A proxy on the loopback, as benchmarks have it, may go without."""
    web = [host for host in settings.ALLOWED_HOSTS if not settings.LOOPBACK.fullmatch(host)]
    if settings.HTTPS or not settings.BEHIND_PROXY or not web:
        return []
    return [
        Error(
            f"BRNOPLAN_BEHIND_PROXY=1 without HTTPS: passwords for {web[0]} would go in the clear.",
            hint="Set BRNOPLAN_HTTPS=1; the proxy needs a certificate and X-Forwarded-Proto.",
            id="brnoplan.E012",
        )
    ]


@register(TAG)
def check_origins(**_given: Any) -> list[CheckMessage]:
    return [
        Error(
            f"CSRF_TRUSTED_ORIGINS: {origin} is no origin.",
            hint="Set each as https://plan.example.org, without a path.",
            id="brnoplan.E013",
        )
        for origin in settings.CSRF_TRUSTED_ORIGINS
        if not ORIGIN.fullmatch(origin)
    ]


@register(TAG)
def check_folder(**_given: Any) -> list[CheckMessage]:
    """Letters, uploads and the key lie there."""
    folder = settings.DATA_DIR
    if not os.access(folder, os.W_OK | os.X_OK):
        said, mend = "cannot be written to", "Give it to the user of the portal (chown)"
    elif settings.HTTPS and stat.S_IMODE(folder.stat().st_mode) & stat.S_IRWXO:
        said, mend = "is open to everyone on this machine", f"Close it: chmod 700 {folder}"
    else:
        return []
    text = f"BRNOPLAN_DATA: the folder {folder} {said}."
    return [Error(text, hint=f"{mend}, or choose another.", id="brnoplan.E014")]


@register(TAG)
def check_ledger(**_given: Any) -> list[CheckMessage]:
    """Without it nobody could be erased."""
    file = settings.LEDGER_FILE
    if file.is_dir() or not os.access(file.parent, os.W_OK | os.X_OK):
        return [
            Error(
                f"BRNOPLAN_LEDGER: {file} cannot be written as a file.",
                hint="Name a file in a folder of the portal's user that is there.",
                id="brnoplan.E016",
            )
        ]
    return []


@register(TAG)
def check_debug(**_given: Any) -> list[CheckMessage]:
    """Its pages of faults show settings and what people sent."""
    if not (settings.DEBUG and settings.HTTPS):
        return []
    return [
        Error(
            "DEBUG=1 would show the portal's insides to everyone.",
            hint="Set DEBUG=0; on a machine of your own BRNOPLAN_HTTPS=0 goes with it.",
            id="brnoplan.E017",
        )
    ]


@register(TAG)
def check_place(**_given: Any) -> list[CheckMessage]:
    """SQLite's locks hold on one machine; over a network two web nodes would tear the file."""
    database = settings.DATABASES["default"]
    folder = Path(database["NAME"]).parent
    if database["ENGINE"] != "brnoplan.sqlite" or _file_system(folder) not in ELSEWHERE:
        return []
    variable = "BRNOPLAN_DATA" if folder == settings.DATA_DIR else "DATABASE_URL"
    return [
        Error(
            f"{variable}: {folder} lies on another machine; SQLite cannot be shared by several.",
            hint=f"Set DATABASE_URL to PostgreSQL, or {variable} to a disk of this machine.",
            id="brnoplan.E015",
        )
    ]


@register(TAG)
def check_disk(**_given: Any) -> list[CheckMessage]:
    """Warned of only: a portal that can be read is better than none."""
    free = room.free()
    if free >= LEAST_FREE:
        return []
    return [
        CheckWarning(
            f"BRNOPLAN_DATA: only {free // 1_000_000} MB are left on a disk of its.",
            hint="Make room: nobody can comment or upload on a full disk.",
            id="brnoplan.W002",
        )
    ]


def _file_system(folder: Path, mounts: Path = Path("/proc/mounts")) -> str:
    """The type of file system that a folder lies on, as Linux calls it; empty if unknown."""
    if not mounts.exists():
        return ""
    found = [line.split() for line in mounts.read_text().splitlines()]
    # A space in a name is written as \040.
    types = {Path(place.replace("\\040", " ")): kind for _device, place, kind, *_rest in found}
    return next((types[place] for place in (folder, *folder.parents) if place in types), "")
