"""Letters read back as a mail program reads them."""

import email
import re
from email import policy
from email.message import EmailMessage
from typing import NamedTuple
from urllib.parse import urlsplit

from django.core import mail
from django.core.mail import EmailMessage as Message
from django.test import Client
from lxml import html

from strategy.letters import sending
from strategy.models import Letter

ADDRESS = re.compile(r"https?://\S+")


class Mail(NamedTuple):
    """A mail as it went out; `words` are those of its plain text without the addresses."""

    parsed: EmailMessage
    subject: str
    plain: str
    html_words: list[str]
    links: list[str]

    @property
    def words(self) -> list[str]:
        return words_of(ADDRESS.sub("", self.plain))


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def read(message: Message) -> Mail:
    """Parse the bytes of a mail, and see that they are what a mail is to be."""
    raw = message.message().as_bytes()
    assert raw.isascii()
    assert max(map(len, raw.split(b"\n"))) <= 998
    parsed = email.message_from_bytes(raw, policy=policy.default)
    assert not parsed.defects
    plain, rich = (parsed.get_body((kind,)) for kind in ("plain", "html"))
    assert plain.get_content_charset() == rich.get_content_charset() == "utf-8"
    document = html.fromstring(rich.get_content())
    body = document.find("body")
    # A long one may begin on the next line, whose first space belongs to the fold.
    subject = parsed["Subject"].strip()
    assert body.findtext("h1") == document.findtext("head/title") == subject
    body.remove(body.find("h1"))
    return Mail(
        parsed=parsed,
        subject=subject,
        plain=plain.get_content(),
        html_words=words_of(ADDRESS.sub("", " ".join(body.itertext()))),
        links=[link.get("href") for link in body.iter("a")],
    )


def written() -> list[Letter]:
    """All letters in their order, with the words of those that were only promised so far."""
    for letter in Letter.objects.waiting().filter(plain=""):
        sending.fulfil(letter)
    return list(Letter.objects.order_by("pk"))


def sent() -> list[Mail]:
    """Send what waits and read all that was sent, in its order; the outbox is empty after."""
    Letter.objects.waiting().update(wanted=True)
    while sending.send_waiting():
        pass
    mails = [read(message) for message in mail.outbox]
    mail.outbox.clear()
    return mails


def open_link(client: Client, link: str):
    """The answer to a whole address out of a letter."""
    parts = urlsplit(link)
    return client.get(f"{parts.path}?{parts.query}" if parts.query else parts.path)
