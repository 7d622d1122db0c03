import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from strategy import editing, editions, tree
from strategy.models import Edition, Item, Plan
from tests.factories import draft_of, item_of, make_plan, publish, root_of
from tests.strategy.admin_pages import (
    codes,
    levels_of_messages,
    page,
    sent,
    shown,
    tree_of,
    value_of,
)
from tests.strategy.cast import client_of

# The tree


def test_a_plan_is_chosen_first(editor: Client, published: Edition) -> None:
    response = editor.get(page("item_changelist"))
    assert list(response.context["editions"]) == [draft_of(published.plan), published]
    for edition in response.context["editions"]:
        assert f'href="{tree_of(edition)}"' in response.content.decode()


@pytest.mark.parametrize("nonsense", ["0", "x", "-1", "99999999999999999999", ""])
def test_an_edition_that_is_not_there_leads_to_the_choice(
    editor: Client, plan: Plan, nonsense: str
) -> None:
    response = editor.get(page("item_changelist"), {"edition": nonsense})
    assert list(response.context["editions"]) == [draft_of(plan)]


def test_the_plan_leads_to_its_draft(editor: Client, plan: Plan) -> None:
    html = editor.get(page("plan_change", plan.pk)).content.decode()
    assert f'href="{tree_of(draft_of(plan))}"' in html


def test_the_tree_shows_one_edition_in_order_and_without_its_root(
    editor: Client, published: Edition
) -> None:
    draft = draft_of(published.plan)
    make_plan("jiny", "Jiný")
    tree.move_item(item_of(draft, "A1.3"), item_of(draft, "A1"), "first-child")
    response = editor.get(tree_of(draft))
    assert shown(response) == ["value", "A", "A1", "A1.3", "A1.1", "A1.2"]
    assert shown(editor.get(tree_of(published)))[3:] == ["A1.1", "A1.2", "A1.3"]


def test_a_search_stays_in_the_edition(editor: Client, published: Edition) -> None:
    response = editor.get(tree_of(published) + "&q=A1.2")
    assert [item.pk for item in response.context["cl"].result_list] == [
        item_of(published, "A1.2").pk
    ]


def test_a_published_tree_offers_neither_handles_nor_deeds(
    superuser: Client, published: Edition
) -> None:
    html = superuser.get(tree_of(published)).content.decode()
    for sign in ["drag-handle", "/move/", 'name="action"', page("item_add")]:
        assert sign not in html[html.index('id="content"') :]
        assert sign in superuser.get(tree_of(draft_of(published.plan))).content.decode()


def test_who_may_only_read_is_offered_neither_handles_nor_deeds(published: Edition) -> None:
    draft = draft_of(published.plan)
    html = client_of("auditor").get(tree_of(draft)).content.decode()
    for sign in ["drag-handle", "/move/", 'name="action"', page("item_add")]:
        assert sign not in html[html.index('id="content"') :]


def test_the_web_is_offered_where_there_is_something_to_see(superuser: Client, plan: Plan) -> None:
    def offered(name: str, row: Edition | Item | Plan) -> str | None:
        return superuser.get(page(f"{name}_change", row.pk)).context["absolute_url"]

    assert offered("plan", plan) is None
    published = publish(plan)
    item, draft = item_of(published, "A1"), draft_of(plan)
    assert [offered("plan", plan), offered("edition", published), offered("item", item)] == [
        plan.get_absolute_url(),
        published.get_absolute_url(),
        item.get_absolute_url(),
    ]
    assert [offered("edition", draft), offered("item", item_of(draft, "A1"))] == [None, None]


def queries(client: Client, address: str) -> int:
    """Queries of the page itself; the page store looks at its counter once a second."""
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return sum("strategy_pagerevision" not in query["sql"] for query in captured)


@pytest.mark.parametrize("measures", [1, 3])
def test_queries_of_the_tree(editor: Client, db: None, measures: int) -> None:
    draft = draft_of(make_plan(measures=measures))
    # session, user, rights of the user and of the groups; the edition; counted twice; the
    # rows; the tree that the mouse works with
    assert queries(editor, tree_of(draft)) == 9


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "expected"),
    [("plan_changelist", 8), ("edition_changelist", 7), ("item_changelist", 5)],
)
def test_queries_of_the_lists(editor: Client, count: int, name: str, expected: int) -> None:
    for number in range(count):
        publish(make_plan(f"plan-{number}", f"Plán {number}"))
    assert queries(editor, page(name)) == expected


