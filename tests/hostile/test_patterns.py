"""No pattern goes back and forth over what somebody sends.

Each is asked about texts that were read out of it (`attacks`), 14,000 letters long where nothing
bounds what it sees: one that reads each letter a few times needs about a millisecond of a
processor, one that reads all for each of them 160 and more; 100 are given.
"""

import json
import subprocess
import sys

import pytest
from django.conf import settings

from tests.hostile import enduring, patterns
from tests.hostile.bounded import BOUNDED, BUILT, OURS
from tests.hostile.patterns import Site, Unknown


def sites() -> list[Site]:
    """All that see what others wrote, those that functions put together among them."""
    trees = patterns.parsed()
    uses = patterns.uses_of(trees.values())
    found = [site for name in trees for site in patterns.of_module(name, trees, uses)]
    found += [
        site
        for name, tree in trees.items()
        for site in patterns.in_functions(name, tree)
        if isinstance(site, Site)
    ]
    whole = {(one.pattern, one.flags, one.uses): one for one in found if not is_ours(one.where)}
    return [*whole.values(), *(one for make in BUILT.values() for one in make())]


def is_ours(where: str) -> bool:
    return any(where == name or where.startswith(f"{name}.") for name in OURS)


def broken(asked: list[Site]) -> list[str]:
    """Those that do not end in time, and on what."""
    lines = [
        json.dumps([one.where, one.pattern, one.flags, one.is_bytes, one.uses, length_of(one)])
        for one in asked
    ]
    ran = subprocess.run(
        [sys.executable, "-m", enduring.__name__],
        input="\n".join(lines).encode(),
        capture_output=True,
        check=True,
        cwd=settings.BASE_DIR,
    )
    return ran.stdout.decode().splitlines()


def length_of(site: Site) -> int:
    return min(
        (most for name, (most, _why) in BOUNDED.items() if f"{site.where}.".startswith(f"{name}.")),
        default=enduring.LENGTH,
    )


def test_every_pattern_that_sees_foreign_text_ends() -> None:
    assert broken(sites()) == []


def test_a_pattern_that_a_function_puts_together_is_known() -> None:
    unknown = {
        site.where
        for name, tree in patterns.parsed().items()
        for site in patterns.in_functions(name, tree)
        if isinstance(site, Unknown) and not is_ours(site.where)
    }
    assert unknown == set(BUILT)


@pytest.mark.parametrize(
    "planted", [r"(a+)+$", r"\s*\n\s*", r"<!--.*?-->", r"(?:\w|[a-z])+!", r"\w+@\w+", r"^(.*,)*x$"]
)
def test_one_that_goes_back_and_forth_is_found(planted: str) -> None:
    [found] = broken([Site("planted", planted, 0, ("sub",), False)])
    assert found.startswith("planted: ")


@pytest.mark.parametrize("planted", [r"[^\W_]+", r"\(([0-9]{1,9})\)", r"a{1,9}b"])
def test_one_that_reads_on_is_not(planted: str) -> None:
    assert broken([Site("planted", planted, 0, ("sub",), False)]) == []
