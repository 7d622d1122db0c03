"""A letter as the mail that goes out."""

from email.charset import QP, Charset
from email.utils import format_datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from strategy.models import Letter

# Readable in the raw and safe on every way: no line is long, no byte beyond ASCII.
UTF8 = Charset("utf-8")
UTF8.body_encoding = QP


def message_of(letter: Letter) -> EmailMultiAlternatives:
    """The mail of a letter, plain and HTML. The same each time it is made."""
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.plain,
        to=[letter.to],
        reply_to=[settings.CONTACT_EMAIL] if settings.CONTACT_EMAIL else None,
        headers=_headers(letter),
        alternatives=[(letter.html, "text/html")],
    )
    message.encoding = UTF8
    return message


def _headers(letter: Letter) -> dict[str, str]:
    return {
        "Message-ID": letter.message_id,
        "Date": format_datetime(letter.written_at),
        "Content-Language": settings.LANGUAGE_CODE,
        # RFC 3834: no machine is to answer.
        "Auto-Submitted": "auto-generated",
        **letter.headers,
    }
