"""What is hidden, withdrawn or erased of a comment has left the index in the same transaction."""

from collections.abc import Callable

import pytest

from comments import amending, publication, redaction
from comments.indexing import ANSWER, COMMENT
from comments.models import Comment, Settlement
from comments.privacy import erasing
from strategy.models import Edition, SearchDue, SearchEntry, SearchStem
from tests.comments.privacy import canaries
from tests.factories import (
    add_point,
    amend,
    draft_of,
    item_of,
    make_comment,
    publish_afterwards,
    settle,
)
from tests.searching import catch_up, found

WORD = "kanárkovice"


@pytest.fixture
def comment(published: Edition) -> Comment:
    """With a word that stands nowhere else, and an answer that repeats it."""
    comment = make_comment(item_of(published, "A1.1"), text=f"Volejte do {WORD}.", name="Jan Žlutý")
    settle(comment.points.get(), reasoning=f"V {WORD} nevíme.")
    catch_up()
    return comment


def indexed() -> tuple[int, int]:
    """How many entries and stems hold the word."""
    return (
        SearchEntry.objects.filter(folded__contains="kanarkov").count(),
        SearchStem.objects.filter(stem__startswith="kanarkov").values("entry").distinct().count(),
    )


def test_a_published_comment_and_its_answer_are_found(comment: Comment) -> None:
    assert indexed() == (2, 2)
    assert found("kanárkovice") == ["/zkusebni-plan/pripominky/1/"] * 2
    assert set(SearchEntry.objects.filter(source="comments").values_list("kind", "code")) == {
        (COMMENT, "1"),
        (ANSWER, "1"),
    }


def test_nobody_is_found_by_name(comment: Comment) -> None:
    amending.show_name(comment)
    catch_up()
    assert found("Žlutý") == []


@pytest.mark.parametrize(
    "deed",
    [
        publication.hold,
        lambda comment: publication.reject(comment, "personal"),
        lambda comment: redaction.hide(comment, [WORD], "osobní údaje"),
        lambda comment: erasing.erase(comment, "Žádost.", None, wording=True),
        lambda comment: amend(comment, "Bez toho slova."),
    ],
    ids=["hold", "reject", "hide", "erase", "amend"],
)
def test_it_is_gone_at_once(comment: Comment, deed: Callable[[Comment], object]) -> None:
    deed(comment)
    assert indexed() == (0, 0)
    assert found(WORD) == []


def test_one_that_its_author_takes_back_is_gone_at_once(published: Edition) -> None:
    comment = make_comment(item_of(published, "A1.1"), text=f"Volejte do {WORD}.")
    catch_up()
    assert indexed() == (1, 1)
    amending.withdraw(comment)
    assert indexed() == (0, 0)
    catch_up()
    assert indexed() == (0, 0)


def test_what_is_left_of_it_comes_back_without_the_word(comment: Comment) -> None:
    redaction.hide(comment, [WORD], "osobní údaje")
    catch_up()
    assert indexed() == (0, 0)
    assert found("volejte") == ["/zkusebni-plan/pripominky/1/"]
    assert found("údaj skryt") == []


def test_an_answer_in_work_is_not_found_nor_is_one_that_was_replaced(published: Edition) -> None:
    comment = make_comment(item_of(published, "A1.1"))
    answer = settle(comment.points.get(), reasoning=f"V {WORD} nevíme.", published=False)
    catch_up()
    assert indexed() == (0, 0)
    Settlement.objects.filter(pk=answer.pk).update(
        state="published", published_at=comment.published_at
    )
    catch_up()
    assert indexed() == (1, 1)
    Settlement.objects.filter(pk=answer.pk).update(state="replaced")
    assert indexed() == (0, 0)


def test_a_point_that_is_split_off_makes_its_comment_anew(comment: Comment) -> None:
    point = add_point(comment, "kousek")
    point.text = "jiný"
    point.save()
    assert indexed() == (0, 0)
    catch_up()
    assert indexed() == (2, 2)


def test_one_that_waits_for_a_check_is_not_there(published: Edition) -> None:
    make_comment(item_of(published, "A1.1"), text=WORD, published=False)
    assert SearchDue.objects.filter(source="comments").count() == 0
    catch_up()
    assert indexed() == (0, 0)


def test_a_comment_on_a_working_draft_appears_with_it(published: Edition) -> None:
    make_comment(item_of(draft_of(published.plan), "A1.1"), text=WORD)
    catch_up()
    assert indexed() == (0, 0)
    publish_afterwards(published.plan)
    catch_up()
    assert indexed() == (1, 1)


def test_of_who_was_erased_the_index_holds_nothing(published: Edition) -> None:
    comment = canaries.plant(item_of(published, "A1.1"))
    catch_up()
    planted = {place for place in canaries.places() if place.startswith("strategy_search")}
    assert planted == {"strategy_searchentry.text"}
    erasing.erase(comment, "Žádost.", None)
    assert canaries.places() == set()
    catch_up()
    assert canaries.places() == set()
