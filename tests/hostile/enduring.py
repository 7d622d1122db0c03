"""Asking patterns in processes of their own, each of which ends when its time is over.

Run as a program it reads lines of JSON: where, pattern, flags, whether it is of bytes, methods,
length; and prints those that did not end. What of a processor's time is given is some fifty times
what a pattern needs that reads each letter a few times.
"""

import json
import os
import re
import signal
import sys

from tests.hostile.attacks import against

SECONDS = 0.1
LENGTH = 14_000


def asked(pattern: "re.Pattern", method: str, text: "str | bytes") -> None:
    if method in {"sub", "subn"}:
        pattern.sub(text[:0], text)
    elif method == "finditer":
        for _found in pattern.finditer(text):
            pass
    else:
        getattr(pattern, method)(text)


def endures(job: list) -> "str | None":
    """The beginning of the text that took too long; None where there is none."""
    where, written, flags, is_bytes, methods, length = job
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        compiled = re.compile(written.encode("latin-1") if is_bytes else written, flags)
        for text in against(written, flags, length):
            given = text.encode("latin-1", "ignore") if is_bytes else text
            for method in methods:
                os.write(writing, f"{method} {text[:20]!r}…{text[-4:]!r}\n".encode())
                signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
                asked(compiled, method, given)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as said:
        last = list(said)[-1:]
    _pid, status = os.waitpid(child, 0)
    return f"{where}: {written[:60]!r} on {''.join(last).strip()}" if status else None


if __name__ == "__main__":
    for line in sys.stdin:
        if found := endures(json.loads(line)):
            sys.stdout.write(f"{found}\n")
