from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import time_machine
from django.utils import timezone

from comments import amending, publication
from comments.models import Comment, Contact
from comments.receiving import Said
from strategy.editing import version_of
from strategy.models import Edition, Item, ItemTally, Letter, PageRevision, Plan
from tests.factories import item_of, make_comment, make_plan, open_consultation, publish
from tests.races import at_once, needs_postgres


def tally(item: Item) -> int:
    row = ItemTally.objects.filter(item=item).first()
    return row.comments if row else 0


def revision(plan: Plan) -> int:
    return PageRevision.objects.get(plan=plan).number


def reject(comment: Comment) -> Comment:
    return publication.reject(comment, Comment.Rejection.OFF_TOPIC)


def test_counts_follow_a_comment_published_held_and_published_again(published: Edition) -> None:
    item = item_of(published, "A1.1")
    make_comment(item)
    comment = make_comment(item, published=False)
    counts = [tally(item)]
    for deed in (publication.publish, publication.hold, publication.publish, reject):
        deed(comment)
        counts.append(tally(item))
    assert counts == [1, 2, 1, 2, 1]


@pytest.mark.parametrize(
    ("deeds", "raised"),
    [
        ([publication.hold], 0),
        ([reject], 0),
        ([publication.publish], 1),
        ([publication.publish, publication.publish], 1),
        ([publication.publish, publication.hold], 2),
        ([publication.publish, publication.hold, reject], 2),
    ],
)
def test_stored_pages_go_stale_only_when_the_public_page_changes(
    published: Edition, deeds: list[Callable[[Comment], Comment]], raised: int
) -> None:
    comment = make_comment(item_of(published, "A1.1"), published=False)
    before = revision(published.plan)
    for deed in deeds:
        deed(comment)
    assert revision(published.plan) - before == raised


def test_a_comment_is_dated_when_it_is_published(published: Edition) -> None:
    comment = make_comment(item_of(published, "A1.1"), published=False)
    for hour in (9, 10):
        now = datetime(2024, 5, 6, hour, tzinfo=UTC)
        with time_machine.travel(now, tick=False):
            assert publication.publish(comment).published_at == now
        publication.hold(comment)


def test_a_withdrawn_comment_is_not_published(published: Edition) -> None:
    comment = make_comment(item_of(published, "A1.1"), published=False)
    Comment.objects.filter(pk=comment.pk).update(
        state=Comment.State.WITHDRAWN, withdrawn_at=timezone.now()
    )
    with pytest.raises(publication.CheckRefused):
        publication.publish(comment)
    assert tally(comment.item) == 0


@needs_postgres
def test_a_comment_published_twice_at_once_counts_once(committed: None) -> None:
    item = item_of(publish(make_plan()), "A1.1")
    comments = [make_comment(item, published=False) for _number in range(4)]
    at_once([lambda it=it: publication.publish(it) for it in comments for _twice in range(2)])
    assert tally(item) == 4
    at_once([lambda it=it: publication.hold(it) for it in comments for _twice in range(2)])
    assert tally(item) == 0


def test_every_turn_is_kept_in_history(published: Edition) -> None:
    comment = make_comment(item_of(published, "A1.1"))
    publication.hold(comment)
    states = comment.history.order_by("history_id").values_list("state", flat=True)
    assert list(states) == ["received", "published", "held"]
    publication.hold(comment)
    assert comment.history.count() == 3


def test_what_was_seen_is_decided_on_and_nothing_else(published: Edition) -> None:
    comment = make_comment(item_of(published, "A1.1"), published=False)
    seen = version_of(comment)
    publication.hold(comment, seen=seen)
    for deed in (publication.publish, publication.hold):
        with pytest.raises(publication.DecidedMeanwhile):
            deed(comment, seen=seen)
    publication.publish(comment, seen=version_of(comment))
    assert Comment.objects.get().state == "published"


def test_an_amendment_is_taken_over_counted_at_its_items_and_recorded_once(
    published: Edition,
) -> None:
    open_consultation(published)
    before, after = item_of(published, "A1.1"), item_of(published, "A1.2")
    comment = make_comment(before)
    amending.amend(comment, [Said(after, "Spíš sem.")])
    assert (tally(before), tally(after)) == (1, 0)
    comment = Comment.objects.get()
    records, raised = comment.history.count(), revision(published.plan)
    publication.publish(comment)
    assert (tally(before), tally(after)) == (0, 1)
    assert (comment.history.count() - records, revision(published.plan) - raised) == (1, 1)
    assert Comment.objects.get().published_at == comment.published_at


@pytest.mark.parametrize(
    ("deed", "kinds"),
    [
        (publication.publish, ["comment_published"]),
        (publication.hold, []),
        (reject, ["comment_rejected"]),
    ],
)
def test_the_author_is_told_what_was_decided_once(
    published: Edition, deed: Callable[[Comment], Comment], kinds: list[str]
) -> None:
    comment = make_comment(item_of(published, "A1.1"), published=False, email="k@example.cz")
    Contact.objects.update(confirmed_at=timezone.now())
    for _time in range(2):
        deed(comment)
    assert list(Letter.objects.values_list("kind", flat=True)) == kinds


def test_a_rejection_has_a_reason_of_the_list(published: Edition) -> None:
    comment = make_comment(item_of(published, "A1.1"), published=False)
    with pytest.raises(publication.CheckRefused):
        publication.reject(comment, "protože")
    rejected = publication.reject(comment, Comment.Rejection.INSULTING)
    again = publication.reject(comment, Comment.Rejection.OFF_TOPIC)
    assert (rejected.rejection, again.rejection) == ("insulting", "off_topic")
    assert publication.publish(comment).rejection == ""


@pytest.mark.parametrize("state", Comment.UNSEEN)
def test_what_nobody_confirmed_is_not_decided_on(published: Edition, state: str) -> None:
    comment = make_comment(item_of(published, "A1.1"), published=False)
    Comment.objects.update(state=state)
    for deed in (publication.publish, publication.hold, reject):
        with pytest.raises(publication.CheckRefused):
            deed(comment)
