"""What is kept no longer than needed, around the very instant; numbers stay taken."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from brnoplan import working
from comments import publication, receiving, settlement
from comments.models import Comment, Contact, Erasure, Subscription
from comments.privacy import expiring
from strategy.models import Edition, Letter
from tests.comments.privacy import canaries
from tests.comments.privacy.canaries import EMAIL, NAME, PHONE
from tests.factories import item_of, make_comment, settle
from tests.races import at_once, needs_postgres

LAST = timedelta(microseconds=1)


@pytest.fixture
def waiting(published: Edition) -> Comment:
    """A comment whose e-mail is not confirmed yet, with the letter that asked for it."""
    comment = make_comment(
        item_of(published, "A1.1"),
        published=False,
        name=NAME,
        email=EMAIL,
        organisation=f"Truhlářství {NAME}",
        text=PHONE,
        received_at=timezone.now(),
    )
    Comment.objects.filter(pk=comment.pk).update(state=Comment.State.UNCONFIRMED)
    Letter.objects.create(
        kind="comment_received", to=EMAIL, plain=PHONE, about=f"comments.comment:{comment.pk}"
    )
    comment.refresh_from_db()
    return comment


def at(instant: datetime) -> time_machine.travel:
    return time_machine.travel(instant, tick=False)


def test_what_is_not_confirmed_vanishes_after_seven_days_and_not_before(waiting: Comment) -> None:
    end = waiting.received_at + timedelta(days=7)
    with at(end - LAST):
        assert expiring.expire_unconfirmed() is False
    assert canaries.places(PHONE) >= {"comments_commentversion.text", "strategy_letter.plain"}
    with at(end):
        assert expiring.expire_unconfirmed() is True
        assert expiring.expire_unconfirmed() is False
    assert canaries.places(NAME, EMAIL, PHONE) == set()
    waiting.refresh_from_db()
    assert waiting.state == Comment.State.EXPIRED
    assert (waiting.points.count(), Letter.objects.get().state) == (0, "dropped")
    assert list(Erasure.objects.values_list("comment", "what")) == [(waiting.pk, "expired")]


def test_the_number_of_what_vanished_is_not_given_again(waiting: Comment) -> None:
    with at(waiting.received_at + timedelta(days=8)):
        expiring.expire_unconfirmed()
    assert make_comment(waiting.item).number == waiting.number + 1


@pytest.mark.parametrize("state", sorted(set(Comment.State) - {Comment.State.UNCONFIRMED}))
def test_only_what_waits_for_its_sender_vanishes(waiting: Comment, state: str) -> None:
    moment = waiting.received_at
    dates = {"published_at": moment, "withdrawn_at": moment if state == "withdrawn" else None}
    Comment.objects.filter(pk=waiting.pk).update(state=state, **dates)
    with at(moment + timedelta(days=8)):
        assert expiring.expire_unconfirmed() is False


def test_what_is_confirmed_at_that_very_moment_stays(
    waiting: Comment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was found to be due, and is confirmed before it is locked."""
    with at(waiting.received_at + timedelta(days=7)):
        found = list(expiring._unconfirmed().values_list("pk", flat=True))
        Comment.objects.filter(pk=waiting.pk).update(state=Comment.State.RECEIVED)
        assert [expiring._expire(comment_id) for comment_id in found] == [False]
    assert Contact.objects.get().email == EMAIL


@needs_postgres
def test_who_confirms_and_who_expires_at_once_agree(committed: None) -> None:
    from tests.factories import make_plan, publish

    comment = make_comment(item_of(publish(make_plan()), "A1.1"), published=False, email=EMAIL)
    long_ago = timezone.now() - timedelta(days=8)
    Comment.objects.filter(pk=comment.pk).update(state="unconfirmed", received_at=long_ago)

    def confirm() -> str:
        try:
            return receiving.confirm(comment).state
        except receiving.ReceivingRefused:
            return "refused"

    told = at_once([confirm, expiring.expire_unconfirmed])
    comment.refresh_from_db()
    confirmed = ["received", False], "received", True
    expired = ["refused", True], "expired", False
    assert (told, comment.state, Contact.objects.exists()) in (confirmed, expired)


# Contacts


@pytest.fixture
def answered(published: Edition) -> Comment:
    comment = make_comment(item_of(published, "A1.1"), name=NAME, email=EMAIL)
    settle(comment.points.get())
    return comment


def end_of(comment: Comment, settings) -> datetime:
    published_at = comment.points.get().settlements.latest("number").published_at
    return published_at + timedelta(days=settings.CONTACT_DAYS)


def test_a_contact_is_erased_a_set_time_after_the_answer(answered: Comment, settings) -> None:
    settings.CONTACT_DAYS = 10
    end = end_of(answered, settings)
    with at(end - LAST):
        assert expiring.expire_contacts() is False
    assert canaries.places() == {"comments_contact.name", "comments_contact.email"}
    with at(end):
        assert expiring.expire_contacts() is True
        assert expiring.expire_contacts() is False
    assert (canaries.places(), Comment.objects.get().state) == (set(), "published")
    assert list(Erasure.objects.values_list("what", "scrubbed_at")) == [("expired", None)]


