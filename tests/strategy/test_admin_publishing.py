"""Publishing and withdrawing in the administration."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client, override_settings

from strategy import editing, editions, tree
from strategy.models import Edition, Item, Plan
from tests.factories import (
    draft_of,
    item_of,
    make_part,
    make_plan,
    make_resolution,
    publish,
    root_of,
)
from tests.strategy.admin_pages import levels_of_messages, page
from tests.strategy.cast import client_of


@pytest.fixture
def approver(db: None) -> Client:
    return client_of("approver")


def sent(draft: Edition, **fields: Any) -> dict[str, Any]:
    return {"state": "consultation", "seen": editions.latest_change(draft)} | fields


def refused(client: Client, draft: Edition, **fields: Any) -> list[str]:
    """The form's refusals as (field: number) of a sending that publishes nothing."""
    response = client.post(page("edition_publish", draft.pk), sent(draft, **fields))
    assert Edition.objects.get(pk=draft.pk).is_draft
    return list(response.context["form"].errors)


def test_the_approver_is_told_what_will_happen_and_chooses_himself(
    approver: Client, plan: Plan
) -> None:
    asked = approver.get(page("edition_publish", draft_of(plan).pk))
    assert (asked.context["count"], asked.context["following"]) == (6, 2)
    html = asked.content.decode()
    assert html.count('name="state"') == 2
    assert "checked" not in html[html.index('id="content"') :]
    assert draft_of(plan).number == 1


def test_a_draft_is_published_for_consultation(approver: Client, plan: Plan) -> None:
    draft = draft_of(plan)
    response = approver.post(page("edition_publish", draft.pk), sent(draft))
    assert response.url == page("edition_change", draft.pk)
    draft.refresh_from_db()
    assert (draft.state, draft.approved_by, draft_of(plan).number) == ("consultation", None, 2)
    assert LogEntry.objects.get().object_id == str(draft.pk)


def test_a_draft_is_approved_by_the_resolution_that_was_chosen(
    approver: Client, plan: Plan
) -> None:
    draft = draft_of(plan)
    make_resolution(draft, session="Z7/30")
    resolution = make_resolution(draft)
    chosen = sent(draft, state="approved", resolution=resolution.pk)
    approver.post(page("edition_publish", draft.pk), chosen)
    draft.refresh_from_db()
    assert (draft.state, draft.approved_by) == ("approved", resolution)


def test_only_adopted_resolutions_that_approve_the_draft_are_offered(
    approver: Client, published: Edition
) -> None:
    draft = draft_of(published.plan)
    make_resolution(published)
    make_resolution(draft, adopted=False)
    make_resolution(draft).parts.update(verb="notes")
    both = make_resolution(draft)
    make_part(both)
    asked = approver.get(page("edition_publish", draft.pk))
    assert list(asked.context["form"].fields["resolution"].queryset) == [both]


def test_approval_without_a_resolution_is_refused_in_words(approver: Client, plan: Plan) -> None:
    draft = draft_of(plan)
    assert refused(approver, draft, state="approved") == ["__all__"]
    proposal = make_resolution(draft, adopted=False)
    assert refused(approver, draft, state="approved", resolution=proposal.pk) == ["resolution"]


@pytest.mark.parametrize("state", ["draft", "withdrawn", ""])
def test_a_draft_becomes_nothing_else(approver: Client, plan: Plan, state: str) -> None:
    assert refused(approver, draft_of(plan), state=state) == ["state"]


