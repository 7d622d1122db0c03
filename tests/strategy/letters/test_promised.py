"""Letters whose words are found when they go out."""

from collections.abc import Callable

import pytest
from django.core import mail

from strategy.letters import outbox, sending
from strategy.models import Letter

pytestmark = pytest.mark.django_db
LINK = "http://127.0.0.1:8000/odkaz/bez-dopisu/1/"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the writer was asked to tell of, of which one is gone and one cannot be told."""
    asked: list[str] = []

    def writer(letter: Letter) -> bool:
        asked.append(letter.about)
        if letter.about == "broken":
            raise LookupError("Jana Nová")
        outbox.put_into_words(letter, {"reason": "x", "comment": {"number": len(asked)}}, LINK)
        return letter.about != "gone"

    monkeypatch.setitem(outbox.WRITERS, "comment_withdrawn", writer)
    return asked


def promise(about: str, **given: str) -> Letter:
    outbox.put([outbox.promise("comment_withdrawn", "jana@example.cz", about=about, **given)])
    return Letter.objects.latest("pk")


def states() -> list[tuple[str, str]]:
    return list(Letter.objects.order_by("pk").values_list("about", "state"))


def test_a_promised_letter_has_no_words_until_it_goes_out(told: list[str]) -> None:
    letter = promise("one", once="one")
    assert (letter.subject, letter.plain, letter.html, letter.headers) == ("", "", "", {})
    assert sending.send_waiting() is True
    letter.refresh_from_db()
    [message] = mail.outbox
    assert (message.subject, message.body) == (letter.subject, letter.plain)
    assert letter.headers["List-Unsubscribe"] == f"<{LINK}>"
    assert "</html>" in letter.html


def test_it_is_promised_once(told: list[str]) -> None:
    for _time in range(2):
        promise("one", once="one")
    sending.send_waiting()
    assert (states(), told) == ([("one", "sent")], ["one"])


def test_a_retry_says_the_same(told: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    promise("one")
    letter = sending.claim()
    Letter.objects.update(send_after=letter.written_at)
    again = sending.claim()
    assert (again.attempts, again.plain, told) == (2, letter.plain, ["one"])


def test_what_there_is_nothing_to_tell_of_is_dropped(told: list[str]) -> None:
    for about in ("gone", "one"):
        promise(about)
    sending.send_waiting()
    assert states() == [("gone", "dropped"), ("one", "sent")]


def test_one_that_cannot_be_written_keeps_none_back_and_tells_nobody_why(
    told: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    for about in ("broken", "one"):
        promise(about)
    sending.send_waiting()
    assert states() == [("broken", "failed"), ("one", "sent")]
    assert list(Letter.objects.filter(about="broken").values_list("error")) == [("LookupError",)]
    assert "Jana" not in caplog.text


def test_one_that_could_not_be_written_can_be_sent_again(told: list[str]) -> None:
    letter = promise("broken")
    sending.send_waiting()
    Letter.objects.update(about="mended")
    assert sending.send_again(letter) is True
    sending.send_waiting()
    assert states() == [("mended", "sent")]


def test_one_that_is_emptied_while_it_is_written_stays_empty(
    told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = promise("one")
    writer: Callable[[Letter], bool] = outbox.WRITERS[letter.kind]

    def slow(letter: Letter) -> bool:
        Letter.objects.update(to="", state="dropped")
        return writer(letter)

    monkeypatch.setitem(outbox.WRITERS, letter.kind, slow)
    sending.fulfil(letter)
    assert list(Letter.objects.values_list("state", "plain")) == [("dropped", "")]


def test_an_address_that_is_none_is_never_written_to(told: list[str]) -> None:
    outbox.put([outbox.promise("comment_withdrawn", "jana@", about="one")])
    sending.send_waiting()
    assert (states(), told) == ([("one", "failed")], [])
