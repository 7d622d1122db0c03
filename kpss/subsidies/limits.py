"""What is odd about a call, and may be so all the same."""

from collections.abc import Iterator

from django.db.models import Sum
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from kpss.models import Call
from kpss.templatetags.planning import crowns


def cautions(call: Call) -> Iterator[str]:
    """Sentences for whoever records what it paid for. One query."""
    if call.opens_on and call.opens_on > localdate():
        yield _("Mind that the call opens on %(day)s only.") % {
            "day": date_format(call.opens_on, "DATE_FORMAT")
        }
    given = call.fundings.aggregate(sum=Sum("amount"))["sum"] or 0
    if call.amount is not None and given > call.amount:
        yield _("Mind that %(given)s is given and the call has %(amount)s.") % {
            "given": crowns(given),
            "amount": crowns(call.amount),
        }
