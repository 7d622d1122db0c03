"""The running text: what is a heading, what a measure, and what is said of them."""

import pytest

from strategy.formats import paragraphs
from strategy.formats.paragraphs import Paragraph, imprint, printable, responsible, warning
from tests.strategy.formats.texts import edition_of, row_of


def shape(*rows: object) -> list[tuple[str, int, str]]:
    found = paragraphs.paragraphs(list(rows))
    return [(one.kind, one.depth, one.label) for one in found]


def test_headings_keep_their_level_and_measures_count_from_their_heading() -> None:
    assert shape(
        row_of(1, "Hodnota"),
        row_of(2, "Cíl", code="A"),
        row_of(3, "Opatření", code="A1", is_measure=True),
        row_of(4, "Pod opatřením", code="A1.1", is_measure=True),
        row_of(3, "Opatření", is_measure=True),
        row_of(2, "Rovnou pod hodnotou", code="B", is_measure=True),
        row_of(3, "Pod ním", code="B1", is_measure=True),
    ) == [
        ("heading", 1, "Úroveň 1:"),
        ("heading", 2, "A"),
        ("measure", 1, "A1"),
        ("measure", 2, "A1.1"),
        ("measure", 1, ""),
        ("measure", 1, "B"),
        ("measure", 2, "B1"),
    ]


def test_what_is_said_of_an_item_follows_it() -> None:
    measure = row_of(2, "Text.", code="A1", is_measure=True, description="Proč.", due="2020")
    found = list(paragraphs.paragraphs([row_of(1, "Cíl", description="Oč jde."), measure]))
    assert found == [
        Paragraph("heading", 1, "Úroveň 1:", "Cíl"),
        Paragraph("description", 0, "", "Oč jde."),
        Paragraph("measure", 1, "A1", "Text."),
        Paragraph("description", 1, "", "Proč."),
        Paragraph("responsible", 1, "", responsible(measure)),
    ]


def test_only_what_is_known_is_said_of_a_measure() -> None:
    values = [("", ""), ("Odbor", ""), ("", "2020"), ("Odbor", "2020")]
    said = [responsible(row_of(1, "", lead=lead, due=due)) for lead, due in values]
    assert [line.count(":") for line in said] == [0, 1, 1, 2]
    assert said[3] == f"{said[1]} · {said[2]}"


def test_every_line_break_becomes_one_kind_and_nothing_unprintable_stays() -> None:
    assert printable("a\r\nb\rc\vd\fe\x85f\u2028g\u2029h\ni\tj") == "a\nb\nc\nd\ne\nf\ng\nh\ni\tj"
    assert printable("\x00\x07\x1f\x7f\x9f\ufffe\uffff") == "\ufffd" * 7


@pytest.mark.parametrize(
    ("state", "warned"),
    [("consultation", False), ("approved", False), ("superseded", True), ("withdrawn", True)],
)
def test_an_edition_out_of_force_says_so(state: str, warned: bool) -> None:
    edition = edition_of(state=state)
    assert bool(warning(edition)) == warned
    assert edition.get_state_display() in imprint(edition)


def test_the_day_is_the_days_own_or_in_words() -> None:
    assert "26." in imprint(edition_of())  # in Prague
    assert "na říjnovém zasedání" in imprint(edition_of(published_in_words="na říjnovém zasedání"))


@pytest.mark.parametrize("state", ["superseded", "withdrawn"])
def test_only_what_was_approved_is_said_not_to_be_in_force(state: str) -> None:
    said = [warning(edition_of(state=state, stamp=stamp)) for stamp in ("approved", "consultation")]
    assert ["neplatí" in words for words in said] == [True, False]
    assert "návrh" in said[1]
