"""What an author can do with a comment, until when, and what becomes public of it."""

from datetime import timedelta
from functools import partial

import pytest
import time_machine

from comments import amending, publication, reading, settlement
from comments.amending import AmendedMeanwhile, AmendingRefused
from comments.models import Comment, CommentVersion, Consultation, Reaction, Settlement
from comments.receiving import Said, receive
from comments.rows import write_version
from strategy.models import Edition, ItemTally, PageRevision
from tests.factories import (
    add_point,
    draft_of,
    item_of,
    make_comment,
    make_plan,
    open_consultation,
    publish,
    publish_afterwards,
    publish_answer,
    settle,
)
from tests.races import at_once, needs_postgres


@pytest.fixture
def edition(published: Edition) -> Edition:
    """The small plan's published edition while it is consulted."""
    open_consultation(published)
    return published


def said(edition: Edition, *parts: tuple[str, str]) -> list[Said]:
    return [Said(item_of(edition, code), text) for code, text in parts]


def taken_in(edition: Edition, *parts: tuple[str, str]) -> Comment:
    """A published comment of such parts."""
    comment = receive(said(edition, *parts), name="Občanka", channel="import")
    return publication.publish(comment)


def points(comment: Comment) -> list[tuple[int, int, str, str]]:
    """(position, part, code, text) of each."""
    ordered = comment.points.order_by("position")
    return list(ordered.values_list("position", "part", "item__code", "text"))


def counted(edition: Edition) -> dict[str, int]:
    found = ItemTally.objects.filter(item__edition=edition, comments__gt=0)
    return dict(found.values_list("item__code", "comments"))


def revision(edition: Edition) -> int:
    return PageRevision.objects.get(plan=edition.plan).number


def texts(edition: Edition, code: str = "A1.1") -> list[str]:
    found = reading.page(item_of(edition, code)).comments
    return [part.text for comment in found for part in comment.parts]


def test_an_amendment_of_what_is_published_waits_for_its_check(edition: Edition) -> None:
    comment = taken_in(edition, ("A1.1", "Dřív."))
    comment = amending.amend(comment, said(edition, ("A1.1", "Potom.")), seen=1)
    assert (comment.version, comment.newest_version) == (1, 2)
    assert texts(edition) == ["Dřív."]
    assert points(comment) == [(1, 1, "A1.1", "Dřív.")]
    before = revision(edition)
    publication.publish(comment)
    assert texts(edition) == ["Potom."]
    assert points(comment) == [(1, 1, "A1.1", "Potom.")]
    assert revision(edition) > before
    assert [version.text for version in comment.versions.order_by("number")] == ["Dřív.", "Potom."]


@pytest.mark.parametrize("state", [Comment.State.RECEIVED, Comment.State.HELD])
def test_an_amendment_of_what_nobody_reads_takes_its_place_at_once(
    edition: Edition, state: str
) -> None:
    comment = make_comment(item_of(edition, "A1.1"), published=False)
    if state == Comment.State.HELD:
        publication.hold(comment)
    comment = amending.amend(comment, said(edition, ("A1.2", "Jinam.")))
    assert (comment.version, comment.newest_version, comment.item.code) == (2, 2, "A1.2")
    assert points(comment) == [(1, 1, "A1.2", "Jinam.")]


def test_the_same_words_sent_again_are_no_new_version(edition: Edition) -> None:
    comment = taken_in(edition, ("A1.1", "Dřív."))
    for _time in range(2):
        amending.amend(comment, said(edition, ("A1.1", "Potom.")), seen=1)
    assert CommentVersion.objects.filter(comment=comment).count() == 2


def test_of_two_windows_the_second_is_told_and_loses_no_version(edition: Edition) -> None:
    comment = taken_in(edition, ("A1.1", "Dřív."))
    amending.amend(comment, said(edition, ("A1.1", "Z prvního okna.")), seen=1)
    with pytest.raises(AmendedMeanwhile):
        amending.amend(comment, said(edition, ("A1.1", "Z druhého okna.")), seen=1)
    amending.amend(comment, said(edition, ("A1.1", "Z druhého okna.")), seen=2)
    assert [version.text for version in comment.versions.order_by("number")] == [
        "Dřív.",
        "Z prvního okna.",
        "Z druhého okna.",
    ]


