"""Erasing who sent a comment: nothing of them is left anywhere; the canary shows that we look."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from brnoplan import working
from brnoplan.packet import making
from comments import reading, redaction
from comments.models import (
    Comment,
    CommentVersion,
    Contact,
    ErasedFile,
    Erasure,
    Point,
    Subscription,
)
from comments.privacy import erasing, files
from comments.privacy.searching import HIDDEN
from comments.tables.searching import saying
from strategy import jobs
from strategy.letters import sending
from strategy.models import Edition, Job, Letter, Rendition
from strategy.pdf import library
from tests.comments.privacy import canaries
from tests.comments.privacy.canaries import EMAIL, NAME, PHONE
from tests.comments.privacy.stored_files import made_files, work_to_the_end
from tests.factories import item_of, make_comment, settle

REASON = "Žádost ze dne 3. 3."


pytestmark = pytest.mark.usefixtures("folder", "press")


@pytest.fixture
def comment(published: Edition) -> Comment:
    return canaries.plant(item_of(published, "A1.1"))


def fresh(comment: Comment) -> Comment:
    return Comment.objects.select_related("plan").get(pk=comment.pk)


def test_a_canary_is_in_every_place_and_after_erasing_in_none(comment: Comment) -> None:
    assert canaries.places() == canaries.PLACES
    erasing.erase(comment, REASON, None)
    assert canaries.places() == set()


@pytest.mark.parametrize(("wording", "left"), [(False, 1), (True, 0)])
def test_by_no_word_of_the_name_can_the_comment_be_found(
    published: Edition, comment: Comment, wording: bool, left: int
) -> None:
    points = Point.objects.filter(comment=comment)
    words = ["žlutého", "kanarek@example.cz", "kanarek", "podepsána"]
    assert [saying(points, word).count() for word in words] == [1, 1, 1, 1]
    erasing.erase(comment, REASON, None, wording=wording)
    assert [saying(points, word).count() for word in words] == [0, 0, 0, left]
    stems = CommentVersion.objects.filter(comment=comment).values_list("stems", flat=True)
    assert not any("kan" in said for said in stems)


@pytest.fixture
def mailed(comment: Comment, settings, tmp_path: Path) -> Path:
    """The folder in which a letter to the person and one to somebody else lie."""
    settings.MAIL_FOLDER = tmp_path / "mail"
    settings.EMAIL_BACKEND = "strategy.letters.folder.EmailBackend"
    words = {"kind": "comment_published", "subject": "Dopis", "plain": canaries.WORDS}
    about = f"comments.comment:{comment.pk}"
    Letter.objects.update(state="sent", sent_at=timezone.now())
    Letter.objects.create(to=EMAIL, message_id="<1@localhost>", about=about, **words)
    Letter.objects.create(to="jina@example.cz", message_id="<2@localhost>", **words)
    while sending.send_waiting():
        pass
    return settings.MAIL_FOLDER


@pytest.mark.parametrize("how", ["erased", "hidden"])
def test_letters_that_lie_in_a_folder_as_files_go_from_there_too(
    comment: Comment, mailed: Path, how: str
) -> None:
    assert len(canaries.files(mailed, "kanarek@example.cz")) == 2
    if how == "erased":
        erasing.erase(comment, REASON, None)
    else:
        redaction.hide(comment, [EMAIL], REASON)
    (left,) = canaries.files(mailed, "kanarek@example.cz")
    assert b"jina@example.cz" in (mailed / left).read_bytes()


def test_the_comment_stays_with_its_number_and_words_under_no_name(comment: Comment) -> None:
    Comment.objects.filter(pk=comment.pk).update(name_public=True)
    [before] = reading.of_comments(Comment.objects.all())
    erasing.erase(comment, REASON, None)
    [after] = reading.of_comments(Comment.objects.all())
    assert before.author == f"{NAME}, Truhlářství {NAME}"
    assert after.author == f"Truhlářství {HIDDEN}"
    assert after.parts[0].text == f"Podepsán {HIDDEN}, {HIDDEN}, tel. {PHONE}"
    assert after.organisation == f"Truhlářství {HIDDEN}"
    assert [answer.reasoning for answer in after.answers] == [f"Podepsán {HIDDEN}, {HIDDEN}"]
    assert after._replace(author="", organisation="", parts=[]) == before._replace(
        author="", organisation="", parts=[]
    )


def test_all_of_what_it_says_is_hidden_where_that_is_asked_for(comment: Comment) -> None:
    canary_with_phone = canaries.places(PHONE)
    assert canary_with_phone == {"comments_commentversion.text", "comments_point.text"}
    erasing.erase(comment, REASON, None, wording=True)
    assert canaries.places(NAME, EMAIL, PHONE) == set()
    [shown] = reading.of_comments(Comment.objects.all())
    assert [(part.text, part.proposal, part.rationale) for part in shown.parts] == [
        (HIDDEN, "", "")
    ]
    assert [point.text for point in shown.parts[0].points] == [""]


def test_an_erasure_says_when_by_whom_and_why_and_nothing_of_the_person(comment: Comment) -> None:
    officer = get_user_model().objects.get(username="referentka")
    erasure = erasing.erase(comment, f" Požádal {NAME} z {EMAIL}. ", officer)
    assert (erasure.reason, erasure.done_by) == (f"Požádal {HIDDEN} z {HIDDEN}.", officer)
    assert list(Erasure.objects.values_list("what", "comment")) == [("erased", comment.pk)]


@pytest.mark.parametrize("reason", ["", "  "])
def test_without_a_reason_nothing_is_erased(comment: Comment, reason: str) -> None:
    with pytest.raises(erasing.ErasingRefused):
        erasing.erase(comment, reason, None)
    assert canaries.places() == canaries.PLACES


def test_what_is_erased_is_not_erased_again_but_its_words_can_be(comment: Comment) -> None:
    erasing.erase(comment, REASON, None)
    with pytest.raises(erasing.ErasingRefused):
        erasing.erase(comment, REASON, None)
    erasing.erase(comment, REASON, None, wording=True)
    assert (Erasure.objects.count(), canaries.places(PHONE)) == (2, set())


def test_words_that_are_hidden_are_not_hidden_again(comment: Comment) -> None:
    erasing.erase(comment, REASON, None, wording=True)
    with pytest.raises(erasing.ErasingRefused):
        erasing.erase(comment, REASON, None, wording=True)
    assert Erasure.objects.count() == 1


def test_of_a_comment_that_was_never_public_no_file_is_made_anew(
    published: Edition, folder: Path
) -> None:
    stored = library.make(published)
    waiting = make_comment(item_of(published, "A1.2"), published=False, name=NAME)
    erasing.erase(waiting, REASON, None)
    assert (folder / stored.file.name).exists()
    assert (Job.objects.count(), ErasedFile.objects.count()) == (0, 0)


def test_nobody_else_is_erased(published: Edition, comment: Comment) -> None:
    namesake = make_comment(item_of(published, "A1.2"), name=NAME, email="jiny@example.cz")
    settle(namesake.points.get(), reasoning=f"Děkujeme, {NAME}.")
    erasing.erase(comment, REASON, None)
    assert Contact.objects.get().name == NAME
    assert namesake.points.get().settlements.get().reasoning == f"Děkujeme, {NAME}."


def test_an_answer_given_to_several_names_nobody_who_is_erased(
    published: Edition, comment: Comment
) -> None:
    other = make_comment(item_of(published, "A1.2"), name="Jiná", email="jina@example.cz")
    settle(other.points.get(), reasoning=f"Jako u {NAME}.")
    other.points.update(together_with=comment.points.get())
    assert other.points.get().settlements.get().reasoning == f"Jako u {NAME}."
    erasing.erase(comment, REASON, None)
    assert other.points.get().settlements.get().reasoning == f"Jako u {HIDDEN}."
    assert canaries.places() == set()


def test_what_waits_to_be_sent_to_them_is_dropped(comment: Comment) -> None:
    before = set(Letter.objects.values_list("state", flat=True))
    erasing.erase(comment, REASON, None)
    after = set(Letter.objects.values_list("state", flat=True))
    assert (before, after) == ({"sent", "waiting"}, {"sent", "dropped"})


def test_a_letter_that_waits_for_somebody_else_goes_out_without_the_name(comment: Comment) -> None:
    waiting = Letter.objects.filter(state="waiting", plain=canaries.WORDS)
    waiting.update(to="odbor@example.cz", recipient="odbor@example.cz")
    erasing.erase(comment, REASON, None)
    left = Letter.objects.filter(state="waiting")
    assert [letter.plain for letter in left] == [f"Podepsán {HIDDEN}, {HIDDEN}"]
    assert canaries.places() == set()


def test_subscriptions_end_where_that_is_asked_for(comment: Comment) -> None:
    same, other = (
        Subscription.objects.create(plan=comment.plan, email=email, confirmed_at=timezone.now())
        for email in (EMAIL.upper(), "jiny@example.cz")
    )
    Letter.objects.filter(state="sent").update(about=f"comments.subscription:{same.pk}")
    erasing.erase(comment, REASON, None, subscriptions=True)
    assert (list(Subscription.objects.all()), canaries.places()) == ([other], set())


def test_subscriptions_go_on_where_nobody_asked(comment: Comment) -> None:
    Subscription.objects.create(plan=comment.plan, email=EMAIL)
    erasing.erase(comment, REASON, None)
    assert canaries.places() == {"comments_subscription.email"}


def test_of_a_comment_that_was_not_confirmed_nothing_is_left(published: Edition) -> None:
    comment = make_comment(
        item_of(published, "A1.1"), name=NAME, email=EMAIL, text=PHONE, published=False
    )
    Comment.objects.filter(pk=comment.pk).update(state="unconfirmed")
    erasing.erase(comment, REASON, None)
    assert (fresh(comment).state, canaries.places(NAME, EMAIL, PHONE)) == ("expired", set())


def test_other_comments_are_told_by_the_same_email(published: Edition, comment: Comment) -> None:
    item = item_of(published, "A1.2")
    same = make_comment(item, name="K. Ž.", email=EMAIL.title())
    make_comment(item, name=NAME, email="")
    assert erasing.other_comments_of(comment.contact) == [same]
    nameless = make_comment(item, name=NAME, email="")
    assert erasing.other_comments_of(nameless.contact) == []


# Stored files


def test_stored_files_that_name_the_person_are_deleted_at_once(
    comment: Comment, folder: Path
) -> None:
    made_files(comment)
    assert len(canaries.files(folder)) == 2
    erasing.erase(comment, REASON, None)
    assert (canaries.files(folder), Rendition.objects.count()) == (set(), 0)


def test_files_are_made_anew_and_both_hashes_are_kept(comment: Comment, folder: Path) -> None:
    made_files(comment)
    old = Rendition.objects.get().sha256
    erasure = erasing.erase(comment, REASON, None)
    work_to_the_end()
    new = Rendition.objects.get().sha256
    kept = erasure.files.order_by("kind")
    assert list(kept.values_list("kind", "variant")) == [
        ("edition_pdf", ""),
        ("packet", "portrait"),
    ]
    assert [kept[0].old_sha256, kept[0].new_sha256] == [old, new]
    assert len({old, new, kept[1].old_sha256, kept[1].new_sha256}) == 4
    packet = Job.objects.get(kind="packet")
    assert files._hash_of(Path(packet.file.path)) == kept[1].new_sha256
    assert canaries.files(folder) == set()
    assert len(list(folder.rglob("*.pdf"))) == 2


def test_a_file_that_no_row_knows_is_deleted_too(comment: Comment, folder: Path) -> None:
    made_files(comment)
    Rendition.objects.all().delete()
    [path] = folder.glob("renditions/*")
    cut_off = path.with_name(f".{path.name}-x1y2")
    cut_off.write_bytes(path.read_bytes())
    other = path.with_name(f"jiny-{path.name}")
    other.write_bytes(b"%PDF")
    erasing.erase(comment, REASON, None)
    assert list(folder.glob("renditions/*")) == [other]


def test_what_was_being_made_meanwhile_is_made_anew(
    comment: Comment, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A press that is at work while the person is erased gives the name away no more."""
    edition = made_files(comment)
    Rendition.objects.all().delete()
    sources: list[str] = []

    def erased_meanwhile(html: str, **_limits: object) -> bytes:
        if not sources:
            erasing.erase(comment, REASON, None)
        sources.append(html)
        return html.encode()

    monkeypatch.setattr(library, "render", erased_meanwhile)
    library.make(edition)
    assert [canaries.sung(source, NAME) for source in sources] == [True, False]
    assert (canaries.files(folder), Rendition.objects.count()) == (set(), 1)


