"""How much one sender may do within a time: counted in the database, so for all processes at once.

Behind one address may sit a whole library. So only what nobody vouches for is counted by it; who
gives an e-mail, which has to be confirmed, is let through up to the much larger limit of the
network.
"""

import ipaddress
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from comments.models import Allowance
from strategy.letters.recipients import key_of


class Limit(NamedTuple):
    """So many times within a stretch of time. Stretches follow one another from the epoch on."""

    name: str
    most: int
    within: timedelta


# Comments without an e-mail, by the sender's address.
ADDRESS = Limit("address", 5, timedelta(minutes=15))
# All comments and letters asked for, by the network that the address belongs to.
NETWORK = Limit("network", 100, timedelta(hours=1))
# Comments that give the same e-mail.
EMAIL = Limit("email", 10, timedelta(days=1))
# Letters asked for again about one comment.
LETTERS = Limit("letters", 3, timedelta(days=1))
# Further wordings of one comment.
AMENDMENTS = Limit("amendments", 10, timedelta(days=1))
# Answers of one invited body.
INVITATION = Limit("invitation", 100, timedelta(days=1))

LONGEST = timedelta(days=1)

# What is counted, and for whom: an address, an e-mail, a primary key.
Use = tuple[Limit, object]


class LimitReached(Exception):
    """That a limit is used up, and the aware instant at which its next stretch begins."""

    def __init__(self, limit: Limit, until: datetime) -> None:
        super().__init__(limit.name)
        self.limit = limit
        self.until = until

    @property
    def seconds(self) -> int:
        """How long it is until then, at least one second."""
        return max(1, round((self.until - timezone.now()).total_seconds()))

    @property
    def minutes(self) -> int:
        """The same in whole minutes, rounded up."""
        return -(-self.seconds // 60)


def take(uses: Sequence[Use]) -> None:
    """Count one use of each. Raises LimitReached.

    Inside the transaction of the deed that is counted, which the refusal then rolls back: what
    was refused was not used. Of two that come at once the second waits for the first, so no more
    pass than the limit allows. Uses are given in one order everywhere, the narrowest first, lest
    two deeds wait for each other.
    """
    rows = [Allowance(key=_key(use), begins_at=_begin(use[0])) for use in uses]
    Allowance.objects.bulk_create(rows, ignore_conflicts=True)
    for (limit, _whose), row in zip(uses, rows, strict=True):
        left = Allowance.objects.filter(key=row.key, begins_at=row.begins_at, used__lt=limit.most)
        if not left.update(used=F("used") + 1):
            raise LimitReached(limit, row.begins_at + limit.within)


def for_comment(address: str, email: str) -> list[Use]:
    """What a comment from the web uses: of its network, and of its e-mail or its address."""
    narrow: Use = (EMAIL, key_of(email)) if email else (ADDRESS, address)
    return [narrow, (NETWORK, network_of(address))]


def for_amendment(address: str, comment_id: int) -> list[Use]:
    """What a further wording uses: of its comment, and of the sender's network."""
    return [(AMENDMENTS, comment_id), (NETWORK, network_of(address))]


def network_of(address: str) -> str:
    """The network that an address is one of many in: /24, or /64 of IPv6.

    What is no address, such as that of a socket, is a network by itself.

    >>> network_of("192.0.2.77"), network_of("2001:db8::1:2"), network_of("")
    ('192.0.2.0/24', '2001:db8::/64', '')
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return str(ipaddress.ip_network(f"{found}/{24 if found.version == 4 else 64}", strict=False))


def forget_ended() -> bool:
    """Delete what no limit asks for any more; says whether there was any. A chore of the worker."""
    ended, _by_model = Allowance.objects.filter(begins_at__lte=timezone.now() - LONGEST).delete()
    return ended > 0


def _key(use: Use) -> str:
    limit, whose = use
    return salted_hmac("comments.limits", f"{limit.name}:{whose}", algorithm="sha256").hexdigest()


def _begin(limit: Limit) -> datetime:
    """When the stretch began that it is now."""
    length = limit.within.total_seconds()
    now = timezone.now()
    return datetime.fromtimestamp(now.timestamp() // length * length, tz=now.tzinfo)
