import gettext
from pathlib import Path
from typing import Any

import pytest

from brnoplan import catalogue

HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: cs\\n"
"Plural-Forms: nplurals=3; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;\\n"

"""
WHOLE = (
    HEADER
    + """msgid "Plan"
msgstr "Plán"

msgctxt "verb"
msgid "Plan"
msgstr "Plánovat"

msgid "%(count)s comment"
msgid_plural "%(count)s comments"
msgstr[0] "%(count)s připomínka"
msgstr[1] "%(count)s připomínky"
msgstr[2] "%(count)s připomínek"
"""
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "cs/LC_MESSAGES/django.po"
    path.parent.mkdir(parents=True)
    path.write_text(WHOLE)
    return path


def amiss(standing: str, wanted: str, folder: Path) -> list[str]:
    for name, text in {"standing": standing, "wanted": wanted}.items():
        (folder / name).write_text(text)
    return catalogue.amiss(catalogue.read(folder / "standing"), catalogue.read(folder / "wanted"))


def test_a_compiled_catalogue_speaks_czech_with_all_its_plurals(source: Path) -> None:
    assert catalogue.compile_all(source.parents[2]) == [source]
    with source.with_suffix(".mo").open("rb") as file:
        czech = gettext.GNUTranslations(file)
    said = [czech.ngettext("%(count)s comment", "%(count)s comments", n) for n in (1, 3, 5)]
    assert said == ["%(count)s připomínka", "%(count)s připomínky", "%(count)s připomínek"]
    assert (czech.gettext("Plan"), czech.pgettext("verb", "Plan")) == ("Plán", "Plánovat")


def spoken(source: Path) -> gettext.GNUTranslations:
    catalogue.compile_all(source.parents[2])
    with source.with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file)


@pytest.mark.parametrize(
    ("czech", "held"),
    [
        ("že v připomínce", "že v~připomínce"),
        ("k %(title)s", "k~%(title)s"),
        ("%(edition)s. Nový návrh", "%(edition)s. Nový návrh"),
        ("Napište <a href='s v k'>k nám</a> a my", "Napište <a href='s v k'>k~nám</a> a~my"),
        ("o 5 % v %(year)s", "o~5~% v~%(year)s"),
        ("100 %% z %(count)d", "100 %% z~%(count)d"),
        ("Vypořádání č. %(label)s", "Vypořádání č.~%(label)s"),
        ("Č. %(label)s, nejvýše 1 MB", "Č.~%(label)s, nejvýše 1~MB"),
        ("moč. %(label)s", "moč. %(label)s"),
    ],
)
def test_czech_is_held_together_but_in_tags_and_placeholders(
    czech: str, held: str, source: Path
) -> None:
    source.write_text(WHOLE.replace('"Plán"', f'"{czech}"'))
    assert spoken(source).gettext("Plan") == held.replace("~", "\xa0")


def test_each_plural_is_held_together(source: Path) -> None:
    source.write_text(WHOLE.replace("připomínek", "připomínek k plánu"))
    held = "%(count)s připomínek k\xa0plánu"
    assert spoken(source).ngettext("%(count)s comment", "%(count)s comments", 5) == held


def test_no_other_language_is_held_together(source: Path) -> None:
    source.write_text(WHOLE.replace("Language: cs", "Language: sk").replace("Plán", "v pláne"))
    assert spoken(source).gettext("Plan") == "v pláne"


def test_the_catalogue_says_what_it_says_but_for_its_spaces() -> None:
    source = catalogue.LOCALE_FOLDER / "cs/LC_MESSAGES/django.po"
    plain, held = catalogue.read(source), catalogue.held_together(catalogue.read(source))
    assert "\xa0" not in source.read_text()
    strings = [(message.string, again.string) for message, again in zip(plain, held, strict=True)]
    assert [flat(after).replace("\xa0", " ") for _before, after in strings] == [
        flat(before) for before, _after in strings
    ]
    changed = sum(flat(before) != flat(after) for before, after in strings)
    assert changed > 100


def flat(string: str | tuple[str, ...] | list[str]) -> str:
    return string if isinstance(string, str) else "\n".join(string)


def test_what_is_compiled_already_is_left_alone(source: Path) -> None:
    catalogue.compile_all(source.parents[2])
    assert catalogue.compile_all(source.parents[2]) == []
    source.write_text(WHOLE.replace("Plánovat", "Rozvrhnout"))
    assert catalogue.compile_all(source.parents[2]) == [source]


def test_a_whole_catalogue_has_nothing_amiss(tmp_path: Path) -> None:
    assert amiss(WHOLE, WHOLE, tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('msgstr "Plán"', 'msgstr ""', "not translated: 'Plan'"),
        ('msgstr "Plánovat"', 'msgstr ""', "not translated: 'verb: Plan'"),
        ('[2] "%(count)s připomínek"', '[2] ""', "not translated: '%(count)s comment'"),
        (
            'msgid "Plan"\nmsgstr "Plán"',
            '#, fuzzy\nmsgid "Plan"\nmsgstr "Plán"',
            "not translated: 'Plan'",
        ),
    ],
)
def test_a_message_without_its_whole_translation_is_named(
    old: str, new: str, said: str, tmp_path: Path
) -> None:
    assert amiss(WHOLE.replace(old, new), WHOLE, tmp_path) == [said]


def test_messages_that_the_code_gained_or_lost_are_named(tmp_path: Path) -> None:
    more = WHOLE + '\nmsgid "Draft"\nmsgstr "Návrh"\n'
    assert amiss(WHOLE, more, tmp_path) == ["not in the catalogue: 'Draft'"]
    assert amiss(more, WHOLE, tmp_path) == ["no longer in the code: 'Draft'"]


def test_what_a_language_lacks_is_counted_against_czech(source: Path) -> None:
    folder = source.parents[2]
    other = folder / "uk/LC_MESSAGES/django.po"
    other.parent.mkdir(parents=True)
    halves = WHOLE.replace("Language: cs", "Language: uk").replace('msgstr "Plánovat"', 'msgstr ""')
    for text, lacking in ((WHOLE, 0), (halves, 1), (HEADER, 3)):
        other.write_text(text)
        assert catalogue.lacks("uk", folder) == lacking


def test_what_is_compiled_is_compiled_again_on_another_day_without_a_change(
    tmp_path: Path, time_machine: Any
) -> None:
    (tmp_path / "cs.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'
    )
    time_machine.move_to("2026-11-23 01:20Z", tick=False)
    assert len(catalogue.compile_all(tmp_path)) == 1
    time_machine.move_to("2026-11-24 05:00Z", tick=False)
    assert catalogue.compile_all(tmp_path) == []
