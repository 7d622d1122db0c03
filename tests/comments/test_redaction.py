"""Passages hidden in every version, and shown again by who may."""

import pytest

from comments import publication, redaction, settlement
from comments.models import Comment, CommentVersion, Erasure, Original, Point, Settlement
from comments.publication import DecidedMeanwhile
from comments.redaction import RedactionRefused
from comments.stems import stems_of
from comments.tables.searching import saying
from strategy.editing import version_of
from strategy.models import Edition, PageRevision
from tests.factories import add_point, amend, item_of, make_comment, settle

SECRET = "Jan Tajný"
PHONE = "602 123 456"
REASON = "osobní údaje"


@pytest.fixture
def comment(published: Edition) -> Comment:
    """A published comment of two versions with the passages in each field."""
    comment = make_comment(
        item_of(published, "A1.1"),
        text=f"Soused {SECRET} volá\n{PHONE}.",
        proposal=f"Ptejte se: {SECRET}",
        rationale=f"Protože {PHONE}",
    )
    amend(comment, f"Soused {SECRET} už nevolá {PHONE}.")
    comment.points.update(text=f"Soused {SECRET} už nevolá {PHONE}.")
    return comment


def wordings(comment: Comment) -> list[tuple[str, ...]]:
    versions = CommentVersion.objects.filter(comment=comment).order_by("number")
    return list(versions.values_list("text", "proposal", "rationale"))


def test_passages_are_hidden_in_every_field_of_every_version(comment: Comment) -> None:
    redaction.hide(comment, [SECRET, PHONE], REASON)
    assert wordings(comment) == [
        (
            "Soused [údaj skryt] volá\n[údaj skryt].",
            "Ptejte se: [údaj skryt]",
            "Protože [údaj skryt]",
        ),
        ("Soused [údaj skryt] už nevolá [údaj skryt].", "", ""),
    ]
    assert Point.objects.get().text == "Soused [údaj skryt] už nevolá [údaj skryt]."
    assert Original.objects.get(version__number=1).proposal == f"Ptejte se: {SECRET}"


def test_points_that_were_split_and_answers_that_quote_hide_them_too(comment: Comment) -> None:
    split = add_point(comment, f"{SECRET} už nevolá")
    settle(split, reasoning=f"Pan {SECRET} nám volal.")
    redaction.hide(comment, [SECRET], REASON)
    split.refresh_from_db()
    answer = Settlement.objects.get()
    assert (split.text, answer.reasoning) == (
        "[údaj skryt] už nevolá",
        "Pan [údaj skryt] nám volal.",
    )
    assert not answer.history.filter(reasoning__contains=SECRET).exists()


def test_case_and_spacing_make_no_difference(comment: Comment) -> None:
    redaction.hide(comment, ["jan\u00a0 TAJNÝ", "volá 602 123 456"], REASON)
    assert wordings(comment)[0][0] == "Soused [údaj skryt] [údaj skryt]."


def test_of_two_passages_one_in_the_other_the_longer_goes(comment: Comment) -> None:
    redaction.hide(comment, ["Tajný", SECRET], REASON)
    assert wordings(comment)[1][0] == f"Soused [údaj skryt] už nevolá {PHONE}."


@pytest.mark.parametrize(
    "passages", [[], ["", "  "], ["Nikdo takový"], [SECRET, "Nikdo takový"], ["a"], ["údaj"]]
)
def test_what_is_not_there_or_is_everywhere_is_refused(
    comment: Comment, passages: list[str]
) -> None:
    before = wordings(comment)
    with pytest.raises(RedactionRefused):
        redaction.hide(comment, passages, REASON)
    assert (wordings(comment), Erasure.objects.count()) == (before, 0)


@pytest.mark.parametrize("reason", ["", " ", f"jméno {SECRET.upper()}"])
def test_the_reason_is_given_and_does_not_repeat_it(comment: Comment, reason: str) -> None:
    with pytest.raises(RedactionRefused):
        redaction.hide(comment, [SECRET], reason)
    assert Original.objects.count() == 0


def test_it_is_recorded_without_the_passage(comment: Comment) -> None:
    erasure = redaction.hide(comment, [SECRET], REASON)
    assert (erasure.what, erasure.reason, erasure.done_by) == ("redacted", REASON, None)
    newest = comment.history.order_by("-history_id").first()
    assert (newest.state, bool(newest.history_change_reason)) == ("published", True)
    assert SECRET not in newest.history_change_reason


