"""How many comments and letters one sender may send or ask for.

Behind one address may sit a whole library. So only what nobody vouches for is counted by it; who
gives an e-mail, which has to be confirmed, is let through up to the much larger limit of the
network.
"""

from datetime import timedelta

from strategy.letters.recipients import key_of
from strategy.limits import NETWORK, Limit, Use, network_of

# Comments without an e-mail, by the sender's address.
ADDRESS = Limit("address", 5, timedelta(minutes=15))
# Comments that give the same e-mail.
EMAIL = Limit("email", 10, timedelta(days=1))
# Letters asked for again about one comment.
LETTERS = Limit("letters", 3, timedelta(days=1))
# Further wordings of one comment.
AMENDMENTS = Limit("amendments", 10, timedelta(days=1))
# Answers of one invited body.
INVITATION = Limit("invitation", 100, timedelta(days=1))


def for_comment(address: str, email: str) -> list[Use]:
    """What a comment from the web uses: of its network, and of its e-mail or its address."""
    narrow: Use = (EMAIL, key_of(email)) if email else (ADDRESS, address)
    return [narrow, (NETWORK, network_of(address))]


def for_amendment(address: str, comment_id: int) -> list[Use]:
    """What a further wording uses: of its comment, and of the sender's network."""
    return [(AMENDMENTS, comment_id), (NETWORK, network_of(address))]
