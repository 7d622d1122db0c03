"""Settings with which the portal does not start: each is named, with what would mend it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as portal_settings
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection

from brnoplan import starting

ROOT = Path(__file__).parents[2]
KEY = "k3Jd-9_fQz" * 6
SOUND = {
    "HTTPS": True,
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": ["plan.example.org"],
    "BEHIND_PROXY": True,
    "CSRF_TRUSTED_ORIGINS": ["https://plan.example.org", "https://b.example:8443"],
}


@pytest.fixture
def told(settings: Any, tmp_path: Path) -> Callable[..., list[tuple[str, str]]]:
    """What is found with these settings: (number, the variable that it names)."""
    tmp_path.chmod(0o700)

    def run(**changed: Any) -> list[tuple[str, str]]:
        for name, value in (SOUND | {"DATA_DIR": tmp_path} | changed).items():
            setattr(settings, name, value)
        found = run_checks(tags=[starting.TAG])
        assert all(one.hint for one in found)
        names = [one.msg.partition(":")[0].partition(" ")[0].partition("=")[0] for one in found]
        return [(one.id.partition(".")[2], name) for one, name in zip(found, names, strict=True)]

    return run


@pytest.mark.both_databases
def test_sound_settings_are_not_objected_to(told: Any) -> None:
    assert told() == []


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"SECRET_KEY": KEY[:31]}, [("E010", "SECRET_KEY")]),
        ({"SECRET_KEY": "abcd" * 20}, [("E010", "SECRET_KEY")]),
        ({"SECRET_KEY": f"django-insecure-{KEY}"}, [("E010", "SECRET_KEY")]),
        ({"SECRET_KEY": f"change-me{KEY}"}, [("E010", "SECRET_KEY")]),
        ({"ALLOWED_HOSTS": ["plan.example.org", "*"]}, [("E011", "ALLOWED_HOSTS")]),
        ({"HTTPS": False}, [("E012", "BRNOPLAN_BEHIND_PROXY")]),
        ({"HTTPS": False, "ALLOWED_HOSTS": ["127.0.0.1", "localhost"]}, []),
        ({"HTTPS": False, "BEHIND_PROXY": False, "SECRET_KEY": "x"}, []),
        ({"CSRF_TRUSTED_ORIGINS": ["plan.example.org"]}, [("E013", "CSRF_TRUSTED_ORIGINS")]),
        ({"CSRF_TRUSTED_ORIGINS": ["https://a.example/b"]}, [("E013", "CSRF_TRUSTED_ORIGINS")]),
        ({"CSRF_TRUSTED_ORIGINS": ["https://a b"]}, [("E013", "CSRF_TRUSTED_ORIGINS")]),
        ({"LEDGER_FILE": Path("/")}, [("E016", "BRNOPLAN_LEDGER")]),
        ({"LEDGER_FILE": Path("/nowhere/e.jsonl")}, [("E016", "BRNOPLAN_LEDGER")]),
        ({"DEBUG": True}, [("E017", "DEBUG")]),
        ({"DEBUG": True, "HTTPS": False, "BEHIND_PROXY": False}, []),
        ({"OIDC_ISSUER": "http://login.example.org"}, [("E005", "BRNOPLAN_OIDC_ISSUER")]),
        ({"ACCENT": ("#ffff00",)}, [("E002", "BRNOPLAN_ACCENT")]),
    ],
)
def test_a_wrong_setting_is_named_and_no_other(
    told: Any, changed: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    assert told(**changed) == found


@pytest.mark.parametrize(("mode", "found"), [(0o700, []), (0o750, []), (0o755, ["E014"])])
def test_a_data_folder_that_everyone_reads_is_refused(
    told: Any, tmp_path: Path, mode: int, found: list[str]
) -> None:
    tmp_path.chmod(mode)
    assert [number for number, _name in told()] == found
    assert told(HTTPS=False, BEHIND_PROXY=False) == []


def test_a_data_folder_that_cannot_be_written_to_is_refused(
    told: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("brnoplan.starting.os.access", lambda folder, _how: folder != tmp_path)
    assert told(LEDGER_FILE=tmp_path / "on another disk" / "e") == [("E014", "BRNOPLAN_DATA")]


@pytest.mark.both_databases
@pytest.mark.parametrize("variable", ["BRNOPLAN_DATA", "DATABASE_URL"])
def test_sqlite_over_a_network_is_refused_and_postgresql_is_not(
    told: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str
) -> None:
    places = {"BRNOPLAN_DATA": tmp_path, "DATABASE_URL": tmp_path / "net"}
    places["DATABASE_URL"].mkdir()
    file = str(places[variable] / "brnoplan.sqlite3")
    monkeypatch.setitem(portal_settings.DATABASES["default"], "NAME", file)
    systems = {places[variable]: "nfs4"}
    monkeypatch.setattr("brnoplan.starting._file_system", lambda folder: systems.get(folder, ""))
    assert told() == ([("E015", variable)] if connection.vendor == "sqlite" else [])


def test_the_file_system_of_a_folder_is_that_of_its_nearest_mount(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text("a / ext4 rw 0 0\nb /srv nfs4 rw 0 0\nc /srv/a\\040b tmpfs rw 0 0\n")
    folders = {"/srv/data": "nfs4", "/srv/a b/c": "tmpfs", "/var": "ext4"}
    found = {name: starting._file_system(Path(name), mounts) for name in folders}
    assert found == folders
    assert starting._file_system(Path("/var"), tmp_path / "none") == ""


def test_a_disk_that_is_nearly_full_is_warned_of_and_keeps_nobody_from_starting(
    told: Any, monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    few = SimpleNamespace(free=150_000_000)
    monkeypatch.setattr("brnoplan.health.room.shutil.disk_usage", lambda _folder: few)
    monkeypatch.setattr(starting, "refuse_uncollected", lambda: None)
    assert told() == [("W002", "BRNOPLAN_DATA")]
    starting.refuse()


def test_a_portal_without_its_static_files_is_refused(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    with pytest.raises(ImproperlyConfigured, match=f"^BRNOPLAN_STATIC: .* in {tmp_path}\\. Run"):
        starting.refuse_uncollected()
    (tmp_path / "staticfiles.json").touch()
    starting.refuse_uncollected()


def test_a_database_that_cannot_be_reached_is_told_without_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refused() -> None:
        raise OperationalError(
            'connection failed: connection to server at "10.0.0.1", port 5432 failed: FATAL:  '
            'password authentication failed for user "brnoplan_web"\nMultiple …'
        )

    closed = SimpleNamespace(connection=None, ensure_connection=refused)
    monkeypatch.setattr("brnoplan.starting.connection", closed)
    with pytest.raises(ImproperlyConfigured) as told:
        starting.refuse_unreachable_database()
    assert str(told.value) == (
        "DATABASE_URL: the database cannot be reached: password authentication failed for user "
        '"brnoplan_web". Set the right user, password, host and name, or start the database.'
    )


def started(command: list[str], tmp_path: Path, **environment: str) -> tuple[int, list[str]]:
    """The exit code and what was said by a program under these variables alone."""
    answer = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "BRNOPLAN_DATA": str(tmp_path),
            "BRNOPLAN_STATIC": portal_settings.STATIC_ROOT.as_posix(),
        }
        | environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return answer.returncode, answer.stderr.splitlines()


AWAY = "postgres://me:tajne@127.0.0.1:1/x"
GUNICORN = ["-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]


@pytest.mark.parametrize("command", [["manage.py", "prepare"], ["manage.py", "work"], GUNICORN])
def test_whatever_is_started_says_in_a_sentence_what_is_wrong(
    command: list[str], tmp_path: Path
) -> None:
    tmp_path.chmod(0o700)
    code, said = started(command, tmp_path, DATABASE_URL=AWAY)
    assert code != 0
    (line,) = (one for one in said if one.startswith("DATABASE_URL: "))
    assert "Connection refused" in line
    assert not any("Traceback" in one or "tajne" in one for one in said)


@pytest.mark.parametrize("command", [["manage.py", "work"], GUNICORN])
def test_no_process_starts_with_a_wrong_setting(command: list[str], tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    code, said = started(command, tmp_path, ALLOWED_HOSTS="*")
    assert code != 0
    assert any("ALLOWED_HOSTS holds *" in line for line in said)
    assert not any("Traceback" in line for line in said)
