"""The settlement table as values; as a document it is tried with the packet."""

from comments import publication, settlement
from comments.models import Comment
from comments.table import hidden, lines
from strategy.models import Edition
from tests.factories import draft_of, item_of, make_comment


def test_what_the_working_draft_changed_is_named(published: Edition) -> None:
    comment = make_comment(item_of(published, "A1"))
    changed = item_of(draft_of(published.plan), "A1.2")
    point = comment.points.get()
    answer = settlement.draft(point, outcome="partly", reasoning="Ano.", changed_item=changed)
    settlement.publish(answer, by="")
    [line] = lines(Comment.objects.all())
    assert (line.changed, line.outcome, line.disagrees) == ("A1.2", "partly", True)
    # The public page does not name it before its edition is out.
    assert line.answer is not None
    assert line.answer.changed_code == ""


def test_a_line_says_why_it_has_no_answer(published: Edition) -> None:
    make_comment(item_of(published, "A1"))
    make_comment(item_of(published, "A1"), kind=Comment.Kind.NONE)
    assert [(line.label, line.open) for line in lines(Comment.objects.all())] == [
        ("1", "waiting"),
        ("2", "none"),
    ]


def test_what_is_hidden_is_counted_in_the_order_in_which_it_is_decided(published: Edition) -> None:
    item = item_of(published, "A1")
    for deed in (publication.reject, publication.hold, publication.hold):
        deed(make_comment(item, published=False))
    make_comment(item, published=False)
    make_comment(item)
    assert [(one.state, one.number) for one in hidden(Comment.objects.all())] == [
        ("received", 1),
        ("held", 2),
        ("rejected", 1),
    ]
