"""Layouts of Czech plans, written as offices write them before the rules were looked at.

Each file holds a text, where lines between bars are rows of a table, and what it means.
"""

from pathlib import Path

import pytest

from tests.strategy.grammar.reading import Rows, blocks, told

LAYOUTS = sorted((Path(__file__).parent / "layouts").glob("*.txt"))


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda path: path.stem)
def test_layouts_in_use_are_read(layout: Path) -> None:
    text, meant = layout.read_text(encoding="utf-8").split("=====\n")
    assert told(blocks(*parts(text))) == meant.splitlines()


def parts(text: str) -> list[str | Rows]:
    found: list[str | Rows] = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split(" | ")]
        row = line.startswith("| ")
        if row and found and isinstance(found[-1], list):
            found[-1].append(cells)
        elif row:
            found.append([cells])
        elif found and isinstance(found[-1], str):
            found[-1] += f"{line}\n"
        else:
            found.append(f"{line}\n")
    return found
