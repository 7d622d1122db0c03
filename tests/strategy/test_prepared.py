from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.db.models import CharField, Model, UUIDField
from django.test.utils import CaptureQueriesContext

from strategy.models import Edition, Item, Letter, Plan
from strategy.prepared import BATCH, Given, Insertion, Prepared, PreparedModel, in_one_go

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


def test_a_prepared_model_brings_what_the_query_itself_brings(
    published: Edition, django_assert_num_queries
) -> None:
    items = Item.objects.filter(edition=published).select_related("edition__plan", "tier")
    by_code = PreparedModel(items.filter(code=Given("code", CharField())).order_by("lft"))
    for code in ("A1", "A1.1"):
        expected = items.get(code=code)
        with django_assert_num_queries(1):
            found = by_code.first(code=code)
            related = (found.edition.plan, found.tier)
        assert (found, *related) == (expected, expected.edition.plan, expected.tier)
        assert values(found) == values(expected)
        assert values(found.edition) == values(expected.edition)
    assert by_code.first(code="none") is None


def values(row: Model) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def letter(number: int, **given: object) -> Letter:
    texts = {"to": "100 % 'Žluťoučký'", "headers": {"X": ["ř", number]}, "attempts": number}
    return Letter(kind="any", message_id=f"<{number}>", **texts | given)


@pytest.mark.parametrize("count", [1, 3, BATCH + 1])
def test_rows_are_written_as_their_model_writes_them(
    db: None, django_assert_num_queries, count: int
) -> None:
    letters = [letter(number) for number in range(count)]
    with django_assert_num_queries(1 + (count > BATCH)):
        returned = Insertion(Letter, returning="id").write(letters)
    for one, (key,) in zip(letters, returned, strict=True):
        one.pk = key
    kept = Letter.objects.in_bulk()
    assert [values(kept[one.pk]) for one in letters] == [values(one) for one in letters]
    assert {(one._state.adding, one._state.db) for one in letters} == {(False, "default")}


def test_choices_are_written_as_their_values(db: None) -> None:
    Insertion(Letter).write([letter(1, state=Letter.State.FAILED)])
    assert Letter.objects.values_list("state").get() == ("failed",)


def test_no_rows_are_no_query(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert Insertion(Letter).write([]) == []


def test_a_conflict_ends_as_it_was_told_to(db: None) -> None:
    once = Insertion(Letter, conflict="DO NOTHING")
    counted = Insertion(
        Letter,
        conflict="(message_id) DO UPDATE SET attempts = strategy_letter.attempts + 1",
        returning="message_id, attempts",
    )
    for _time in range(2):
        once.write([letter(1), letter(2)])
    assert sorted(counted.write([letter(2), letter(3)])) == [("<2>", 3), ("<3>", 3)]
    assert Letter.objects.count() == 3


def test_rows_that_are_sent_in_one_go_are_kept_together(
    db: None, django_assert_num_queries
) -> None:
    # PostgreSQL takes them as one statement.
    with django_assert_num_queries(1 if connection.vendor == "postgresql" else 3), in_one_go():
        for number in range(3):
            Insertion(Letter).write([letter(number)])
    assert list(Letter.objects.order_by("attempts").values_list("attempts", flat=True)) == [0, 1, 2]


def test_an_error_of_what_is_sent_in_one_go_leaves_nothing_of_it(db: None) -> None:
    def write_one_twice() -> None:
        with transaction.atomic(), in_one_go():
            for number in (1, 1, 2):
                Insertion(Letter).write([letter(number)])

    with pytest.raises(IntegrityError):
        write_one_twice()
    assert not Letter.objects.exists()
    Insertion(Letter).write([letter(1)])
    assert Letter.objects.count() == 1


def test_what_goes_wrong_within_leaves_nothing_to_be_sent(
    db: None, django_assert_num_queries
) -> None:
    def fail() -> None:
        with in_one_go():
            Insertion(Letter).write([letter(1)])
            raise ZeroDivisionError

    with django_assert_num_queries(0), pytest.raises(ZeroDivisionError):
        fail()
    with django_assert_num_queries(1):
        Insertion(Letter).write([letter(2)])
    assert Letter.objects.get().message_id == "<2>"


def test_what_returns_something_is_not_put_off(db: None) -> None:
    with in_one_go():
        Insertion(Letter).write([letter(1)])
        [(key,)] = Insertion(Letter, returning="id").write([letter(2)])
        assert list(Letter.objects.values_list("pk")) == [(key,)]
    assert Letter.objects.count() == 2


def test_each_thread_asks_by_its_own_connection() -> None:
    plans = Prepared(Plan.objects.order_by("pk").values_list("pk"))

    def used() -> bool:
        try:
            with CaptureQueriesContext(connections["default"]) as asked:
                plans.ask()
            return len(asked) == 1
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(used).result()


@pytest.mark.parametrize("kept", [0, 2])
def test_a_row_takes_a_column_from_what_another_writing_returns(
    db: None, django_assert_num_queries, kept: int
) -> None:
    counted = Insertion(
        Letter,
        conflict="(message_id) DO UPDATE SET attempts = strategy_letter.attempts + 1",
        returning="attempts",
    )
    for _time in range(kept):
        counted.write([letter(0, attempts=1)])
    writing = Insertion(Letter, conflict="(message_id) DO NOTHING", returning="id, attempts")
    with django_assert_num_queries(1 if connection.vendor == "postgresql" else 2):
        [(key, attempts)] = writing.write_counted(
            letter(1), "attempts", counted, letter(0, attempts=1)
        )
    assert attempts == kept + 1
    found = Letter.objects.get(pk=key)
    assert (found.attempts, found.to, found.message_id) == (kept + 1, letter(1).to, "<1>")
    assert writing.write_counted(letter(1), "attempts", counted, letter(0, attempts=1)) == []
