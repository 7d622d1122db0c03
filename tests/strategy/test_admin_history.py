from django.test import Client
from django.urls import reverse

from strategy import editing, tree
from strategy.models import Edition, Item, Plan
from tests.factories import draft_of, item_of, publish
from tests.strategy.cast import client_of


def entries(client: Client, item: Item) -> list:
    address = reverse("admin:strategy_item_history", args=[item.pk])
    return client.get(address).context["entries"]


def told(client: Client, item: Item) -> list:
    """[[(kind, text) …] of each field] of each record, newest first."""
    return [[change.segments for change in entry.changes] for entry in entries(client, item)]


def restore(client: Client, item: Item, record: object, version: int | None = None) -> str:
    address = reverse("admin:strategy_item_restore", args=[item.pk, record.history_id])
    at = item_of(item.edition, item.code).version if version is None else version
    return client.post(address, {"version": at}).url


def test_a_change_is_told_from_what_to_what(editor: Client, plan: Plan) -> None:
    item = item_of(draft_of(plan), "A1.1")
    editing.change_item(item, 1, None, text="Podporovat úkol 1.")
    newest, first = told(editor, item)
    assert newest == [
        [("same", "Podporovat "), ("removed", "záměr"), ("added", "úkol"), ("same", " 1.")]
    ]
    assert first == [
        [("same", "A1 Rozvíjet síť služeb")],
        [("same", "Opatření")],
        [("same", "A1.1")],
        [("same", "Podporovat záměr 1.")],
    ]


def test_moves_are_told_by_the_items_they_lead_to(editor: Client, plan: Plan) -> None:
    draft = draft_of(plan)
    item = tree.move_item(item_of(draft, "A1.1"), item_of(draft, "A"))
    tree.move_item(item, item_of(draft, "A1"), "left")
    among, elsewhere, _first = entries(editor, item)
    assert among.changes == []
    assert [change.segments for change in elsewhere.changes] == [
        [("removed", "A1 Rozvíjet síť služeb"), ("added", "A Zvýšit dostupnost péče")]
    ]
    assert len({among.deed, elsewhere.deed, _first.deed}) == 3


def test_a_parent_that_is_no_more_is_still_named(editor: Client, plan: Plan) -> None:
    draft = draft_of(plan)
    item = tree.move_item(item_of(draft, "A1.1"), item_of(draft, "A"))
    tree.delete_item(item_of(draft, "A1"))
    newest, _first = told(editor, item)
    assert newest[0][0] == ("removed", "A1 Rozvíjet síť služeb")


def test_history_goes_on_through_publishing(editor: Client, plan: Plan) -> None:
    before = item_of(draft_of(plan), "A1.1")
    editing.change_item(before, 1, None, text="Podporovat úkol 1.")
    published = publish(plan)
    after = item_of(draft_of(plan), "A1.1")
    assert len(entries(editor, after)) == 2
    after = editing.change_item(after, after.version, None, text="Podporovat úkol 1 včas.")
    newest, *older = told(editor, after)
    assert newest == [[("same", "Podporovat úkol 1"), ("added", " včas"), ("same", ".")]]
    assert len(older) == 2
    assert told(editor, item_of(published, "A1.1"))[0] == newest


def test_only_what_differs_from_today_can_be_put_back(editor: Client, plan: Plan) -> None:
    item = editing.change_item(item_of(draft_of(plan), "A1.1"), 1, None, text="Jinak.")
    assert [entry.restorable for entry in entries(editor, item)] == [False, True]
    published = publish(plan)
    frozen = entries(editor, item_of(published, "A1.1"))
    assert [entry.restorable for entry in frozen] == [False, False]
    after = item_of(draft_of(plan), "A1.1")
    assert [entry.restorable for entry in entries(client_of("auditor"), after)] == [False, False]


def test_putting_back_a_moved_items_wording_leaves_the_tree_right(
    editor: Client, plan: Plan
) -> None:
    draft = draft_of(plan)
    tree.create_item(item_of(draft, "A"), plan.tiers.get(name="Priorita"), code="A2", text="Druhá")
    item = editing.change_item(item_of(draft, "A1.1"), 1, None, text="Jinak.", description="Proč")
    item = tree.move_item(item, item_of(draft, "A2"))
    tree.delete_item(item_of(draft, "A1"))
    restore(editor, item, item.history.last())
    item = item_of(draft, "A1.1")
    assert (item.text, item.description) == ("Podporovat záměr 1.", "")
    assert (item.parent.code, item.level, item.version) == ("A2", 4, 4)
    assert tree.find_faults(draft) == []
    newest = item.history.first()
    assert (newest.history_type, newest.history_user.username) == ("~", "editor")


def test_putting_back_overwrites_nobody_either(editor: Client, plan: Plan) -> None:
    item = item_of(draft_of(plan), "A1.1")
    editing.change_item(item, 1, None, text="Jinak.")
    restore(editor, item, item.history.last(), version=1)
    assert item_of(draft_of(plan), "A1.1").text == "Jinak."


def test_a_code_given_away_is_not_taken_back(editor: Client, plan: Plan) -> None:
    draft = draft_of(plan)
    item = editing.change_item(item_of(draft, "A1.1"), 1, None, code="A1.9")
    editing.change_item(item_of(draft, "A1.2"), 1, None, code="A1.1")
    restore(editor, item, item.history.last())
    item.refresh_from_db()
    assert item.code == "A1.9"


def test_a_record_of_another_item_is_not_found(editor: Client, plan: Plan) -> None:
    draft = draft_of(plan)
    item, other = item_of(draft, "A1.1"), item_of(draft, "A1.2")
    address = reverse("admin:strategy_item_restore", args=[item.pk, other.history.get().history_id])
    assert editor.post(address, {"version": 1}).status_code == 404
    own = reverse("admin:strategy_item_restore", args=[item.pk, item.history.get().history_id])
    assert editor.post(own, {"version": "x"}).status_code == 404
    assert editor.get(own).status_code == 405


def test_a_plan_has_its_history_too(editor: Client, published: Edition) -> None:
    plan = published.plan
    first = editing.version_of(plan)
    editing.change_plan(plan, first, None, title="Nový plán", period_from=2020)
    address = reverse("admin:strategy_plan_history", args=[plan.pk])
    response = editor.get(address)
    newest, _made = response.context["entries"]
    assert [change.segments for change in newest.changes] == [
        [("removed", "Zkušební"), ("added", "Nový"), ("same", " plán")],
        [("added", "2020")],
    ]
    back = reverse("admin:strategy_plan_restore", args=[plan.pk, first])
    editor.post(back, {"version": response.context["version"]})
    plan.refresh_from_db()
    assert (plan.title, plan.period_from) == ("Zkušební plán", None)


def test_an_older_wording_of_a_published_plan_comes_back_without_its_old_address(
    editor: Client, plan: Plan
) -> None:
    first = editing.version_of(plan)
    editing.change_plan(plan, first, None, title="Nový plán", slug="jinak")
    publish(plan)
    version = editing.version_of(plan)
    editor.post(reverse("admin:strategy_plan_restore", args=[plan.pk, first]), {"version": version})
    plan.refresh_from_db()
    assert (plan.title, plan.slug) == ("Zkušební plán", "jinak")
