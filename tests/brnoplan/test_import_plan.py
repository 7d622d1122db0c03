import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from comments import publication
from comments.models import Comment, Contact
from strategy import tree
from strategy.importing import applying
from strategy.models import Item, Organisation, Plan
from tests.factories import amend, draft_of, item_of, make_comment, publish, root_of
from tests.rows import all_rows
from tests.strategy.importing_texts import FIXTURES, SEED, SMALL, SMALL_TREE

SEED_FILE = FIXTURES / "brno-2050.txt"
ACTION_PLAN = FIXTURES / "akcni-plan-socialni-vylouceni.txt"
MINUTES = FIXTURES / "lokalni-partnerstvi-2016.txt"
Import = Callable[..., str]


@pytest.fixture
def run(db: None, tmp_path: Path) -> Import:
    """Runs the command on a text, or on a file; returns what it printed."""

    def run(source: str | Path, **options: object) -> str:
        if isinstance(source, str):
            (tmp_path / "plan.txt").write_text(source, encoding="utf-8")
            source = tmp_path / "plan.txt"
        output = StringIO()
        call_command("import_plan", source, stdout=output, **options)
        return output.getvalue()

    return run


def test_the_seed_becomes_a_plan(run: Import) -> None:
    output = run(SEED_FILE)
    plan = Plan.objects.get()
    assert (plan.slug, plan.title) == ("soudrzne-respektujici-mesto", "Soudržné respektující město")
    counts = [tier.items.count() for tier in plan.tiers.all()]
    assert counts == [1, 1, 5, 14, 46]
    assert tree.find_faults(draft_of(plan)) == []
    assert [f"{word}: {count}" in output for word, count in [("Priority", 14), ("Opatření", 46)]]
    assert "A1.3 Podporovat pečující osoby." in output


def test_the_seeds_comments_are_published_at_their_places(run: Import) -> None:
    run(SEED_FILE, plan="brno-2050")
    draft = draft_of(Plan.objects.get())
    found = [
        (
            comment.number,
            comment.item,
            comment.organisation,
            comment.contact.name,
            comment.received_at,
            comment.versions.get().text,
            comment.kind,
        )
        for comment in Comment.objects.order_by("number")
    ]
    office, name, lines = (
        "Odbor územního plánování a rozvoje MMB",
        "Marcela Drkošová",
        SEED.split("\n"),
    )
    days = [datetime(2018, *day, 10, tzinfo=UTC) for day in [(6, 26), (6, 28), (7, 4)]]
    e3 = item_of(draft, "E3")
    assert found == [
        (1, root_of(draft), "", "Jan Schejbal", days[0], "Bez připomínek", "none"),
        (2, e3, office, name, days[1], lines[93], "part"),
        (3, e3, office, name, days[2], lines[97], "part"),
    ]
    shared = Comment.objects.values_list("channel", "state", "name_public", "received_on_day_only")
    assert set(shared) == {("import", "published", True, True)}
    assert (root_of(draft).tally.comments, e3.tally.comments) == (1, 2)


def test_the_action_plan_becomes_a_plan_with_leads_and_a_deadline(run: Import) -> None:
    output = run(ACTION_PLAN, plan="akcni-plan", title="Akční plán", create_organisations=True)
    draft = draft_of(Plan.objects.get())
    counts = {tier.name: tier.items.count() for tier in draft.plan.tiers.all()}
    assert counts == {"Strategický cíl": 9, "Specifický cíl": 6, "Opatření": 15}
    assert tree.find_faults(draft) == []
    items = Item.objects.filter(edition=draft)
    of_role = {
        role: items.filter(responsibilities__role=role).distinct().count()
        for role in ("lead", "co_lead")
    }
    assert of_role == {"lead": 11, "co_lead": 2}
    assert list(items.exclude(due="").values_list("due", flat=True)) == ["12/2020"]
    names = {"ASZ", "MPSV", "MV", "MSp", "MMR", "MŠMT", "ČSÚ", "MZ"}
    assert set(Organisation.objects.values_list("name", flat=True)) == names
    assert [name for name in names if f"\n  {name}\n" not in output] == []


