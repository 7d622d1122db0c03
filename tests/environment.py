"""Early plugin: the environment that the settings read, before pytest-django loads them.

The suite has a data folder of its own and speaks plain HTTP. Workers of pytest-xdist begin with
the environment of the process that starts them, and share its folder of static files.
"""

import atexit
import gc
import os
import shutil
import tempfile


def folder_of_its_own() -> str:
    """A new folder that goes when the process ends."""
    folder = tempfile.mkdtemp(prefix="brnoplan-test-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


os.environ["BRNOPLAN_DATA"] = folder_of_its_own()
if "PYTEST_XDIST_WORKER" not in os.environ:
    # `./run test` gives both databases one folder.
    static = os.environ.get("BRNOPLAN_TEST_STATIC") or f"{folder_of_its_own()}/static"
    os.environ["BRNOPLAN_STATIC"] = static
os.environ["BRNOPLAN_HTTPS"] = "0"
# pytest-playwright keeps an event loop open in the thread that also talks to the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# By default a process with so many classes looks through all of them again and again: for
# migrating alone forty times.
gc.set_threshold(50_000, 10, 10)
