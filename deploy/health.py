"""Ask the portal in this container whether it is alive; exit code 1 where it is not."""

import sys
import urllib.request

try:
    with urllib.request.urlopen("http://127.0.0.1:8000/zdravi/zije/", timeout=4) as answer:
        sys.exit(answer.read() != b"ok\n")
except OSError as error:
    sys.exit(str(error))
