"""What the administration shows of community planning; each file is one subject."""

from kpss.admin import bodies, documents, minutes, news, subsidies

__all__ = ["bodies", "documents", "minutes", "news", "subsidies"]
