"""What an older version approved and withdrew is sealed, archived, and claimed to be no more."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).parents[2]
UNKNOWN = "usnesení není v portálu zaznamenáno"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="has an SQLite file of its own")
def test_a_database_of_an_older_version_is_prepared_to_the_end(tmp_path: Path) -> None:
    own = {"BRNOPLAN_DATA": str(tmp_path), "DATABASE_URL": ""}
    done = subprocess.run(
        [sys.executable, "-m", "tests.strategy.older_portal"],
        cwd=ROOT,
        env=os.environ | own,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert json.loads(done.stdout) == {
        "faults": [],
        "approvals": [UNKNOWN, UNKNOWN],
        "withdrawn": [[None, ""], [None, "kdy a proč, není v portálu zaznamenáno"]],
        "ordered": [["archived_pdf", 1], ["archived_pdf", 2]],
        # From February on the second held, and nobody knows until when.
        "days": [200, 404],
        "pages": [200, 200],
    }
