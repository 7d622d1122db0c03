"""What a consultation brought is counted anew when a comment comes or goes after its end."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from comments import amending, publication, receiving
from comments.models import Comment, Consultation
from comments.receiving import Said
from strategy.models import Edition, PageRevision
from tests.factories import item_of, open_consultation

NOW = timezone.now()
ENDED = {"opens_at": NOW - timedelta(days=40), "closes_at": NOW - timedelta(days=1)}
OPEN = {"opens_at": NOW - timedelta(days=40), "closes_at": NOW + timedelta(days=1)}

Deed = Callable[[Comment], Comment]


def reject(comment: Comment) -> Comment:
    return publication.reject(comment, "off_topic")


def by_post(comment: Comment) -> Comment:
    return receiving.receive([Said(comment.item, "Lavičky.")], name="Eva", channel="paper")


def confirmed(comment: Comment) -> Comment:
    Comment.objects.filter(pk=comment.pk).update(state="unconfirmed")
    comment.contact.email = "eva@example.cz"
    comment.contact.save()
    return receiving.confirm(comment)


@pytest.mark.parametrize("deed", [reject, publication.hold, amending.withdraw, by_post, confirmed])
@pytest.mark.parametrize(("dates", "raised"), [(ENDED, 1), (OPEN, 0)])
def test_the_page_that_counts_it_goes_stale_once_it_counts(
    published: Edition, deed: Deed, dates: dict[str, object], raised: int
) -> None:
    open_consultation(published, **dates)
    comment = by_post(Comment(item=item_of(published, "A1.1")))
    before = PageRevision.objects.get(plan=published.plan).number
    deed(comment)
    assert PageRevision.objects.get(plan=published.plan).number - before == raised


def test_the_last_comment_that_is_rejected_settles_its_consultation(published: Edition) -> None:
    open_consultation(published, **ENDED)
    comment = by_post(Comment(item=item_of(published, "A1.1")))
    states = []
    for _step in range(2):
        states.append(Consultation.objects.with_unfinished().get().state)
        reject(comment)
    assert states == ["settling", "settled"]
