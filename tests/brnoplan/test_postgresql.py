"""What our PostgreSQL backend does otherwise than Django's."""

import pytest
from django.db import connection, connections

from brnoplan.postgresql.base import MOST_KEPT

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="is about PostgreSQL"),
    pytest.mark.django_db(transaction=True),
]


def test_a_statement_of_the_same_words_is_kept_by_the_server() -> None:
    adding = "SELECT %s::int + 1"
    for number in range(7):
        with connection.preparing_cursor(adding) as cursor:
            cursor.execute(adding, [number])
            assert cursor.fetchone() == (number + 1,)
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        assert ("SELECT $1::int + 1",) in cursor.fetchall()


def test_what_a_kept_cursor_asks_is_counted_as_ever(django_assert_num_queries) -> None:
    sql = "SELECT %s::int"
    with django_assert_num_queries(1), connection.preparing_cursor(sql) as cursor:
        cursor.execute(sql, [1])


def test_values_of_any_type_may_follow_one_another() -> None:
    sql = "SELECT %s::text"
    for value, told in ((1, "1"), ("x", "x"), (None, None), (2**40, str(2**40))):
        with connection.preparing_cursor(sql) as cursor:
            cursor.execute(sql, [value])
            assert cursor.fetchone() == (told,)


def test_only_so_many_cursors_are_kept() -> None:
    for number in range(MOST_KEPT + 2):
        with connection.preparing_cursor(f"SELECT {number}") as cursor:
            cursor.execute(f"SELECT {number}")
            assert cursor.fetchone() == (number,)
    assert len(connection._cursors) == 2


def test_a_connection_that_stands_is_used_on_without_asking(monkeypatch) -> None:
    connection.ensure_connection()
    monkeypatch.setattr(connection.connection, "cursor", None)
    assert connection.is_usable()


def test_a_connection_that_the_server_ended_is_opened_anew() -> None:
    connection.ensure_connection()
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        # Waits until it has gone.
        ended = connection.connection.info.backend_pid
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [ended])
    other.close()
    assert not connection.is_usable()
    connection.health_check_enabled, connection.health_check_done = True, False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
