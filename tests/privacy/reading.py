"""Which pages of staff show by whom somebody is reached, and whether opening them is entered."""

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import resolve

from strategy.models import AuditEntry
from tests.authorisation import asking
from tests.authorisation.ground import Ground
from tests.privacy import crawling
from tests.privacy.planting import Canaries

# By what somebody is reached, or named who is not named in public. The address of an organisation
# is that of an office.
CONTACTS = {
    "auth.User.email",
    "comments.Contact.email",
    "comments.Contact.name",
    "comments.Invitation.email",
    "comments.Invitation.salutation",
    "comments.Mention.said",
    "comments.Subscription.email",
    "kpss.Correspondent.email",
    "kpss.Correspondent.name",
    "kpss.NewsSubscription.email",
    "kpss.Person.email",
    "kpss.Person.name",
    "strategy.Feedback.email",
    "strategy.Letter.plain",
    "strategy.Letter.recipient",
    "strategy.Letter.to",
}
# Coordinators invite, write down and ask here, and meet the names of members by it, without
# anything to reach them by. Who sits in a body is entered where that is looked up.
NAMED_AT_WORK = {
    "kpss:balance", "kpss:meeting_attendance", "kpss:meeting_offers", "kpss:meeting_staff",
    "kpss:minutes_write", "kpss:task_close",
}  # fmt: skip


def opened(ground: Ground, canaries: Canaries) -> Iterator[tuple[str, set[str], list[str]]]:
    """(address, columns of contacts that are read there, deeds entered) of each page of staff."""
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_superuser("reader"))
    for address in asking.guarded(ground):
        with transaction.atomic():
            before = AuditEntry.objects.count()
            answer = client.get(address)
            words = crawling.words_in(answer, crawling.content_of(answer))
            entries = AuditEntry.objects.order_by("pk").values_list("deed", flat=True)
            entered = list(entries[before:])
            transaction.set_rollback(True)
        yield address, {canaries[word] for word in words} & CONTACTS, entered


def name_of(address: str) -> str:
    return resolve(address).view_name
