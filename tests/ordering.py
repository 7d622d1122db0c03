"""Early plugin: tests with the mark `looks`, each of which takes half a minute, begin the run.

At its end one worker would be left alone with them.
"""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.get_closest_marker("looks") is None)