@pytest.mark.parametrize(("published_first", "raised"), [(True, True), (False, False)])
def test_public_pages_go_stale_only_where_they_showed_it(
    published: Edition, published_first: bool, raised: bool
) -> None:
    comment = make_comment(item_of(published, "A1.1"), text=SECRET, published=published_first)
    before = PageRevision.objects.get(plan=published.plan).number
    redaction.hide(comment, [SECRET], REASON)
    after = PageRevision.objects.get(plan=published.plan).number
    assert (after > before) is raised


def test_files_that_may_show_it_are_dropped_with_the_record(
    comment: Comment, monkeypatch: pytest.MonkeyPatch
) -> None:
    dropped: list[tuple[int, str]] = []
    monkeypatch.setattr(
        redaction.files, "drop_files_of", lambda of, erasure: dropped.append((of.pk, erasure.what))
    )
    redaction.hide(comment, [SECRET], REASON)
    assert dropped == [(comment.pk, "redacted")]


def test_shown_again_it_reads_as_before_also_after_two_redactions(comment: Comment) -> None:
    split = add_point(comment, f"{SECRET} už nevolá {PHONE}")
    before = wordings(comment)
    points = list(comment.points.order_by("position").values_list("text", flat=True))
    redaction.hide(comment, [PHONE], REASON)
    redaction.hide(comment, [SECRET], REASON)
    assert Original.objects.get(version__number=2).text == before[1][0]
    redaction.restore(comment)
    assert (wordings(comment), Original.objects.count()) == (before, 0)
    assert list(comment.points.order_by("position").values_list("text", flat=True)) == points
    assert split.text == points[1]


def test_a_point_that_is_no_passage_of_the_text_stays_hidden(comment: Comment) -> None:
    add_point(comment, f"Stručně: {SECRET}")
    redaction.hide(comment, [SECRET], REASON)
    redaction.restore(comment)
    assert comment.points.get(position=2).text == "Stručně: [údaj skryt]"


def test_where_nothing_is_hidden_nothing_is_shown_again(comment: Comment) -> None:
    with pytest.raises(RedactionRefused):
        redaction.restore(comment)


def test_whoever_saw_something_else_hides_and_shows_nothing(comment: Comment) -> None:
    seen = version_of(comment)
    redaction.hide(comment, [SECRET], REASON, seen=seen)
    with pytest.raises(DecidedMeanwhile):
        redaction.hide(comment, [PHONE], REASON, seen=seen)
    with pytest.raises(DecidedMeanwhile):
        redaction.restore(comment, seen=seen)
    with pytest.raises(DecidedMeanwhile):
        publication.hold(comment, seen=seen)


def test_an_answer_in_work_hides_it_too(comment: Comment) -> None:
    settlement.draft(comment.points.get(), outcome="noted", reasoning=f"Volal {SECRET}.")
    redaction.hide(comment, [SECRET], REASON)
    assert Settlement.objects.get().reasoning == "Volal [údaj skryt]."


def test_what_was_redacted_is_still_found_by_the_words_that_are_left(comment: Comment) -> None:
    Point.objects.update(stems=stems_of(f"Soused {SECRET} už nevolá"))
    redaction.hide(comment, [SECRET, PHONE], REASON)
    point = Point.objects.get()
    assert point.stems == stems_of("Soused už nevolá")
    assert list(saying(Point.objects.all(), "sousedovi nevolá")) == [point]
    redaction.restore(comment)
    assert Point.objects.get().stems == stems_of(f"Soused {SECRET} už nevolá {PHONE}")


def test_hidden_words_of_a_proposal_are_not_found_until_they_are_shown_again(
    published: Edition,
) -> None:
    proposed = {"proposal": f"Zeptat se: {SECRET}", "rationale": f"Volá z {PHONE} denně."}
    comment = make_comment(item_of(published, "A1.1"), **proposed)
    words = ["zeptat", "denní", "tajného", PHONE]
    points = Point.objects.all()
    assert [saying(points, word).count() for word in words] == [1, 1, 1, 1]
    redaction.hide(comment, [SECRET, PHONE], REASON)
    assert [saying(points, word).count() for word in words] == [1, 1, 0, 0]
    redaction.restore(comment)
    assert [saying(points, word).count() for word in words] == [1, 1, 1, 1]
