"""Names of files and whole addresses: spelled in one place."""

from pathlib import Path

import pytest

from strategy import naming
from strategy.models import Edition
from tests.factories import draft_of, make_plan, publish

ROOT = Path(__file__).parents[2]


def test_files_are_named_by_plan_and_edition(published: Edition) -> None:
    draft = draft_of(published.plan)
    assert [naming.file_name(edition, ".pdf") for edition in (published, draft)] == [
        "zkusebni-plan-zneni-1.pdf",
        "zkusebni-plan-pracovni-navrh.pdf",
    ]


def test_a_stored_name_is_short_whatever_the_plan_is_called(db: None) -> None:
    edition = publish(make_plan("a" * 50))
    assert naming.stored_name(edition, "-s-peceti") == f"{'a' * 40}-zneni-1-s-peceti"


@pytest.mark.parametrize("url", ["https://plan.example.org", "https://plan.example.org/"])
def test_a_path_becomes_a_whole_address(url: str, settings) -> None:
    settings.SITE_URL = url
    assert naming.absolute("/plan/") == "https://plan.example.org/plan/"


def test_no_other_module_spells_them() -> None:
    sources = [path for app in ("strategy", "brnoplan") for path in (ROOT / app).rglob("*.py")]
    spelled = {
        path.name
        for path in sources
        if "SITE_URL" in (text := path.read_text()) or "zneni-{edition.number}" in text
    }
    assert spelled == {"naming.py", "settings.py", "checks.py"}
