"""Bodies that are founded and changed, and the organisation that settles for each."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from kpss.bodies import founding, procedure
from kpss.models import Body, PlanningRevision, Rules
from strategy.editing import version_of
from strategy.models import Organisation
from tests.kpss.factories import make_body

pytestmark = pytest.mark.django_db
GROUP = Organisation.Kind.WORKING_GROUP


def new(name: str = "PS Senioři", **fields) -> Body:
    return Body(**({"kind": "theme", "name": name, "slug": "seniori"} | fields))


def test_comments_can_be_given_to_a_body_from_the_beginning() -> None:
    body = founding.found(new())
    assert list(Organisation.objects.settling()) == [body.organisation]
    assert (body.organisation.kind, body.organisation.name) == (GROUP, "PS Senioři")
    assert PlanningRevision.objects.get().number == 1


def test_a_working_group_that_there_is_already_is_taken() -> None:
    there = Organisation.objects.create(kind=GROUP, name="PS Senioři", email="ps@example.cz")
    assert founding.found(new()).organisation == there
    assert Organisation.objects.count() == 1


def test_one_that_is_chosen_stays() -> None:
    chosen = Organisation.objects.create(kind=GROUP, name="Skupina pro seniory")
    assert founding.found(new(organisation=chosen)).organisation == chosen


def test_no_two_bodies_have_one_name() -> None:
    founding.found(new())
    with pytest.raises(ValidationError) as refusal:
        founding.found(new(slug="jina"))
    assert list(refusal.value.message_dict) == ["name"]
    assert Body.objects.count() == Organisation.objects.count() == 1


def test_the_organisation_goes_by_the_new_name_of_its_body() -> None:
    body = founding.found(new())
    founding.change(body, version_of(body), None, name="PS Stáří")
    assert Organisation.objects.get().name == "PS Stáří"


def test_an_organisation_with_a_name_of_its_own_keeps_it() -> None:
    body = founding.found(new(organisation=Organisation.objects.create(kind=GROUP, name="Vlastní")))
    founding.change(body, version_of(body), None, name="PS Stáří")
    assert Organisation.objects.get().name == "Vlastní"


def test_versions_of_rules_are_numbered_one_after_another() -> None:
    body = make_body()
    procedure.adopt(Rules(body=body))
    procedure.adopt(Rules(body=body, valid_from=date(2019, 1, 1)))
    assert list(Rules.objects.order_by("number").values_list("number", "valid_from")) == [
        (1, None),
        (2, date(2019, 1, 1)),
    ]


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"valid_from": None}, "valid_from"),
        ({"valid_from": date(2019, 1, 1)}, "valid_from"),
        (
            {"valid_from": date(2020, 1, 1), "seats_provider": 3, "quorum_provider": 4},
            "quorum_provider",
        ),
        ({"valid_from": date(2020, 1, 1), "seats_provider": 3, "quorum": 50}, "quorum"),
    ],
)
def test_a_version_comes_after_the_former_and_asks_for_no_more_than_it_seats(fields, where) -> None:
    body = make_body()
    procedure.adopt(Rules(body=body, valid_from=date(2019, 1, 1)))
    with pytest.raises(ValidationError) as refusal:
        procedure.adopt(Rules(body=body, **fields))
    assert list(refusal.value.message_dict) == [where]
    assert Rules.objects.count() == 1


def test_a_version_is_not_mended_to_begin_after_the_next_one() -> None:
    body = make_body()
    first = procedure.adopt(Rules(body=body, valid_from=date(2019, 1, 1)))
    procedure.adopt(Rules(body=body, valid_from=date(2020, 1, 1)))
    with pytest.raises(ValidationError):
        procedure.change(first, version_of(first), None, valid_from=date(2020, 1, 1))
    procedure.change(first, version_of(first), None, valid_from=date(2019, 6, 1))
    first.refresh_from_db()
    assert first.valid_from == date(2019, 6, 1)
