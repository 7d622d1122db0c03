"""Two who seat the same person at the same moment, each in a thread of their own."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from kpss.bodies import seating
from kpss.models import Body, Membership, Person
from tests.kpss.factories import make_body, make_member, make_person
from tests.races import at_once, on_a_file


@pytest.fixture
def body(committed: None, tmp_path: Path) -> Iterator[Body]:
    made = make_body()
    make_person("Jana Nová")
    with on_a_file(tmp_path / "portal.sqlite3"):
        yield made


def both(deed) -> list[str]:
    begin = Barrier(2)

    def done() -> str:
        begin.wait(timeout=10)
        try:
            deed()
        except ValidationError as refusal:
            return ",".join(refusal.message_dict)
        return ""

    return sorted(at_once([done, done]))


def seated(body: Body) -> None:
    person = Person.objects.get(name="Jana Nová")
    seating.seat(Membership(body=body, person=person, side="provider", term_from=date(2020, 1, 1)))


def test_of_two_who_seat_one_person_at_once_one_is_refused_in_words(body) -> None:
    assert both(lambda: seated(body)) == ["", "person"]
    assert at_once([Membership.objects.count]) == [1]


def chaired(body: Body) -> None:
    given = {"side": "provider", "role": "chair", "term_from": date(2020, 1, 1)}
    seating.seat(Membership(body=body, person=make_person(), **given))


def test_of_two_chairs_seated_at_once_one_is_refused_in_words(body) -> None:
    assert both(lambda: chaired(body)) == ["", "role"]


@pytest.mark.django_db
def test_whatever_writes_past_the_deeds_is_refused_by_the_database() -> None:
    first = make_member(make_body())
    with pytest.raises(IntegrityError), transaction.atomic():
        make_member(first.body, person=first.person, term_from=date(2020, 1, 1))
    later = make_member(make_body("PS Rodina"), person=first.person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(pk=later.pk).update(body=first.body)
    assert Membership.objects.count() == 2
