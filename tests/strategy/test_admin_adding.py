import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client

from strategy import tree
from strategy.models import Edition, Item, Plan
from tests.factories import draft_of, item_of, make_comment, make_plan, root_of
from tests.strategy.admin_pages import (
    codes,
    levels_of_messages,
    page,
    tree_of,
)
from tests.strategy.cast import client_of


def add(client: Client, draft: Edition, **fields: object) -> HttpResponse:
    given = {"code": "", "text": "Nová", "description": ""} | fields
    return client.post(f"{page('item_add')}?edition={draft.pk}", given)


def test_an_item_is_added_in_its_place(editor: Client, plan: Plan) -> None:
    draft, tier = draft_of(plan), plan.tiers.get(name="Opatření")
    response = add(editor, draft, parent=item_of(draft, "A1").pk, tier=tier.pk, code="A1.4")
    assert response.url == tree_of(draft)
    assert codes(draft)[3:] == ["A1.1", "A1.2", "A1.3", "A1.4"]
    assert tree.find_faults(draft) == []
    record = item_of(draft, "A1.4").history.get()
    assert (record.history_type, record.history_user.username) == ("+", "editor")


def test_only_the_plans_own_levels_and_items_are_offered(editor: Client, plan: Plan) -> None:
    make_plan("jiny", "Jiný")
    draft = draft_of(plan)
    parent = item_of(draft, "A1")
    response = editor.get(f"{page('item_add')}?edition={draft.pk}&parent={parent.pk}")
    form = response.context["adminform"].form
    assert list(form.fields["tier"].queryset) == list(plan.tiers.all())
    assert [item.code for item in form.fields["parent"].queryset] == ["", "", "A", "A1"]
    assert form["parent"].value() == str(parent.pk)


def test_a_refused_addition_keeps_what_was_typed(editor: Client, plan: Plan) -> None:
    draft = draft_of(plan)
    place = {"parent": item_of(draft, "A1").pk, "tier": plan.tiers.get(name="Dílčí cíl").pk}
    form = add(editor, draft, **place, text="Výš").context["adminform"].form
    assert (len(form.non_field_errors()), form["text"].value()) == (1, "Výš")
    place["tier"] = plan.tiers.get(name="Opatření").pk
    form = add(editor, draft, **place, code="A1.2").context["adminform"].form
    assert list(form.errors) == ["code"]
    assert codes(draft) == ["value", "A", "A1", "A1.1", "A1.2", "A1.3"]


def test_adding_one_after_another_stays_in_the_draft(editor: Client, plan: Plan) -> None:
    draft = draft_of(plan)
    place = {"parent": item_of(draft, "A1").pk, "tier": plan.tiers.get(name="Opatření").pk}
    response = add(editor, draft, **place, _addanother="1")
    assert response.url == f"{page('item_add')}?edition={draft.pk}"


def test_without_an_edition_adding_begins_with_the_choice(editor: Client, plan: Plan) -> None:
    assert editor.get(page("item_add")).url == page("item_changelist")


def test_deleting_takes_what_is_below(editor: Client, plan: Plan) -> None:
    draft = draft_of(plan)
    item = item_of(draft, "A1")
    assert len(editor.get(page("item_delete", item.pk)).context["deleted_objects"]) > 0
    response = editor.post(page("item_delete", item.pk), {"post": "yes"})
    assert (response.url, levels_of_messages(response)) == (tree_of(draft), ["success"])
    assert codes(draft) == ["value", "A"]
    assert tree.find_faults(draft) == []


def delete_ticked(client: Client, draft: Edition, *ticked: str) -> HttpResponse:
    pks = [item_of(draft, code).pk for code in ticked]
    deed = {"action": "delete_selected", "_selected_action": pks, "post": "yes"}
    return client.post(tree_of(draft), deed)


def test_ticked_items_are_deleted_once_each(editor: Client, plan: Plan) -> None:
    draft = draft_of(plan)
    tree.create_item(item_of(draft, "A"), plan.tiers.get(name="Priorita"), code="A2", text="Druhá")
    tree.create_item(item_of(draft, "A2"), plan.tiers.last(), code="A2.1", text="Zůstane")
    response = delete_ticked(editor, draft, "A1", "A1.1", "A1.3")
    assert levels_of_messages(response) == ["success"]
    (told,) = get_messages(response.wsgi_request)
    assert told.message == "Odstraněno (položky): 4."
    assert codes(draft) == ["value", "A", "A2", "A2.1"]
    assert tree.find_faults(draft) == []
    assert Item.history.filter(edition=draft, history_type="-").count() == 4


def test_where_one_of_the_ticked_is_refused_none_is_deleted(
    editor: Client, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft, delete = draft_of(plan), tree.delete_item

    def refuse_the_second(item: Item) -> int:
        if item.code == "A1.2":
            raise tree.TreeRefused("Mezitím přišla připomínka.")
        return delete(item)

    monkeypatch.setattr(tree, "delete_item", refuse_the_second)
    response = delete_ticked(editor, draft, "A1.1", "A1.2")
    assert (response.status_code, levels_of_messages(response)) == (302, ["error"])
    assert codes(draft)[3:] == ["A1.1", "A1.2", "A1.3"]


def test_whoever_may_only_read_is_not_offered_to_edit(published: Edition) -> None:
    draft = draft_of(published.plan)
    pages = [
        page("plan_change", published.plan_id),
        page("edition_change", draft.pk),
        page("item_changelist"),
    ]
    for name, offered in {"editor": "Upravit návrh", "auditor": "Zobrazit návrh"}.items():
        client = client_of(name)
        for address in pages:
            html = client.get(address).content.decode()
            found = [words for words in ("Upravit návrh", "Zobrazit návrh") if words in html]
            assert (address, found) == (address, [offered])


def test_one_deletion_that_is_refused_is_told_in_words(
    editor: Client, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(item: Item) -> int:
        raise tree.TreeRefused("Mezitím přišla připomínka.")

    monkeypatch.setattr(tree, "delete_item", refuse)
    item = item_of(draft_of(plan), "A1.1")
    response = editor.post(page("item_delete", item.pk), {"post": "yes"})
    assert (response.status_code, levels_of_messages(response)) == (302, ["error"])
    assert item_of(draft_of(plan), "A1.1") == item


def test_an_item_with_a_comment_is_not_deleted(editor: Client, plan: Plan) -> None:
    draft = draft_of(plan)
    make_comment(item_of(draft, "A1.1"), channel="import")
    for response in [
        delete_ticked(editor, draft, "A1"),
        editor.post(page("item_delete", item_of(draft, "A1").pk), {"post": "yes"}),
    ]:
        assert len(response.context["protected"]) > 0
    assert codes(draft) == ["value", "A", "A1", "A1.1", "A1.2", "A1.3"]


def test_the_root_is_out_of_reach(superuser: Client, plan: Plan) -> None:
    root = root_of(draft_of(plan))
    for name in ["item_change", "item_delete"]:
        assert superuser.get(page(name, root.pk)).status_code == 302
    for name in ["item_move", "item_history"]:
        assert superuser.get(page(name, root.pk)).status_code == 404
    assert root_of(draft_of(plan)) == root
