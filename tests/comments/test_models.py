from collections.abc import Callable
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.timezone import localdate

from comments.models import (
    AnswerTemplate,
    Cancellation,
    Comment,
    CommentVersion,
    Consultation,
    Contact,
    Erasure,
    Extension,
    Invitation,
    Mention,
    Reaction,
    Settlement,
    Subscription,
    WordingIsFixed,
)
from strategy.models import Edition, Organisation
from tests.factories import item_of, make_comment, open_consultation

Deed = Callable[[Comment, Comment], object]


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


def test_a_wording_is_overwritten_by_who_hides_what_is_in_it(published: Edition) -> None:
    first, second = (make_comment(item_of(published, "A1.1")) for _number in range(2))
    assert first.versions.all().put_instead(text="[údaj skryt]") == 1
    assert [first.versions.get().text, second.versions.get().text] == [
        "[údaj skryt]",
        "Doplnit přehled komunit.",
    ]


def test_readers_see_the_version_that_the_comment_names_and_its_first_part(
    published: Edition,
) -> None:
    comment = make_comment(item_of(published, "A1.1"))
    given = {"comment": comment, "item": comment.item}
    CommentVersion.objects.create(number=2, text="Jinak", **given)
    CommentVersion.objects.create(number=2, part=2, text="A ještě", **given)
    rows(comment).update(newest_version=2)
    assert Comment.objects.with_wording().get().text == "Doplnit přehled komunit."
    rows(comment).update(version=2)
    assert Comment.objects.with_wording().get().text == "Jinak"


# constraint: a deed that breaks it and nothing else; after a comma, another way to break it
WRONG: dict[str, Deed] = {
    "comment_number_once_in_plan": lambda one, two: rows(two).update(number=one.number),
    "comment_published_when": lambda one, _two: rows(one).update(published_at=None),
    "comment_version_not_beyond_newest": lambda one, _two: rows(one).update(version=2),
    "comment_rejected_why": lambda one, _two: rows(one).update(rejection="advertising"),
    "comment_withdrawn_when": lambda one, _two: rows(one).update(state="withdrawn"),
    "comment_withdrawn_when, published": lambda one, _two: rows(one).update(
        withdrawn_at=timezone.now()
    ),
    "comment_refused_is_not_shown": lambda one, _two: rows(one).update(
        refused_version=1, refusal="advertising"
    ),
    "comment_refused_is_not_shown, never written": lambda one, _two: rows(one).update(
        refused_version=2, refusal="advertising"
    ),
    "comment_refused_why": lambda one, _two: rows(one).update(refusal="advertising"),
    "comment_refused_why, not at all": lambda one, _two: rows(one).update(
        newest_version=2, refused_version=2
    ),
    "version_part_once_in_comment": lambda one, _two: one.versions.create(
        item=one.item, text="Jinak"
    ),
    "point_position_once_in_comment": lambda one, _two: one.points.create(
        item=one.item, item_key=one.item_key, text="Jinak"
    ),
    "point_together_with_another": lambda one, _two: one.points.update(together_with=F("pk")),
    "settlement_reasoned": lambda one, _two: answer(one, reasoning=""),
    "settlement_published_when": lambda one, _two: answer(one, state="published"),
    "settlement_published_when, drafted": lambda one, _two: answer(
        one, published_at=timezone.now()
    ),
    "settlement_number_once_in_point": lambda one, _two: [
        answer(one, **shown()),
        answer(one),
    ],
    "settlement_one_published_in_point": lambda one, _two: [
        answer(one, **shown()),
        answer(one, number=2, **shown()),
    ],
    "settlement_one_in_work_in_point": lambda one, _two: [
        answer(one),
        answer(one, number=2, state="checked"),
    ],
    "reaction_public_once_checked": lambda one, _two: Reaction.objects.create(
        settlement=answer(one, **shown()), satisfied=True, words="Ano.", words_public=True
    ),
    "consultation_closes_after_it_opens": lambda one, _two: Consultation.objects.filter(
        edition=one.item.edition
    ).update(closes_at=F("opens_at")),
    "extension_only_later": lambda one, _two: extend(one, days=0),
    "extension_reasoned": lambda one, _two: extend(one, reason=""),
    "cancellation_before_opening": lambda one, _two: cancel(one, cancelled_at=BEGAN),
    "cancellation_reasoned": lambda one, _two: cancel(one, reason=""),
    "invitation_once_in_consultation": lambda one, _two: [invite(one), invite(one)],
    "subscription_of_item_once": lambda one, _two: [
        subscribe(one, item_key=one.item_key),
        subscribe(one, item_key=one.item_key),
    ],
    "subscription_of_plan_once": lambda one, _two: [subscribe(one), subscribe(one)],
    "erasure_reasoned": lambda one, _two: Erasure.objects.create(
        comment=one, what="erased", reason=""
    ),
    "mention_forgotten_once_decided": lambda one, _two: Mention.objects.create(
        erasure=Erasure.objects.create(comment=one, what="erased", reason="Na žádost."), said=""
    ),
    "one comment of a form": lambda one, two: rows(two).update(submission_key=one.submission_key),
    "one contact of a comment": lambda one, _two: Contact(comment=one, name="Jiný").save(
        force_insert=True
    ),
    "one consultation of an edition": lambda one, _two: Consultation.objects.create(
        edition=one.item.edition,
        opens_at=BEGAN,
        closes_at=BEGAN + timedelta(days=21),
        answers_promised_on=localdate(),
    ),
    "one template of a name": lambda _one, _two: [
        AnswerTemplate.objects.create(name="Děkujeme", text="Děkujeme.") for _number in range(2)
    ],
}
BEGAN = timezone.now()


