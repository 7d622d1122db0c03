"""Plain text as people type it: paragraphs, lines and lists."""

import pytest

from strategy.prose import prose


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("První.\n\n\nDruhý.", "<p>První.</p>\n\n<p>Druhý.</p>"),
        ("Koliště 19\r\nBrno", "<p>Koliště 19<br>Brno</p>"),
        ("• první\n- druhá\n – třetí", "<ul><li>první</li><li>druhá</li><li>třetí</li></ul>"),
        ("Zveme:\n- všechny\nDěkujeme.",
         "<p>Zveme:</p>\n\n<ul><li>všechny</li></ul>\n\n<p>Děkujeme.</p>"),
        ("-5 %\n-\n*hvězda", "<p>-5\xa0%<br>-<br>*hvězda</p>"),
    ],
)  # fmt: skip
def test_text_is_set_as_it_was_typed(text: str, html: str) -> None:
    assert prose(text) == html


def test_what_was_typed_is_text_and_held_together() -> None:
    typed = "<b> v domě</b>\n- <script>"
    made = "<p>&lt;b&gt; v\xa0domě&lt;/b&gt;</p>\n\n<ul><li>&lt;script&gt;</li></ul>"
    assert prose(typed) == made
