"""Parts of long lists that are rendered once."""

from datetime import date

import pytest
from django.template import Context, Template

from strategy.templatetags import written

PART = "{% load written %}{% written 'tests/part.html' day=day word=word %}"


@pytest.fixture
def rendered(settings, monkeypatch) -> list[object]:
    """What was rendered, in its order."""
    seen: list[object] = []

    def render(name: str, values: dict[str, object]) -> str:
        seen.append(values["word"])
        return Template("<b>{{ word }}</b> {{ day|date:'j. n.' }}").render(Context(values))

    written.kept.cache_clear()
    monkeypatch.setattr(written, "render_to_string", render)
    yield seen
    written.kept.cache_clear()


def page(**values: object) -> str:
    return Template(PART).render(Context(values))


def test_a_part_that_says_the_same_is_rendered_once(rendered: list[object]) -> None:
    pages = [page(day=date(2026, 12, day), word=word) for day, word in ((3, "a"), (3, "a"))]
    assert (pages, rendered) == (["<b>a</b> 3. 12."] * 2, ["a"])


def test_a_part_that_says_something_else_is_another(rendered: list[object]) -> None:
    days = ((3, "a"), (4, "a"), (3, "b"))
    pages = [page(day=date(2026, 12, day), word=word) for day, word in days]
    assert pages == ["<b>a</b> 3. 12.", "<b>a</b> 4. 12.", "<b>b</b> 3. 12."]
    assert rendered == ["a", "a", "b"]


def test_what_is_no_html_stays_words(rendered: list[object]) -> None:
    assert page(day=date(2026, 12, 3), word="<i>") == "<b>&lt;i&gt;</b> 3. 12."
