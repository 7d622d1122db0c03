import os
import re
import runpy
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.test import override_settings

from brnoplan import checks

ROOT = Path(__file__).parents[2]
COMPOSE = ROOT / "compose.yaml"


def settings(show: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What a fresh process reads from this environment, and nothing but this."""
    return subprocess.run(
        [sys.executable, "-c", f"from brnoplan import settings; print({show})"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]} | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("name", ["DEBUG", "BRNOPLAN_HTTPS", "BRNOPLAN_BEHIND_PROXY"])
def test_a_flag_that_is_neither_0_nor_1_is_refused_by_name(name: str, tmp_path: Path) -> None:
    answer = settings("''", BRNOPLAN_DATA=str(tmp_path), **{name: "yes"})
    assert answer.returncode == 1
    assert answer.stderr.splitlines()[-1].endswith(f"{name} must be 0 or 1, not 'yes'.")


@pytest.mark.parametrize(
    "url",
    [
        "secret",
        "mongo://me:secret@host/x",
        "postgres://me:secret@h:x/x",
        # A sign that is not escaped ends the address.
        "postgres://me:secret#1@h/x",
    ],
)
def test_a_wrong_database_address_is_refused_without_repeating_it(url: str, tmp_path: Path) -> None:
    answer = settings("''", BRNOPLAN_DATA=str(tmp_path), DATABASE_URL=url)
    assert answer.returncode == 1
    assert answer.stderr.splitlines()[-1].startswith(
        "django.core.exceptions.ImproperlyConfigured: DATABASE_URL must be an address"
    )
    assert "secret" not in answer.stderr


def test_a_database_that_the_portal_does_not_run_on_is_refused_in_one_sentence(
    tmp_path: Path,
) -> None:
    answer = subprocess.run(
        [sys.executable, "manage.py", "prepare", "--files-only"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "BRNOPLAN_DATA": str(tmp_path),
            "DATABASE_URL": "mysql://me:secret@host/x",
        },
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (answer.returncode, answer.stderr) == (
        1,
        "DATABASE_URL must name PostgreSQL or SQLite, not mysql.\n",
    )


def test_a_data_folder_that_cannot_be_made_is_refused_by_name() -> None:
    answer = settings("''", BRNOPLAN_DATA="/proc/nowhere")
    assert answer.returncode == 1
    assert "BRNOPLAN_DATA: No such file or directory: /proc/nowhere" in answer.stderr


def test_empty_variables_count_as_unset(tmp_path: Path) -> None:
    names = ["DEBUG", "DATABASE_URL", "SECRET_KEY", "ALLOWED_HOSTS", "BRNOPLAN_HTTPS"]
    answer = settings(
        "settings.DEBUG, settings.HTTPS, settings.DATABASES['default']['ENGINE'], "
        "len(settings.SECRET_KEY) > 50, settings.ALLOWED_HOSTS",
        **dict.fromkeys(names, ""),
        BRNOPLAN_DATA=str(tmp_path),
    )
    assert answer.stdout == (
        "False True brnoplan.sqlite True ['localhost', '127.0.0.1', '[::1]']\n"
    )


def test_the_secret_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    first, second = (settings("settings.SECRET_KEY", BRNOPLAN_DATA=str(tmp_path)) for _ in "12")
    assert len(first.stdout.strip()) > 50
    assert first.stdout == second.stdout
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_the_data_folder_is_open_to_its_owner_only(tmp_path: Path) -> None:
    settings("''", BRNOPLAN_DATA=str(tmp_path / "data"))
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("https", "expected"),
    [
        ("1", "True 31536000 True True True True"),
        ("0", "False 0 False False False False"),
    ],
)
def test_https_is_held_to_unless_it_is_turned_off(
    https: str, expected: str, tmp_path: Path
) -> None:
    names = ["SSL_REDIRECT", "HSTS_SECONDS", "HSTS_INCLUDE_SUBDOMAINS", "HSTS_PRELOAD"]
    shown = [f"settings.SECURE_{name}" for name in names]
    shown += ["settings.SESSION_COOKIE_SECURE", "settings.CSRF_COOKIE_SECURE"]
    answer = settings(", ".join(shown), BRNOPLAN_DATA=str(tmp_path), BRNOPLAN_HTTPS=https)
    assert answer.stdout == f"{expected}\n"


def test_only_behind_a_proxy_are_its_headers_believed(tmp_path: Path) -> None:
    show = (
        "hasattr(settings, 'SECURE_PROXY_SSL_HEADER'), "
        "'brnoplan.proxy.ClientAddressMiddleware' in settings.MIDDLEWARE"
    )
    bare = settings(show, BRNOPLAN_DATA=str(tmp_path))
    behind = settings(show, BRNOPLAN_DATA=str(tmp_path), BRNOPLAN_BEHIND_PROXY="1")
    assert (bare.stdout, behind.stdout) == ("False False\n", "True True\n")


@pytest.mark.parametrize("name", ["PORT", "WEB_CONCURRENCY"])
@pytest.mark.parametrize("value", ["two", "0", "-1", "1.5"])
def test_gunicorn_refuses_a_number_that_is_none_by_name(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as refused:
        runpy.run_path(str(ROOT / "deploy/gunicorn.conf.py"))
    assert refused.value.code == f"{name} must be a whole number from 1 up, not {value!r}."


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"PORT": "8123"}, "http://127.0.0.1:8123"),
        ({"ALLOWED_HOSTS": "*"}, "http://127.0.0.1:8000"),
        ({"ALLOWED_HOSTS": "localhost, plan.example.org,b.example"}, "https://plan.example.org"),
        ({"ALLOWED_HOSTS": ".example.org"}, "https://example.org"),
        ({"ALLOWED_HOSTS": "plan.example.org", "BRNOPLAN_HTTPS": "0"}, "http://127.0.0.1:8000"),
        (
            {"ALLOWED_HOSTS": "plan.example.org", "BRNOPLAN_URL": "https://b.example:8443/"},
            "https://b.example:8443",
        ),
    ],
)
def test_the_address_of_the_portal_is_that_of_its_first_host_on_the_web(
    given: dict[str, str], address: str, tmp_path: Path
) -> None:
    answer = settings("settings.SITE_URL", BRNOPLAN_DATA=str(tmp_path), **given)
    assert answer.stdout == f"{address}\n"


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("https", "address", "found"),
    [
        (True, "https://plan.example.org", []),
        (True, "https://localhost.example.org:8443", []),
        (True, "http://127.0.0.1:8000", ["brnoplan.E001"]),
        (True, "https://LOCALHOST", ["brnoplan.E001"]),
        (True, "https://[::1]:8000", ["brnoplan.E001"]),
        (False, "http://127.0.0.1:8000", []),
    ],
)
def test_an_address_that_leads_nowhere_is_an_error_of_a_deployment(
    https: bool, address: str, found: list[str]
) -> None:
    with override_settings(HTTPS=https, SITE_URL=address):
        errors = [
            error
            for error in run_checks(include_deployment_checks=True)
            if error.id.startswith("brnoplan.E")
        ]
        assert [error.id for error in errors] == found
        assert [error for error in run_checks() if error.id.startswith("brnoplan.")] == []
    assert all("BRNOPLAN_URL" in error.msg and error.is_serious() for error in errors)


def test_the_containers_and_the_example_know_the_settings_of_a_city() -> None:
    source = (ROOT / "brnoplan/settings.py").read_text()
    settings_read = re.findall(r'"((?:BRNOPLAN|EMAIL)_[A-Z_]+)"', source)
    of_image = {"BRNOPLAN_DATA", "BRNOPLAN_STATIC"}
    passed = re.findall(r"^    ((?:BRNOPLAN|EMAIL)_[A-Z_]+): \$", COMPOSE.read_text(), re.MULTILINE)
    assert sorted(passed) == sorted(set(settings_read) - of_image)
    example = re.findall(r"^#?([A-Z_]+)=", (ROOT / "deploy/environment.example").read_text(), re.M)
    city = {"BRNOPLAN_URL", "BRNOPLAN_CITY", "BRNOPLAN_CITY_GENITIVE", "BRNOPLAN_FOUR_EYES"}
    mail = {name for name in passed if name.startswith("EMAIL_")}
    assert city | mail <= set(example)


def test_the_container_gives_gunicorn_no_empty_number_of_processes() -> None:
    """It reads that one by itself, before our settings of it, and dies of an empty word."""
    lines = re.findall(r"^ *WEB_CONCURRENCY:(.*)$", COMPOSE.read_text(), re.MULTILINE)
    assert lines == [""]


def test_readme_lists_just_the_variables_there_are() -> None:
    sources = [ROOT / "brnoplan/settings.py", ROOT / "deploy/gunicorn.conf.py"]
    readers = "flag words hosts host number digits licence address choice chosen pairs port sender"
    reading = rf"(?:environ\.get|{readers.replace(' ', '|')}|colour_pair)\(\s*[\"']([A-Z_]+)[\"']"
    read = {name for source in sources for name in re.findall(reading, source.read_text())}
    table = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert sorted(table) == sorted(read - {"BRNOPLAN_ANNOUNCE"})


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ({}, "strategy.letters.folder.EmailBackend 587 True False"),
        ({"EMAIL_HOST": "posta"}, "django.core.mail.backends.smtp.EmailBackend 587 True False"),
        (
            {"EMAIL_HOST": "posta", "EMAIL_TLS": "ssl"},
            "django.core.mail.backends.smtp.EmailBackend 465 False True",
        ),
        (
            {"EMAIL_HOST": "posta", "EMAIL_TLS": "none", "EMAIL_PORT": "2525"},
            "django.core.mail.backends.smtp.EmailBackend 2525 False False",
        ),
    ],
)
def test_letters_go_to_the_server_that_is_set_or_into_a_folder(
    given: dict[str, str], meant: str, tmp_path: Path
) -> None:
    names = ("BACKEND", "PORT", "USE_TLS", "USE_SSL")
    shown = "settings.EMAIL_" + ", settings.EMAIL_".join(names)
    assert settings(shown, BRNOPLAN_DATA=str(tmp_path), **given).stdout == f"{meant}\n"


@pytest.mark.parametrize(
    ("given", "sender"),
    [
        ({}, "Brnoplan <portal@127.0.0.1>"),
        ({"BRNOPLAN_URL": "https://plan.example.org"}, "Brnoplan <portal@plan.example.org>"),
        ({"BRNOPLAN_CONTACT": "plan@example.org"}, "Brnoplan <plan@example.org>"),
        ({"BRNOPLAN_MAIL_FROM": "plan@example.org"}, "plan@example.org"),
        ({"BRNOPLAN_MAIL_FROM": '"Plán, Brno" <plan@example.org>'}, "Plán, Brno"),
    ],
)
def test_letters_come_from_the_address_that_is_set_or_from_the_portal(
    given: dict[str, str], sender: str, tmp_path: Path
) -> None:
    shown = "str(__import__('email.header').header.make_header("
    shown += "__import__('email.header').header.decode_header(settings.DEFAULT_FROM_EMAIL)))"
    answer = settings(shown, BRNOPLAN_DATA=str(tmp_path), PYTHONIOENCODING="utf-8", **given)
    assert answer.stdout.startswith(sender)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EMAIL_TLS", "tls"),
        ("EMAIL_PORT", "0"),
        ("EMAIL_PORT", "65536"),
        ("EMAIL_PORT", "x"),
        ("BRNOPLAN_MAIL_FROM", "Plán"),
        ("BRNOPLAN_MAIL_FROM", "plan@example.org, b@example.org"),
        ("BRNOPLAN_MAIL_FROM", "plan@example.org\nBcc: b@example.org"),
        ("BRNOPLAN_CONTACT", "plan"),
        ("ALLOWED_HOSTS", "https://plan.example.org"),
        ("ALLOWED_HOSTS", "plan.example.org www.example.org"),
        ("ALLOWED_HOSTS", "plan.example.org:443"),
        ("ALLOWED_HOSTS", "*.example.org"),
        ("ALLOWED_HOSTS", ","),
        ("BRNOPLAN_DOMAINS", "@brno.cz"),
        ("EMAIL_HOST", "http://mail.example.org"),
        ("EMAIL_HOST", "mail.example.org,b.example.org"),
    ],
)
def test_what_is_no_name_port_or_address_is_refused_by_name(
    name: str, value: str, tmp_path: Path
) -> None:
    answer = settings("''", BRNOPLAN_DATA=str(tmp_path), **{name: value})
    assert answer.returncode == 1
    assert f"ImproperlyConfigured: {name} must be " in answer.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("name", "environment"),
    [
        ("BRNOPLAN_OIDC_SCOPE", {"BRNOPLAN_OIDC_SCOPE": "profile"}),
        ("BRNOPLAN_OIDC_ISSUER", {"BRNOPLAN_OIDC_CLIENT_ID": "plan"}),
    ],
)
def test_half_a_provider_is_refused_by_name(
    name: str, environment: dict[str, str], tmp_path: Path
) -> None:
    answer = settings("''", BRNOPLAN_DATA=str(tmp_path), **environment)
    assert answer.returncode == 1
    assert f"ImproperlyConfigured: {name} " in answer.stderr.splitlines()[-1]


@pytest.mark.both_databases
@pytest.mark.parametrize(("host", "found"), [("", ["brnoplan.W001"]), ("posta.example.org", [])])
def test_a_deployment_without_a_mail_server_is_warned(host: str, found: list[str]) -> None:
    with override_settings(EMAIL_HOST=host, SECOND_FACTOR=True):
        told = run_checks(include_deployment_checks=True)
    assert [check.id for check in told if check.id.startswith("brnoplan.W")] == found


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, ["brnoplan.W003"]),
        ({"SECOND_FACTOR": True}, []),
        ({"OIDC_ISSUER": "https://ucty.example.org"}, []),
    ],
)
def test_a_deployment_where_a_password_alone_lets_in_is_warned(
    given: dict[str, object], found: list[str]
) -> None:
    with override_settings(EMAIL_HOST="posta.example.org", **given):
        told = run_checks(include_deployment_checks=True)
    assert [check.id for check in told if check.id.startswith("brnoplan.W")] == found


@pytest.mark.parametrize(
    ("issuer", "https", "found"),
    [
        ("http://ucty.example.org", True, ["brnoplan.E005"]),
        ("https://ucty.example.org", True, []),
        ("http://127.0.0.1:8080/realms/city", True, []),
        ("http://ucty.example.org", False, []),
    ],
)
def test_a_provider_of_accounts_without_tls_is_refused_by_name(
    issuer: str, https: bool, found: list[str]
) -> None:
    with override_settings(OIDC_ISSUER=issuer, HTTPS=https):
        told = checks.check_provider()
    assert [check.id for check in told] == found
    assert all("BRNOPLAN_OIDC_ISSUER" in check.hint for check in told)