def test_a_contact_is_kept_while_a_point_waits_for_its_answer(answered: Comment) -> None:
    from tests.factories import add_point

    add_point(answered, "A ještě něco.")
    with at(timezone.now() + timedelta(days=5000)):
        assert expiring.expire_contacts() is False


def test_a_contact_is_kept_while_an_answer_is_taken_up_again(answered: Comment, settings) -> None:
    late = end_of(answered, settings) + timedelta(days=100)
    again = settlement.reopen(answered.points.get(), "Ještě jednou.")
    with at(late):
        assert expiring.expire_contacts() is False
        settlement.publish([settlement.check(again)], by="")
        assert expiring.expire_contacts() is False
    with at(late + timedelta(days=settings.CONTACT_DAYS)):
        assert expiring.expire_contacts() is True


def test_a_contact_is_kept_until_the_comment_is_decided(published: Edition) -> None:
    for published_already in (False, True):
        make_comment(item_of(published, "A1.1"), email=EMAIL, published=published_already)
    with at(timezone.now() + timedelta(days=5000)):
        assert expiring.expire_contacts() is False


def test_what_is_over_without_an_answer_keeps_its_contact_as_long(
    published: Edition, settings
) -> None:
    comment = make_comment(item_of(published, "A1.1"), published=False, email=EMAIL)
    with at(timezone.now() + timedelta(days=100)):
        publication.reject(comment, Comment.Rejection.ADVERTISING)
        rejected_at = timezone.now()
    end = rejected_at + timedelta(days=settings.CONTACT_DAYS)
    with at(end - LAST):
        assert expiring.expire_contacts() is False
    with at(end):
        assert expiring.expire_contacts() is True


def test_what_was_withdrawn_keeps_its_contact_as_long(published: Edition, settings) -> None:
    comment = make_comment(item_of(published, "A1.1"), email=EMAIL)
    now = timezone.now()
    Comment.objects.filter(pk=comment.pk).update(state="withdrawn", withdrawn_at=now)
    end = now + timedelta(days=settings.CONTACT_DAYS)
    with at(end - LAST):
        assert expiring.expire_contacts() is False
    with at(end):
        assert expiring.expire_contacts() is True


def test_a_name_that_its_owner_shows_stays_and_the_address_goes(
    answered: Comment, settings
) -> None:
    Comment.objects.update(name_public=True)
    with at(end_of(answered, settings)):
        assert expiring.expire_contacts() is True
        assert expiring.expire_contacts() is False
    assert canaries.places() == {"comments_contact.name"}


# The rest


def test_a_subscription_that_nobody_confirms_is_deleted_after_seven_days(
    published: Edition,
) -> None:
    now = timezone.now()
    given = {"plan": published.plan, "made_at": now}
    asked = Subscription.objects.create(email=EMAIL, **given)
    kept = Subscription.objects.create(email="jina@example.cz", confirmed_at=now, **given)
    about = f"comments.subscription:{asked.pk}"
    Letter.objects.create(kind="subscription_confirm", to=EMAIL, about=about)
    with at(now + timedelta(days=7) - LAST):
        assert expiring.expire_subscriptions() is False
    with at(now + timedelta(days=7)):
        assert expiring.expire_subscriptions() is True
        assert expiring.expire_subscriptions() is False
    assert (list(Subscription.objects.all()), canaries.places()) == ([kept], set())


def test_letters_are_emptied_thirty_days_after_they_were_written(published: Edition) -> None:
    now = timezone.now()
    Letter.objects.create(kind="any", to=EMAIL, written_at=now, state="sent", sent_at=now)
    with at(now + timedelta(days=30)):
        assert expiring.forget_letters_sent() is False
    with at(now + timedelta(days=30) + LAST):
        assert expiring.forget_letters_sent() is True
    assert canaries.places() == set()


def test_more_than_a_batch_is_due_and_all_of_it_is_done(
    published: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expiring, "BATCH", 2)
    for _number in range(5):
        make_comment(item_of(published, "A1.1"), published=False)
    Comment.objects.update(state=Comment.State.UNCONFIRMED)
    with at(timezone.now() + timedelta(days=8)):
        steps = [expiring.expire_unconfirmed() for _step in range(4)]
    assert steps == [True, True, True, False]
    assert set(Comment.objects.values_list("state", flat=True)) == {"expired"}


def test_the_worker_expires_what_is_due(waiting: Comment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "CHORES", [working.Seldom(expiring.work, seconds=600)])
    with at(waiting.received_at + timedelta(days=7)):
        working.work(once=True)
    assert Comment.objects.get().state == Comment.State.EXPIRED


def test_what_is_seldom_looked_after_is_then_done_to_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done = iter([True, True, False, True, False])
    chore = working.Seldom(lambda: next(done), seconds=60)
    clock = [0.0]
    monkeypatch.setattr(working.time, "monotonic", lambda: clock[0])
    assert [chore() for _time in range(4)] == [True, True, False, False]
    clock[0] = 60.0
    assert [chore(), chore()] == [True, False]
