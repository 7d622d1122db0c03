"""Reading the history of rows that belong to another row."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any


def standing(records: Iterable[Any], moment: datetime) -> list[Any]:
    """The newest record of each row up to a moment, but for rows that were deleted by then.

    Records come in the order in which they were written.
    """
    newest = {one.id: one for one in records if one.history_date <= moment}
    return [one for one in newest.values() if one.history_type != "-"]
