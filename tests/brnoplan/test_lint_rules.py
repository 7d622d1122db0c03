"""What the linter forbids, proven by planting it; and what it cannot see, in the templates."""

import re
import subprocess
import sys

import pytest
from django.conf import settings

UNESCAPED = re.compile(r"\|\s*(?:safe|safeseq)\b|autoescape\s+off|filter\s+safe")


@pytest.mark.parametrize(
    ("planted", "rule"),
    [
        ("from weasyprint import HTML\n\nHTML", "TID251"),
        ("import subprocess\n\nsubprocess", "TID251"),
        ("from django.views.decorators.csrf import csrf_exempt\n\ncsrf_exempt", "TID251"),
        ("from django.utils.safestring import mark_safe\n\nmark_safe(name)", "S308"),
        ('cursor.execute(f"SELECT * FROM items WHERE code = {code}")', "S608"),
        ('Item.objects.extra(where=["code = " + code])', "S610"),
        ("from django.db.models.expressions import RawSQL\n\nRawSQL(sql + code, [])", "S611"),
        ("import pickle\n\npickle.loads(given)", "S301"),
        ("eval(given)", "S307"),
    ],
)
def test_what_is_dangerous_is_found_where_it_is_planted(planted: str, rule: str) -> None:
    linted = subprocess.run(
        [
            *(sys.executable, "-m", "ruff", "check", "--output-format=concise", "-"),
            "--stdin-filename=strategy/planted.py",
        ],
        input=planted,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert f" {rule} " in linted.stdout


def unescaped(text: str) -> list[str]:
    return UNESCAPED.findall(text)


def test_no_template_lets_markup_through() -> None:
    folders = [settings.BASE_DIR / app for app in ("templates", "strategy", "comments", "kpss")]
    files = [file for folder in folders for file in folder.rglob("*.html")]
    assert len(files) > 200
    assert {str(file): found for file in files if (found := unescaped(file.read_text()))} == {}


@pytest.mark.parametrize("planted", ["{{ name|safe }}", "{% autoescape off %}", "{{ a | safe }}"])
def test_markup_that_is_let_through_is_seen(planted: str) -> None:
    assert len(unescaped(planted)) == 1


# What a table is named by: its caption comes first in it, or its own attribute points at a heading.
TABLE = re.compile(r"<table(?![^>]*\baria-labelledby=)[^>]*>(?!\s*<caption\b)")
# In a PDF the heading above is all there is to say.
PRINTED = re.compile(r"(/pdf/|/pdf\.html$|_pdf\.html$)")


def test_every_table_has_a_name() -> None:
    files = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
    shown = [file for file in files if not PRINTED.search(str(file))]
    assert len(shown) > 200
    assert [str(file) for file in shown if TABLE.search(file.read_text())] == []


@pytest.mark.parametrize(
    ("planted", "nameless"),
    [
        ('<table class="table">\n<thead>', True),
        ('<table class="table">\n<caption class="spoken">', False),
        ('<table class="table" aria-labelledby="rovnovaha">\n<thead>', False),
    ],
)
def test_a_table_without_a_name_is_seen(planted: str, *, nameless: bool) -> None:
    assert bool(TABLE.search(planted)) is nameless
