"""A text that goes with a letter: as it was written, through retries and folders, until erased."""

import email
from datetime import timedelta
from email import policy

import pytest
from django.utils import timezone

from strategy.letters import outbox, sending
from strategy.letters.message import Attachment, message_of
from strategy.models import Letter
from tests import mails

TEXT = "BEGIN:VCALENDAR\r\nSUMMARY:Příliš žluťoučký kůň\r\n" + "X" * 2000 + "\r\nEND:VCALENDAR\r\n"
CALENDAR = Attachment("jednani.ics", "text/calendar; method=REQUEST", TEXT)


def attached(parsed):
    (part,) = parsed.iter_attachments()
    return part


def test_it_comes_to_the_byte_with_its_name_and_type(write) -> None:
    parsed = mails.read(message_of(write(attachment=CALENDAR))).parsed
    part = attached(parsed)
    assert part.get_payload(decode=True).decode() == TEXT
    assert (part.get_content_type(), part.get_filename()) == ("text/calendar", "jednani.ics")
    assert dict(part["Content-Type"].params) == {"method": "REQUEST", "charset": "utf-8"}
    assert part.get_content_disposition() == "attachment"


def test_the_words_stay_beside_it(write) -> None:
    letter = write(attachment=CALENDAR)
    found = mails.read(message_of(letter))
    assert found.plain == letter.plain
    assert found.words == found.html_words


def test_a_letter_without_one_has_no_more_parts_than_its_words(write) -> None:
    parsed = mails.read(message_of(write())).parsed
    assert [part.get_content_type() for part in parsed.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


def test_a_letter_in_a_folder_holds_it_on_each_attempt(write, settings, tmp_path) -> None:
    settings.MAIL_FOLDER = tmp_path / "mail"
    settings.EMAIL_BACKEND = "strategy.letters.folder.EmailBackend"
    letter = write(attachment=CALENDAR)
    for _attempt in range(2):
        Letter.objects.update(state="waiting", send_after=letter.written_at)
        sending.send_waiting()
    (file,) = settings.MAIL_FOLDER.iterdir()
    found = email.message_from_bytes(file.read_bytes(), policy=policy.default)
    assert attached(found).get_payload(decode=True).decode() == TEXT


@pytest.mark.parametrize("trick", ["\r\nBcc: petr@example.cz", "\nX-Evil: 1"])
@pytest.mark.parametrize("field", ["attachment_name", "attachment_type"])
def test_its_name_and_type_put_nothing_into_the_headers(write, field: str, trick: str) -> None:
    letter = write(attachment=CALENDAR)
    Letter.objects.update(**{field: getattr(letter, field) + trick})
    sending.send_waiting()
    letter.refresh_from_db()
    assert letter.state == "failed"


def test_it_is_forgotten_with_the_letter(write) -> None:
    write(attachment=CALENDAR)
    Letter.objects.update(state="sent", sent_at=timezone.now())
    assert outbox.forget_sent(timezone.now() + timedelta(seconds=1)) == 1
    assert Letter.objects.values_list("attachment", flat=True).get() == ""


def test_it_is_erased_with_the_letter(write) -> None:
    write(attachment=CALENDAR)
    outbox.empty(Letter.objects.all())
    assert Letter.objects.values_list("attachment", flat=True).get() == ""
