"""The entry `run` as a shell sees it. What installs or serves for real is tried by .ci/run."""

import fcntl
import os
import re
import shutil
import socket
import stat
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = (ROOT / "run").read_text()
LISTS = {name: (ROOT / f"requirements/{name}.txt").read_text() for name in ("base", "test")}

# A python3 of another machine: it has what the test leaves in, and notes each call.
PYTHON = """#!/bin/sh
echo "$*" >>"$CALLS"
case "$*" in
    -V) echo "Python 3.99.0" ;;
    *version_info*) exit $OLD ;;
    *ensurepip*) exit $NO_VENV ;;
    *CDLL*) exit $NO_PDF ;;
    "-m venv"*) mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
    "-m pip"*) exit $NO_PACKAGES ;;
    "manage.py work"*) [ -e died ] || { touch died && exit 1; } ;;
    "-m gunicorn"*) sleep 3 && echo "portal ended" >>"$CALLS" ;;
esac
"""


def run(*arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {"PATH": os.environ["PATH"], "BRNOPLAN_DATA": os.environ["BRNOPLAN_DATA"]}
    return subprocess.run(
        [cwd / "run", *arguments],
        env=inherited | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


class Machine:
    """A checkout without an environment, on a machine whose python3 and user are pretended."""

    def __init__(self, folder: Path) -> None:
        self.checkout, self.programs = folder / "checkout", folder / "programs"
        self.programs.mkdir()
        self.checkout.mkdir()
        shutil.copy(ROOT / "run", self.checkout)
        shutil.copy(ROOT / "pyproject.toml", self.checkout)
        shutil.copytree(ROOT / "requirements", self.checkout / "requirements")
        self.calls = folder / "calls"
        self.add("python3", PYTHON)
        self.add("id", "#!/bin/sh\n[ $1 = -u ] && echo 1000 || echo clerk\n")

    def add(self, name: str, script: str) -> None:
        (self.programs / name).write_text(script)
        (self.programs / name).chmod(0o755)

    def run(self, *arguments: str, **lacks: str) -> subprocess.CompletedProcess[str]:
        self.calls.write_text("")
        nothing = dict.fromkeys(["OLD", "NO_VENV", "NO_PDF", "NO_PACKAGES"], "0")
        path = f"{self.programs}:{os.environ['PATH']}"
        settings = {"PATH": path, "CALLS": str(self.calls), "BRNOPLAN_DATA": ""}
        return run(*arguments, cwd=self.checkout, **(settings | nothing | lacks))


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_the_script_is_plain_posix_shell_that_can_be_started() -> None:
    assert (ROOT / "run").stat().st_mode & stat.S_IXOTH
    assert SCRIPT.startswith("#!/bin/sh\n")
    parsed = subprocess.run(["sh", "-n", ROOT / "run"], capture_output=True, text=True)
    assert (parsed.returncode, parsed.stderr) == (0, "")


def test_help_lists_every_command_there_is() -> None:
    cases = SCRIPT[SCRIPT.index('case "$command" in') :]
    commands = re.findall(r"^    ([a-z]+)[ )]", cases, re.MULTILINE)
    listed = re.findall(r"^\./run ([a-z]+)", run("help").stdout, re.MULTILINE)
    assert sorted(listed) == sorted(set(commands) - {"serve"})


def test_an_unknown_command_is_named_and_the_list_shown() -> None:
    answer = run("serv")
    assert answer.returncode == 2
    assert answer.stderr == f"There is no ./run serv.\n{run('help').stdout}"


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "80 80", "123456789012345678901"])
def test_a_port_that_is_none_is_refused_by_name(port: str) -> None:
    answer = run(PORT=port)
    assert answer.returncode == 1
    assert answer.stderr == f"PORT must be a number from 1 to 65535, not {port!r}.\n"


def test_a_port_in_use_is_said_with_the_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        answer = run(PORT=str(port))
    assert answer.returncode == 1
    assert answer.stderr == (
        f"Port {port} is in use: stop what serves there, or choose another, as PORT=8001 ./run\n"
    )


def test_a_data_folder_that_cannot_be_made_is_named(machine: Machine) -> None:
    answer = machine.run(PORT="0", BRNOPLAN_DATA="/proc/nowhere")
    assert answer.returncode == 1
    assert answer.stderr == (
        "clerk may not write in /proc/nowhere: choose another folder with BRNOPLAN_DATA.\n"
    )


