import unicodedata

import pytest

from strategy.importing import layout, reading
from strategy.importing.refusal import ImportRefused
from tests.strategy.importing_texts import FIXTURES, SEED, SMALL, SMALL_TREE, tree

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
LEGACY = ["cp1250", "iso-8859-2", "cp852"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_seed_reads_the_same_in_every_form_of_unicode(encoding: str) -> None:
    assert layout.decode(SEED.encode(encoding)) == SEED


@pytest.mark.parametrize("encoding", LEGACY)
def test_an_older_czech_encoding_is_told_by_its_letters(encoding: str) -> None:
    # Each of them lacks some of the seed's typographic signs.
    text = SEED.encode(encoding, errors="ignore").decode(encoding)
    assert layout.decode(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", LEGACY)
@pytest.mark.parametrize("sentence", ["Žákům škol přibližovat tělesný pohyb.", "Šetřit", "Péče"])
def test_a_few_words_are_enough_to_tell_the_encoding(encoding: str, sentence: str) -> None:
    assert layout.decode(sentence.encode(encoding)) == sentence


@pytest.mark.parametrize("end", ["\r\n", "\r", "\v", "\u2028"])
def test_every_kind_of_line_end(end: str) -> None:
    assert tree(reading.read(SMALL.replace("\n", end).encode())) == SMALL_TREE


def test_doubled_blank_lines_and_white_space_around_mean_nothing() -> None:
    text = SMALL.replace("\n", " \t\n\n\u00a0\n").replace("Priorita", "\u200b  Priorita")
    assert tree(reading.read(text.encode())) == SMALL_TREE


def test_letters_composed_of_parts_read_as_whole_ones() -> None:
    text = unicodedata.normalize("NFD", SMALL)
    assert tree(reading.read(text.encode())) == SMALL_TREE


def test_the_end_sign_of_old_dos_files_is_no_text() -> None:
    assert layout.decode("Péče\r\n\x1a".encode("cp852")) == "Péče\n"


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"Hodnota: M\nPriorita A1\n\x00\x01\x02\x03", 3),
        (b"Hodnota\n\x07Priorita", 2),
        ("Péče\nŽáci škol\nŘeky".encode() + b"\n\xff", 4),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\x00\x10", 3),
        ("Ветераны\nтруда".encode("cp1251"), 1),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, line: int | None) -> None:
    with pytest.raises(ImportRefused) as refused:
        reading.read(data)
    assert refused.value.line is not None
    if line is not None:
        assert refused.value.line == line


@pytest.mark.parametrize("text", ["Péče o\0seniory\n", "\0", "\n\0\n\0\0konec"])
def test_a_zero_byte_in_a_text_is_refused_as_no_text_with_its_line(text: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        reading.read((SMALL + text + SMALL).encode())
    line = (SMALL + text).split("\0")[0].count("\n") + 1
    assert str(refused.value) == str(layout._unreadable(line))


def test_wrapped_lines_are_told_by_the_width_they_fill() -> None:
    lines = layout.split("Rozvíjet síť sociálních služeb pro obyvatele\nměsta\nKapitola první")
    assert layout.wrap_width(lines) == 44
    assert layout.goes_on(lines[1], lines[0], 44)
    assert not layout.goes_on(lines[2], lines[1], 44)
    assert layout.wrap_width(lines[::2]) is None


def test_the_seeds_that_are_no_plans_are_refused() -> None:
    refused = {}
    for path in FIXTURES.glob("*.txt"):
        try:
            reading.read(path.read_bytes())
        except ImportRefused as refusal:
            refused[path.stem] = refusal.line
    assert refused == {
        "akcni-plan-socialni-vylouceni": 19,
        "kpss-grantovy-projekt": 44,
        "lokalni-partnerstvi-2016": 34,
        "zavedeni-kpss": 53,
    }
