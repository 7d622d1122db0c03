"""What the command tells beside the changes: lines left out, and what it was not sure of."""

from io import StringIO
from pathlib import Path

from django.core.management import call_command

from tests.strategy.importing_texts import SMALL

PLAN = "Cíl 1: Péče\nOpatření 1.1: Poradna\nGestor: OSP\nTermín: 12/2020\n"


def told(folder: Path, text: str, part: str) -> list[str]:
    """The lines of the command's output that have a part in them."""
    (folder / "plan.txt").write_text(text, encoding="utf-8")
    output = StringIO()
    call_command("import_plan", folder / "plan.txt", dry_run=True, stdout=output)
    return [line.strip() for line in output.getvalue().splitlines() if part in line]


def test_only_of_lines_before_the_plan_it_is_said_that_they_stand_there(
    db: None, tmp_path: Path
) -> None:
    sentence = "před prvním nadpisem"
    assert len(told(tmp_path, f"Úvod\n{PLAN}", sentence)) == 1
    assert len(told(tmp_path, f"Úvod\n{SMALL}", sentence)) == 1
    within = f"Úvod\n{PLAN}\nTabulka 1: Přehled\n"
    assert told(tmp_path, within, sentence) == []
    assert len(told(tmp_path, within, ": 1, 7")) == 1


def test_what_is_unsure_is_told_with_its_line(db: None, tmp_path: Path) -> None:
    assert told(tmp_path, PLAN, "nejist") == told(tmp_path, PLAN, "13/2020") == []
    (line,) = told(tmp_path, PLAN.replace("12/2020", "13/2020"), "13/2020")
    assert "4" in line.split(":")[0]