def test_a_comment_is_amended_only_while_its_consultation_is_open(edition: Edition) -> None:
    comment = taken_in(edition, ("A1.1", "Dřív."))
    closes_at = Consultation.objects.get(edition=edition).closes_at
    with time_machine.travel(closes_at, tick=False), pytest.raises(AmendingRefused):
        amending.amend(comment, said(edition, ("A1.1", "Pozdě.")))
    with time_machine.travel(closes_at - timedelta(microseconds=1), tick=False):
        amending.amend(comment, said(edition, ("A1.1", "Včas.")))
    newest = CommentVersion.objects.filter(comment=comment).order_by("-number")[0]
    assert newest.text == "Včas."


def test_what_is_doubtful_is_looked_for_in_the_new_wording(edition: Edition) -> None:
    link = "Kupte to na https://example.cz."
    sender = {"name": "Občanka", "email": "obcanka@example.cz", "marks": ["trap"]}
    comment = receive([Said(item_of(edition, "A1.1"), link)], **sender)
    assert comment.doubts == ["link", "trap"]
    comment = amending.amend(comment, said(edition, ("A1.1", "Volejte 602 123 456.")))
    assert (comment.doubts, comment.score) == (["phone", "trap"], 2)
    amended = Said(item_of(edition, "A1.1"), "Přidat lavičky.", proposal=link)
    assert amending.amend(comment, [amended]).doubts == ["link", "trap"]


def test_what_the_author_repeats_of_their_own_is_no_doubt_and_of_others_it_is(
    edition: Edition,
) -> None:
    long = "Přidejte prosím lavičky na všechny zastávky tramvají ve městě."
    own, other = (taken_in(edition, ("A1.1", text)) for text in (long, f"{long} A stromy."))
    amended = amending.amend(own, said(edition, ("A1.1", long), ("A1.2", "A stromy.")))
    assert amended.doubts == []
    assert amending.amend(other, said(edition, ("A1.1", long))).doubts == ["repeated"]


def test_a_name_like_that_of_an_office_is_doubted_in_what_came_from_the_web_alone(
    edition: Edition,
) -> None:
    given = {"name": "Magistrát města Brna"}
    parts = said(edition, ("A1.1", "Dřív."))
    web, paper = (receive(parts, channel=channel, **given) for channel in ("web", "paper"))
    after = said(edition, ("A1.1", "Potom."))
    assert [amending.amend(one, after).doubts for one in (web, paper)] == [["office"], []]


def test_a_comment_has_only_so_many_wordings(edition: Edition) -> None:
    comment = make_comment(item_of(edition, "A1.1"), published=False)
    for number in range(2, amending.MOST_VERSIONS + 1):
        amending.amend(comment, said(edition, ("A1.1", f"Znění {number}.")))
    with pytest.raises(AmendingRefused):
        amending.amend(comment, said(edition, ("A1.1", "A ještě jinak.")))
    assert CommentVersion.objects.count() == amending.MOST_VERSIONS


@pytest.mark.parametrize("kind", [Comment.Kind.GENERAL, Comment.Kind.NONE])
def test_nothing_that_is_settled_is_amended(edition: Edition, kind: str) -> None:
    comment = make_comment(item_of(edition, "A1.1"), kind=kind)
    if kind != Comment.Kind.NONE:
        settle(comment.points.get())
    with pytest.raises(AmendingRefused):
        amending.amend(comment, said(edition, ("A1.1", "Potom.")))
    assert CommentVersion.objects.filter(comment=comment).count() == 1


def test_a_rejected_or_withdrawn_comment_is_not_amended(edition: Edition) -> None:
    rejected, withdrawn = (make_comment(item_of(edition, "A1.1")) for _number in range(2))
    publication.reject(rejected, Comment.Rejection.OFF_TOPIC)
    amending.withdraw(withdrawn)
    for comment in (rejected, withdrawn):
        with pytest.raises(AmendingRefused):
            amending.amend(comment, said(edition, ("A1.1", "Potom.")))


