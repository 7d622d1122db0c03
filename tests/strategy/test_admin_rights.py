"""Who gets what in the admin: every page and deed, for everybody, against one table."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from comments.models import Comment
from strategy.models import Edition, Item, Resolution
from tests.factories import (
    draft_of,
    item_of,
    make_comment,
    make_plan,
    make_resolution,
    publish,
    root_of,
)
from tests.strategy.cast import client_of

EVERYBODY = ["nobody", "editor", "officer", "approver", "auditor", "superuser"]
STAFF = set(EVERYBODY) - {"nobody"}
READ, EDIT, NO = "read", "edit", "no"

# page: those who may write there, those who may only read; all others are turned away
TABLE: dict[str, tuple[set[str], set[str]]] = {
    "plan list": (set(), STAFF),
    "plan add": ({"superuser"}, set()),
    "plan change": ({"editor", "superuser"}, {"officer", "approver", "auditor"}),
    "plan tiers": ({"superuser"}, STAFF - {"superuser"}),
    "plan delete": (set(), set()),
    "plan history": (set(), STAFF),
    "edition list": (set(), STAFF),
    "edition add": (set(), set()),
    "draft change": (set(), STAFF),
    "draft delete": (set(), set()),
    "draft history": (set(), STAFF),
    "draft publish": ({"approver", "superuser"}, set()),
    "draft withdraw": ({"approver", "superuser"}, set()),
    "published change": (set(), STAFF),
    "published withdraw": ({"approver", "superuser"}, set()),
    "published delete": (set(), set()),
    "choice of plans": (set(), STAFF),
    "tree of draft": (set(), STAFF),
    "tree of published": (set(), STAFF),
    "item add": ({"editor", "superuser"}, set()),
    "item change": ({"editor", "superuser"}, {"officer", "approver", "auditor"}),
    "item delete": ({"editor", "superuser"}, set()),
    "item history": (set(), STAFF),
    "item move": ({"editor", "superuser"}, set()),
    "published item add": (set(), set()),
    "published item change": (set(), STAFF),
    "published item delete": (set(), set()),
    "published item history": (set(), STAFF),
    "published item move": (set(), set()),
    "resolution list": (set(), STAFF),
    "resolution add": ({"editor", "approver", "superuser"}, set()),
    "resolution change": ({"editor", "approver", "superuser"}, {"officer", "auditor"}),
    "resolution delete": ({"editor", "approver", "superuser"}, set()),
    "resolution history": (set(), STAFF),
    "approving change": (set(), STAFF),
    "approving delete": (set(), set()),
    "comment list": (set(), STAFF - {"editor"}),
    "comment add": (set(), set()),
    "comment delete": (set(), set()),
}


@pytest.fixture
def addresses(published: Edition) -> dict[str, str]:
    draft = draft_of(published.plan)
    proposal = make_resolution(draft, adopted=False)
    approved = publish(make_plan("jiny", "Jiný"), Edition.State.APPROVED)
    item, frozen = item_of(draft, "A1.1"), item_of(published, "A1.1")
    comment = make_comment(frozen)

    def of(model: str, page: str, *arguments: int) -> str:
        return reverse(f"admin:{model}_{page}", args=arguments)

    items = of("strategy_item", "changelist")
    add = of("strategy_item", "add")
    return {
        "plan list": of("strategy_plan", "changelist"),
        "plan add": of("strategy_plan", "add"),
        "plan change": of("strategy_plan", "change", published.plan_id),
        "plan tiers": of("strategy_plan", "change", published.plan_id),
        "plan delete": of("strategy_plan", "delete", published.plan_id),
        "plan history": of("strategy_plan", "history", published.plan_id),
        "edition list": of("strategy_edition", "changelist"),
        "edition add": of("strategy_edition", "add"),
        "draft change": of("strategy_edition", "change", draft.pk),
        "draft delete": of("strategy_edition", "delete", draft.pk),
        "draft history": of("strategy_edition", "history", draft.pk),
        "draft publish": of("strategy_edition", "publish", draft.pk),
        "draft withdraw": of("strategy_edition", "withdraw", draft.pk),
        "published withdraw": of("strategy_edition", "withdraw", published.pk),
        "resolution list": of("strategy_resolution", "changelist"),
        "resolution add": f"{of('strategy_resolution', 'add')}?edition={draft.pk}",
        "resolution change": of("strategy_resolution", "change", proposal.pk),
        "resolution delete": of("strategy_resolution", "delete", proposal.pk),
        "resolution history": of("strategy_resolution", "history", proposal.pk),
        "approving change": of("strategy_resolution", "change", approved.approved_by_id),
        "approving delete": of("strategy_resolution", "delete", approved.approved_by_id),
        "published change": of("strategy_edition", "change", published.pk),
        "published delete": of("strategy_edition", "delete", published.pk),
        "choice of plans": items,
        "tree of draft": f"{items}?edition={draft.pk}",
        "tree of published": f"{items}?edition={published.pk}",
        "item add": f"{add}?edition={draft.pk}",
        "item change": of("strategy_item", "change", item.pk),
        "item delete": of("strategy_item", "delete", item.pk),
        "item history": of("strategy_item", "history", item.pk),
        "item move": of("strategy_item", "move", item.pk),
        "published item add": f"{add}?edition={published.pk}",
        "published item change": of("strategy_item", "change", frozen.pk),
        "published item delete": of("strategy_item", "delete", frozen.pk),
        "published item history": of("strategy_item", "history", frozen.pk),
        "published item move": of("strategy_item", "move", frozen.pk),
        "comment list": of("comments_comment", "changelist"),
        "comment add": of("comments_comment", "add"),
        "comment delete": of("comments_comment", "delete", comment.pk),
    }


def access(client: Client, page: str, address: str) -> str:
    response = client.get(address)
    if response.status_code != 200:
        assert response.status_code in {302, 403}
        return NO
    if page == "plan tiers":
        return EDIT if 'name="tiers-0-name"' in response.content.decode() else READ
    return EDIT if may_write(response.content.decode()) else READ


def may_write(html: str) -> bool:
    """Whether the page holds a button that saves, deletes, moves or publishes."""
    main = html[html.index('id="content"') :]
    return any(
        sign in main for sign in ['name="_save"', 'name="post" value="yes"', 'class="default"']
    )


@pytest.mark.parametrize("name", EVERYBODY)
def test_everybody_gets_exactly_what_the_table_says(name: str, addresses: dict[str, str]) -> None:
    client = client_of(name)
    expected = {
        page: EDIT if name in writers else READ if name in readers else NO
        for page, (writers, readers) in TABLE.items()
    }
    assert {page: access(client, page, at) for page, at in addresses.items()} == expected


FORBIDDEN_DEEDS = {
    "editor": [
        "draft publish",
        "published withdraw",
        "published item change",
        "published item move",
        "approving change",
        "approving delete",
    ],
    "officer": [
        "item change",
        "item delete",
        "item move",
        "item add",
        "draft publish",
        "published withdraw",
        "resolution add",
        "resolution change",
        "resolution delete",
    ],
    "approver": ["item change", "item delete", "item move", "item add", "plan change"],
    "auditor": [
        "item change",
        "item delete",
        "item move",
        "item add",
        "plan add",
        "plan change",
        "draft publish",
        "published withdraw",
        "resolution add",
        "resolution change",
        "resolution delete",
        "comment add",
        "comment delete",
    ],
    "superuser": [
        "approving change",
        "approving delete",
        "published change",
        "published delete",
        "published item add",
        "published item change",
        "published item delete",
        "published item move",
    ],
}

# Who may write drafts is shown their text again; what they wrote in may have been published
# meanwhile, or have approved an edition.
TYPED_TOO_LATE = ["published item add", "published item change", "approving change"]


def everything() -> list:
    return [
        list(Item.objects.order_by("pk").values()),
        list(Edition.objects.order_by("pk").values()),
        list(Resolution.objects.order_by("pk").values()),
        list(Comment.objects.order_by("pk").values()),
    ]


@pytest.mark.parametrize("name", FORBIDDEN_DEEDS)
def test_what_is_not_offered_is_not_done_either(name: str, addresses: dict[str, str]) -> None:
    client, before = client_of(name), everything()
    draft = Edition.objects.get(plan__slug="zkusebni-plan", state="draft")
    sent = {
        "post": "yes",
        "text": "Podvržené",
        "code": "X9",
        "version": "1",
        "state": "consultation",
        "position": "last-child",
        "target": str(root_of(draft).pk),
    }
    for page in FORBIDDEN_DEEDS[name]:
        refused = 409 if page in TYPED_TOO_LATE else 403
        assert (page, client.post(addresses[page], sent).status_code) == (page, refused)
    assert everything() == before


@pytest.mark.parametrize("name", ["officer", "approver", "auditor", "nobody"])
def test_nobody_else_drags_or_puts_back(name: str, addresses: dict[str, str]) -> None:
    client, before = client_of(name), everything()
    item, target = (
        item_of(Edition.objects.get(plan__slug="zkusebni-plan", state="draft"), code)
        for code in ("A1.1", "A1.3")
    )
    dragged = {"cmd": "move_node", "position": "right", "cut_item": item.pk, "pasted_on": target.pk}
    refused = 302 if name == "nobody" else 403
    assert client.post(addresses["tree of draft"], dragged).status_code == refused
    record = item_of(
        Edition.objects.exclude(state="draft").get(plan__slug="zkusebni-plan"), "A1.1"
    ).history.get()
    restore = reverse("admin:strategy_item_restore", args=[item.pk, record.history_id])
    assert client.post(restore, {"version": 1}).status_code == refused
    assert everything() == before


def test_staff_without_any_right_see_nothing(addresses: dict[str, str], client: Client) -> None:
    client.force_login(User.objects.create_user("nova", is_staff=True))
    statuses = {page: client.get(address).status_code for page, address in addresses.items()}
    assert statuses == dict.fromkeys(addresses, 403)


def test_whoever_is_not_staff_sees_nothing(addresses: dict[str, str], client: Client) -> None:
    client.force_login(User.objects.create_user("obcan"))
    assert {client.get(address).status_code for address in addresses.values()} == {302}