def test_a_packet_that_was_being_made_meanwhile_is_made_anew(
    comment: Comment, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = made_files(comment)
    sources: list[str] = []

    def erased_meanwhile(html: str, **_limits: object) -> bytes:
        if not sources:
            erasing.erase(comment, REASON, None)
        sources.append(html)
        return html.encode()

    monkeypatch.setattr(making, "render", erased_meanwhile)
    jobs.order(Job.Kind.PACKET, edition, "landscape")
    working.do(jobs.take(1))
    assert [canaries.sung(source, NAME) for source in sources] == [True, False]
    assert canaries.files(folder) == set()


def test_a_new_file_is_ordered_again_where_its_job_was_lost(comment: Comment) -> None:
    made_files(comment)
    erasing.erase(comment, REASON, None)
    Job.objects.all().delete()
    assert files.know_new_hashes() is False
    assert sorted(Job.objects.values_list("kind", flat=True)) == ["edition_pdf", "packet"]


def test_the_archive_of_what_was_approved_names_nobody_and_stays(comment: Comment) -> None:
    erasure = erasing.erase(comment, REASON, None)
    assert not ErasedFile.objects.filter(erasure=erasure).exists()
    assert not Job.objects.exists()


def test_public_pages_are_made_anew(comment: Comment) -> None:
    before = library.page_revision(comment.item.edition)
    erasing.erase(comment, REASON, None)
    assert library.page_revision(comment.item.edition) > before
    assert timezone.now() - fresh(comment).erasures.get().done_at < timedelta(minutes=1)