def test_the_action_plan_again_writes_no_row(run: Import) -> None:
    asked = {"plan": "akcni-plan", "title": "Akční plán"}
    run(ACTION_PLAN, **asked)
    before = all_rows()
    run(ACTION_PLAN, **asked)
    assert all_rows() == before


def test_minutes_of_a_meeting_hold_no_plan_and_the_command_says_so(run: Import) -> None:
    before = all_rows()
    with pytest.raises(CommandError, match="nenašli jsme žádný cíl ani opatření"):
        run(MINUTES, plan="zapis")
    assert all_rows() == before


def test_the_same_file_again_writes_no_row(run: Import) -> None:
    run(SEED_FILE)
    before = all_rows()
    run(SEED_FILE)
    assert all_rows() == before


def test_a_dry_run_says_all_and_writes_nothing(run: Import) -> None:
    before = all_rows()
    output = run(SMALL, dry_run=True)
    assert "A1.2 Rozvíjet terénní služby." in output
    assert "26. 6. 2018 Jan Schejbal" in output
    assert all_rows() == before


def test_a_dry_run_of_a_changed_file_writes_nothing(run: Import) -> None:
    run(SMALL, plan="brno")
    before = all_rows()
    changed = SMALL.replace("pečující osoby", "rodiny").replace("Jan Schejbal", "Občanka Brněnská")
    output = run(changed, plan="brno", title="Jiný název", dry_run=True)
    assert "A1.1: Podporovat pečující osoby. → Podporovat rodiny." in output
    assert "Občanka Brněnská" in output
    assert all_rows() == before


def test_the_plan_is_named_and_titled_as_asked(run: Import) -> None:
    run(SMALL, plan="brno", title="Brno 2050")
    run(SMALL, plan="brno")
    plan = Plan.objects.get()
    assert (plan.slug, plan.title, root_of(draft_of(plan)).text) == (
        "brno",
        "Brno 2050",
        "Brno 2050",
    )


def test_another_title_changes_the_plan(run: Import) -> None:
    run(SMALL, plan="brno", title="Brno 2050")
    run(SMALL, plan="brno", title="Brno 2060")
    plan = Plan.objects.get()
    assert (plan.title, root_of(draft_of(plan)).text) == ("Brno 2060", "Brno 2060")


def test_a_title_that_is_too_long_is_refused_in_words(run: Import) -> None:
    run(SMALL, plan="brno", title="Brno 2050")
    before = all_rows()
    with pytest.raises(CommandError, match="200"):
        run(SMALL, plan="brno", title="Dlouhý název " * 20)
    assert all_rows() == before


def test_comments_stay_with_the_edition_they_came_to(run: Import) -> None:
    run(SMALL, plan="brno")
    published = publish(Plan.objects.get())
    more = f"{SMALL}Občanka Brněnská\n28. 6. 2018\nU priority A1 doplnit mapu.\n"
    run(more, plan="brno")
    first, second = Comment.objects.order_by("number")
    assert first.item == root_of(published)
    assert second.item == item_of(draft_of(published.plan), "A1")


def test_a_long_value_gives_a_whole_address_and_title(run: Import) -> None:
    run(SMALL.replace("Soudržné město", "Velmi soudržné město " * 15))
    plan = Plan.objects.get()
    assert plan.slug == "velmi-soudrzne-mesto-velmi-soudrzne-mesto-velmi-so"
    assert len(plan.title) == 200


def test_a_comment_that_stands_in_the_file_twice_is_recorded_once(run: Import) -> None:
    twice = "Jana Nová\n28. 6. 2018\nU priority A1 doplnit mapu.\n" * 2
    assert run(SMALL + twice, plan="brno").count("Jana Nová") == 1
    assert Comment.objects.count() == 2


def test_what_was_done_with_a_comment_is_not_undone(run: Import) -> None:
    run(SMALL, plan="brno")
    comment = Comment.objects.get()
    publication.hold(comment)
    Contact.objects.filter(comment=comment).delete()
    amend(comment, "Přece jen připomínka")
    before = all_rows()
    run(SMALL, plan="brno")
    assert all_rows() == before


