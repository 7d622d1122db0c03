"""An edition as JSON: the very bytes of its seal, whose hash anyone can check."""

from strategy.models import Edition, Seal


def content(edition: Edition) -> bytes:
    """The file. One query."""
    document = Seal.objects.values_list("document", flat=True).get(edition=edition)
    return document.encode()
