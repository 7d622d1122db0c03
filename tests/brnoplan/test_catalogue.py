import gettext
from pathlib import Path

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
