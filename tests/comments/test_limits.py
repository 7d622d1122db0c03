"""How much one sender may do, alone and at once."""

import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.db import transaction

from comments import limits, receiving
from comments.limits import ADDRESS, EMAIL, NETWORK, Limit, LimitReached
from comments.models import Allowance, Comment
from comments.receiving import Said
from strategy.models import Edition, Letter
from tests.comments.writing.sending import CHECK, SEND, TEXT, hidden, later, sent, typed
from tests.factories import item_of, make_plan, open_consultation, publish
from tests.races import at_once, on_a_file

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
THREE = Limit("three", 3, timedelta(hours=1))


def passes(*uses: limits.Use) -> bool:
    try:
        with transaction.atomic():
            limits.take(uses)
    except LimitReached:
        return False
    return True


def test_as_many_pass_as_the_limit_says_until_the_next_stretch(db: None) -> None:
    with time_machine.travel(NOON, tick=False):
        assert [passes((THREE, "kdo")) for _time in range(5)] == [True] * 3 + [False] * 2
        assert passes((THREE, "jiný"))
    with time_machine.travel(NOON + timedelta(minutes=59), tick=False):
        assert not passes((THREE, "kdo"))
    with time_machine.travel(NOON + timedelta(minutes=60), tick=False):
        assert passes((THREE, "kdo"))


def test_what_is_refused_by_one_limit_is_not_counted_by_another(db: None) -> None:
    other = Limit("other", 3, THREE.within)
    with time_machine.travel(NOON, tick=False):
        assert passes((THREE, "a"), (other, "x"))
        for _time in range(2):
            assert passes((THREE, "b"))
        assert [passes((other, "x"), (THREE, "b")) for _time in range(3)] == [True, False, False]
        assert [passes((other, "x")) for _time in range(2)] == [True, False]


def test_a_refusal_says_how_long_it_lasts(db: None) -> None:
    with time_machine.travel(NOON + timedelta(minutes=20, seconds=30), tick=False):
        for _time in range(3):
            limits.take([(THREE, "kdo")])
        with pytest.raises(LimitReached) as refused:
            limits.take([(THREE, "kdo")])
        assert refused.value.until == NOON + timedelta(hours=1)
        assert (refused.value.seconds, refused.value.minutes) == (39 * 60 + 30, 40)


def test_no_address_can_be_read_from_what_is_kept(db: None, settings: Any) -> None:
    limits.take(limits.for_comment("192.0.2.7", "Obcanka@example.cz"))
    kept = set(Allowance.objects.values_list("key", flat=True))
    assert len(kept) == 2
    assert all(len(key) == 64 and int(key, 16) for key in kept)
    settings.SECRET_KEY = "another"
    limits.take(limits.for_comment("192.0.2.7", "Obcanka@example.cz"))
    assert Allowance.objects.count() == 4


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_an_address_belongs_to_a_network(address: str, network: str) -> None:
    assert limits.network_of(address) == network


def test_the_worker_forgets_what_no_limit_asks_for_any_more(db: None) -> None:
    with time_machine.travel(NOON, tick=False):
        limits.take([(EMAIL, "a"), (NETWORK, "b")])
    with time_machine.travel(NOON + timedelta(hours=11, minutes=59), tick=False):
        assert not limits.forget_ended()
    with time_machine.travel(NOON + timedelta(hours=12, minutes=1), tick=False):
        limits.take([(NETWORK, "c")])
        assert limits.forget_ended()
        assert not limits.forget_ended()
        assert Allowance.objects.count() == 2


