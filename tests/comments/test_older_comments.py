"""Comments that an older version took are read as before, on both databases."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

ROOT = Path(__file__).parents[2]
KEY = "00000000-0000-4000-8000-000000000001"


@pytest.fixture
def own_database(django_db_setup: None) -> Iterator[str]:
    """The address of an empty database beside that of the tests; empty for an SQLite file."""
    if connection.vendor != "postgresql":
        yield ""
        return
    name = f"{connection.settings_dict['NAME']}_older"
    server = urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(server.geturl(), autocommit=True) as administration:
        administration.execute(f'CREATE DATABASE "{name}"')
        try:
            yield server._replace(path=f"/{name}").geturl()
        finally:
            administration.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_comments_of_an_older_version_keep_words_and_answers(
    tmp_path: Path, own_database: str
) -> None:
    own = {"BRNOPLAN_DATA": str(tmp_path), "DATABASE_URL": own_database}
    done = subprocess.run(
        [sys.executable, "-m", "tests.comments.older_comments"],
        cwd=ROOT,
        env=os.environ | own,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "comments": [[1, 2, 2], [2, 1, 1], [3, 1, 1]],
        "parts": [[1, 1, "plan"], [2, 1, "plan"], [1, 1, "plan"]],
        "points": [KEY],
        "keys": 3,
        "read": [["1", "Nově.", ["Vysvětlujeme."]], ["2", "Jen jednou.", []]],
    }
