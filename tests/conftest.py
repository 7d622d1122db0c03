"""The cast and the ground of every test.

The suite runs in a data folder of its own, with the static files collected as in production.
"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

_data = tempfile.mkdtemp(prefix="brnoplan-test-")
os.environ["BRNOPLAN_DATA"] = _data
os.environ["BRNOPLAN_HTTPS"] = "0"
# pytest-playwright keeps an event loop open in the thread that also talks to the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

import pytest  # noqa: E402  (the settings read the environment above)
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from strategy import frozen  # noqa: E402
from strategy.models import Edition, Plan  # noqa: E402
from tests import factories  # noqa: E402


@pytest.fixture(scope="session", autouse=True)
def static_files() -> None:
    """Collect the static files once, hashed as in production, without the compressed copies."""
    from django.test import override_settings

    with override_settings(WHITENOISE_KEEP_ONLY_HASHED_FILES=False):
        call_command("collectstatic", interactive=False, verbosity=0)


@pytest.fixture
def committed(transactional_db: None) -> Iterator[None]:
    """A database in which tests commit (threads, servers). Cleans up what is frozen, too."""
    yield
    frozen.uninstall(connection)
    call_command("flush", interactive=False, verbosity=0)
    frozen.install(connection)


@pytest.fixture
def plan(db: None) -> Plan:
    """A small plan in draft: value > goal A > priority A1 > measures A1.1 … A1.3."""
    return factories.make_plan()


@pytest.fixture
def published(plan: Plan) -> Edition:
    """The same plan published for consultation, with a new draft beside it."""
    return factories.publish(plan)


@pytest.fixture
def data_folder() -> Path:
    return Path(_data)
