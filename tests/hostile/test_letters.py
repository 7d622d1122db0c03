"""Letters of every kind, with a payload wherever their templates put something in."""

from collections.abc import Iterator
from itertools import cycle

import pytest
from django.template import Context, Template

from strategy.letters import wording
from strategy.letters.kinds import KINDS
from tests.hostile import letters
from tests.hostile.payloads import PAYLOADS


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_a_letter_of_a_kind_says_it_is_text(kind: str) -> None:
    """Each payload at whatever place comes next, until all have been somewhere."""
    texts = [payload.text for payload in PAYLOADS]
    words, put = cycle(texts), set()

    def noting() -> Iterator[str]:
        for text in words:
            put.add(text)
            yield text

    ready, found = noting(), []
    while put != set(texts):
        found += letters.wrong_in(letters.filled(kind, ready))
    assert found == []


def test_what_a_letter_lets_through_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    markup, link = "<b xq001z>", "Odkaz: https://zlo.example/xq002z"
    base = "{% autoescape off %}{% include 'letters/base.html' %}{% endautoescape %}"

    def wrong() -> list[str]:
        return letters.wrong_in(
            letters.filled("meeting_called_off", cycle([markup, f"\n{link}\n"]))
        )

    assert wrong() == []
    with monkeypatch.context() as patch:
        patch.setattr(wording.naming, "absolute", lambda path: "https:/" + path)
        assert "link https://zlo.example/xq002z" in wrong()
    monkeypatch.setattr(
        letters, "render_to_string", lambda _name, given: Template(base).render(Context(given))
    )
    assert "<b xq001z=''>" in wrong()