class TestSending:
    @pytest.fixture
    def edition(self, published: Edition) -> Edition:
        open_consultation(published)
        return published

    def test_a_shared_address_is_never_locked_out(self, client: Any, edition: Edition) -> None:
        item = item_of(edition, "A1.1")
        for number in range(ADDRESS.most):
            sent(client, typed(item, email="", text=f"Připomínka {number}."))
        check = client.post(CHECK, typed(item, email=""))
        with later(3):
            refused = client.post(SEND, hidden(check))
        assert (refused.status_code, refused.context["words"]) == (429, check.context["words"])
        assert 0 < int(refused["Retry-After"]) <= ADDRESS.within.total_seconds()
        assert str(refused.context["reached"].minutes) in refused.context["doubt"]
        # With an e-mail at once …
        assert sent(client, typed(item, email="obcanka@example.cz")).state == "unconfirmed"
        # … from another address at once, and without either in a while, the page being the same.
        with later(3):
            other = client.post(SEND, hidden(check), REMOTE_ADDR="198.51.100.7")
        assert other.status_code == 303
        with later(ADDRESS.within.total_seconds()):
            assert client.post(SEND, hidden(refused)).status_code == 303
        # The same page sent from two places made one comment.
        assert Comment.objects.count() == ADDRESS.most + 2

    def test_a_comment_sent_again_is_not_counted_again(self, client: Any, edition: Edition) -> None:
        check = client.post(CHECK, typed(item_of(edition, "A1.1"), email=""))
        with later(3):
            answers = {client.post(SEND, hidden(check)).status_code for _time in range(20)}
        assert answers == {303}
        assert sorted(Allowance.objects.values_list("used", flat=True)) == [1, 1]

    def test_a_refused_comment_takes_no_number(self, client: Any, edition: Edition) -> None:
        item = item_of(edition, "A1.1")
        for _time in range(ADDRESS.most):
            sent(client, typed(item, email=""))
        check = client.post(CHECK, typed(item, email=""))
        with later(3):
            client.post(SEND, hidden(check))
        assert sent(client, typed(item)).number == ADDRESS.most + 1

    def test_one_e_mail_is_limited_in_all_its_spellings(
        self, client: Any, edition: Edition
    ) -> None:
        item = item_of(edition, "A1.1")
        for number in range(EMAIL.most):
            sent(client, typed(item, email=f"Obcanka+{number}@Example.cz"))
        check = client.post(CHECK, typed(item))
        with later(3):
            assert client.post(SEND, hidden(check)).status_code == 429


class TestAtOnce:
    @pytest.fixture(autouse=True)
    def database(self, committed: None, tmp_path: Path) -> Any:
        self.edition = publish(make_plan())
        open_consultation(self.edition)
        with on_a_file(tmp_path / "at-once.sqlite3"):
            yield

    def sendings(self, number: int, **sender: Any) -> list[Any]:
        item = item_of(self.edition, "A1.1")
        uses = limits.for_comment("192.0.2.7", "")
        sender = {"name": "Občanka", "uses": uses} | sender

        def send() -> bool:
            try:
                receiving.receive([Said(item, TEXT)], **sender)
            except LimitReached:
                return False
            return True

        return [send] * number

    def test_five_of_a_hundred_pass(self) -> None:
        assert sum(at_once(self.sendings(100), threads=20)) == ADDRESS.most == 5
        ((count, last),) = at_once(
            [lambda: (Comment.objects.count(), Comment.objects.latest("number").number)]
        )
        assert (count, last) == (5, 5)

    def test_read_first_and_written_then_all_would_pass(self) -> None:
        """The control: the threads do act at once, and a limit that is only read lets all by."""
        together, key = Barrier(20, timeout=60), {"key": "k", "begins_at": NOON}
        at_once([lambda: Allowance.objects.create(**key)])

        def pass_by() -> bool:
            row = Allowance.objects.get(**key)
            together.wait()
            Allowance.objects.filter(pk=row.pk).update(used=row.used + 1)
            return row.used < ADDRESS.most

        assert sum(at_once([pass_by] * 20)) == 20

    def test_one_form_sent_fifty_times_is_one_comment_and_one_letter(self) -> None:
        key = uuid.uuid4()
        sender = {"email": "obcanka@example.cz", "uses": (), "submission_key": key}
        assert sum(at_once(self.sendings(50, **sender), threads=20)) == 50
        ((comments, kinds),) = at_once(
            [
                lambda: (
                    Comment.objects.count(),
                    list(Letter.objects.values_list("kind", flat=True)),
                )
            ]
        )
        assert (comments, kinds) == (1, ["comment_received"])

    def test_fifty_forms_are_fifty_comments_and_letters(self) -> None:
        """The control: without the key in common nothing keeps them from being many."""
        sender = {"email": "obcanka@example.cz", "uses": ()}
        assert sum(at_once(self.sendings(50, **sender), threads=20)) == 50
        (counts,) = at_once([lambda: (Comment.objects.count(), Letter.objects.count())])
        assert counts == (50, 50)
