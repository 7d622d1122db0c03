import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from simple_history.models import HistoricalRecords

from comments import receiving
from comments.models import Comment, Contact, NumberSeries
from comments.receiving import Said
from strategy.limits import Limit, LimitReached
from strategy.models import Edition, Item, Letter, Plan
from tests.factories import (
    draft_of,
    item_of,
    make_plan,
    open_consultation,
    publish,
    put_out_of_force,
    root_of,
)
from tests.races import at_once, needs_postgres

TEXT = "Doplnit přehled komunit."
SENDER = {"name": "Občanka", "email": "obcanka@example.cz"}


@pytest.fixture
def edition(published: Edition) -> Edition:
    open_consultation(published)
    return published


def receive(item: Item, text: str = TEXT, **given: object) -> Comment:
    return receiving.receive([Said(item, text)], **(SENDER | given))


def test_a_comment_is_numbered_dated_and_kept_word_for_word(edition: Edition) -> None:
    item = item_of(edition, "A1.1")
    comment = receive(item, organisation="Spolek")
    assert (comment.number, comment.state, comment.kind) == (1, "unconfirmed", "part")
    assert (comment.plan, comment.item, comment.item_key) == (edition.plan, item, item.key)
    assert list(comment.versions.values_list("text", "written_at")) == [(TEXT, comment.received_at)]
    assert [(point.text, point.item) for point in comment.points.all()] == [(TEXT, item)]
    assert (comment.contact.name, comment.contact.email) == ("Občanka", "obcanka@example.cz")


def test_numbers_go_on_within_a_plan_and_begin_anew_in_another(edition: Edition) -> None:
    other = publish(make_plan(slug="jiny", title="Jiný"))
    open_consultation(other)
    items = [item_of(edition, "A1.1"), item_of(edition, "A1.2"), item_of(other, "A1.1")]
    assert [receive(item).number for item in items] == [1, 2, 1]


def test_the_history_of_a_comment_begins_with_all_that_it_said(
    edition: Edition, django_user_model: type[User]
) -> None:
    officer = django_user_model.objects.create(username="officer")
    comment = receive(item_of(edition, "A1.1"), marks=["hasty"])
    kept = comment.history.get()
    tracked = {field.attname for field in type(kept).tracked_fields}
    assert {"state", "organisation", "item_id", "score"} < tracked
    assert {name: getattr(kept, name) for name in tracked} == {
        name: getattr(comment, name) for name in tracked
    }
    assert (kept.history_type, kept.history_user) == ("+", None)
    HistoricalRecords.context.request = SimpleNamespace(user=officer, method="GET")
    try:
        entered = receive(item_of(edition, "A1.1"), channel="paper")
    finally:
        del HistoricalRecords.context.request
    assert entered.history.get().history_user == officer


def test_a_comment_on_the_whole_plan_is_general(edition: Edition) -> None:
    assert receive(root_of(edition)).kind == "general"


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ({}, "unconfirmed"),
        ({"email": ""}, "received"),
        ({"channel": "paper"}, "received"),
        ({"channel": "import"}, "received"),
    ],
)
def test_only_an_e_mail_from_the_web_waits_to_be_confirmed(
    edition: Edition, given: dict[str, str], state: str
) -> None:
    assert receive(item_of(edition, "A1.1"), **given).state == state


def test_the_same_form_sent_again_gives_the_same_comment_and_takes_no_number(
    edition: Edition,
) -> None:
    item, key = item_of(edition, "A1.1"), uuid.uuid4()
    first = receive(item, submission_key=key)
    assert receive(item, submission_key=key) == first
    assert Letter.objects.count() == 1
    assert receive(item).number == 2
    assert NumberSeries.objects.get(plan=edition.plan).last == 2


def test_what_was_taken_in_is_known_again_when_no_more_is_taken(edition: Edition) -> None:
    item, key, one = item_of(edition, "A1.1"), uuid.uuid4(), Limit("one", 1, timedelta(days=1))
    first = receive(item, submission_key=key, uses=[(one, "x")])
    assert receive(item, submission_key=key, uses=[(one, "x")]) == first
    with pytest.raises(LimitReached):
        receive(item, uses=[(one, "x")])
    put_out_of_force(edition, Edition.State.WITHDRAWN)
    assert receive(item, submission_key=key) == first
    assert (Comment.objects.count(), first.history.count()) == (1, 1)


