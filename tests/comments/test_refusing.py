"""An amendment refused alone: readers keep the wording before it, its author is told."""

from functools import partial

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments import amending, links, publication, reading, settlement
from comments.following import versions
from comments.models import Comment, Contact
from comments.publication import CheckRefused, DecidedMeanwhile
from comments.receiving import Said
from strategy.editing import version_of
from strategy.models import Edition, Letter, PageRevision
from tests import mails
from tests.comments.staff import signed_in
from tests.factories import (
    item_of,
    make_comment,
    make_plan,
    open_consultation,
    publish,
    settle,
)
from tests.html_checker import faults
from tests.races import at_once, needs_postgres

INSULTING = Comment.Rejection.INSULTING


@pytest.fixture
def comment(published: Edition) -> Comment:
    """Published, with an amendment that waits."""
    open_consultation(published)
    comment = make_comment(item_of(published, "A1.1"), text="Dřív.", email="o@example.cz")
    Contact.objects.update(confirmed_at=timezone.now())
    return amend(comment, "Urážlivě.")


def amend(comment: Comment, text: str) -> Comment:
    return amending.amend(comment, [Said(comment.item, text)])


def shown() -> list[str]:
    return [it.parts[0].text for it in reading.of_comments(Comment.objects.all())]


def test_readers_keep_the_wording_and_the_queue_is_empty(comment: Comment) -> None:
    records = comment.history.count()
    revision = PageRevision.objects.get(plan=comment.plan_id).number
    comment = publication.refuse_amendment(comment, INSULTING)
    assert (comment.state, comment.version, comment.refused_version) == ("published", 1, 2)
    assert (shown(), Comment.objects.awaiting_check().count()) == (["Dřív."], 0)
    assert comment.history.count() == records + 1
    # Its consultation may be settled by that, and says so.
    assert PageRevision.objects.get(plan=comment.plan_id).number > revision
    assert (comment.is_amended, comment.is_refused) == (False, True)


def test_the_refused_wording_is_kept_and_never_published(comment: Comment) -> None:
    comment = publication.refuse_amendment(comment, INSULTING)
    assert comment.versions.filter(number=2).get().text == "Urážlivě."
    publication.publish(comment)
    publication.publish(publication.hold(comment))
    assert (shown(), [it.parts[0].text[0].text for it in versions.public(comment)]) == (
        ["Dřív."],
        ["Dřív."],
    )


def test_it_can_be_amended_again_and_published_then(comment: Comment) -> None:
    publication.refuse_amendment(comment, INSULTING)
    comment = amend(comment, "Slušně.")
    assert list(Comment.objects.awaiting_check()) == [comment]
    comment = publication.publish(comment)
    assert (shown(), comment.version, len(versions.public(comment))) == (["Slušně."], 3, 2)
    assert [it.refusal for it in versions.own(comment)] == ["", str(INSULTING.label), ""]


def test_the_author_is_told_once_and_reads_why(client: Client, comment: Comment) -> None:
    Letter.objects.all().delete()
    publication.refuse_amendment(comment, INSULTING)
    (mail,) = mails.sent()
    assert str(INSULTING.label) in mail.plain
    page = links.path(*links.mine(comment))
    # Up to the instant at which each is signed.
    assert any(page.partition(":")[0] in link for link in mail.links)
    content = client.get(page).content.decode()
    assert content.count(str(INSULTING.label)) == 2
    assert ("Urážlivě." in content, faults(content)) == (True, [])


def test_the_refused_wording_stands_on_no_public_page(client: Client, comment: Comment) -> None:
    publication.refuse_amendment(comment, INSULTING)
    publication.publish(amend(comment, "Slušně."))
    pages = [comment.get_absolute_url(), f"{comment.get_absolute_url()}verze/"]
    contents = [client.get(page).content.decode() for page in pages]
    assert [("Urážlivě" in it, "Slušně" in it) for it in contents] == [(False, True)] * 2


def test_what_it_answers_can_be_published_again(comment: Comment) -> None:
    draft = settle(comment.points.get(), published=False)
    with pytest.raises(settlement.SettlementRefused):
        settlement.publish([settlement.check(draft)], by="")
    publication.refuse_amendment(comment, INSULTING)
    (answer,) = settlement.publish([draft], by="")
    assert answer.state == "published"


@pytest.mark.parametrize("reason", ["", "protože"])
def test_the_reason_is_one_of_the_list(comment: Comment, reason: str) -> None:
    with pytest.raises(CheckRefused):
        publication.refuse_amendment(comment, reason)
    assert Comment.objects.get().refused_version == 0


def test_where_none_waits_none_is_refused(comment: Comment) -> None:
    publication.refuse_amendment(comment, INSULTING)
    with pytest.raises(CheckRefused):
        publication.refuse_amendment(comment, INSULTING)
    with pytest.raises(CheckRefused):
        publication.refuse_amendment(make_comment(comment.item), INSULTING)


def test_whoever_saw_something_else_refuses_nothing(comment: Comment) -> None:
    seen = version_of(comment)
    amend(comment, "Slušně.")
    with pytest.raises(DecidedMeanwhile):
        publication.refuse_amendment(comment, INSULTING, seen=seen)
    assert Comment.objects.get().refused_version == 0


def test_a_held_comment_published_with_its_amendment_leaves_one_record(comment: Comment) -> None:
    held = publication.hold(comment)
    records = held.history.count()
    published = publication.publish(held)
    assert (shown(), published.history.count() - records) == (["Urážlivě."], 1)


def test_an_officer_refuses_it_in_the_queue(comment: Comment) -> None:
    officer = signed_in()
    (card,) = officer.get("/pripominky/kontrola/").context["cards"]
    given = {"deed": "refuse", "refusal": "insulting", "seen": card.seen, "from": "jedna"}
    response = officer.post(reverse("comments:checking_decide", args=[comment.pk]), given)
    page = officer.get(response.url)
    (card,) = [page.context["card"]]
    assert [it.text for it in card.parts[0].said[0].stretches] == ["Dřív."]
    assert (card.comment.refusal, card.parts[0].said[0].differences) == ("insulting", [])
    assert faults(page.content.decode()) == []
    record = comment.history.order_by("-history_id").first()
    assert (record.refused_version, record.history_user.username) == (2, "urednice")


def test_without_a_reason_the_officer_is_told_to_choose_one(comment: Comment) -> None:
    officer = signed_in()
    given = {"deed": "refuse", "seen": version_of(comment)}
    response = officer.post(reverse("comments:checking_decide", args=[comment.pk]), given)
    (told,) = officer.get(response.url).context["messages"]
    assert (told.level_tag, User.objects.count()) == ("error", 1)
    assert Comment.objects.get().refused_version == 0


@needs_postgres
@pytest.mark.usefixtures("committed")
def test_of_officers_who_decide_at_once_one_is_heard() -> None:
    edition = publish(make_plan())
    open_consultation(edition)
    comment = amend(make_comment(item_of(edition, "A1.1"), text="Dřív."), "Urážlivě.")
    seen, records = version_of(comment), comment.history.count()

    def decide(number: int) -> bool:
        try:
            if number % 2:
                publication.publish(comment, seen=seen)
            else:
                publication.refuse_amendment(comment, INSULTING, seen=seen)
        except DecidedMeanwhile:
            return False
        return True

    assert sum(at_once([partial(decide, number) for number in range(6)])) == 1
    assert comment.history.count() == records + 1
