import os
import signal
import sys
import threading
import time
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from brnoplan import starting, working
from brnoplan.backup import opening


class Command(BaseCommand):
    help = (
        "The worker: does outside of requests what takes long, such as large PDFs. "
        "Ends on SIGTERM; what it had begun is begun again by the next."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="End when nothing is left to do.")
        parser.add_argument(
            "--beside", type=int, metavar="PID", help="End when that process is gone."
        )

    def handle(self, *args: Any, once: bool, beside: int | None, **options: Any) -> None:
        opening.refuse_closed()
        if not once:
            signal.signal(signal.SIGTERM, _end)
            signal.signal(signal.SIGINT, _end)
        starting.refuse_unreachable_database()
        if beside:
            threading.Thread(target=_end_after, args=(beside,), daemon=True).start()
        try:
            working.work(once=once)
        except Error as away:
            raise CommandError(str(away)) from away


def _end(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def _end_after(process: int) -> None:
    while _is_there(process):
        time.sleep(working.POLL_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


def _is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
