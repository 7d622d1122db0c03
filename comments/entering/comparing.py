"""Words of the office compared with ours, whose labels hold spaces that do not break."""


def as_compared(text: str) -> str:
    """In small letters, with one ordinary space for each run of whatever spaces.

    >>> as_compared(" K\\u00a0části  plánu ")
    'k části plánu'
    """
    return " ".join(text.split()).casefold()
