import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from comments.models import Comment, CommentVersion, Contact, Settlement, WordingIsFixed
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


# constraint: a deed that breaks it and nothing else
WRONG = {
    "comment_number_once_in_plan": lambda one, two: rows(two).update(number=one.number),
    "comment_published_when": lambda one, _two: rows(one).update(published_at=None),
    "version_number_once_in_comment": lambda one, _two: one.versions.create(text="Jinak"),
    "point_position_once_in_comment": lambda one, _two: one.points.create(
        item=one.item, text="Jinak"
    ),
    "settlement_reasoned": lambda one, _two: answer(one, reasoning=""),
    "settlement_published_when": lambda one, _two: answer(one, state="published"),
    "settlement_published_when, drafted": lambda one, _two: answer(
        one, published_at=timezone.now()
    ),
    "one comment of a form": lambda one, two: rows(two).update(submission_key=one.submission_key),
    "one contact of a comment": lambda one, _two: Contact(comment=one, name="Jiný").save(
        force_insert=True
    ),
    "one answer to a point": lambda one, _two: [answer(one), answer(one)],
}


def rows(comment: Comment) -> QuerySet[Comment]:
    return Comment.objects.filter(pk=comment.pk)


def answer(comment: Comment, **fields: object) -> Settlement:
    given = {"outcome": Settlement.Outcome.ACCEPTED, "reasoning": "Ano."} | fields
    return Settlement.objects.create(point=comment.points.get(), **given)


@pytest.mark.parametrize("name", WRONG)
def test_what_breaks_a_constraint_is_refused(published: Edition, name: str) -> None:
    one, two = (make_comment(item_of(published, "A1.1")) for _number in range(2))
    with pytest.raises(IntegrityError), transaction.atomic():
        WRONG[name](one, two)


def test_every_constraint_has_its_deed() -> None:
    models = apps.get_app_config("comments").get_models()
    names = {it.name for model in models for it in model._meta.constraints}
    assert names == {name for name in WRONG if "_" in name and "," not in name}


@pytest.mark.parametrize("state", Settlement.State)
def test_an_answer_has_a_date_just_when_it_is_published(published: Edition, state: str) -> None:
    date = timezone.now() if state == Settlement.State.PUBLISHED else None
    answer(make_comment(item_of(published, "A1.1")), state=state, published_at=date)
    assert Settlement.objects.published().exists() == (date is not None)
