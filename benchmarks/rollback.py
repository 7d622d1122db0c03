"""Back from an upgrade as the README has it: by restoring the copy of before. What is lost is told.

    DATABASE_URL=… python -m benchmarks.rollback COMMIT

The older code makes its demo in an empty database, somebody comments, and it makes a copy. The new
code's `prepare` migrates; somebody comments again, and who sent one of before is erased. Then the
older code restores its own copy over all that. Told are the times, and what of the comments is
there again. Exit code 1 unless all of before is, none of after, and the erased stays erased.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.upgrading import HERE, PYTHON, manage, old_code

BEFORE, AFTER = 5, 3
WRITTEN = "Psáno {when}, {number}."
# What both codes know; told to `manage.py shell`.
WRITE = """
from comments import publication, receiving
from comments.models import Comment
from comments.rows import Said
from strategy.models import Item, Edition
item = Item.objects.filter(edition__state__in=['consultation', 'draft_published', 'approved'],
    tier__is_measure=True).first() or Item.objects.filter(tier__is_measure=True).first()
for number in range({count}):
    said = Said(item, f'Psáno {when}, {{number}}.', '', '')
    publication.publish(receiving.receive([said], name='Jana', channel=Comment.Channel.IMPORT))
"""
ERASE = """
from comments.models import Comment
from comments.privacy import erasing
erasing.erase(Comment.objects.get(versions__text='Psáno before, 0.'), 'Žádost.', None)
"""
COUNT = """
from comments.models import CommentVersion, Contact
for when in ('before', 'after'):
    print(CommentVersion.objects.filter(text__startswith=f'Psáno {when},').count())
print(Contact.objects.filter(comment__versions__text__startswith='Psáno before,').count())
"""


def main(commit: str) -> int:
    with (
        tempfile.TemporaryDirectory(prefix="brnoplan-rollback-") as folder,
        old_code(commit) as old,
    ):
        environment = os.environ | {"BRNOPLAN_DATA": f"{folder}/data", "BRNOPLAN_HTTPS": "0"}
        manage(old, environment, "prepare", "--demo")
        told(old, environment, WRITE.format(count=BEFORE, when="before"))
        took("copy", lambda: manage(old, environment, "backup", f"{folder}/copies"))
        took("prepare of the new code", lambda: manage(HERE, environment, "prepare"))
        told(HERE, environment, WRITE.format(count=AFTER, when="after"))
        told(HERE, environment, ERASE)
        (copy,) = Path(folder, "copies").glob("brnoplan-*")
        back = ("restore", str(copy), "--replace")
        took("restore by the older code", lambda: manage(old, environment, *back))
        before, after, senders = map(int, told(old, environment, COUNT).split()[-3:])
        manage(old, environment, "verify_editions")
    print(f"comments of before the copy: {before} of {BEFORE}")
    print(f"their senders: {senders}; one was erased after the copy")
    print(f"comments of after it: {after} of {AFTER}")
    return int((before, senders, after) != (BEFORE, BEFORE - 1, 0))


def told(code: Path, environment: dict[str, str], script: str) -> str:
    """What that code prints for a script."""
    command = [PYTHON, "manage.py", "shell", "-c", script]
    done = subprocess.run(
        command, cwd=code, env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def took(name: str, deed: Callable[[], None]) -> None:
    begun = time.monotonic()
    deed()
    print(f"{name} took {time.monotonic() - begun:.1f} s", flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
