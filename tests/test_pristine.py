"""A test that commits leaves the database as migrating left it."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import TransactionTestCase

from strategy.models import Edition, Plan
from tests import factories, pristine


def rows() -> dict[str, list[tuple]]:
    """Every row there is, of Django's own tables too."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }


def triggers() -> list[tuple]:
    listed = {
        "sqlite": "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname, tgrelid::regclass::text, tgenabled, pg_get_triggerdef(oid)"
        " FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(listed[connection.vendor])
        return sorted(cursor.fetchall())


def end_of_test() -> None:
    """What pytest-django has done when a test that commits is over."""
    TransactionTestCase._fixture_teardown(None)


def test_what_was_published_goes_and_everything_else_stands(committed: None) -> None:
    before = rows(), triggers()
    assert before[1]
    factories.publish(factories.make_plan())
    Group.objects.create(name="Skupina")
    assert rows() != before[0]
    end_of_test()
    assert (rows(), triggers()) == before


def test_what_migrating_wrote_comes_back(committed: None) -> None:
    before = rows()
    Permission.objects.filter(codename="view_plan").delete()
    ContentType.objects.filter(model="edition").update(model="vydani")
    end_of_test()
    assert rows() == before
    assert ContentType.objects.get_for_model(Edition).model == "edition"


def test_rows_are_numbered_from_one_again(committed: None) -> None:
    numbers = []
    for _twice in range(2):
        numbers.append(factories.make_plan().pk)
        end_of_test()
    assert numbers == [1, 1]
    assert list(Plan.objects.all()) == []


@pytest.mark.parametrize("guard", pristine.GUARDS, ids=lambda guard: guard.NAME)
def test_triggers_that_a_test_took_off_come_back(committed: None, guard: object) -> None:
    before = triggers()
    guard.uninstall(connection)
    assert triggers() != before
    end_of_test()
    assert triggers() == before