def test_a_comment_recorded_by_hand_is_not_recorded_again(run: Import) -> None:
    run(SMALL.split("Připomínky")[0], plan="brno")
    make_comment(
        root_of(draft_of(Plan.objects.get())),
        text="Bez připomínek",
        name="Jan Schejbal",
        channel="import",
        received_at=datetime(2018, 6, 26, 6, tzinfo=UTC),
    )
    run(SMALL, plan="brno")
    assert Comment.objects.count() == 1


REFUSED = {
    "no plan": ("Zápis\n • bod\n", "2"),
    "a code twice": (SMALL.replace("• A1.2", "• A1.1"), "8"),
    "another's letters": (SMALL.replace("• B1.1", "• A1.3"), "13"),
    "an unknown heading": (SMALL.replace("Priorita B1", "Kapitola B1"), "11"),
    "no text": ("Hodnota: X\n\x01", "2"),
    "a comment without a name": (SMALL.replace("Jan Schejbal\n", ""), "15"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_refused_file_writes_nothing_and_names_its_line(run: Import, case: str) -> None:
    run(SMALL, plan="brno")
    before = all_rows()
    text, line = REFUSED[case]
    with pytest.raises(CommandError, match=rf"\b{line}\b") as refused:
        run(text, plan="brno")
    assert refused.value.returncode == 1
    with pytest.raises(CommandError):
        run(text, plan="novy")
    assert all_rows() == before


def test_a_late_failure_takes_everything_back(run: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    run(SMALL, plan="brno")
    before = all_rows()

    def fail(*args: object) -> None:
        raise tree.TreeRefused("Jiný úřad byl rychlejší.")

    monkeypatch.setattr(publication, "publish", fail)
    changed = SMALL.replace("péče", "služeb").replace("Jan Schejbal", "Občanka Brněnská")
    with pytest.raises(CommandError, match="rychlejší"):
        run(changed, plan="brno")
    assert all_rows() == before


def test_a_draft_published_meanwhile_is_refused(
    run: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(SMALL, plan="brno")
    stale = draft_of(Plan.objects.get())
    publish(stale.plan)
    before = all_rows()
    monkeypatch.setattr(applying, "working_draft", lambda plan: stale)
    with pytest.raises(CommandError):
        run(SMALL.replace("péče", "služeb"), plan="brno")
    assert all_rows() == before


@pytest.mark.parametrize("letter", ["K", "AA", "Ž"])
def test_a_goal_of_any_letter_has_it_for_its_address(run: Import, letter: str) -> None:
    run(re.sub(r"\bB(1\S*)?(?=\s)", rf"{letter}\1", SMALL), plan="brno")
    codes = [letter, f"{letter}1", f"{letter}1.1"]
    found = Item.objects.filter(code__in=codes).order_by("lft")
    assert list(found.values_list("handle", flat=True)) == codes


@pytest.mark.both_databases
def test_a_reader_that_has_seen_enough_ends_the_command_quietly() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    # What the command does once all is imported; it needs no database.
    program = (
        "import django; django.setup();"
        "from brnoplan.management.commands.import_plan import Command;"
        "Command()._say(['řádek'] * 9)"
    )
    try:
        ended = subprocess.run(
            [sys.executable, "-c", program],
            stdout=writer,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONUTF8": "1"},
            cwd=settings.BASE_DIR,
            check=False,
        )
    finally:
        os.close(writer)
    assert (ended.returncode, ended.stderr) == (0, b"")


@pytest.mark.parametrize("name", ["neni.txt", "."])
def test_a_file_that_cannot_be_read_is_refused(run: Import, tmp_path: Path, name: str) -> None:
    with pytest.raises(CommandError):
        run(tmp_path / name)
    assert Plan.objects.count() == 0


def test_windows_files_give_the_same_plan(run: Import, tmp_path: Path) -> None:
    file = tmp_path / "windows.txt"
    file.write_bytes(SMALL.replace("\n", "\r\n").encode("cp1250"))
    run(file, plan="brno")
    texts = Item.objects.shown().order_by("lft").values_list("text", flat=True)
    assert list(texts) == [row[2] for row in SMALL_TREE]
