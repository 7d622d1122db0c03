import re
import time

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from strategy.wording import Segment, differ, differences


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
        (
            "Podpora sociálně-právní ochrany",
            "Podpora sociálně-zdravotní ochrany",
            [
                ("same", "Podpora "),
                ("removed", "sociálně-právní"),
                ("added", "sociálně-zdravotní"),
                ("same", " ochrany"),
            ],
        ),
        (
            "Podporovat školy v obci.",
            "Nadále podporovat školy v obci.",
            [
                ("removed", "Podporovat"),
                ("added", "Nadále podporovat"),
                ("same", " školy v obci."),
            ],
        ),
        (
            "Vytvořit „Dům“ pro rodiny.",
            "Vytvořit „Komunitní dům“ pro rodiny.",
            [
                ("same", "Vytvořit „"),
                ("removed", "Dům"),
                ("added", "Komunitní dům"),
                ("same", "“ pro rodiny."),
            ],
        ),
        (
            "rozpočet 2 207 350 Kč, opatření A1.1",
            "rozpočet 2 307 350 Kč, opatření A1.2",
            [
                ("same", "rozpočet "),
                ("removed", "2 207 350"),
                ("added", "2 307 350"),
                ("same", " Kč, opatření "),
                ("removed", "A1.1"),
                ("added", "A1.2"),
            ],
        ),
        (
            "staré malé školy v obci Brno",
            "nové velké školy v obci Brno",
            [
                ("removed", "staré malé"),
                ("added", "nové velké"),
                ("same", " školy v obci Brno"),
            ],
        ),
        ("péče v\xa0domě i jinde", "péče v domě i jinde", [("same", "péče v domě i jinde")]),
    ],
)
def test_differences_are_told_word_by_word(before, after, expected) -> None:
    assert differences(before, after) == expected


TAIL = " pro rodiny s dětmi, seniory a osoby se zdravotním postižením v celém městě i okolí"


@pytest.mark.parametrize(("kind", "whole"), [("removed", 0), ("added", 1)])
def test_a_sentence_that_lost_or_won_a_long_tail_is_no_new_one(kind: str, whole: int) -> None:
    both = [f"Rozvíjet síť služeb{TAIL}", "Rozvíjet síť služeb"]
    segments = differences(both[whole], both[1 - whole])
    assert segments == [("same", "Rozvíjet síť služeb"), (kind, TAIL)]


def test_a_short_sentence_of_other_words_than_a_long_one_is_a_new_one() -> None:
    before, after = f"Rozvíjet síť služeb{TAIL}", "Čistá voda v řece"
    assert differences(before, after) == [("removed", before), ("added", after)]


@given(
    st.lists(st.sampled_from("abcdef"), min_size=1, max_size=12),
    st.lists(st.sampled_from("xyz"), max_size=60),
)
def test_words_that_are_kept_whole_are_never_struck_out(kept: list[str], tail: list[str]) -> None:
    before, after = " ".join([*kept, *tail]), " ".join(kept)
    assert [kind for kind, _ in differences(before, after)] in (["same"], ["same", "removed"])


@pytest.mark.parametrize("text", ["malé", " malé", "malé děti \n", " ", "\n"])
def test_the_spaces_around_the_words_of_a_segment_come_apart(text: str) -> None:
    before, words, after = Segment("added", text).trimmed
    assert (before + words + after, words) == (text, text.strip() or text)


def test_no_space_is_left_before_a_comma_that_takes_the_place_of_a_word() -> None:
    segments = differences("fungování a udržování", "fungování, udržování")
    source = render_to_string("strategy/_segments.html", {"segments": segments})
    seen = re.sub(r'<span class="spoken">[^<]*</span>', "", source)
    assert seen.strip() == "fungování<del> a</del><ins>,</ins> udržování"


@given(
    st.text(alphabet="abAB „“.,-5 \n", max_size=40), st.text(alphabet="abAB „“.,-5 \n", max_size=40)
)
def test_the_segments_give_back_both_texts(before: str, after: str) -> None:
    segments = differences(before, after)
    assert "".join(text for kind, text in segments if kind != "added") == before
    assert "".join(text for kind, text in segments if kind != "removed") == after


@given(st.text(alphabet="ab \xa0", max_size=20), st.text(alphabet="ab \xa0", max_size=20))
def test_what_stayed_comes_with_the_newer_spaces(before: str, after: str) -> None:
    segments = differences(before, after)
    assert "".join(text for kind, text in segments if kind != "removed") == after
    old = "".join(text for kind, text in segments if kind != "added")
    assert old.replace("\xa0", " ") == before.replace("\xa0", " ")
    assert differ(before, after) == (before.replace("\xa0", " ") != after.replace("\xa0", " "))


def test_a_very_long_text_takes_no_longer_than_a_reader_waits() -> None:
    words = [f"slovo{number}" for number in range(6_000)]
    before, after = " ".join(words), " ".join([*words[:3_000], "nové", *words[3_001:]])
    begun = time.process_time()
    marked = [segment for segment in differences(before, after) if segment.kind != "same"]
    assert time.process_time() - begun < 2
    assert marked == [("removed", words[3_000]), ("added", "nové")]
