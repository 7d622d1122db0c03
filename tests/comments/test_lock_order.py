"""Deeds lock in one order, lest two of them wait for each other: comments, points, plans' pages."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import amending, publication, reacting, redaction, rows
from comments.models import Comment, Subscription
from comments.privacy import erasing
from comments.receiving import Said
from comments.settling import assigning, grouping, splitting
from strategy.models import Edition
from tests.factories import item_of, make_comment, settle
from tests.races import needs_postgres

PHONE = "604 123 987"
ORDER = ["comments_comment", "comments_point", "strategy_pagerevision"]
LOCK = re.compile(r'^(?:UPDATE|DELETE FROM) "(\w+)"|FROM "(\w+)".* FOR UPDATE')

Act = Callable[[], Any]


@pytest.fixture
def comment(published: Edition) -> Comment:
    """Answered together with another, by somebody who subscribed to the plan."""
    item = item_of(published, "A1.1")
    made = make_comment(item, text=f"Volejte {PHONE}.", name="Eva", email="eva@example.cz")
    other = make_comment(item)
    settle(other.points.get(), reasoning="Děkujeme.")
    other.points.update(together_with=made.points.get())
    Subscription.objects.create(plan=made.plan, email="eva@example.cz")
    return made


def erase(comment: Comment) -> Act:
    return lambda: erasing.erase(comment, "Žádost.", None, wording=True, subscriptions=True)


def hide(comment: Comment) -> Act:
    return lambda: redaction.hide(comment, [PHONE], "Telefon.")


def restore(comment: Comment) -> Act:
    redaction.hide(comment, [PHONE], "Telefon.")
    return lambda: redaction.restore(comment)


def assign(comment: Comment) -> Act:
    return lambda: assigning.assign(comment.points.all(), None, None)


def settle_together(comment: Comment) -> Act:
    others = make_comment(comment.item).points.all()
    return lambda: grouping.settle_together(comment.points.get(), others)


def split(comment: Comment) -> Act:
    point = make_comment(comment.item, text="Strom.\nLavička.").points.get()
    return lambda: splitting.split(point, ["Strom.", "Lavička."])


def join(comment: Comment) -> Act:
    first, _second = split(comment)()
    return lambda: splitting.join(first)


def publish_amendment(comment: Comment) -> Act:
    made = make_comment(comment.item)
    made.newest_version = 2
    made.save()
    rows.write_version(made, [Said(made.item, "Jinak.")], at=timezone.now())
    return lambda: publication.publish(made)


def publish_answer(comment: Comment) -> Act:
    return lambda: settle(comment.points.get())


def react(comment: Comment) -> Act:
    answer = settle(make_comment(comment.item).points.get())
    return lambda: amending.react(answer, satisfied=False, words="Ne.")


def publish_words(comment: Comment) -> Act:
    reaction = react(comment)()
    return lambda: reacting.publish_words(reaction)


def locked_first(queries: CaptureQueriesContext) -> list[str]:
    """The tables of ORDER, as each was first locked."""
    found = [LOCK.search(query["sql"]) for query in queries]
    tables = [match[1] or match[2] for match in found if match]
    return [table for table in dict.fromkeys(tables) if table in ORDER]


@needs_postgres
@pytest.mark.parametrize(
    "deed",
    [
        erase,
        hide,
        restore,
        assign,
        settle_together,
        split,
        join,
        publish_amendment,
        publish_answer,
        react,
        publish_words,
    ],
)
def test_what_a_deed_changes_is_locked_in_the_order_of_all(
    comment: Comment, deed: Callable[[Comment], Act]
) -> None:
    act = deed(comment)
    with CaptureQueriesContext(connection) as queries:
        act()
    locked = locked_first(queries)
    # Not its answer, which who publishes another one locks after the pages.
    assert locked[0] == "comments_comment" or deed is assign
    assert locked[-1] == "strategy_pagerevision"
    assert locked == [table for table in ORDER if table in locked]
