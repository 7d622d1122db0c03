"""A body with comments to settle gets another name."""

import pytest
from django.test import Client

from brnoplan import pagestore
from comments.models import Handling, Point
from comments.settling import assigning
from strategy import organisations
from strategy.editing import version_of
from strategy.models import Organisation, PageRevision
from tests.factories import item_of, make_comment, make_plan, publish


def rename(department: Organisation, **changes: str) -> None:
    organisations.change(department, version_of(department), **changes)


def revisions() -> dict[int, int]:
    return dict(PageRevision.objects.values_list("plan", "number"))


def test_the_stored_page_that_names_it_is_made_anew(
    client: Client, point: Point, department: Organisation
) -> None:
    assigning.assign([point], department, None)
    address = point.comment.get_absolute_url()
    assert department.name in client.get(address).content.decode()
    rename(department, name="Odbor péče")
    # As a second later, when the store asks for the numbers of pages again.
    pagestore.store._read_at = float("-inf")
    assert "Odbor péče" in client.get(address).content.decode().replace("\u00a0", " ")


def test_pages_of_the_plans_that_name_it_and_of_no_other_are_raised(
    point: Point, department: Organisation
) -> None:
    other = make_comment(item_of(publish(make_plan("jiny-plan")), "A1.1"))
    assigning.assign([point], department, None)
    before = revisions()
    rename(department, name="Odbor péče")
    after = revisions()
    plan_id = point.comment.plan_id
    assert after == before | {plan_id: before[plan_id] + 1}
    assert other.plan_id in after


@pytest.mark.parametrize("changes", [{"email": "nova@example.cz"}, {"name": "Odbor zdraví"}])
def test_without_another_name_no_page_is_made_anew(
    point: Point, department: Organisation, changes: dict[str, str]
) -> None:
    Organisation.objects.update(name="Odbor zdraví")
    department.refresh_from_db()
    Handling.objects.create(point=point, assigned_to=department)
    before = revisions()
    rename(department, **changes)
    assert revisions() == before
