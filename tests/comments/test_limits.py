"""How many comments one sender may send, alone and at once."""

import uuid
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from comments import limits, receiving
from comments.limits import ADDRESS, EMAIL
from comments.models import Comment
from comments.receiving import Said
from strategy.limits import LimitReached, take
from strategy.models import Allowance, Edition, Letter
from tests.comments.writing.sending import CHECK, SEND, TEXT, hidden, later, sent, typed
from tests.factories import item_of, make_plan, open_consultation, publish
from tests.races import at_once, on_a_file

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


def test_no_address_can_be_read_from_what_is_kept(db: None, settings: Any) -> None:
    take(limits.for_comment("192.0.2.7", "Obcanka@example.cz"))
    kept = set(Allowance.objects.values_list("key", flat=True))
    assert len(kept) == 2
    assert all(len(key) == 64 and int(key, 16) for key in kept)
    settings.SECRET_KEY = "another"
    take(limits.for_comment("192.0.2.7", "Obcanka@example.cz"))
    assert Allowance.objects.count() == 4


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
            minutes = refused.context["reached"].minutes
        assert (refused.status_code, refused.context["words"]) == (429, check.context["words"])
        assert 0 < int(refused["Retry-After"]) <= ADDRESS.within.total_seconds()
        assert str(minutes) in refused.context["doubt"]
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
