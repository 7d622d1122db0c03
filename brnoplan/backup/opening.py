"""A portal that is being restored stays closed: it holds again what was erased since the copy."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def mark() -> Path:
    """The file that stands as long as restoring is at work, or after it was broken off."""
    return Path(settings.DATA_DIR) / "being-restored"


def refuse_closed() -> None:
    """Raise ImproperlyConfigured where restoring has not ended; portal and worker ask at start."""
    if mark().exists():
        raise ImproperlyConfigured(
            "A backup is being restored here, or was broken off. Finish it:"
            " ./manage.py restore COPY. The portal opens once that has ended well."
        )
