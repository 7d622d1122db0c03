"""Slots: two for the whole installation, free again when whoever held one is gone."""

import subprocess
import sys

import pytest

from strategy import slots

HOLD = """
import fcntl, sys
lock = open(sys.argv[1], "w")
fcntl.flock(lock, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT / "renditions"


def test_there_are_two_and_the_third_gets_none():
    with slots.any_held() as first, slots.any_held() as second, slots.any_held() as third:
        assert [first, second, third] == [1, 2, None]
    with slots.any_held() as again:
        assert again == 1


def test_a_slot_is_held_once():
    with slots.held(1) as ours, slots.held(1) as theirs, slots.held(2) as other:
        assert [ours, theirs, other] == [True, False, True]


def test_a_killed_process_leaves_its_slot(folder):
    folder.mkdir(parents=True)
    path = folder / ".press-2"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with holder:
        assert holder.stdout.readline() == b"held\n"
        with slots.held(2) as while_alive:
            assert while_alive is False
        holder.kill()
        holder.wait()
        with slots.held(2) as afterwards:
            assert afterwards is True


def test_who_can_wait_gets_the_slot_that_becomes_free(monkeypatch):
    with slots.held(2):
        first = slots.held(1)
        first.__enter__()
        waits = []

        def end_of_the_first(seconds):
            waits.append(seconds)
            first.__exit__(None, None, None)

        monkeypatch.setattr(slots.time, "sleep", end_of_the_first)
        with slots.awaited() as slot:
            assert (slot, waits) == (1, [slots.POLL_SECONDS])
