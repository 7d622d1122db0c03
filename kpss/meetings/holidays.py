"""Public holidays of the Czech Republic, by the law on holidays (zákon č. 245/2000 Sb.)."""

from datetime import date, timedelta

from dateutil.easter import easter
from django.utils.translation import gettext_lazy as _

FIXED = {
    (1, 1): _("New Year's Day"),
    (5, 1): _("Labour Day"),
    (5, 8): _("Victory Day"),
    (7, 5): _("Day of Cyril and Methodius"),
    (7, 6): _("Day of Jan Hus"),
    (9, 28): _("Day of Czech Statehood"),
    (10, 28): _("Day of the Czechoslovak State"),
    (11, 17): _("Day of the Struggle for Freedom"),
    (12, 24): _("Christmas Eve"),
    (12, 25): _("Christmas Day"),
    (12, 26): _("Second Day of Christmas"),
}
GOOD_FRIDAY_SINCE = 2016


def holiday(day: date) -> str:
    """What the holiday of a day is called; empty on other days."""
    if found := FIXED.get((day.month, day.day)):
        return str(found)
    sunday = easter(day.year)
    if day == sunday + timedelta(days=1):
        return str(_("Easter Monday"))
    if day == sunday - timedelta(days=2) and day.year >= GOOD_FRIDAY_SINCE:
        return str(_("Good Friday"))
    return ""
