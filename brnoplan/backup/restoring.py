"""A portal out of a copy: nothing of it opens before all is checked and erased anew."""

import io
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from brnoplan.backup import BackupRefused, checking, databases, manifest, opening
from brnoplan.backup.manifest import Manifest
from brnoplan.backup.questions import in_data_folder
from comments.privacy import expiring
from kpss.joining import deciding as joining
from kpss.news import subscribing
from strategy.feedback import sending as feedback
from strategy.ledger import file as ledger
from strategy.ledger import keeping, replaying
from strategy.models import Rendition
from strategy.searching import keeping as searching
from strategy.writing import write_whole

# What is erased because its time is over.
EXPIRING: list[Callable[[], bool]] = [
    expiring.work,
    subscribing.expire,
    joining.expire,
    feedback.expire,
]


class Restored(NamedTuple):
    """What restoring found: erasures done anew by kind, and what the operator should know."""

    manifest: Manifest
    erased: Counter[str]
    notes: list[str]


def restore(
    copy: Path,
    *,
    replace: bool = False,
    ledgers: Iterable[Path] = (),
    leave_unreadable: bool = False,
    say: Callable[[str], object] = lambda _step: None,
) -> Restored:
    """Make the portal of a copy, in place of what is here only to `replace` it.

    `ledgers` are further ledgers of erasures to be told by. Raises BackupRefused; what is broken
    off stays closed (`opening`) and is begun again by the same call.
    """
    try:
        say(_("The backup is compared with its manifest."))
        told = _checked(copy)
        key = _take_key(copy, told)
        entries = _entries(copy, ledgers)
        if not leave_unreadable:
            _refuse_unreadable(entries)
        _refuse_full(told)
        _make_room(replace=replace)
        _keep_key(key)
        say(_("Database and files are put in their places."))
        _put_in_place(copy, told)
        return _opened(told, entries, say)
    except OSError as error:
        refusal = _("The backup cannot be restored: %(reason)s")
        raise BackupRefused(refusal % {"reason": error}) from error


def _opened(told: Manifest, entries: list[ledger.Entry], say: Callable[[str], object]) -> Restored:
    """What stands in its place, checked, erased anew, and open."""
    say(_("Rows, keys, editions and files are checked."))
    checking.refuse_changed(told)
    call_command("migrate", interactive=False, verbosity=0)
    # Searching reads pages, and those name static files, of which an empty machine has none yet.
    call_command("prepare", files_only=True)
    notes = [*_forget_lost_files(told), *checking.doubts()]
    databases.use_no_key_twice()
    say(_("What was erased since is erased anew."))
    erased = _erase_anew(entries)
    _catch_up()
    # That all is there is not to reach the disk before all does.
    os.sync()
    opening.mark().unlink()
    return Restored(told, erased, notes)


def _checked(copy: Path) -> Manifest:
    told = manifest.read(copy)
    if faults := list(manifest.faults(copy, told)):
        raise BackupRefused(" ".join(faults[:5]))
    if told.database != connection.vendor:
        refusal = _("The backup is of %(database)s, and DATABASE_URL names another database.")
        raise BackupRefused(refusal % {"database": told.database})
    known = MigrationLoader(None).disk_migrations
    ours = {app for app, _name in known}
    if any((app, name) not in known for app, name in told.migrations if app in ours):
        raise BackupRefused(_("The backup is of a newer version of the portal."))
    return told


def _take_key(copy: Path, told: Manifest) -> str:
    """Go by the key that was copied along, where the environment gives none.

    Returns it, empty where ours is the one: it is kept only once there is room (`_keep_key`), for
    the portal that may be here goes by its own.
    """
    copied, key = copy / manifest.SECRET_KEY, ""
    if told.key != ledger.key_mark() and copied.exists() and not os.environ.get("SECRET_KEY"):
        key = settings.SECRET_KEY = copied.read_text()
    if told.key != ledger.key_mark():
        refusal = _(
            "The backup was made under another SECRET_KEY. Set that one: without it no link in a "
            "letter holds, and what was erased cannot be found."
        )
        raise BackupRefused(refusal)
    return key


def _keep_key(key: str) -> None:
    if key:
        path = in_data_folder("secret_key")
        write_whole(path, key.encode(), mode=0o600)


