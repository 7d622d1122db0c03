import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategy.wording import differences


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("stejně", "stejně", [("same", "stejně")]),
        ("", "nově", [("added", "nově")]),
        ("starý", "", [("removed", "starý")]),
        (
            "Podporovat malé školy v obci",
            "Podporovat velké školy v obci",
            [
                ("same", "Podporovat "),
                ("removed", "malé"),
                ("added", "velké"),
                ("same", " školy v obci"),
            ],
        ),
        ("Jedna věc", "Docela jiná", [("removed", "Jedna věc"), ("added", "Docela jiná")]),
    ],
)
def test_differences_are_told_word_by_word(before, after, expected) -> None:
    assert differences(before, after) == expected


@given(st.text(alphabet="ab \n", max_size=40), st.text(alphabet="ab \n", max_size=40))
def test_the_segments_give_back_both_texts(before: str, after: str) -> None:
    segments = differences(before, after)
    assert "".join(text for kind, text in segments if kind != "added") == before
    assert "".join(text for kind, text in segments if kind != "removed") == after