def rows(comment: Comment) -> QuerySet[Comment]:
    return Comment.objects.filter(pk=comment.pk)


def shown() -> dict[str, object]:
    return {"state": "published", "published_at": timezone.now()}


def answer(comment: Comment, **fields: object) -> Settlement:
    given = {"outcome": Settlement.Outcome.ACCEPTED, "reasoning": "Ano."} | fields
    return Settlement.objects.create(point=comment.points.get(), **given)


def extend(comment: Comment, *, days: int = 1, reason: str = "Dovolené.") -> Extension:
    consultation = Consultation.objects.get(edition=comment.item.edition)
    return Extension.objects.create(
        consultation=consultation,
        previous_closes_at=consultation.closes_at,
        closes_at=consultation.closes_at + timedelta(days=days),
        previous_promised_on=localdate(),
        promised_on=localdate(),
        reason=reason,
    )


def cancel(comment: Comment, **fields: object) -> Cancellation:
    opens_at = BEGAN if "cancelled_at" in fields else BEGAN + timedelta(days=1)
    given = {"consultation_key": 1, "reason": "Omyl.", "opens_at": opens_at} | fields
    return Cancellation.objects.create(
        edition=comment.item.edition, closes_at=opens_at + timedelta(days=21), **given
    )


def invite(comment: Comment) -> Invitation:
    consultation = Consultation.objects.get(edition=comment.item.edition)
    organisation, _made = Organisation.objects.get_or_create(name="Odbor zdraví")
    return Invitation.objects.create(consultation=consultation, organisation=organisation)


def subscribe(comment: Comment, **fields: object) -> Subscription:
    return Subscription.objects.create(plan=comment.plan, email="a@example.cz", **fields)


@pytest.mark.parametrize("name", WRONG)
def test_what_breaks_a_constraint_is_refused(published: Edition, name: str) -> None:
    open_consultation(published)
    one, two = (make_comment(item_of(published, "A1.1")) for _number in range(2))
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        WRONG[name](one, two)
    if "_" in name:
        assert_names(str(refused.value), name.partition(",")[0])


def assert_names(refusal: str, constraint: str) -> None:
    """PostgreSQL names every constraint, SQLite those that are no indexes."""
    if "CHECK" in refusal or "check" in refusal:
        assert constraint in refusal


def test_every_constraint_has_its_deed() -> None:
    models = apps.get_app_config("comments").get_models()
    names = {it.name for model in models for it in model._meta.constraints}
    assert names == {name for name in WRONG if "_" in name and "," not in name}


@pytest.mark.parametrize("state", Settlement.State)
def test_an_answer_has_a_date_just_when_it_was_published(published: Edition, state: str) -> None:
    was_published = state in {Settlement.State.PUBLISHED, Settlement.State.REPLACED}
    date = timezone.now() if was_published else None
    kept = answer(make_comment(item_of(published, "A1.1")), state=state, published_at=date)
    assert list(Settlement.objects.published()) == ([kept] if state == "published" else [])
    assert list(Settlement.objects.in_work()) == ([] if was_published else [kept])
