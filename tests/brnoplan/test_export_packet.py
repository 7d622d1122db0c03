"""The command that writes the packet into a file."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from brnoplan.packet import making
from strategy import slots
from strategy.models import Edition, Job, Plan
from strategy.pdf.rendering import LibraryMissing
from tests.brnoplan.packets import FAKE, make_minutes, propose


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


def test_the_command_writes_the_packet_of_the_draft(
    plan: Plan, press: list[str], tmp_path: Path, capsys: Any
) -> None:
    call_command("export_packet", plan.slug, str(tmp_path / "a.pdf"))
    assert (tmp_path / "a.pdf").read_bytes() == FAKE + b"1"
    assert "packet__section--portrait" in press[0]
    # One line of what was written and one for each thing that is missing.
    assert len(capsys.readouterr().out.splitlines()) == 4
    assert Job.objects.count() == 0


def test_the_command_writes_an_edition_with_the_table_across(
    published: Edition, press: list[str], tmp_path: Path, capsys: Any
) -> None:
    propose(published)
    make_minutes(published.plan)
    given = [published.plan.slug, str(tmp_path / "a.pdf"), "--edition", "1", "--landscape"]
    call_command("export_packet", *given)
    assert "packet__section--landscape" in press[0]
    assert "znění č.\xa01" in press[0]
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_the_command_waits_for_a_slot_and_holds_it(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[bool] = []

    def render(_html: str) -> bytes:
        with slots.held(1) as is_free:
            held.append(not is_free)
        return FAKE

    monkeypatch.setattr(making, "render", render)
    call_command("export_packet", plan.slug, str(tmp_path / "a.pdf"))
    assert held == [True]


@pytest.mark.parametrize(
    ("given", "named"), [(["neni"], "zkusebni-plan"), (["zkusebni-plan", "--edition", "9"], "9")]
)
def test_the_command_says_what_is_wrong_and_writes_nothing(
    given: list[str], named: str, plan: Plan, press: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "x.pdf"
    with pytest.raises(CommandError, match=named):
        call_command("export_packet", given[0], str(path), *given[1:])
    assert (path.exists(), press) == (False, [])


def test_the_command_tells_why_it_could_not(
    plan: Plan, press: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CommandError, match="neni"):
        call_command("export_packet", plan.slug, str(tmp_path / "neni" / "a.pdf"))
    assert (press, list(tmp_path.iterdir())) == ([], [])
    (tmp_path / "file").touch()
    with pytest.raises(CommandError):
        call_command("export_packet", plan.slug, str(tmp_path / "file" / "a.pdf"))

    def fail(_html: str) -> bytes:
        raise LibraryMissing("libpango-1.0-0")

    monkeypatch.setattr(making, "render", fail)
    with pytest.raises(CommandError, match="apt-get install libpango"):
        call_command("export_packet", plan.slug, str(tmp_path / "x.pdf"))