def test_an_amendment_stays_with_the_edition(edition: Edition) -> None:
    comment = taken_in(edition, ("A1.1", "Dřív."))
    for parts in (said(draft_of(edition.plan), ("A1.1", "Potom.")), []):
        with pytest.raises(AmendingRefused):
            amending.amend(comment, parts)
    assert CommentVersion.objects.filter(comment=comment).count() == 1


def test_a_part_that_reads_as_before_keeps_its_points_wherever_it_now_stands(
    edition: Edition,
) -> None:
    comment = taken_in(edition, ("A1.1", "První."), ("A1.2", "Druhá."))
    second = comment.points.get(part=2)
    publication.publish(amending.amend(comment, said(edition, ("A1.2", "Druhá."))))
    assert points(comment) == [(2, 1, "A1.2", "Druhá.")]
    assert comment.points.get() == second
    assert texts(edition, "A1.2") == ["Druhá."]
    assert counted(edition) == {"A1.2": 1}


def test_an_added_part_gets_a_point_of_its_own(edition: Edition) -> None:
    comment = taken_in(edition, ("A1.1", "První."))
    wanted = said(edition, ("A1.1", "První."), ("A1.3", "Navíc."))
    publication.publish(amending.amend(comment, wanted))
    assert points(comment) == [(1, 1, "A1.1", "První."), (2, 2, "A1.3", "Navíc.")]
    assert counted(edition) == {"A1.1": 1, "A1.3": 1}


def test_a_split_part_that_reads_otherwise_is_one_point_again(edition: Edition) -> None:
    comment = taken_in(edition, ("A1.1", "Jedno a druhé."))
    add_point(comment, "druhé")
    publication.publish(amending.amend(comment, said(edition, ("A1.1", "Jen jedno."))))
    assert points(comment) == [(1, 1, "A1.1", "Jen jedno.")]


def test_an_answer_drafted_to_other_words_is_checked_again(edition: Edition) -> None:
    comment = taken_in(edition, ("A1.1", "Dřív."), ("A1.2", "Beze změny."))
    answers = [settle(point, published=False) for point in comment.points.order_by("part")]
    for answer in answers:
        settlement.check(answer)
    wanted = said(edition, ("A1.1", "Potom."), ("A1.2", "Beze změny."))
    publication.publish(amending.amend(comment, wanted))
    states = Settlement.objects.order_by("point__part").values_list("state", flat=True)
    assert list(states) == [Settlement.State.DRAFT, Settlement.State.CHECKED]


def test_what_was_answered_meanwhile_stays_with_the_words_it_answers(edition: Edition) -> None:
    comment = taken_in(edition, ("A1.1", "Dřív."), ("A1.2", "Zbytečné."))
    for point in comment.points.all():
        settle(point)
    comment.newest_version = 2
    comment.save()
    write_version(comment, said(edition, ("A1.1", "Potom.")), at=comment.received_at)
    publication.publish(comment)
    assert points(comment) == [
        (1, 1, "A1.1", "Dřív."),
        (2, 1, "A1.2", "Zbytečné."),
        (3, 1, "A1.1", "Potom."),
    ]
    (shown,) = reading.page(item_of(edition, "A1.1")).comments
    assert [(point.text, point.answer is None) for point in shown.points] == [
        ("Dřív.", False),
        ("Zbytečné.", False),
        ("", True),
    ]


def test_a_withdrawn_comment_leaves_its_number_alone(edition: Edition) -> None:
    comment = taken_in(edition, ("A1.1", "Dřív."), ("A1.2", "Druhá."))
    before = revision(edition)
    comment = amending.withdraw(comment)
    assert (comment.state, comment.withdrawn_at is None) == (Comment.State.WITHDRAWN, False)
    assert texts(edition) == []
    assert counted(edition) == {}
    assert revision(edition) > before
    assert amending.withdraw(comment).withdrawn_at == comment.withdrawn_at


def test_what_nobody_reads_is_withdrawn_without_a_change_of_pages(edition: Edition) -> None:
    before = revision(edition)
    amending.withdraw(make_comment(item_of(edition, "A1.1"), published=False))
    assert revision(edition) == before


