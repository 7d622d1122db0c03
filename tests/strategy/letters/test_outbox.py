"""The outbox: what is written into it, in whose transaction, and what stays of it."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from strategy.letters import outbox, sending
from strategy.letters.recipients import key_of
from strategy.models import Letter
from tests.races import at_once, needs_postgres


def letter(to: str = "jana@example.cz", **given: object) -> Letter:
    return outbox.compose("points_assigned", to, {"desk_url": "https://plan.example/"}, **given)  # type: ignore[arg-type]


def test_a_letter_waits_with_all_that_is_needed_to_send_it(write) -> None:
    found = write("Jana.Nova+brno@Example.cz", about="comments.comment:1")
    assert (found.state, found.attempts, found.about) == ("waiting", 0, "comments.comment:1")
    assert (found.to, found.recipient) == ("Jana.Nova+brno@Example.cz", "jana.nova@example.cz")
    assert found.message_id.startswith("<")
    assert found.subject in found.html
    assert found.headers == {}


def test_a_letter_that_can_be_ended_says_how_in_its_text_and_to_mail_programs(write) -> None:
    url = "https://plan.example/odkaz/konec/"
    found = write(unsubscribe_url=url)
    assert found.headers == {
        "List-Unsubscribe": f"<{url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    assert f": {url}\n" in found.plain
    assert f'href="{url}"' in found.html


def test_the_same_letter_is_written_once(write) -> None:
    first = write(once="12")
    write(once="12")
    write(once="13")
    write()
    write()
    assert list(Letter.objects.values_list("once", flat=True)) == ["12", "13", None, None]
    assert Letter.objects.get(once="12") == first


def test_a_letter_to_nobody_is_not_written(db) -> None:
    outbox.put([letter("")])
    outbox.post("points_assigned", "", {})
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "jana@example.cz\r\nBcc: petr@example.cz",
        "jana@example.cz, petr@example.cz",
        "Jana <jana@example.cz>",
        "jana",
        "jana@example.cz\x00",
        "jana@example.cz\u2028x",
    ],
)
def test_what_is_no_single_address_is_never_sent_and_staff_see_it(write, address: str) -> None:
    found = write(address)
    assert found.state == "failed"
    assert found.error


def test_a_letter_goes_with_the_deed_it_tells_of(db) -> None:
    with transaction.atomic():
        outbox.put([letter()])
        transaction.set_rollback(True)
    assert not Letter.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_letters_are_written_in_one_query_however_many(
    db, number: int, django_assert_num_queries
) -> None:
    letters = [letter(f"o{at}@example.cz") for at in range(number)]
    with django_assert_num_queries(1):
        outbox.put(letters)
    assert Letter.objects.count() == number


@needs_postgres
def test_of_letters_of_one_kind_written_at_once_one_stays(committed) -> None:
    at_once([lambda: outbox.put([letter(once="12")])] * 8)
    assert Letter.objects.count() == 1


def test_what_went_out_is_emptied_and_what_waits_is_kept(write) -> None:
    old = timezone.now() - timedelta(days=31)
    gone, waiting, fresh = write(unsubscribe_url="https://plan.example/x/"), write(), write()
    Letter.objects.exclude(pk=fresh.pk).update(written_at=old)
    Letter.objects.exclude(pk=waiting.pk).update(state="sent", sent_at=timezone.now())
    assert outbox.forget_sent(timezone.now() - timedelta(days=30)) == 1
    gone.refresh_from_db()
    assert (gone.to, gone.recipient, gone.plain, gone.html, gone.headers) == ("", "", "", "", {})
    assert gone.kind
    assert set(Letter.objects.exclude(to="")) == {waiting, fresh}
    assert outbox.forget_sent(timezone.now() - timedelta(days=30)) == 0


@pytest.mark.parametrize(
    "spelling", ["JANA@example.CZ", " jana@example.cz", "jana+brno@example.cz", "ｊana@example.cz"]
)
def test_spellings_of_one_mailbox_are_one_recipient(spelling: str) -> None:
    assert key_of(spelling) == "jana@example.cz"


@pytest.mark.parametrize("other", ["jan.a@example.cz", "jana@example.com", "+@example.cz"])
def test_other_mailboxes_are_others(other: str) -> None:
    assert key_of(other) != "jana@example.cz"


def test_what_is_emptied_goes_from_the_folder_of_letters_too(write, settings, tmp_path) -> None:
    settings.MAIL_FOLDER = tmp_path / "mail"
    settings.EMAIL_BACKEND = "strategy.letters.folder.EmailBackend"
    gone, kept = write(), write()
    while sending.send_waiting():
        pass
    Letter.objects.filter(pk=gone.pk).update(written_at=timezone.now() - timedelta(days=31))
    assert len(list(settings.MAIL_FOLDER.iterdir())) == 2
    outbox.forget_sent(timezone.now() - timedelta(days=30))
    (file,) = settings.MAIL_FOLDER.iterdir()
    assert kept.message_id.encode() in file.read_bytes()
