"""Whose mailbox an address leads to, as far as can be seen from it."""

import unicodedata


def key_of(address: str) -> str:
    """The same for all spellings of an address that lead to one mailbox.

    >>> key_of("Jana.Nova+brno@Example.CZ")
    'jana.nova@example.cz'
    """
    local, _at, host = unicodedata.normalize("NFKC", address).strip().casefold().rpartition("@")
    return f"{local.partition('+')[0] or local}@{host}"
