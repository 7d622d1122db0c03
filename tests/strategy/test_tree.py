import os
import random
import threading
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction
from mptt.exceptions import InvalidMove

from strategy import editing, tree
from strategy.models import Edition, Item, Plan, Tier
from tests.factories import draft_of, item_of, make_comment, make_plan, publish, root_of


def codes(edition: Edition) -> list[str]:
    items = Item.objects.filter(edition=edition).order_by("lft")
    return [item.code or (item.tier_id and "value") or "root" for item in items]


def test_a_moved_item_takes_its_children_along(plan: Plan) -> None:
    draft = draft_of(plan)
    priority = plan.tiers.get(name="Priorita")
    tree.create_item(item_of(draft, "A"), priority, code="A2", text="Druhá")
    tree.move_item(item_of(draft, "A1"), item_of(draft, "A2"), "right")
    assert codes(draft) == ["root", "value", "A", "A2", "A1", "A1.1", "A1.2", "A1.3"]
    assert tree.find_faults(draft) == []


def test_every_way_to_place_an_item(plan: Plan) -> None:
    draft = draft_of(plan)
    third = item_of(draft, "A1.3")
    tree.move_item(third, item_of(draft, "A1"), "first-child")
    assert codes(draft)[4:] == ["A1.3", "A1.1", "A1.2"]
    tree.move_item(third, item_of(draft, "A1.2"), "left")
    assert codes(draft)[4:] == ["A1.1", "A1.3", "A1.2"]
    tree.move_item(third, item_of(draft, "A1"))
    assert codes(draft)[4:] == ["A1.1", "A1.2", "A1.3"]
    assert tree.find_faults(draft) == []


def test_an_item_may_skip_a_tier_but_not_stand_above_it(plan: Plan) -> None:
    draft = draft_of(plan)
    tree.move_item(item_of(draft, "A1.1"), root_of(draft))
    assert item_of(draft, "A1.1").level == 1
    with pytest.raises(tree.TreeRefused, match="Priorita"):
        tree.move_item(item_of(draft, "A1"), item_of(draft, "A1.1"))


def test_an_item_is_not_moved_under_itself_nor_beside_the_plan(plan: Plan) -> None:
    draft = draft_of(plan)
    before = codes(draft)
    with pytest.raises(tree.TreeRefused):
        tree.move_item(item_of(draft, "A"), item_of(draft, "A1"))
    with pytest.raises(tree.TreeRefused):
        tree.move_item(item_of(draft, "A1"), root_of(draft), "left")
    with pytest.raises(tree.TreeRefused):
        tree.move_item(root_of(draft), item_of(draft, "A"))
    assert codes(draft) == before


def test_an_item_is_not_moved_beside_itself(plan: Plan) -> None:
    draft = draft_of(plan)
    before = codes(draft)
    with pytest.raises(tree.TreeRefused):
        tree.move_item(item_of(draft, "A1.1"), item_of(draft, "A1.1"), "right")
    assert codes(draft) == before


def test_what_was_read_before_others_changed_the_tree_is_read_again(plan: Plan) -> None:
    draft = draft_of(plan)
    read = {code: item_of(draft, code) for code in ("A", "A1", "A1.1", "A1.3")}
    measure = plan.tiers.get(name="Opatření")
    tree.create_item(root_of(draft), measure, code="N1", text="První", position="first-child")
    tree.create_item(read["A1"], measure, code="A1.4", text="Čtvrté")
    assert (codes(draft)[-1], tree.find_faults(draft)) == ("A1.4", [])
    tree.create_item(root_of(draft), measure, code="N2", text="Druhé", position="first-child")
    tree.move_item(read["A1.3"], read["A"], "first-child")
    assert (codes(draft)[5], tree.find_faults(draft)) == ("A1.3", [])
    tree.create_item(root_of(draft), measure, code="N3", text="Třetí", position="first-child")
    assert tree.delete_item(read["A1"]) == 4
    assert codes(draft) == ["root", "N3", "N2", "N1", "value", "A", "A1.3"]
    assert tree.find_faults(draft) == []


def test_a_move_overwrites_no_wording_that_came_meanwhile(plan: Plan) -> None:
    read = item_of(draft_of(plan), "A1.1")
    editing.change_item(read, 1, text="Mezitím jinak.")
    moved = tree.move_item(read, item_of(draft_of(plan), "A"))
    assert (moved.text, moved.version) == ("Mezitím jinak.", 3)
    assert item_of(draft_of(plan), "A1.1").text == "Mezitím jinak."


def test_an_item_stays_in_its_edition(plan: Plan) -> None:
    other = make_plan("jiny", "Jiný")
    with pytest.raises(tree.TreeRefused):
        tree.move_item(item_of(draft_of(plan), "A1.1"), item_of(draft_of(other), "A1"))


def test_deleting_takes_what_is_below(plan: Plan) -> None:
    draft = draft_of(plan)
    assert tree.delete_item(item_of(draft, "A1")) == 4
    assert codes(draft) == ["root", "value", "A"]
    assert tree.find_faults(draft) == []
    with pytest.raises(tree.TreeRefused):
        tree.delete_item(root_of(draft))


def test_an_item_that_comments_speak_of_is_not_deleted(plan: Plan) -> None:
    draft = draft_of(plan)
    make_comment(item_of(draft, "A1.1"), channel="import")
    with pytest.raises(tree.TreeRefused):
        tree.delete_item(item_of(draft, "A1"))
    assert codes(draft)[3:] == ["A1", "A1.1", "A1.2", "A1.3"]
    assert tree.find_faults(draft) == []