@pytest.mark.parametrize("changes", [1, 3])
def test_queries_of_the_history(editor: Client, plan: Plan, changes: int) -> None:
    item = item_of(draft_of(plan), "A1.1")
    for number in range(changes):
        item = editing.change_item(item, item.version, text=f"Znění {number}")
    # session, user, twice rights; the item, its records, their levels and (twice) parents; and of
    # its card the rows, the records of each kind and the organisations that they name
    assert queries(editor, page("item_history", item.pk)) == 22


# Moving


def drag(client: Client, item: Item, target: Item, position: str = "right") -> HttpResponse:
    deed = {"cmd": "move_node", "position": position, "cut_item": item.pk, "pasted_on": target.pk}
    return client.post(tree_of(item.edition), deed)


def test_dragging_goes_through_the_door(editor: Client, plan: Plan) -> None:
    draft = draft_of(plan)
    first = item_of(draft, "A1.1")
    assert drag(editor, first, item_of(draft, "A1.3")).status_code == 200
    assert codes(draft)[3:] == ["A1.2", "A1.3", "A1.1"]
    assert tree.find_faults(draft) == []
    newest = first.history.first()
    assert (newest.history_user.username, newest.version) == ("editor", 2)


def test_a_refused_drag_is_told_in_words(editor: Client, plan: Plan) -> None:
    draft = draft_of(plan)
    tree.move_item(item_of(draft, "A"), value_of(draft), "left")
    before = codes(draft)
    response = drag(editor, value_of(draft), item_of(draft, "A"), "last-child")
    assert response.status_code == 409
    told = [str(message) for message in get_messages(response.wsgi_request)]
    assert len(told) == 1
    assert "Hodnota" in told[0]
    assert codes(draft) == before


def test_nonsense_dragged_moves_nothing(editor: Client, published: Edition) -> None:
    draft = draft_of(published.plan)
    item, before = item_of(draft, "A1.1"), codes(draft)
    assert drag(editor, item, item_of(draft, "A1.2"), "root").status_code == 400
    assert drag(editor, item, root_of(draft), "left").status_code == 409
    assert drag(editor, item, item_of(published, "A1.2")).status_code == 409
    assert editor.post(tree_of(draft), {"cmd": "move_node"}).status_code == 400
    named = {"cmd": "move_node", "position": "right", "pasted_on": root_of(draft).pk}
    assert editor.post(tree_of(draft), named | {"cut_item": "x"}).status_code == 400
    assert codes(draft) == before


def test_what_is_dragged_after_it_was_deleted_is_told_in_words(editor: Client, plan: Plan) -> None:
    draft = draft_of(plan)
    item, target = item_of(draft, "A1.1"), item_of(draft, "A1.2")
    tree.delete_item(item_of(draft, "A1.2"))
    response = drag(editor, item, target)
    assert (response.status_code, levels_of_messages(response)) == (409, ["error"])


def test_moving_putting_back_and_publishing_are_logged_with_who_did_it(plan: Plan) -> None:
    superuser, draft = client_of("superuser"), draft_of(plan)
    item = item_of(draft, "A1.1")
    drag(superuser, item, item_of(draft, "A1.3"))
    editing.change_item(item, 2, None, text="Jinak.")
    superuser.post(page("item_restore", item.pk, item.history.last().history_id), {"version": 3})
    sent = {"state": "consultation", "seen": editions.latest_change(draft)}
    superuser.post(page("edition_publish", draft.pk), sent)
    logged = LogEntry.objects.order_by("pk").values_list("user__username", "object_id")
    assert list(logged) == [("superuser", str(pk)) for pk in (item.pk, item.pk, draft.pk)]


