"""What the administration shows of community planning; each file is one subject."""

from kpss.admin import documents, minutes

__all__ = ["documents", "minutes"]
