"""Every column of words stands in the table, with who sees it and how long it is kept."""

from tests.privacy import columns, planting


def test_every_column_of_words_is_in_the_table_and_the_table_has_no_other() -> None:
    found, written = columns.columns(), set(columns.table())
    assert (found - written, written - found) == (set(), set())


def test_what_is_public_at_times_says_which_rows_are_not() -> None:
    at_times = {
        column.model
        for column, said in columns.table().items()
        if not said.is_public and not said.is_private
    }
    assert at_times == set(planting.NOT_SHOWN)
