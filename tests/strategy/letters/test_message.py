"""A letter as a mail: what a reader's program gets, and what nobody can put into it."""

import email
from email import policy

import pytest
from django.core.mail import EmailMessage, get_connection

from strategy.letters import outbox, sending
from strategy.letters.message import message_of
from strategy.models import Letter
from tests import mails

TRICKS = ["\r\nBcc: petr@example.cz", "\nX-Evil: 1", "\r\n\r\n<p>tělo</p>", "\u2028Bcc: x@y.cz"]


def test_a_mail_says_who_sends_it_to_whom_and_that_no_machine_is_to_answer(write, settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "=?utf-8?b?UGzDoW55?= <plany@example.cz>"
    settings.CONTACT_EMAIL = "dotazy@example.cz"
    letter = write()
    found = mails.read(message_of(letter)).parsed
    # A long encoded subject is folded right after its name, of which a space stays.
    assert {name: found[name].lstrip() for name in set(found) - {"Content-Type", "Date"}} == {
        "From": "Plány <plany@example.cz>",
        "To": "jana@example.cz",
        "Reply-To": "dotazy@example.cz",
        "Subject": letter.subject,
        "Message-ID": letter.message_id,
        "MIME-Version": "1.0",
        "Content-Language": "cs",
        "Auto-Submitted": "auto-generated",
    }
    assert found["Date"].datetime == letter.written_at.replace(microsecond=0)


def test_a_mail_program_finds_how_to_end_the_letters_by_one_click(write) -> None:
    url = "https://plan.example/odkaz/konec/" + "x" * 120
    found = mails.read(message_of(write(unsubscribe_url=url)))
    assert found.parsed["List-Unsubscribe"].replace(" ", "") == f"<{url}>"
    assert found.parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert url in found.links


def test_both_parts_say_the_same_words(write) -> None:
    found = mails.read(message_of(write(unsubscribe_url="https://plan.example/konec/")))
    assert found.words == found.html_words


def test_czech_and_everything_else_comes_as_it_was_written(db) -> None:
    said = "Příliš žluťoučký kůň 🐎 <b>&amp;</b> " + "dlouhý " * 400
    organisation = {"name": "Odbor <i>péče</i> & zdraví"}
    outbox.post("points_assigned", "jana@example.cz", {"organisation": organisation})
    Letter.objects.update(plain=said + "\n")
    found = mails.read(message_of(Letter.objects.get()))
    assert found.plain.strip() == said.strip()
    assert "péče" in found.html_words
    rich = found.parsed.get_body(("html",)).get_content()
    assert "&lt;i&gt;péče&lt;/i&gt; &amp; zdraví" in rich


@pytest.mark.parametrize("trick", TRICKS)
def test_a_name_puts_nothing_into_the_headers(db, trick: str) -> None:
    plan, body = {"title": f"Plán{trick}"}, {"name": f"Odbor{trick}"}
    context = {"plan": plan, "organisation": body, "of_item": False}
    outbox.post("subscription_confirm", "jana@example.cz", context)
    found = mails.read(message_of(Letter.objects.get())).parsed
    assert {"Bcc", "X-Evil"}.isdisjoint(found.keys())
    assert [part.get_content_type() for part in found.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


@pytest.mark.parametrize("field", ["subject", "to", "message_id"])
@pytest.mark.parametrize("trick", ["\r\nBcc: petr@example.cz", "\nBcc: petr@example.cz"])
def test_a_row_that_was_tampered_with_is_not_sent(write, field: str, trick: str) -> None:
    letter = write()
    Letter.objects.update(**{field: getattr(letter, field) + trick})
    sending.send_waiting()
    letter.refresh_from_db()
    assert letter.state == "failed"


@pytest.mark.parametrize("trick", ["\r\nBcc: petr@example.cz", "\nX-Evil: 1"])
def test_an_address_of_ending_puts_nothing_into_the_headers(write, trick: str) -> None:
    letter = write(unsubscribe_url=f"https://plan.example/{trick}")
    sending.send_waiting()
    letter.refresh_from_db()
    assert letter.state == "failed"


def test_without_a_server_a_letter_is_a_file_that_can_be_opened(write, settings, tmp_path) -> None:
    settings.MAIL_FOLDER = tmp_path / "mail"
    settings.EMAIL_BACKEND = "strategy.letters.folder.EmailBackend"
    letter = write()
    for _time in range(2):
        Letter.objects.update(state="waiting", send_after=letter.written_at)
        sending.send_waiting()
    (file,) = settings.MAIL_FOLDER.iterdir()
    assert (file.suffix, file.stat().st_mode & 0o777) == (".eml", 0o600)
    found = email.message_from_bytes(file.read_bytes(), policy=policy.default)
    assert found["Message-ID"] == letter.message_id
    assert found["Subject"].lstrip() == letter.subject
    assert found.get_body(("plain",)).get_content() == letter.plain


def test_what_is_no_letter_of_ours_becomes_a_file_too(settings, tmp_path) -> None:
    settings.MAIL_FOLDER = tmp_path / "mail"
    connection = get_connection("strategy.letters.folder.EmailBackend")
    message = EmailMessage("Zkouška", "Text", to=["jana@example.cz"])
    assert connection.send_messages([message]) == 1
    assert len(list(settings.MAIL_FOLDER.glob("*.eml"))) == 1


def test_a_letter_that_is_emptied_while_it_goes_out_leaves_no_file(
    write, settings, tmp_path, monkeypatch
) -> None:
    settings.MAIL_FOLDER = tmp_path / "mail"
    settings.EMAIL_BACKEND = "strategy.letters.folder.EmailBackend"
    write()
    message_of = sending.message_of

    def emptied_meanwhile(letter: Letter):
        Letter.objects.update(state="dropped", to="", plain="", html="")
        return message_of(letter)

    monkeypatch.setattr(sending, "message_of", emptied_meanwhile)
    sending.send_waiting()
    assert list(settings.MAIL_FOLDER.iterdir()) == []