def test_an_empty_draft_is_refused_in_words(approver: Client, db: None) -> None:
    plan = Plan.objects.create(slug="prazdny", title="Prázdný")
    assert refused(approver, editions.begin(plan)) == ["__all__"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_published_already_is_told_in_words(
    approver: Client, published: Edition, method: str
) -> None:
    response = getattr(approver, method)(page("edition_publish", published.pk), sent(published))
    assert response.url == page("edition_change", published.pk)
    assert levels_of_messages(response) == ["error"]
    assert Edition.objects.count() == 2


def reworded(draft: Edition) -> None:
    item = item_of(draft, "A1.1")
    editing.change_item(item, item.version, None, text="Jinak.")


CHANGES = {
    "wording": reworded,
    "deletion": lambda draft: tree.delete_item(item_of(draft, "A1.2")),
    "move": lambda draft: tree.move_item(item_of(draft, "A1.3"), item_of(draft, "A1.1"), "left"),
    "addition": lambda draft: tree.create_item(
        root_of(draft), draft.plan.tiers.first(), text="Nová"
    ),
    "cover": lambda draft: editing.change_plan(
        draft.plan, editing.version_of(draft.plan), title="Jinak"
    ),
    "summary": lambda draft: editing.change_plan(
        draft.plan, editing.version_of(draft.plan), summary="Stručně."
    ),
    "resolution": make_resolution,
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_has_changed_since_the_page_was_opened_is_told_first(
    approver: Client, plan: Plan, change: str
) -> None:
    draft = draft_of(plan)
    read = sent(draft)
    CHANGES[change](draft)
    response = approver.post(page("edition_publish", draft.pk), read)
    form = response.context["form"]
    assert (list(form.errors), form["state"].value()) == (["__all__"], "consultation")
    assert draft_of(plan) == draft
    # Having been told, one may go on.
    again = {"state": "consultation", "seen": form["seen"].value()}
    assert approver.post(page("edition_publish", draft.pk), again).status_code == 302
    assert draft_of(plan).number == 2


def test_a_sending_that_says_not_what_it_has_seen_publishes_nothing(
    approver: Client, plan: Plan
) -> None:
    assert refused(approver, draft_of(plan), seen="") == ["seen"]


# Two pairs of eyes


@pytest.fixture
def editor(db: None) -> User:
    return User.objects.create_user("editor")


def approve(draft: Edition, by: User | None) -> bool:
    """Whether it is published as approved."""
    try:
        editions.publish(draft, "approved", resolution=make_resolution(draft), by=by)
    except editions.PublishingRefused:
        return False
    return True


def edited(item: Item, by: User | None) -> None:
    editing.change_item(item, item.version, by, text=f"Jinak {item.version}.")


def test_who_edited_last_does_not_approve_alone(plan: Plan, editor: User) -> None:
    other = User.objects.create_user("other")
    edited(item_of(draft_of(plan), "A1.1"), editor)
    assert not approve(draft_of(plan), editor)
    assert draft_of(plan).number == 1
    assert approve(draft_of(plan), other)


def test_a_city_may_have_it_otherwise(plan: Plan, editor: User) -> None:
    edited(item_of(draft_of(plan), "A1.1"), editor)
    with override_settings(FOUR_EYES=False):
        assert approve(draft_of(plan), editor)


def test_a_draft_for_consultation_needs_one_pair_only(plan: Plan, editor: User) -> None:
    edited(item_of(draft_of(plan), "A1.1"), editor)
    assert editions.publish(draft_of(plan), by=editor).state == "consultation"


def test_who_edited_before_another_did_may_approve(plan: Plan, editor: User) -> None:
    edited(item_of(draft_of(plan), "A1.1"), editor)
    edited(item_of(draft_of(plan), "A1.2"), User.objects.create_user("other"))
    assert approve(draft_of(plan), editor)


def test_what_a_command_wrote_stands_for_nobodys_eyes(plan: Plan, editor: User) -> None:
    assert editions.last_editor_id(draft_of(plan)) is None
    edited(item_of(draft_of(plan), "A1.1"), editor)
    edited(item_of(draft_of(plan), "A1.2"), None)
    assert not approve(draft_of(plan), editor)


def test_publishing_between_wipes_no_edit_away(plan: Plan, editor: User) -> None:
    edited(item_of(draft_of(plan), "A1.1"), editor)
    publish(plan)
    assert not approve(draft_of(plan), editor)


def test_what_somebody_edits_in_another_plan_does_not_count(plan: Plan, editor: User) -> None:
    edited(item_of(draft_of(make_plan("jiny", "Jiný")), "A1.1"), editor)
    assert approve(draft_of(plan), editor)


@pytest.mark.parametrize("deed", ["delete", "move", "add", "plan", "summary"])
def test_every_way_of_editing_counts(plan: Plan, deed: str) -> None:
    client, draft = client_of("superuser"), draft_of(plan)
    item = item_of(draft, "A1.1")
    version = editing.version_of(plan)
    ways: dict[str, tuple[str, dict[str, Any]]] = {
        "delete": (page("item_delete", item.pk), {"post": "yes"}),
        "move": (
            page("item_move", item.pk),
            {"position": "right", "target": item_of(draft, "A1.3").pk},
        ),
        "add": (
            f"{page('item_add')}?edition={draft.pk}",
            {"parent": item.parent_id, "tier": item.tier_id, "text": "Nové", "code": "A1.9"},
        ),
        "plan": (
            page("plan_change", plan.pk),
            {"title": "Jinak", "slug": plan.slug, "version": version}
            | {"tiers-TOTAL_FORMS": 0, "tiers-INITIAL_FORMS": 0},
        ),
        # The title is the root's wording too; the summary is the cover's alone.
        "summary": (
            page("plan_change", plan.pk),
            {"title": plan.title, "summary": "Stručně.", "slug": plan.slug, "version": version}
            | {"tiers-TOTAL_FORMS": 0, "tiers-INITIAL_FORMS": 0},
        ),
    }
    address, fields = ways[deed]
    assert client.post(address, fields).status_code == 302
    user = User.objects.get(username="superuser")
    assert editions.last_editor_id(draft_of(plan)) == user.pk
    assert not approve(draft_of(plan), user)


def test_the_admin_asks_for_two_pairs_of_eyes(plan: Plan) -> None:
    superuser, draft = client_of("superuser"), draft_of(plan)
    edited(item_of(draft, "A1.1"), User.objects.get(username="superuser"))
    resolution = make_resolution(draft)
    chosen = {"state": "approved", "resolution": resolution.pk}
    assert refused(superuser, draft, **chosen) == ["__all__"]


# Withdrawing


def test_an_edition_is_withdrawn_with_its_reason(approver: Client, published: Edition) -> None:
    asked = approver.get(page("edition_withdraw", published.pk))
    assert list(asked.context["form"].fields) == ["reason"]
    response = approver.post(page("edition_withdraw", published.pk), {"reason": " Omyl. "})
    assert response.url == page("edition_change", published.pk)
    published.refresh_from_db()
    assert (published.state, published.withdrawal_reason) == ("withdrawn", "Omyl.")
    assert LogEntry.objects.get().object_id == str(published.pk)


@pytest.mark.parametrize("reason", ["", "  "])
def test_an_edition_is_not_withdrawn_without_a_reason(
    approver: Client, published: Edition, reason: str
) -> None:
    response = approver.post(page("edition_withdraw", published.pk), {"reason": reason})
    assert list(response.context["form"].errors) == ["reason"]
    with pytest.raises(editions.WithdrawalRefused):
        editions.withdraw(published, reason)
    assert Edition.objects.get(pk=published.pk).state == "consultation"


def test_a_reason_is_kept_without_the_spaces_around_it(published: Edition) -> None:
    assert editions.withdraw(published, " Omyl.\n").withdrawal_reason == "Omyl."


def test_a_draft_and_what_is_withdrawn_already_are_refused_in_words(
    approver: Client, published: Edition
) -> None:
    editions.withdraw(published, "Omyl.")
    for edition in (draft_of(published.plan), published):
        response = approver.post(page("edition_withdraw", edition.pk), {"reason": "Jinak."})
        assert response.url == page("edition_change", edition.pk)
    assert levels_of_messages(response) == ["error", "error"]
    assert Edition.objects.get(pk=published.pk).withdrawal_reason == "Omyl."


def test_withdrawing_is_offered_where_it_can_be_done(approver: Client, published: Edition) -> None:
    def offered(edition: Edition) -> bool:
        html = approver.get(page("edition_change", edition.pk)).content.decode()
        return page("edition_withdraw", edition.pk) in html

    assert [offered(published), offered(draft_of(published.plan))] == [True, False]
    editions.withdraw(published, "Omyl.")
    assert not offered(published)
