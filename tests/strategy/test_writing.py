import stat

import pytest

from strategy import writing


def test_an_unfinished_file_is_never_found(tmp_path, monkeypatch):
    def fail(descriptor):
        raise OSError("disk full")

    target = tmp_path / "plan.pdf"
    target.write_bytes(b"whole")
    monkeypatch.setattr(writing.os, "fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        writing.write_whole(target, b"half")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [
        ("plan.pdf", b"whole")
    ]


def test_who_reads_the_old_file_reads_it_to_its_end(tmp_path):
    target = tmp_path / "plan.pdf"
    writing.write_whole(target, b"old")
    with target.open("rb") as reader:
        writing.write_whole(target, b"new")
        assert reader.read() == b"old"
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("plan.pdf", b"new")]
    assert stat.S_IMODE(target.stat().st_mode) == 0o644


def test_both_the_file_and_its_name_are_put_on_the_disk(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr(
        writing.os, "fsync", lambda descriptor: synced.append(writing.os.fstat(descriptor).st_mode)
    )
    writing.write_whole(tmp_path / "new" / "plan.pdf", b"whole")
    assert [stat.S_ISDIR(mode) for mode in synced] == [False, True]


def test_what_is_secret_is_at_no_moment_readable_by_others(tmp_path, monkeypatch):
    chosen = []
    monkeypatch.setattr(writing.Path, "chmod", lambda path, mode: chosen.append(mode))
    writing.write_whole(tmp_path / "secret_key", b"key", mode=0o600)
    assert chosen == [0o600]
