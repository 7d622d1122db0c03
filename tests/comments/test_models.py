import pytest
from django.db import IntegrityError, transaction

from comments.models import Comment, CommentVersion, Settlement, WordingIsFixed
from strategy.models import Edition
from tests.factories import item_of, make_comment


def test_a_wording_is_never_rewritten(published: Edition) -> None:
    version = make_comment(item_of(published, "A1.1")).versions.get()
    version.text = "Jinak"
    with pytest.raises(WordingIsFixed):
        version.save()
    with pytest.raises(WordingIsFixed):
        CommentVersion.objects.filter(pk=version.pk).update(text="Jinak")
    with pytest.raises(WordingIsFixed), transaction.atomic():
        CommentVersion.objects.bulk_update([version], ["text"])
    assert [kept.text for kept in CommentVersion.objects.all()] == ["Doplnit přehled komunit."]


def test_a_wording_can_be_amended_and_erased(published: Edition) -> None:
    comment = make_comment(item_of(published, "A1.1"))
    CommentVersion.objects.create(comment=comment, number=2, text="Jinak")
    assert Comment.objects.with_wording().get().text == "Jinak"
    comment.versions.all().delete()
    assert Comment.objects.with_wording().get().text is None


def refused(deed: object) -> str:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        deed()  # type: ignore[operator]
    return str(refusal.value)


def test_two_comments_of_a_plan_never_share_a_number(published: Edition) -> None:
    first, second = (make_comment(item_of(published, "A1.1")) for _number in range(2))
    refused(lambda: Comment.objects.filter(pk=second.pk).update(number=first.number))


def test_what_is_published_says_since_when(published: Edition) -> None:
    comment = make_comment(item_of(published, "A1.1"))
    refused(lambda: Comment.objects.filter(pk=comment.pk).update(published_at=None))


def test_a_settlement_says_why_and_since_when(published: Edition) -> None:
    point = make_comment(item_of(published, "A1.1")).points.get()
    answer = {"point": point, "outcome": Settlement.Outcome.ACCEPTED}
    refused(lambda: Settlement.objects.create(**answer, reasoning=""))
    refused(lambda: Settlement.objects.create(**answer, reasoning="Ano.", state="published"))
    assert Settlement.objects.count() == 0
