"""Which comments a change goes back to; only what is public may say so."""

from typing import Any

import pytest
from django.utils import timezone

from comments.causes import causes, causes_with_addresses
from comments.models import Comment, Settlement
from strategy.models import Edition, Item
from tests.factories import add_point, draft_of, item_of, make_comment, publish, root_of


def settle(comment: Comment, changed: Item | None, state: str = "published") -> None:
    Settlement.objects.create(
        point=comment.points.get(),
        outcome=Settlement.Outcome.ACCEPTED,
        reasoning="Doplněno.",
        state=state,
        published_at=timezone.now() if state == "published" else None,
        changed_item=changed,
    )


def test_a_published_settlement_names_the_item_that_it_changed(published: Edition) -> None:
    comments = [make_comment(item_of(published, "A1.1")), make_comment(root_of(published))]
    newer = publish(published.plan)
    changed = item_of(newer, "A1.2")
    for comment in comments:
        settle(comment, changed)
    assert causes(published, newer) == {changed.key: [1, 2]}
    found = causes_with_addresses(published, newer)[changed.key]
    assert [cause.address for cause in found] == [
        "/zkusebni-plan/pripominky/1/",
        "/zkusebni-plan/pripominky/2/",
    ]
    assert [cause.address for cause in found] == [
        comment.get_absolute_url() for comment in comments
    ]


def test_two_points_of_a_comment_that_change_one_item_name_it_once(published: Edition) -> None:
    comment = make_comment(item_of(published, "A1.2"))
    newer = publish(published.plan)
    changed = item_of(newer, "A1.2")
    settle(comment, changed)
    Settlement.objects.create(
        point=add_point(comment, "A ještě."),
        outcome="accepted",
        reasoning="Doplněno.",
        state="published",
        published_at=timezone.now(),
        changed_item=changed,
    )
    assert causes(published, newer) == {changed.key: [1]}


def test_what_is_not_public_caused_nothing(published: Edition) -> None:
    about = item_of(published, "A1.2")
    hidden, drafted, without, shown = (
        make_comment(about, published=number != 0) for number in range(4)
    )
    newer = publish(published.plan)
    changed = item_of(newer, "A1.2")
    settle(hidden, changed)
    settle(drafted, changed, state="draft")
    settle(without, None)
    settle(shown, changed)
    assert causes(published, newer) == {changed.key: [shown.number]}


def test_the_editions_between_count_and_the_older_one_does_not(published: Edition) -> None:
    plan = published.plan
    comments = [make_comment(item_of(published, "A1.2")) for _number in range(4)]
    second, third = publish(plan), publish(plan)
    draft = Edition.objects.select_related("plan").get(pk=draft_of(plan).pk)
    for comment, edition in zip(comments, [published, second, third, draft], strict=True):
        settle(comment, item_of(edition, "A1.2"))
    key = item_of(published, "A1.2").key
    assert causes(published, third) == {key: [2, 3]}
    assert causes(second, third) == {key: [3]}
    assert causes(second, draft) == {key: [3, 4]}


@pytest.mark.parametrize("size", [1, 3])
def test_the_causes_take_one_query(
    published: Edition, size: int, django_assert_num_queries: Any
) -> None:
    comments = [make_comment(item_of(published, "A1.2")) for _number in range(size)]
    newer = publish(published.plan)
    for comment in comments:
        settle(comment, item_of(newer, "A1.2"))
    with django_assert_num_queries(1):
        assert [len(numbers) for numbers in causes(published, newer).values()] == [size]