def test_a_working_draft_takes_no_comments_but_from_an_import(plan: Plan) -> None:
    item = item_of(draft_of(plan), "A1.1")
    with pytest.raises(receiving.ReceivingRefused):
        receive(item)
    assert not NumberSeries.objects.filter(last__gt=0).exists()
    assert receive(item, channel=Comment.Channel.IMPORT).number == 1


@pytest.mark.parametrize("state", [Edition.State.SUPERSEDED, Edition.State.WITHDRAWN])
def test_a_text_that_is_no_longer_valid_takes_comments_from_the_office_alone(
    edition: Edition, state: str
) -> None:
    put_out_of_force(edition, state)
    with pytest.raises(receiving.ReceivingRefused):
        receive(item_of(edition, "A1.1"))
    assert Comment.objects.count() == 0
    assert receive(item_of(edition, "A1.1"), channel=Comment.Channel.PAPER).number == 1


def test_a_text_that_is_not_consulted_takes_no_comments(published: Edition) -> None:
    for channel in (Comment.Channel.WEB, Comment.Channel.PAPER):
        with pytest.raises(receiving.ReceivingRefused):
            receive(item_of(published, "A1.1"), channel=channel)
    assert Comment.objects.count() == 0


def test_doubts_are_kept_with_what_comes_from_the_web_alone(edition: Edition) -> None:
    item, text = item_of(edition, "A1.1"), "Kupte to na https://example.cz a www.example.cz."
    plain = receive(item)
    linked = receive(item, text, marks=["trap"])
    paper = receive(item, text, channel=Comment.Channel.PAPER)
    assert (plain.score, plain.doubts) == (0, [])
    assert linked.doubts == ["link", "trap"]
    assert linked.score > 0
    assert (paper.score, paper.doubts) == (0, [])


def test_the_same_text_is_doubted_in_whatever_plan_it_came(edition: Edition) -> None:
    other = publish(make_plan(slug="jiny", title="Jiný"))
    open_consultation(other)
    long = "Přidejte prosím lavičky na všechny zastávky tramvají."
    texts = [(edition, long), (other, long), (edition, "Přidat."), (other, "Přidat.")]
    found = [receive(item_of(one, "A1.1"), text).doubts for one, text in texts]
    assert found == [[], ["repeated"], [], []]


def test_what_is_proposed_is_doubted_as_well(edition: Edition) -> None:
    said = Said(item_of(edition, "A1.1"), TEXT, proposal="Viz https://example.cz.")
    assert receiving.receive([said], **SENDER).doubts == ["link"]


def test_a_comment_is_confirmed_once(edition: Edition) -> None:
    comment = receive(item_of(edition, "A1.1"))
    before = timezone.now()
    confirmed = receiving.confirm(comment)
    confirmed_at = Contact.objects.get(pk=comment.pk).confirmed_at
    assert confirmed.state == "received"
    assert before <= confirmed_at <= timezone.now()
    receiving.confirm(comment)
    assert Contact.objects.get(pk=comment.pk).confirmed_at == confirmed_at
    assert comment.history.count() == 2


def test_a_comment_that_was_taken_back_is_confirmed_without_coming_back(
    edition: Edition,
) -> None:
    comment = receive(item_of(edition, "A1.1"))
    comment.state, comment.withdrawn_at = Comment.State.WITHDRAWN, timezone.now()
    comment.save()
    assert receiving.confirm(comment).state == "withdrawn"


@needs_postgres
def test_comments_sent_at_once_have_numbers_without_gaps_or_doubles(committed: None) -> None:
    edition = publish(make_plan())
    open_consultation(edition)
    items = [item_of(edition, code) for code in ("A", "A1", "A1.1", "A1.2")]

    def send_five(item: Item) -> None:
        for _round in range(5):
            receive(item)

    at_once([lambda item=item: send_five(item) for item in items])
    assert sorted(Comment.objects.values_list("number", flat=True)) == list(range(1, 21))
    assert NumberSeries.objects.get().last == 20
