"""What the administration shows of community planning; each file is one subject."""

from kpss.admin import (
    bodies,
    concerns,
    cycles,
    documents,
    meetings,
    minutes,
    news,
    organisations,
    projects,
    subsidies,
    target_groups,
)

__all__ = [
    "bodies",
    "concerns",
    "cycles",
    "documents",
    "meetings",
    "minutes",
    "news",
    "organisations",
    "projects",
    "subsidies",
    "target_groups",
]
