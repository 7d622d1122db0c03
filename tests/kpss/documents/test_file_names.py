"""Names of uploaded files: cleaned, and refused where they pretend to be something else."""

import pytest

from kpss.documents import file_names
from kpss.documents.file_names import NameRefused


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Zpráva 2016.pdf", "Zpráva 2016.pdf"),
        ("../../etc/zprava.pdf", "zprava.pdf"),
        ("C:\\Dokumenty\\zprava.pdf", "zprava.pdf"),
        ("zpr\x00áva\r\n.pdf", "zpráva .pdf"),
        ("zprava\u202efdp.pdf", "zpravafdp.pdf"),
        ("\u200ezpra\u200bva\ufeff.pdf", "zprava.pdf"),
        ("  .zprava. ", "zprava"),
        ('a<b>:"c|?*.pdf', "a-b-c-.pdf"),
        ("con.pdf", "_con.pdf"),
        ("LPT1", "_LPT1"),
        ("console.pdf", "console.pdf"),
        ("a\u0301.pdf", "á.pdf"),
        ("...", ""),
        ("", ""),
    ],
)
def test_a_name_is_kept_without_what_could_harm(given: str, kept: str) -> None:
    assert file_names.clean(given) == kept


def test_a_long_name_keeps_its_ending() -> None:
    kept = file_names.clean(f"{'ž' * 300}.docx")
    assert (len(kept), kept[-5:]) == (file_names.LONGEST, ".docx")


@pytest.mark.parametrize("name", ["zprava.exe.pdf", "zprava.HTML.pdf", "a.js .b.pdf"])
def test_the_ending_of_a_programme_before_the_last_is_refused(name: str) -> None:
    with pytest.raises(NameRefused, match=name):
        file_names.refuse_programmes(name)


@pytest.mark.parametrize("name", ["Zpráva 1.2.pdf", "zprava.docx.pdf", "exe.pdf", "zprava"])
def test_other_dots_are_part_of_a_name(name: str) -> None:
    file_names.refuse_programmes(name)


@pytest.mark.parametrize(("name", "ending"), [("a.PDF", "pdf"), ("a", ""), ("a.tar.gz", "gz")])
def test_the_ending_is_the_last_one(name: str, ending: str) -> None:
    assert file_names.ending(name) == ending
