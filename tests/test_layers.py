"""Imports go one way: from the project to the apps, and from app to app as the table says."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
# What each app may import of the others; docs/structure.md gives the reasons.
MAY = {
    "strategy": {"strategy"},
    "comments": {"comments", "strategy"},
    "kpss": {"kpss", "comments", "strategy"},
    "brnoplan": {"brnoplan", "kpss", "comments", "strategy"},
}


def test_no_app_imports_one_that_stands_above_it() -> None:
    imports = {(app, path, name) for app in MAY for path, name in imported_by(app)}
    assert {app for app, _path, name in imports if name == "strategy"} == set(MAY)
    assert {one for one in imports if one[2] not in MAY[one[0]]} == set()


def imported_by(app: str) -> Iterator[tuple[str, str]]:
    """Each file of an app beside each of our apps that it imports from, in functions too."""
    for path in (ROOT / app).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            for name in names_in(node):
                if name.partition(".")[0] in MAY:
                    yield str(path.relative_to(ROOT)), name.partition(".")[0]


def names_in(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
