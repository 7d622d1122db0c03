"""What was typed survives a publication or a deletion by somebody else."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from strategy import tree
from strategy.models import Edition, Item, Plan
from tests.factories import draft_of, item_of, make_plan, publish
from tests.strategy.cast import client_of

TYPED = {"code": "A1.1", "text": "Podporovat nový záměr.", "description": "Proto.", "version": 1}


def page(name: str, *arguments: object) -> str:
    return reverse(f"admin:strategy_{name}", args=arguments)


def kept(response: HttpResponse) -> list[str]:
    """What the page shows again, having seen that it stands in boxes to copy from."""
    typed = [value for _label, _name, value in response.context["typed"] if value]
    html = response.content.decode()
    assert [f"readonly>{value}</textarea>" in html for value in typed] == [True] * len(typed)
    return typed


def links(response: HttpResponse, address: str) -> bool:
    return f'href="{address}" target' in response.content.decode()


def test_who_saves_after_the_publication_sees_her_text_and_the_way_to_the_new_draft(
    editor: Client, plan: Plan
) -> None:
    item = item_of(draft_of(plan), "A1.1")
    publish(plan)
    response = editor.post(page("item_change", item.pk), TYPED)
    assert (response.status_code, response.context["was_published"]) == (409, True)
    assert kept(response) == ["A1.1", "Podporovat nový záměr.", "Proto."]
    counterpart = Item.objects.get(edition=draft_of(plan), key=item.key)
    assert links(response, page("item_change", counterpart.pk))
    assert list(Item.objects.filter(key=item.key).values_list("text", flat=True)) == [item.text] * 2


def test_an_item_that_the_new_draft_has_no_longer_leads_to_its_tree(
    editor: Client, plan: Plan
) -> None:
    item = item_of(draft_of(plan), "A1.1")
    publish(plan)
    make_plan("jiny", "Jiný")
    tree.delete_item(item_of(draft_of(plan), "A1.1"))
    response = editor.post(page("item_change", item.pk), TYPED)
    assert links(response, f"{page('item_changelist')}?edition={draft_of(plan).pk}")


def test_who_saves_after_the_deletion_sees_her_text(editor: Client, plan: Plan) -> None:
    item = item_of(draft_of(plan), "A1.1")
    tree.delete_item(item_of(draft_of(plan), "A1"))
    response = editor.post(page("item_change", item.pk), TYPED)
    assert (response.status_code, response.context["was_published"]) == (409, False)
    assert kept(response) == ["A1.1", "Podporovat nový záměr.", "Proto."]
    assert links(response, f"{page('item_changelist')}?edition={draft_of(plan).pk}")


def test_a_deletion_between_reading_and_saving_keeps_the_text_too(
    editor: Client, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = item_of(draft_of(plan), "A1.1")
    looked = iter([item, item, None])  # by the first look, by the form, by the second look
    monkeypatch.setattr("strategy.admin.items.ItemAdmin.get_object", lambda *_given: next(looked))
    tree.delete_item(item_of(draft_of(plan), "A1.1"))
    response = editor.post(page("item_change", item.pk), TYPED)
    assert kept(response) == ["A1.1", "Podporovat nový záměr.", "Proto."]


def test_a_new_item_typed_for_a_draft_published_meanwhile_is_kept(
    editor: Client, plan: Plan
) -> None:
    draft = draft_of(plan)
    publish(plan)
    response = editor.post(f"{page('item_add')}?edition={draft.pk}", TYPED)
    assert kept(response) == ["A1.1", "Podporovat nový záměr.", "Proto."]
    assert links(response, f"{page('item_changelist')}?edition={draft_of(plan).pk}")
    assert Item.objects.filter(text=TYPED["text"]).count() == 0


@pytest.mark.parametrize("name", ["officer", "approver", "auditor"])
def test_who_may_not_edit_is_turned_away_as_ever(name: str, published: Edition) -> None:
    item = item_of(published, "A1.1")
    assert client_of(name).post(page("item_change", item.pk), TYPED).status_code == 403


@pytest.mark.parametrize("nothing", ["0", "99999", "x"])
def test_what_never_was_is_not_found(editor: Client, plan: Plan, nothing: str) -> None:
    assert editor.post(page("item_change", nothing), TYPED).url == reverse("admin:index")
