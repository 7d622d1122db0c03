from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from strategy import frozen, tree
from strategy.models import Edition, Item, Plan
from tests.factories import draft_of, item_of, make_plan


def run(*arguments: str) -> list[str]:
    output = StringIO()
    call_command("check_tree", *arguments, stdout=output)
    return output.getvalue().splitlines()


def break_tree(edition: Edition, code: str = "A1.2") -> Item:
    """Write a wrong level past the one door."""
    item = item_of(edition, code)
    Item.objects.filter(pk=item.pk).update(level=9)
    return item


def test_a_whole_tree_is_one_line(plan: Plan) -> None:
    assert len(run()) == 1


def test_a_wrong_item_is_named_with_its_number_and_both_places(plan: Plan, capsys) -> None:
    item = break_tree(draft_of(plan))
    output = StringIO()
    with pytest.raises(CommandError, match="1") as failed:
        call_command("check_tree", stdout=output)
    assert failed.value.returncode == 1
    edition, sentence = output.getvalue().splitlines()
    assert str(plan) in edition
    assert all(part in sentence for part in ["A1.2", f"({item.pk})", " 9", " 4"])


def test_an_item_that_cannot_be_reached_is_named(plan: Plan) -> None:
    draft = draft_of(plan)
    Item.objects.filter(pk=item_of(draft, "A").pk).update(parent=item_of(draft, "A1"))
    output = StringIO()
    with pytest.raises(CommandError, match="7"):
        call_command("check_tree", stdout=output)
    assert f"({item_of(draft, 'A').pk})" in output.getvalue()
    run("--repair")
    assert tree.find_faults(draft) == []


def test_a_draft_is_mended_on_demand(plan: Plan) -> None:
    break_tree(draft_of(plan))
    assert len(run("--repair")) == 4  # the edition, its fault, what was mended, all well
    assert tree.find_faults(draft_of(plan)) == []


def test_only_the_named_plan_is_looked_at(plan: Plan) -> None:
    break_tree(draft_of(make_plan("jiny", "Jiný")))
    assert len(run("--plan", plan.slug)) == 1
    with pytest.raises(CommandError):
        run("--plan", "jiny")
    with pytest.raises(CommandError, match="neni"):
        run("--plan", "neni")


def test_a_published_edition_is_reported_and_left_as_it_is(published: Edition) -> None:
    frozen.uninstall(connection)
    item = break_tree(published)
    frozen.install(connection)
    with pytest.raises(CommandError, match="1"):
        run("--repair")
    assert Item.objects.get(pk=item.pk).level == 9
