"""What a lead answers under the link of a letter."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from strategy import limits
from strategy.limits import Limit, LimitReached
from strategy.models import Channel, Item, Lead, ProgressReport
from strategy.progress import reporting
from strategy.progress.reporting import ReportRefused

# A letter may be passed on to whoever likes to write on public pages.
ANSWERS = Limit("answers of a lead", 20, timedelta(days=1))


def answer(lead: Lead, item: Item, outlook: str, *, seen: int, **said: Any) -> ProgressReport:
    """Record what a lead says of its measure by one click; raises as `reporting.answer` does."""
    with transaction.atomic():
        try:
            limits.take([(ANSWERS, lead.pk)])
        except LimitReached as limit:
            raise ReportRefused(
                _(
                    "So much has been reported on the measure today that we take no more. "
                    "Try %(when)s."
                )
                % {"when": limit.when}
            ) from None
        return reporting.answer(
            item,
            outlook,
            seen=seen,
            channel=Channel.LINK,
            organisation=lead.organisation,
            **said,
        )
