"""What is deleted because its time is over: when, and by which chore of the worker."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings

from brnoplan.signing_in import forgetting
from comments.privacy import expiring
from kpss.joining import deciding
from kpss.links import Purpose
from kpss.news import subscribing
from strategy import limits
from strategy.feedback import sending


class Kept(NamedTuple):
    """How long after what, by whom it is deleted, and where that is tried."""

    what: str
    days: int
    after: str
    job: Callable[[], bool]
    tried: str


def table() -> dict[str, Kept]:
    """By the name that `columns.txt` has for it."""
    contact, expired = settings.CONTACT_DAYS, "tests/comments/privacy/test_expiring.py"
    joining, news = "tests/kpss/joining/test_deciding.py", "tests/kpss/news/test_subscribing.py"
    signing_in = "tests/brnoplan/signing_in/test_forgetting.py"
    return {
        "unconfirmed": Kept(
            "comments that were not confirmed, with contact and letters",
            _days(expiring.UNCONFIRMED), "it was sent", expiring.expire_unconfirmed, expired),
        "contacts": Kept(
            "contacts of comments; a name that its owner shows stays",
            contact, "all was answered, withdrawn or rejected", expiring.expire_contacts, expired),
        "subscriptions": Kept(
            "subscriptions that were not confirmed",
            _days(expiring.UNCONFIRMED), "asking", expiring.expire_subscriptions, expired),
        "letters": Kept(
            "address and words of letters",
            _days(expiring.LETTERS), "it was written", expiring.forget_letters_sent, expired),
        "allowances": Kept(
            "counts of what one address has sent",
            _days(limits.LONGEST), "the stretch began", limits.forget_ended, LIMITS),
        "feedback": Kept(
            "messages to the office, with their letters",
            contact, "it was dealt with", sending.expire, FEEDBACK),
        "applications not confirmed": Kept(
            "applications and topics that were not confirmed",
            _days(Purpose.APPLICATION.holds), "it was sent", deciding.expire, joining),
        "applications": Kept(
            "who sent an application or a topic",
            contact, "it was decided", deciding.expire, joining),
        "subscriptions to news": Kept(
            "subscriptions to news that were not confirmed",
            _days(Purpose.NEWS.holds), "asking", subscribing.expire, news),
        "attempts": Kept(
            "attempts to sign in, with address and browser",
            _days(forgetting.ATTEMPTS), "the attempt", forgetting.expire, signing_in),
        "sessions": Kept("sessions of staff", 0, "the session ends", forgetting.expire, signing_in),
    }  # fmt: skip


FEEDBACK = "tests/strategy/feedback/test_feedback.py"
LIMITS = "tests/strategy/test_limits.py"


def _days(time: timedelta) -> int:
    return time // timedelta(days=1)
