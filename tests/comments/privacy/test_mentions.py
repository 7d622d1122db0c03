"""Names of who erased themselves, where others wrote them: a person decides."""

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from comments.models import Comment, Mention, Settlement
from comments.privacy import erasing, mentions
from comments.privacy.hidden import HIDDEN
from strategy.models import Edition, PageRevision
from tests.comments.privacy import canaries
from tests.comments.staff import signed_in
from tests.factories import item_of, make_comment, settle

PAGE = "/pripominky/vymazat/"
PHRASE = "při další úpravě"
ANSWER = "Doplníme při další úpravě."


@pytest.fixture
def comment(published: Edition) -> Comment:
    """Its sender gave a phrase as their name, and the city's answer holds it."""
    made = make_comment(item_of(published, "A1.1"), name=PHRASE, text=f"Podepsán {PHRASE}.")
    settle(made.points.get(), reasoning=ANSWER)
    return made


def erase(comment: Comment) -> None:
    erasing.erase(comment, "Na vlastní žádost.", None, in_answers=False)


def answer(comment: Comment) -> str:
    return Settlement.objects.get(point__comment=comment).reasoning


def test_a_phrase_stays_in_the_answer_and_goes_from_their_own_words(comment: Comment) -> None:
    erase(comment)
    assert answer(comment) == ANSWER
    assert comment.versions.get().text == f"Podepsán {HIDDEN}."
    assert [mention.said for mention in Mention.objects.waiting()] == [PHRASE]


def test_a_name_that_nobody_else_wrote_is_listed_nowhere(published: Edition) -> None:
    made = make_comment(item_of(published, "A1.1"), name="Jana Nová", text="Jana Nová")
    settle(made.points.get(), reasoning=ANSWER)
    erase(made)
    assert not Mention.objects.exists()


def test_what_others_wrote_is_left_with_an_entry_of_the_log_about_it(comment: Comment) -> None:
    entry = LogEntry.objects.create(
        user=get_user_model().objects.create(username="referentka"),
        content_type=ContentType.objects.get_for_model(Settlement),
        object_id=str(Settlement.objects.get().pk),
        object_repr=ANSWER,
        action_flag=CHANGE,
    )
    erase(comment)
    entry.refresh_from_db()
    assert entry.object_repr == ANSWER
    mentions.hide(Mention.objects.get(), None)
    entry.refresh_from_db()
    assert entry.object_repr == f"Doplníme {HIDDEN}."


def test_what_is_listed_stands_with_the_places_and_others_comments(
    comment: Comment, published: Edition
) -> None:
    other = make_comment(item_of(published, "A1.2"), text=f"Jak píše {PHRASE}")
    erase(comment)
    (one,) = mentions.waiting()
    pieces = [("Doplníme ", False), (PHRASE, True), (".", False)]
    assert [place.pieces for place in one.places] == [pieces, pieces]
    assert one.comments == [other]


def test_one_who_decides_hides_it_everywhere_and_nothing_of_it_is_kept(comment: Comment) -> None:
    erase(comment)
    before = PageRevision.objects.get(plan=comment.plan).number
    mentions.hide(Mention.objects.get(), get_user_model().objects.create(username="referentka"))
    assert answer(comment) == f"Doplníme {HIDDEN}."
    assert canaries.places(PHRASE) == set()
    decided = Mention.objects.get()
    assert (decided.said, decided.hidden, decided.decided_by.username) == ("", True, "referentka")
    assert PageRevision.objects.get(plan=comment.plan).number > before


def test_of_a_planted_name_nothing_is_left_once_all_is_hidden(published: Edition) -> None:
    planted = canaries.plant(item_of(published, "A1.1"))
    erase(planted)
    assert canaries.places() == canaries.OF_OTHERS | {"comments_mention.said"}
    for mention in Mention.objects.all():
        mentions.hide(mention, None)
    assert canaries.places() == set()


def test_what_names_nobody_is_left_and_forgotten(comment: Comment) -> None:
    erase(comment)
    mentions.leave(Mention.objects.get(), None)
    assert answer(comment) == ANSWER
    assert (Mention.objects.get().said, mentions.waiting()) == ("", [])


@pytest.mark.parametrize("deed", [mentions.hide, mentions.leave])
def test_it_is_decided_once(comment: Comment, deed) -> None:
    erase(comment)
    mention = Mention.objects.get()
    mentions.leave(mention, None)
    with pytest.raises(mentions.DecidedAlready):
        deed(mention, None)
    assert answer(comment) == ANSWER


def test_a_word_that_another_person_said_of_an_answer_they_share_is_left_too(
    comment: Comment, published: Edition
) -> None:
    other = make_comment(item_of(published, "A1.2"), name="Jiná")
    settle(other.points.get(), reasoning=f"Také {PHRASE}.")
    other.points.update(together_with=comment.points.get())
    erase(comment)
    assert answer(other) == f"Také {PHRASE}."


@pytest.mark.parametrize(("deed", "left"), [("hide", f"Doplníme {HIDDEN}."), ("leave", ANSWER)])
def test_the_page_lists_it_and_decides(comment: Comment, deed: str, left: str) -> None:
    erase(comment)
    officer = signed_in("erase_contact")
    page = officer.get(PAGE)
    assert [one.mention.said for one in page.context["waiting"]] == [PHRASE]
    assert f"<mark>{PHRASE}</mark>" in page.content.decode()
    done = officer.post(PAGE, {"mention": Mention.objects.get().pk, "deed": deed})
    assert (done.status_code, done.headers["Location"], answer(comment)) == (303, PAGE, left)
    assert officer.get(PAGE).context["waiting"] == []


@pytest.mark.parametrize("given", [{"deed": "hide"}, {"deed": "hide", "mention": "0"}])
def test_of_nothing_nothing_is_decided(comment: Comment, given: dict[str, str]) -> None:
    erase(comment)
    assert signed_in("erase_contact").post(PAGE, given).status_code == 404


def test_who_may_not_erase_neither_sees_nor_decides(client: Client, comment: Comment) -> None:
    erase(comment)
    assert reverse("comments:mention_list") == PAGE
    given = {"mention": Mention.objects.get().pk, "deed": "hide"}
    clerk = signed_in("check_comment view_contact")
    assert [clerk.get(PAGE).status_code, clerk.post(PAGE, given).status_code] == [403, 403]
    assert client.post(PAGE, given).status_code == 302
    assert answer(comment) == ANSWER
