import pytest
from django.db.models import CharField, UUIDField

from strategy.models import Edition, Item
from strategy.prepared import Given, Prepared

pytestmark = pytest.mark.django_db
FIELDS = ("code", "key", "edition__published_at")


def test_a_prepared_query_brings_what_the_query_itself_brings(
    published: Edition, django_assert_num_queries
) -> None:
    rows = Item.objects.order_by("edition", "lft").values_list(*FIELDS)
    by_code = Prepared(rows.filter(code__startswith=Given("beginning", CharField())))
    for beginning in ("A", "B"):
        expected = list(rows.filter(code__startswith=beginning))
        with django_assert_num_queries(1):
            assert by_code.ask(beginning=beginning) == expected
        assert by_code.ask(beginning=beginning, start=1, most=2) == expected[1:3]


def test_values_are_given_as_the_database_keeps_them(published: Edition) -> None:
    item = Item.objects.get(edition=published, code="A1.1")
    by_key = Prepared(Item.objects.filter(key=Given("key", UUIDField())).values_list("pk"))
    assert (item.pk,) in by_key.ask(key=item.key)


def test_a_value_that_is_not_given_is_an_error(published: Edition) -> None:
    with pytest.raises(KeyError):
        Prepared(Item.objects.filter(code=Given("code", CharField())).values_list("pk")).ask()