def test_an_item_is_moved_without_a_mouse(editor: Client, plan: Plan) -> None:
    draft = draft_of(plan)
    item = item_of(draft, "A1.3")
    place = {"position": "left", "target": item_of(draft, "A1.1").pk}
    response = editor.post(page("item_move", item.pk), place)
    assert response.url == tree_of(draft)
    assert codes(draft)[3:] == ["A1.3", "A1.1", "A1.2"]
    assert tree.find_faults(draft) == []


def test_the_form_offers_every_place_but_the_item_itself(editor: Client, plan: Plan) -> None:
    draft = draft_of(plan)
    response = editor.get(page("item_move", item_of(draft, "A1").pk))
    offered = response.context["form"].fields["target"].queryset
    assert [item.code for item in offered] == ["", "", "A"]
    assert offered[0] == root_of(draft)


def test_a_refused_move_is_told_at_the_form(editor: Client, plan: Plan) -> None:
    draft = draft_of(plan)
    place = {"position": "last-child", "target": item_of(draft, "A1.2").pk}
    response = editor.post(page("item_move", item_of(draft, "A1.1").pk), place)
    assert len(response.context["form"].non_field_errors()) == 1
    assert "Opatření" in response.context["form"].non_field_errors()[0]


def test_an_item_of_another_edition_is_no_place(editor: Client, published: Edition) -> None:
    item = item_of(draft_of(published.plan), "A1.1")
    place = {"position": "last-child", "target": root_of(published).pk}
    response = editor.post(page("item_move", item.pk), place)
    assert list(response.context["form"].errors) == ["target"]


# Two people at one item


def test_a_change_is_saved_with_its_author(editor: Client, plan: Plan) -> None:
    item = item_of(draft_of(plan), "A1.1")
    response = editor.post(page("item_change", item.pk), sent(item, text="Nově."))
    assert response.url == tree_of(draft_of(plan))
    item.refresh_from_db()
    assert (item.text, item.version) == ("Nově.", 2)
    assert item.history.first().history_user.username == "editor"
    assert item.history.count() == 2


def test_the_second_of_two_is_told_and_overwrites_nothing(editor: Client, plan: Plan) -> None:
    item = item_of(draft_of(plan), "A1.1")
    late = sent(item, text="Podporovat druhý záměr.")
    editing.change_item(item, 1, None, text="Podporovat první záměr.")
    response = editor.post(page("item_change", item.pk), late)
    assert response.status_code == 200
    form = response.context["adminform"].form
    ((_label, current, own),) = form.compared
    assert current == [("same", "Podporovat "), ("removed", "první"), ("same", " záměr.")]
    assert own == [("same", "Podporovat "), ("added", "druhý"), ("same", " záměr.")]
    assert (len(form.non_field_errors()), form["text"].value()) == (1, "Podporovat druhý záměr.")
    item.refresh_from_db()
    assert (item.text, item.version) == ("Podporovat první záměr.", 2)


def test_having_seen_it_the_second_may_save_on_top(editor: Client, plan: Plan) -> None:
    item = item_of(draft_of(plan), "A1.1")
    late = sent(item, text="Druhé.")
    editing.change_item(item, 1, None, text="První.")
    shown_again = editor.post(page("item_change", item.pk), late).context["adminform"].form
    assert shown_again["version"].value() == 2
    editor.post(page("item_change", item.pk), late | {"version": 2})
    item.refresh_from_db()
    assert (item.text, item.version) == ("Druhé.", 3)


def test_a_form_without_a_version_is_outdated(editor: Client, plan: Plan) -> None:
    item = item_of(draft_of(plan), "A1.1")
    response = editor.post(page("item_change", item.pk), sent(item, text="Potají.", version=""))
    assert len(response.context["adminform"].form.non_field_errors()) == 1
    item.refresh_from_db()
    assert item.text == "Podporovat záměr 1."


def test_a_taken_code_is_told_at_the_code(editor: Client, plan: Plan) -> None:
    item = item_of(draft_of(plan), "A1.1")
    for code in ["A1.2", "plan", "edice", "s mezerou"]:
        response = editor.post(page("item_change", item.pk), sent(item, code=code))
        assert list(response.context["adminform"].form.errors) == ["code"]
    assert item_of(draft_of(plan), "A1.1").version == 1
