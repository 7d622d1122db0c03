"""What would shorten a consultation is refused past all doors: by updates and by plain SQL."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from comments import unshortened
from comments.models import Consultation, Extension
from strategy.models import Edition
from tests.factories import open_consultation, publish_afterwards

DAY = timedelta(days=1)


@pytest.fixture
def found(published: Edition) -> Consultation:
    found = open_consultation(published)
    Extension.objects.create(
        consultation=found,
        previous_closes_at=found.closes_at - DAY,
        closes_at=found.closes_at,
        previous_promised_on=found.answers_promised_on,
        promised_on=found.answers_promised_on,
        reason="Prázdniny.",
    )
    return found


def update(**fields: object) -> int:
    return Consultation.objects.update(**fields)


REFUSED: dict[str, Callable[[Consultation], object]] = {
    "closes earlier": lambda found: update(closes_at=found.closes_at - timedelta(microseconds=1)),
    "opens later": lambda found: update(opens_at=found.opens_at + DAY),
    "opens earlier": lambda found: update(opens_at=found.opens_at - DAY),
    "promises earlier": lambda found: update(answers_promised_on=found.answers_promised_on - DAY),
    "is about another text": lambda found: update(edition=publish_afterwards(found.edition.plan)),
    "is deleted": lambda found: open_consultation(publish_afterwards(found.edition.plan)).delete(),
    "extension reworded": lambda _found: Extension.objects.update(reason="Jinak."),
    "extension deleted": lambda _found: Extension.objects.all().delete(),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_shorten_it_is_refused(found: Consultation, name: str) -> None:
    deed = REFUSED[name]
    with pytest.raises(IntegrityError, match=unshortened.MESSAGE), transaction.atomic():
        deed(found)
    unshortened.uninstall(connection)
    deed(found)


def test_saving_the_row_is_refused_as_well(found: Consultation) -> None:
    found.closes_at -= DAY
    with pytest.raises(IntegrityError, match=unshortened.MESSAGE), transaction.atomic():
        found.save()


def test_everything_else_may_change(found: Consultation) -> None:
    later = {"closes_at": found.closes_at + DAY, "answers_promised_on": found.answers_promised_on}
    assert update(**later, hearing="V úterý.", statutory_days=90) == 1
    assert update(answers_promised_on=found.answers_promised_on + DAY) == 1
