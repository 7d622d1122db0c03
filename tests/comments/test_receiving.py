import uuid

import pytest

from comments import receiving
from comments.models import Comment, NumberSeries
from strategy.models import Edition, Item, Plan
from tests.factories import draft_of, item_of, make_plan, publish, put_out_of_force, root_of
from tests.races import at_once, needs_postgres

WORDS = {"text": "Doplnit přehled komunit.", "name": "Občanka", "email": "obcanka@example.cz"}


def test_a_comment_is_numbered_dated_and_kept_word_for_word(published: Edition) -> None:
    item = item_of(published, "A1.1")
    comment = receiving.receive(item, **WORDS, organisation="Spolek")
    assert (comment.number, comment.state, comment.kind) == (1, "received", "part")
    assert (comment.plan, comment.item, comment.item_key) == (published.plan, item, item.key)
    assert list(comment.versions.values_list("text", "written_at")) == [
        (WORDS["text"], comment.received_at)
    ]
    assert [(point.text, point.item) for point in comment.points.all()] == [(WORDS["text"], item)]
    assert (comment.contact.name, comment.contact.email) == ("Občanka", "obcanka@example.cz")


def test_numbers_go_on_within_a_plan_and_begin_anew_in_another(published: Edition) -> None:
    other = publish(make_plan(slug="jiny", title="Jiný"))
    items = [item_of(published, "A1.1"), item_of(published, "A1.2"), item_of(other, "A1.1")]
    assert [receiving.receive(item, **WORDS).number for item in items] == [1, 2, 1]


def test_a_comment_on_the_whole_plan_is_general(published: Edition) -> None:
    assert receiving.receive(root_of(published), **WORDS).kind == "general"


def test_the_same_form_sent_again_gives_the_same_comment_and_takes_no_number(
    published: Edition,
) -> None:
    item, key = item_of(published, "A1.1"), uuid.uuid4()
    first = receiving.receive(item, **WORDS, submission_key=key)
    assert receiving.receive(item, **WORDS, submission_key=key) == first
    assert receiving.receive(item, **WORDS).number == 2
    assert NumberSeries.objects.get(plan=published.plan).last == 2


def test_a_working_draft_takes_no_comments_but_from_an_import(plan: Plan) -> None:
    item = item_of(draft_of(plan), "A1.1")
    with pytest.raises(receiving.ReceivingRefused):
        receiving.receive(item, **WORDS)
    assert not NumberSeries.objects.filter(last__gt=0).exists()
    assert receiving.receive(item, **WORDS, channel=Comment.Channel.IMPORT).number == 1


@pytest.mark.parametrize("state", [Edition.State.SUPERSEDED, Edition.State.WITHDRAWN])
def test_a_text_that_is_no_longer_valid_takes_no_comments(published: Edition, state: str) -> None:
    put_out_of_force(published, state)
    with pytest.raises(receiving.ReceivingRefused):
        receiving.receive(item_of(published, "A1.1"), **WORDS)
    assert Comment.objects.count() == 0


@needs_postgres
def test_twenty_equal_forms_at_once_make_one_comment(committed: None) -> None:
    item: Item = item_of(publish(make_plan()), "A1.1")
    key = uuid.uuid4()
    receiving.receive(item, **WORDS)  # or else whoever makes the series holds up the others
    comments = at_once([lambda: receiving.receive(item, **WORDS, submission_key=key)] * 20)
    assert {comment.pk for comment in comments} == {Comment.objects.get(submission_key=key).pk}
    assert NumberSeries.objects.get().last == Comment.objects.count() == 2


@needs_postgres
def test_comments_sent_at_once_have_numbers_without_gaps_or_doubles(committed: None) -> None:
    edition = publish(make_plan())
    items = [item_of(edition, code) for code in ("A", "A1", "A1.1", "A1.2")]

    def send_five(item: Item) -> None:
        for _round in range(5):
            receiving.receive(item, **WORDS)

    at_once([lambda item=item: send_five(item) for item in items])
    assert sorted(Comment.objects.values_list("number", flat=True)) == list(range(1, 21))
    assert NumberSeries.objects.get().last == 20
