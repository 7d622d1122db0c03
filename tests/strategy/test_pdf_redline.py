"""The annex of a PDF that shows what an edition changed."""

import re
from typing import Any

import page
import pytest
from django.utils import timezone

from comments.models import Settlement
from strategy import tree
from strategy.models import Edition, Item, Plan
from strategy.pdf import document, rendering
from tests.factories import draft_of, item_of, make_comment, make_plan, publish

HOSTILE = "<script>alert(1)</script><img src=file:///etc/passwd>"


def change_much(plan: Plan) -> None:
    """Every kind of change: reworded, explained, moved in order and elsewhere, gone, new."""
    draft, measures = draft_of(plan), plan.tiers.get(position=4)
    item = item_of(draft, "A1.1")
    Item.objects.filter(pk=item.pk).update(
        text="Podporovat jiný záměr 1.", description="Proč a k čemu.", lead="Odbor", due="12/2020"
    )
    Item.objects.filter(pk=item_of(draft, "A1.2").pk).update(code="A1.8", handle="A1.8")
    tree.delete_item(item_of(draft, "A1.3"))
    tree.move_item(item_of(draft, "A1.4"), item_of(draft, "A1.1"), "left")
    tree.create_item(item_of(draft, "A"), measures, code="N", text="Nové opatření.")
    tree.move_item(item_of(draft, "A1.5"), item_of(draft, "A"))


def document_of(edition: Edition) -> str:
    return document.html(Edition.objects.select_related("plan").get(pk=edition.pk))


def annex_of(html: str) -> str:
    return html[html.index('id="zmeny"') :]


@pytest.fixture
def second(db: None) -> Edition:
    """Edition 2 with much changed because of comment 1."""
    plan = make_plan(measures=5)
    first = publish(plan)
    comment = make_comment(item_of(first, "A1.1"))
    change_much(plan)
    edition = publish(plan)
    Settlement.objects.create(
        point=comment.points.get(),
        outcome="accepted",
        reasoning="Doplněno.",
        state="published",
        published_at=timezone.now(),
        changed_item=item_of(edition, "A1.1"),
    )
    return edition


def test_the_annex_holds_what_differs_and_nothing_else(second: Edition) -> None:
    annex = annex_of(document_of(second))
    assert re.findall(r'<h3 class="change__head"><span class="code">([\w.]+)<', annex) == [
        "A1.4",
        "A1.1",
        "A1.8",
        "A1.3",
        "N",
        "A1.5",
    ]
    assert "Rozvíjet síť služeb" in annex  # from where A1.5 went
    assert "Soudržné město" not in annex
    [causes] = re.findall(r'<p class="change__causes">([^<]*)</p>', annex)
    assert re.findall(r"\d+", causes) == ["1"]


def test_words_that_differ_are_marked_inside_the_sentence(second: Edition) -> None:
    annex = annex_of(document_of(second))
    plain = re.sub(r'<span class="spoken">.*?</span>', "", annex)
    assert "Podporovat <ins>jiný</ins> záměr 1." in plain
    assert "<del>Podporovat záměr 3.</del>" in plain
    assert "<ins>Nové opatření.</ins>" in plain
    assert "<del>A1.2</del> <ins>A1.8</ins>" in plain


def test_the_annex_is_listed_in_the_contents(second: Edition) -> None:
    html = document_of(second)
    contents = html[html.index('class="contents"') : html.index("</section>", html.index("#zmeny"))]
    assert contents.count('href="#zmeny"') == 1
    assert html.count('id="zmeny"') == 1


def test_a_first_edition_and_one_that_changes_nothing_have_no_such_annex(
    published: Edition,
) -> None:
    unchanged = publish(published.plan)
    for edition in (published, unchanged):
        assert "zmeny" not in document_of(edition)


def test_an_edition_is_compared_with_the_last_approved_one(plan: Plan) -> None:
    publish(plan, Edition.State.APPROVED)
    Item.objects.filter(pk=item_of(draft_of(plan), "A1.1").pk).update(text="Jednou jinak.")
    publish(plan)
    third = publish(plan)
    assert "Jednou jinak." in annex_of(document_of(third))


def test_no_text_becomes_markup_in_the_annex(published: Edition) -> None:
    draft = draft_of(published.plan)
    for code in ("A1.1", "A1.2"):
        Item.objects.filter(pk=item_of(draft, code).pk).update(text=HOSTILE, description=HOSTILE)
    annex = annex_of(document_of(publish(published.plan)))
    assert "<script" not in annex
    assert "<img" not in annex
    assert "&lt;script&gt;" in annex


@pytest.mark.parametrize("size", [1, 3])
def test_the_annex_takes_four_queries_more(
    db: None, size: int, django_assert_num_queries: Any
) -> None:
    plan = make_plan(measures=size)
    publish(plan)
    Item.objects.filter(edition=draft_of(plan), tier__is_measure=True).update(text="Jinak.")
    edition = Edition.objects.select_related("plan").get(pk=publish(plan).pk)
    # The outline, the base, the items of both, the causes, the comments.
    with django_assert_num_queries(9):
        html = document.html(edition)
    assert html.count('class="change__head"') == size


@pytest.mark.parametrize("profile", ["PDF_A_2A", "PDF_UA_1"])
def test_a_file_with_the_annex_is_archivable_and_accessible(second: Edition, profile: str) -> None:
    pdf = rendering.render(document_of(second))
    report = page.validate_pdf_bytes(pdf, profile=getattr(page.ValidationProfile, profile))
    assert list(report.failures) == []
    assert report.is_compliant