@pytest.mark.both_databases
def test_a_relative_data_folder_is_meant_from_where_one_stands(tmp_path: Path) -> None:
    show = "from django.conf import settings; print(settings.DATA_DIR)"
    answer = subprocess.run(
        [ROOT / "run", "manage", "shell", "--no-imports", "-c", show],
        cwd=tmp_path,
        env=os.environ | {"BRNOPLAN_DATA": "mine"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert answer.stdout == f"{tmp_path / 'mine'}\n"


def test_a_python_that_is_too_old_is_refused_in_a_sentence(machine: Machine) -> None:
    answer = machine.run(OLD="1")
    assert answer.returncode == 1
    assert answer.stderr == "Brnoplan needs Python 3.11 or newer, and this is Python 3.99.0.\n"


def test_a_machine_without_python_is_told_the_command(machine: Machine) -> None:
    (machine.programs / "python3").unlink()
    (machine.programs / "dirname").symlink_to(shutil.which("dirname") or "")
    answer = machine.run(PATH=str(machine.programs))
    assert answer.returncode == 1
    assert answer.stderr == (
        "Python 3 is missing. The command, as root: apt-get install python3 python3-venv\n"
    )


def test_a_python_without_venv_is_told_the_command(machine: Machine) -> None:
    answer = machine.run("install", NO_VENV="1")
    assert answer.returncode == 1
    assert answer.stderr == (
        "Python's venv is missing. The command, as root: apt-get install python3-venv\n"
    )


def test_missing_libraries_of_the_pdf_are_said_and_the_start_goes_on(machine: Machine) -> None:
    answer = machine.run(NO_PDF="1", NO_VENV="1")
    assert answer.stderr.splitlines()[:2] == [
        "Missing for the PDF. The command, as root: apt-get install "
        "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
        "The portal starts without its PDF.",
    ]
    assert "ensurepip" in machine.calls.read_text()  # it went on to make the environment


def test_a_worker_beside_the_portal_is_begun_again_until_it_ends_by_itself(
    machine: Machine,
) -> None:
    assert machine.run(PORT="8000").returncode == 0
    calls = machine.calls.read_text().splitlines()
    begun = [call for call in calls if call.startswith("manage.py work")]
    assert re.fullmatch(r"manage\.py work --beside [0-9]+", begun[0])
    assert begun == [begun[0]] * 2
    assert calls.index("manage.py prepare --demo") < calls.index(begun[0])
    assert calls[-1] == "portal ended"  # and the worker's death did not end it


def test_an_environment_is_made_once_for_a_list(machine: Machine) -> None:
    made = "-m pip install --quiet --disable-pip-version-check --require-hashes"
    assert machine.run("install").returncode == 0
    assert f"{made} -r requirements/base.txt\n" in machine.calls.read_text()
    assert machine.run("install").returncode == 0
    assert "-m pip" not in machine.calls.read_text()
    with (machine.checkout / "requirements/base.txt").open("a") as file:
        file.write("# another\n")
    assert machine.run("install").returncode == 0
    assert "-m pip" in machine.calls.read_text()


def test_an_environment_that_was_interrupted_is_begun_again(machine: Machine) -> None:
    interrupted = machine.run("install", NO_PACKAGES="1")
    assert interrupted.returncode == 1
    assert interrupted.stderr.endswith("could not be installed: see above, and start again.\n")
    assert machine.run("install").returncode == 0
    assert "-m venv --clear .venv\n" in machine.calls.read_text()
    assert machine.run("install").returncode == 0
    assert "-m venv" not in machine.calls.read_text()


def test_the_list_for_tests_holds_the_whole_list_for_serving() -> None:
    pins = {
        name: set(re.findall(r"^(\S+==\S+)", text, re.MULTILINE)) for name, text in LISTS.items()
    }
    assert pins["base"] - pins["test"] == set()
    assert len(pins["test"]) > len(pins["base"]) > 20


@pytest.mark.parametrize("name", LISTS)
def test_each_locked_package_has_a_hash_and_no_address(name: str) -> None:
    entries = re.split(r"\n(?=\S)", LISTS[name].strip())
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in LISTS[name]


def test_reset_without_a_yes_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "brnoplan.sqlite3").write_text("precious")
    answer = run("reset", BRNOPLAN_DATA=str(tmp_path))
    assert answer.returncode == 1
    assert answer.stderr == f"Throw away everything in {tmp_path}? [y/N] Nothing was changed.\n"
    assert (tmp_path / "brnoplan.sqlite3").read_text() == "precious"


def test_reset_leaves_a_running_portal_its_database(tmp_path: Path) -> None:
    (tmp_path / "brnoplan.sqlite3").write_text("precious")
    serving = os.open(tmp_path, os.O_RDONLY)
    try:
        fcntl.flock(serving, fcntl.LOCK_SH)
        answer = run("reset", "--yes", BRNOPLAN_DATA=str(tmp_path))
    finally:
        os.close(serving)
    assert answer.returncode == 1
    assert answer.stderr == f"The portal is running on {tmp_path}: stop it first (Ctrl-C).\n"
    assert (tmp_path / "brnoplan.sqlite3").read_text() == "precious"


def test_reset_refuses_another_database() -> None:
    answer = run("reset", "--yes", DATABASE_URL="postgres:///precious")
    assert answer.returncode == 1
    assert "DATABASE_URL names another" in answer.stderr
