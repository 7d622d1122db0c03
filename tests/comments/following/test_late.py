"""What the way of a comment says of a promise that was not kept, and until when that is true."""

from datetime import timedelta

import pytest
import time_machine
from django.test import RequestFactory
from django.utils import timezone

from comments.following.views import comment_detail
from comments.following.way import facts, steps
from comments.models import Comment, Consultation
from strategy.days import end_of
from strategy.models import Edition
from tests.factories import item_of, make_comment, open_consultation, settle


@pytest.fixture
def comment(published: Edition) -> Comment:
    """Promised in sixty days, wanted by law in ninety."""
    open_consultation(published, statutory_days=90)
    return make_comment(item_of(published, "A1.1"))


def words_in(comment: Comment, days: int) -> str:
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        return steps(facts(comment))[3].words


def test_the_way_says_that_the_answer_is_late(comment: Comment) -> None:
    told = [words_in(comment, days) for days in (1, 59, 75, 120)]
    assert told[0] == told[1]
    assert len(set(told)) == 3
    assert Consultation.objects.get().answers_promised_on.strftime("%Y") in told[3]


def test_the_page_is_kept_until_the_answer_is_late(comment: Comment) -> None:
    promised = Consultation.objects.get().answers_promised_on
    request = RequestFactory().get("/")
    comment_detail(request, comment.plan.slug, comment.number)
    assert request.page_store_until == end_of(promised)
    settle(comment.points.get())
    answered = RequestFactory().get("/")
    comment_detail(answered, comment.plan.slug, comment.number)
    assert not hasattr(answered, "page_store_until")
