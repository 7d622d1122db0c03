"""What an address asks of a subject."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from brnoplan.opendata.answering import AskedWrongly
from brnoplan.opendata.subject import Chosen, Subject

PAGE_NUMBER = "strana"
PAGE_PATTERN = r"[1-9][0-9]{0,4}"


def chosen(subject: Subject, given: Mapping[str, str]) -> Chosen:
    """The narrowings that an address names. Raises AskedWrongly for all that means nothing."""
    patterns = {one.name: one.pattern for one in subject.narrowings}
    patterns[PAGE_NUMBER] = PAGE_PATTERN
    for name, value in given.items():
        if name not in patterns:
            known = ", ".join(patterns)
            raise AskedWrongly(
                _("There is no parameter “%(name)s”; there are: %(known)s.")
                % {"name": name[:40], "known": known}
            )
        if not re.fullmatch(patterns[name], value):
            raise AskedWrongly(
                _("The parameter “%(name)s” cannot be “%(value)s”.")
                % {"name": name, "value": value[:60]}
            )
    return {one.name: given[one.name] for one in subject.narrowings if one.name in given}


def page_number(given: Mapping[str, str]) -> int:
    """The page asked for, counted from 1; needs parameters that `chosen` has let through."""
    return int(given.get(PAGE_NUMBER, "1"))