def _entries(copy: Path, ledgers: Iterable[Path]) -> list[ledger.Entry]:
    """Of every ledger at hand: the copy's, the one beside all copies, our own, and those given."""
    ledgers = list(ledgers)
    if missing := [str(path) for path in ledgers if not path.is_file()]:
        # What it tells would come back, and nobody would know.
        refusal = _("There is no ledger of erasures %(file)s.")
        raise BackupRefused(refusal % {"file": ", ".join(missing)})
    beside = copy.resolve().parent / manifest.LEDGER
    paths = [copy / manifest.LEDGER, beside, settings.LEDGER_FILE, *ledgers]
    return [entry for path in paths for entry in ledger.read(path)]


def _refuse_unreadable(entries: list[ledger.Entry]) -> None:
    try:
        replaying.refuse_unreadable(entries)
    except replaying.Unreadable as refusal:
        raise BackupRefused(str(refusal)) from None


def _refuse_full(told: Manifest) -> None:
    """Raise BackupRefused where it finds no room, before anything is thrown away for it.

    Files may lie on a disk of their own, mounted or by a link.
    """
    needed: Counter[int] = Counter()
    free: dict[int, int] = {}
    for folder, comes, goes in _moved(told):
        disk = _disk(folder)
        needed[disk] += comes
        free[disk] = free.get(disk, shutil.disk_usage(folder).free) + goes
    for disk, size in needed.items():
        if size > free[disk]:
            refusal = _("The backup needs %(needed)s in the data folder, and %(free)s are free.")
            sizes = {"needed": filesizeformat(size), "free": filesizeformat(free[disk])}
            raise BackupRefused(refusal % sizes)


def _moved(told: Manifest) -> Iterator[tuple[Path, int, int]]:
    """Folders, each with the bytes that come into it and those that go out of it before."""
    if connection.vendor == "sqlite":
        yield settings.DATA_DIR, told.parts[manifest.DATABASE][0], databases.size()
    for folder in _folders():
        beginning = f"{manifest.FILES}/{folder.name}/"
        parts = [part for name, part in told.parts.items() if name.startswith(beginning)]
        comes = sum(size for size, _sha256 in parts)
        goes = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        yield folder if folder.exists() else settings.DATA_DIR, comes, goes


def _disk(folder: Path) -> int:
    return folder.stat().st_dev


def _make_room(*, replace: bool) -> None:
    was_broken_off = opening.mark().exists()
    folders = [folder for folder in _folders() if any(folder.glob("*/*"))]
    is_empty = databases.is_empty() and not folders
    if not (is_empty or replace or was_broken_off):
        raise BackupRefused(
            _("There is a portal here already. --replace throws it away for the backup.")
        )
    databases.refuse_without_rights()
    opening.mark().touch(mode=0o600)
    if not databases.is_empty():
        try:
            databases.empty()
        except BackupRefused:
            # Nothing was touched, so it may go on as it is.
            if not was_broken_off:
                opening.mark().unlink()
            raise
    for folder in [*_folders(), settings.MAIL_FOLDER]:
        _empty(folder)


def _empty(folder: Path) -> None:
    """A folder that lies elsewhere, mounted or by a link, stays; all that is in it goes."""
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _folders() -> list[Path]:
    return [Path(settings.MEDIA_ROOT), in_data_folder("documents")]


def _put_in_place(copy: Path, told: Manifest) -> None:
    databases.load(copy / manifest.DATABASE)
    for name in told.parts:
        beginning, _slash, path = name.partition("/")
        if beginning == manifest.FILES:
            target = in_data_folder(path)
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.copyfile(copy / name, target)


def _forget_lost_files(told: Manifest) -> list[str]:
    """Of files that the copy lacks: a rendition is made again when somebody asks for it."""
    names = {name.removeprefix(f"{settings.MEDIA_ROOT.name}/") for name in told.missing}
    Rendition.objects.filter(file__in=names).delete()
    return [_("The backup lacks %(file)s.") % {"file": name} for name in told.missing]


def _erase_anew(entries: list[ledger.Entry]) -> Counter[str]:
    ledger.add(settings.LEDGER_FILE, entries)
    keeping.keep()
    erased = replaying.replay(entries)
    # Who was signed in then is not signed in now.
    Session.objects.all().delete()
    return +erased


def _catch_up() -> None:
    """Erase what is over by now, and let searching say what is public now."""
    for chore in EXPIRING:
        while chore():
            pass
    while searching.catch_up():
        pass
    if any(searching.compare()):
        call_command("rebuild_search", verbosity=0, stdout=io.StringIO())
