"""A letter as the mail that goes out."""

from email.charset import BASE64, QP, Charset
from email.mime.text import MIMEText
from email.utils import format_datetime
from typing import NamedTuple

from django.conf import settings
from django.core.mail import BadHeaderError, EmailMultiAlternatives

from strategy.models import Letter

# Readable in the raw and safe on every way: no line is long, no byte beyond ASCII.
UTF8 = Charset("utf-8")
UTF8.body_encoding = QP
# What is attached comes to the byte as it was written, with the ends of its lines.
EXACT = Charset("utf-8")
EXACT.body_encoding = BASE64


class Attachment(NamedTuple):
    """A text that goes with a letter, its type as in “text/calendar; method=REQUEST”."""

    name: str
    type: str
    text: str


def message_of(letter: Letter) -> EmailMultiAlternatives:
    """The mail of a letter, plain and HTML, with its attachment. The same each time it is made."""
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.plain,
        to=[letter.to],
        reply_to=[settings.CONTACT_EMAIL] if settings.CONTACT_EMAIL else None,
        headers=_headers(letter),
        alternatives=[(letter.html, "text/html")],
    )
    message.encoding = UTF8
    if letter.attachment:
        message.attach(_attached(letter))
    return message


def _attached(letter: Letter) -> MIMEText:
    if not (letter.attachment_name + letter.attachment_type).isprintable():
        raise BadHeaderError
    kind, *parameters = letter.attachment_type.split("; ")
    part = MIMEText(letter.attachment, kind.removeprefix("text/"), EXACT)  # type: ignore[arg-type]
    for name, _is, value in (parameter.partition("=") for parameter in parameters):
        part.set_param(name, value)
    part.add_header("Content-Disposition", "attachment", filename=letter.attachment_name)
    return part


def _headers(letter: Letter) -> dict[str, str]:
    return {
        "Message-ID": letter.message_id,
        "Date": format_datetime(letter.written_at),
        "Content-Language": settings.LANGUAGE_CODE,
        # RFC 3834: no machine is to answer.
        "Auto-Submitted": "auto-generated",
        **letter.headers,
    }
