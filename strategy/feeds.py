"""What all feeds have in common: Atom that stays the same as long as nothing is new."""

from datetime import datetime
from urllib.parse import urlsplit

from django.utils.feedgenerator import Atom1Feed

from strategy import naming


class StableFeed(Atom1Feed):
    """Of Atom; without an entry it is as old as what it is of, not made at each asking."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else self.feed["begun_at"]


def tag(name: str) -> str:
    """A name that stays the same, whatever address the plan is given (RFC 4151)."""
    return f"tag:{urlsplit(naming.absolute('/')).hostname},2026:{name}"
