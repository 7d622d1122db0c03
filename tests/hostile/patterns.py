"""Every regular expression of the project that sees what others wrote.

Read out of the code: whatever is given to a function of `re` must be known here. A pattern at the
top of a module is taken from there; one written out in a function is read; one that is put together
in a function has its way in BUILT.
"""

import ast
import importlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings

PACKAGES = ("strategy", "comments", "kpss", "brnoplan")
FUNCTIONS = {
    *("compile", "sub", "subn", "search", "match", "fullmatch", "split", "findall", "finditer"),
}
USES = FUNCTIONS - {"compile"}


Uses = dict[str, set[str]]


class Site(NamedTuple):
    """A pattern, where it stands, and by what methods it is asked."""

    where: str
    pattern: str
    flags: int
    uses: tuple[str, ...]
    is_bytes: bool


class Unknown(NamedTuple):
    """A call whose pattern is put together in a function that BUILT does not name."""

    where: str


def files() -> Iterator[Path]:
    for package in PACKAGES:
        for file in sorted((settings.BASE_DIR / package).rglob("*.py")):
            # What starts a server would do so.
            if "migrations" not in file.parts and file.name != "wsgi.py":
                yield file


def module_of(file: Path) -> str:
    parts = file.relative_to(settings.BASE_DIR).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def parsed() -> dict[str, ast.Module]:
    return {module_of(file): ast.parse(file.read_text()) for file in files()}


def uses_of(trees: Iterable[ast.Module]) -> Uses:
    """By what methods a name is asked anywhere: `WORD.search(…)`, `marks.WORD.search(…)`."""
    found: dict[str, set[str]] = defaultdict(set)
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in USES:
                if isinstance(node.value, ast.Name):
                    found[node.value.id].add(node.attr)
                elif isinstance(node.value, ast.Attribute):
                    found[node.value.attr].add(node.attr)
    return found


def of_module(name: str, trees: dict[str, ast.Module], everywhere: Uses) -> Iterator[Site]:
    """Patterns that a module holds, in lists and tables of its own, too."""
    own = uses_of([trees[name]])
    for called, value in vars(importlib.import_module(name)).items():
        for pattern in _patterns_in(value):
            # Another module's of a like name is another one.
            asked = (own if called.startswith("_") else everywhere).get(called) or USES
            is_bytes = isinstance(pattern.pattern, bytes)
            text = pattern.pattern.decode("latin-1") if is_bytes else pattern.pattern
            flags = pattern.flags & ~re.UNICODE.value
            yield Site(f"{name}.{called}", text, flags, ways(asked), is_bytes)


def ways(asked: Iterable[str]) -> tuple[str, ...]:
    """`sub` for all that look for a pattern anywhere: they go the same way, and so further than
    `match`, which `fullmatch` does, too."""
    anywhere = USES - {"match", "fullmatch"}
    found = {"sub" if one in anywhere else one for one in asked}
    return tuple(sorted(found - {"match"} or found))


def _patterns_in(value: Any, depth: int = 0) -> Iterator[re.Pattern]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 3 and isinstance(value, dict):
        yield from (one for each in value.values() for one in _patterns_in(each, depth + 1))
    elif depth < 3 and isinstance(value, (list, tuple, frozenset)):
        yield from (one for each in value for one in _patterns_in(each, depth + 1))


def in_functions(name: str, tree: ast.Module) -> Iterator[Site | Unknown]:
    """Patterns that are written out, or put together, where they are used."""
    for where, call in _calls(tree):
        if not where:
            continue
        written = call.args[0]
        function = call.func.attr  # type: ignore[attr-defined]
        if isinstance(written, ast.Constant):
            asked = ways({function} if function in USES else USES)
            is_bytes = isinstance(written.value, bytes)
            text = written.value.decode("latin-1") if is_bytes else written.value
            yield Site(f"{name}.{where}", text, 0, asked, is_bytes)
        else:
            yield Unknown(f"{name}.{where}")


def _calls(tree: ast.AST, within: str = "") -> Iterator[tuple[str, ast.Call]]:
    for node in ast.iter_child_nodes(tree):
        inside = within
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            inside = f"{within}.{node.name}".strip(".")
        if isinstance(node, ast.Call) and _is_of_re(node.func) and node.args:
            yield inside, node
        yield from _calls(node, inside)


def _is_of_re(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id == "re"
        and function.attr in FUNCTIONS
    )
