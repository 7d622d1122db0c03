"""Early plugin: the environment that the settings read, before pytest-django loads them.

The suite has a data folder of its own and speaks plain HTTP.
"""

import atexit
import os
import shutil
import tempfile

_data = tempfile.mkdtemp(prefix="brnoplan-test-")
atexit.register(shutil.rmtree, _data, ignore_errors=True)

os.environ["BRNOPLAN_DATA"] = _data
os.environ["BRNOPLAN_HTTPS"] = "0"
# pytest-playwright keeps an event loop open in the thread that also talks to the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