def test_a_published_tree_is_not_touched(plan: Plan) -> None:
    published = publish(plan)
    before = codes(published)
    with pytest.raises(tree.TreeRefused):
        tree.move_item(item_of(published, "A1.1"), item_of(published, "A"))
    with pytest.raises(tree.TreeRefused):
        tree.delete_item(item_of(published, "A1.1"))
    with pytest.raises(tree.TreeRefused):
        tree.repair(published)
    assert codes(published) == before


def test_one_history_row_for_each_change(plan: Plan) -> None:
    draft = draft_of(plan)
    measure = item_of(draft, "A1.1")
    assert [row.history_type for row in measure.history.all()] == ["+"]
    tree.move_item(measure, item_of(draft, "A"))
    tree.move_item(measure, item_of(draft, "A1"), "first-child")
    newest, middle, first = measure.history.all()
    assert [row.history_type for row in (newest, middle, first)] == ["~", "~", "+"]
    assert [row.parent.code for row in (newest, middle, first)] == ["A1", "A", "A1"]


def test_handles_are_codes_or_short_forms_of_the_wording(plan: Plan) -> None:
    draft = draft_of(plan)
    value = plan.tiers.get(name="Hodnota")
    first, second = (tree.create_item(root_of(draft), value, text="Živé město") for _ in range(2))
    assert item_of(draft, "A1.1").handle == "A1.1"
    assert (first.handle, second.handle) == ("hodnota-zive-mesto", "hodnota-zive-mesto-2")


def test_a_handle_is_short_and_never_an_address_of_the_portal(plan: Plan) -> None:
    draft = draft_of(plan)
    given = [("Edice", "?"), ("Cíl", "slovo " * 30), ("☺", "?")]
    assert [
        tree.free_handle(draft, Tier(name=name), code="", text=text) for name, text in given
    ] == [
        "edice-2",
        "cil-" + "-".join(["slovo"] * 9) + "-sl",
        "polozka",
    ]


def test_codes_sort_as_a_reader_counts(db: None) -> None:
    plan = make_plan(measures=11)
    measures = Item.objects.filter(edition=draft_of(plan), code__startswith="A1.")
    ordered = [item.code for item in measures.order_by("code_sort")]
    assert ordered == [f"A1.{number}" for number in range(1, 12)]


def test_faults_are_found_and_mended(plan: Plan) -> None:
    draft = draft_of(plan)
    before = codes(draft)
    Item.objects.filter(pk=item_of(draft, "A1.2").pk).update(level=9)
    Item.objects.filter(pk=item_of(draft, "A1").pk).update(rght=99)
    assert {fault.item_id for fault in tree.find_faults(draft)} == {
        item_of(draft, "A1.2").pk,
        item_of(draft, "A1").pk,
    }
    assert tree.repair(draft) == 2
    assert (tree.find_faults(draft), codes(draft)) == ([], before)


def test_a_circle_of_parents_is_found_and_hung_under_the_plan(plan: Plan) -> None:
    draft = draft_of(plan)
    goal = item_of(draft, "A")
    Item.objects.filter(pk=goal.pk).update(parent=item_of(draft, "A1"))
    assert [fault.item_id for fault in tree.find_faults(draft) if fault.orphaned] != []
    tree.repair(draft)
    assert tree.find_faults(draft) == []
    assert item_of(draft, "A").parent == root_of(draft)


def shuffle(edition_id: int, rounds: int, seed: int, failures: list[Exception]) -> None:
    """Random moves, inserts and deletes as one editor would make them."""
    chance = random.Random(seed)
    measure = Item.objects.filter(edition_id=edition_id, tier__is_measure=True).first().tier
    try:
        for _ in range(rounds):
            items = Item.objects.filter(edition_id=edition_id)
            parents = list(items.filter(tier__is_measure=False))
            measures = list(items.filter(tier__is_measure=True))
            deed = chance.choice(["create", "move", "move", "delete"])
            try:
                if deed == "create" or len(measures) < 4:
                    tree.create_item(chance.choice(parents), measure, text="Souběžně")
                elif deed == "move":
                    place = chance.choice(["first-child", "last-child"])
                    tree.move_item(chance.choice(measures), chance.choice(parents), place)
                else:
                    tree.delete_item(chance.choice(measures))
            except Item.DoesNotExist:
                pass  # another editor has just deleted it
            except (InvalidMove, tree.TreeRefused, DatabaseError) as failure:
                failures.append(failure)
    finally:
        connection.close()


def four_editors_at_once(edition: Edition, rounds: int) -> tuple[int, list[Exception]]:
    """Number of wrong nodes they leave, and the failures they met."""
    failures: list[Exception] = []
    threads = [
        threading.Thread(target=shuffle, args=(edition.pk, rounds, seed, failures))
        for seed in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(tree.find_faults(edition)), failures


needs_postgres = pytest.mark.skipif(
    "postgres" not in os.environ.get("DATABASE_URL", ""),
    reason="SQLite lets one writer in at a time; the race is PostgreSQL's",
)


@needs_postgres
def test_four_editors_at_once_leave_no_wrong_node(committed: None) -> None:
    draft = draft_of(make_plan(measures=20))
    assert four_editors_at_once(draft, rounds=250) == (0, [])


@needs_postgres
def test_without_the_lock_the_same_editors_break_the_tree(
    committed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: were the tree whole here too, the test above would prove nothing."""

    @contextmanager
    def unlocked(edition_id: int):
        with transaction.atomic():
            yield Edition.objects.get(pk=edition_id)

    monkeypatch.setattr(tree, "locked_draft", unlocked)
    draft = draft_of(make_plan(measures=20))
    wrong_nodes, _failures = four_editors_at_once(draft, rounds=250)
    assert wrong_nodes > 0
