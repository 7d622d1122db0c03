"""Leaving the press out: who would have a PDF made gets at once what a test hands it instead."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from strategy.pdf import library, rendering


@contextmanager
def unpressed(made_of: Callable[[str], bytes] = str.encode) -> Iterator[None]:
    """Whatever would be pressed, of any length, is `made_of` its HTML: if not told, that itself."""
    pressing = [
        module
        for module in list(sys.modules.values())
        if vars(module).get("render") is rendering.render and module is not rendering
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(library, "MOST_IN_REQUEST", 10**9)
        for module in pressing:
            patch.setattr(module, "render", lambda html, *, seconds=None: made_of(html))
        yield
