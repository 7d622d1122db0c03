"""How much one sender may do within a time: counted in the database, so for all processes at once.

Whoever takes something in from the public says by its own limits what is counted, and by whom:
an address, an e-mail, a primary key. Behind one address may sit a whole library, so `NETWORK`,
which counts all that comes from one, is large.
"""

import ipaddress
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from strategy.models import Allowance
from strategy.prepared import Insertion

# From so many minutes on, a wait is told in hours.
LONG_WAIT = 90


class Limit(NamedTuple):
    """So many times within a stretch of time, at most LONGEST. No two have the same name.

    Stretches follow one another from the epoch on.
    """

    name: str
    most: int
    within: timedelta


# All that is sent or asked for, by the network that the address belongs to.
NETWORK = Limit("network", 100, timedelta(hours=1))

LONGEST = timedelta(days=1)

_ALLOWANCES = Insertion(
    Allowance,
    conflict="(key, begins_at) DO UPDATE SET used = strategy_allowance.used + 1",
    returning="key, used",
)

# What is counted, and for whom: an address, an e-mail, a primary key.
Use = tuple[Limit, object]


class LimitReached(Exception):
    """That a limit is used up, and the aware instant at which its next stretch begins.

    Its text is for who asked for a letter, whatever the limit was.
    """

    def __init__(self, limit: Limit, until: datetime) -> None:
        super().__init__(limit.name)
        self.limit = limit
        self.until = until

    def __str__(self) -> str:
        return _(
            "So many letters have been asked for that we send no more now. "
            "Please try again %(when)s."
        ) % {"when": self.when}

    @property
    def seconds(self) -> int:
        """How long it is until then, at least one second."""
        return max(1, round((self.until - timezone.now()).total_seconds()))

    @property
    def minutes(self) -> int:
        """The same in whole minutes, rounded up."""
        return -(-self.seconds // 60)

    @property
    def when(self) -> str:
        """The same in words, such as “in 12 minutes”, or in whole hours from LONG_WAIT up."""
        minutes = self.minutes
        if minutes < LONG_WAIT:
            said = ngettext("in %(count)d minute", "in %(count)d minutes", minutes)
            return said % {"count": minutes}
        hours = -(-minutes // 60)
        return ngettext("in %(count)d hour", "in %(count)d hours", hours) % {"count": hours}


def take(uses: Sequence[Use]) -> None:
    """Count one use of each. Raises LimitReached.

    Inside the transaction of the deed that is counted, which the refusal then rolls back: what
    was refused was not used. Of two that come at once the second waits for the first, so no more
    pass than the limit allows. Uses are given in one order everywhere, the narrowest first, lest
    two deeds wait for each other.
    """
    rows = [Allowance(key=_key(use), begins_at=_begin(use[0]), used=1) for use in uses]
    used: dict[str, int] = dict(_ALLOWANCES.write(rows))
    for (limit, _whose), row in zip(uses, rows, strict=True):
        if used[row.key] > limit.most:
            raise LimitReached(limit, row.begins_at + limit.within)


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
    return salted_hmac("strategy.limits", f"{limit.name}:{whose}", algorithm="sha256").hexdigest()


def _begin(limit: Limit) -> datetime:
    """When the stretch began that it is now."""
    length = limit.within.total_seconds()
    now = timezone.now()
    return datetime.fromtimestamp(now.timestamp() // length * length, tz=now.tzinfo)
