"""What the administration shows of community planning; each file is one subject."""

from kpss.admin import minutes

__all__ = ["minutes"]