def test_an_answered_comment_is_not_withdrawn(edition: Edition) -> None:
    comment = taken_in(edition, ("A1.1", "Dřív."))
    settle(comment.points.get())
    with pytest.raises(AmendingRefused):
        amending.withdraw(comment)
    assert texts(edition) == ["Dřív."]


def test_no_comments_can_be_withdrawn_though_they_were_noted(edition: Edition) -> None:
    comment = make_comment(item_of(edition, "A1.1"), kind=Comment.Kind.NONE)
    assert amending.withdraw(comment).state == Comment.State.WITHDRAWN


def test_a_rejected_comment_is_not_withdrawn(edition: Edition) -> None:
    comment = publication.reject(
        make_comment(item_of(edition, "A1.1")), Comment.Rejection.OFF_TOPIC
    )
    with pytest.raises(AmendingRefused):
        amending.withdraw(comment)


def test_a_name_is_shown_and_hidden_at_any_time(edition: Edition) -> None:
    item = item_of(edition, "A1.1")
    comment = make_comment(item, name="Občanka Brněnská")
    settle(comment.points.get())
    before = revision(edition)
    amending.show_name(comment)
    assert [it.author for it in reading.page(item).comments] == ["Občanka Brněnská"]
    amending.hide_name(comment)
    assert [it.author for it in reading.page(item).comments] == [reading.public_label(1)]
    after = revision(edition)
    assert after > before + 1
    amending.hide_name(comment)
    assert revision(edition) == after


def test_a_reaction_is_said_anew_until_the_plan_is_approved(edition: Edition) -> None:
    comment = taken_in(edition, ("A1.1", "Dřív."))
    answer = settle(comment.points.get())
    before = revision(edition)
    amending.react(answer, satisfied=True)
    amending.react(answer, satisfied=False, words=" Nestačí. ")
    reaction = Reaction.objects.get()
    assert (reaction.satisfied, reaction.words) == (False, "Nestačí.")
    assert revision(edition) == before + 2
    publish_afterwards(edition.plan, Edition.State.APPROVED)
    with pytest.raises(AmendingRefused):
        amending.react(answer, satisfied=True)
    assert Reaction.objects.get().satisfied is False


def test_only_a_published_answer_is_judged(edition: Edition) -> None:
    comment = taken_in(edition, ("A1.1", "Dřív."))
    answer = settle(comment.points.get(), published=False)
    with pytest.raises(AmendingRefused):
        amending.react(answer, satisfied=True)
    first = publish_answer(answer)
    publish_answer(settlement.reopen(first.point, "Nová zjištění."))
    with pytest.raises(AmendingRefused):
        amending.react(first, satisfied=True)
    assert Reaction.objects.count() == 0


def test_an_answer_to_what_is_not_published_is_not_judged(edition: Edition) -> None:
    comment = taken_in(edition, ("A1.1", "Dřív."))
    answer = settle(comment.points.get())
    publication.hold(comment)
    with pytest.raises(AmendingRefused):
        amending.react(answer, satisfied=True)


@needs_postgres
@pytest.mark.usefixtures("committed")
def test_of_windows_that_amend_at_once_one_is_first_and_all_others_are_told() -> None:
    edition = publish(make_plan())
    open_consultation(edition)
    comment = taken_in(edition, ("A1.1", "Dřív."))

    def amend(text: str) -> str:
        try:
            amending.amend(comment, said(edition, ("A1.1", text)), seen=1)
        except AmendedMeanwhile:
            return "told"
        return "first"

    told = at_once([partial(amend, f"Okno {number}.") for number in range(6)])
    assert sorted(told) == ["first", *["told"] * 5]
    comment.refresh_from_db()
    assert (comment.newest_version, comment.versions.count()) == (2, 2)


@needs_postgres
@pytest.mark.usefixtures("committed")
def test_a_comment_withdrawn_many_times_at_once_is_counted_down_once() -> None:
    edition = publish(make_plan())
    open_consultation(edition)
    make_comment(item_of(edition, "A1.1"))
    comment = taken_in(edition, ("A1.1", "Dřív."))
    at_once([partial(amending.withdraw, comment) for _number in range(4)])
    assert counted(edition) == {"A1.1": 1}
