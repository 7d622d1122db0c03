"""The receipt under its secret link, and the confirmation of the e-mail."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime

from comments import links, receiving
from comments.limits import ADDRESS, LETTERS
from comments.links import Purpose
from comments.models import Comment
from comments.receiving import Said
from comments.writing import pages, words
from strategy.letters import sending
from strategy.limits import LimitReached
from strategy.models import Edition, Letter
from tests import mails
from tests.comments.writing.sending import later, sent, typed
from tests.factories import item_of, make_comment
from tests.rows import all_rows

DAY = 24 * 3600
LINK = re.compile(r"/odkaz/potvrdit/[^/\s]+/")


@pytest.fixture
def comment(client: Client, edition: Edition) -> Comment:
    """Sent from the web with an e-mail that is not confirmed yet."""
    return sent(client, typed(item_of(edition, "A1.1"), **{"2-text": "Druhý bod."}))


def receipt_of(comment: Comment, then: str = "") -> str:
    return links.path(Purpose.RECEIPT, comment.pk) + then


def confirmation_of(comment: Comment) -> str:
    return links.path(Purpose.CONFIRMATION, comment.pk, comment.contact.email)


def fresh(comment: Comment) -> Comment:
    return Comment.objects.select_related("contact").get(pk=comment.pk)


def deliver() -> None:
    # Some were written in what is the future by this test's clock.
    Letter.objects.waiting().update(send_after=timezone.now())
    sending.send_waiting()


def letters() -> list[tuple[str, str, str]]:
    return list(Letter.objects.order_by("pk").values_list("kind", "to", "state"))


def test_the_receipt_shows_number_words_and_the_authors_own_link(
    client: Client, comment: Comment
) -> None:
    page = client.get(receipt_of(comment)).content.decode()
    assert f"<strong>{comment.number}</strong>" in page
    assert ("&lt;b&gt;Přehled&lt;/b&gt;" in page, "Druhý bod." in page) == (True, True)
    assert "/odkaz/moje/" in page
    # The address is shown as long as it may have to be mended, the name never.
    assert ("obcanka@example.cz" in page, "Občanka Brněnská" in page) == (True, False)


def test_the_receipt_tells_how_it_came_for_whom_and_with_what_weight(
    client: Client, edition: Edition
) -> None:
    comment = receiving.receive(
        [Said(item_of(edition, "A1.1"), "Na papíře.", weight="essential")],
        name="Občanka Brněnská",
        channel="paper",
        speaker="organisation",
        organisation="Spolek Lavička",
        kind="formal",
        received_at=datetime.fromisoformat("2026-06-26T12:00:00+02:00"),
        day_only=True,
    )
    page = client.get(receipt_of(comment)).content.decode().replace("\u00a0", " ")
    for word in ("zásadní", "Spolek Lavička", "za organizaci", "(na papíře)", "formální"):
        assert word in page, word
    assert "26. 6. 2026" in page
    assert ("12:00" in page, "essential" in page) == (False, False)


def test_a_receipt_is_only_read(client: Client, comment: Comment) -> None:
    before = all_rows()
    assert client.get(receipt_of(comment)).status_code == 200
    assert client.post(receipt_of(comment)).status_code == 405
    for then in ("e-mail/", "bez-e-mailu/"):
        assert client.get(receipt_of(comment, then)).status_code == 405
    assert all_rows() == before


@pytest.mark.parametrize("token", ["1", "1:podvrh", "x", "9" * 30])
def test_a_receipt_that_is_not_ours_shows_no_number(
    client: Client, comment: Comment, token: str
) -> None:
    assert client.get(f"/odkaz/prijato/{token}/").status_code == 404
    other = links.sign(*links.mine(comment))
    assert client.get(f"/odkaz/prijato/{other}/").status_code == 404


def test_a_receipt_ends_after_a_month(client: Client, comment: Comment) -> None:
    address = receipt_of(comment)
    with later(29 * DAY):
        assert client.get(address).context["comment"] == comment
    with later(31 * DAY):
        assert client.get(address).status_code == 410


def test_the_letter_carries_the_link_that_confirms(client: Client, comment: Comment) -> None:
    assert letters() == [("comment_received", "obcanka@example.cz", "waiting")]
    (link,) = set(LINK.findall(mails.written()[-1].plain))
    assert client.post(link).status_code == 303
    assert fresh(comment).state == "received"


def test_opening_the_link_confirms_nothing_and_the_button_does(
    client: Client, comment: Comment
) -> None:
    link, before = confirmation_of(comment), all_rows()
    for opened in (client.get(link), client.head(link)):
        assert opened.status_code == 200
    assert client.get(link).context["state"] == "waiting"
    assert all_rows() == before
    after = client.post(link)
    assert (after.status_code, after["Location"]) == (303, link)
    assert client.get(link).context["state"] == "confirmed"
    assert fresh(comment).state == "received"
    assert fresh(comment).contact.confirmed_at is not None


def test_confirming_again_changes_nothing(client: Client, comment: Comment) -> None:
    link = confirmation_of(comment)
    client.post(link)
    before = all_rows()
    with later(60):
        assert client.post(link).status_code == 303
    assert all_rows() == before


def test_the_button_needs_neither_cookie_nor_origin(comment: Comment) -> None:
    # With “no-referrer” a browser sends this origin.
    strict = Client(enforce_csrf_checks=True, headers={"origin": "null"})
    assert strict.post(confirmation_of(comment)).status_code == 303
    assert strict.post(receipt_of(comment, "bez-e-mailu/")).status_code == 200
    assert fresh(comment).state == "received"


def test_a_receipt_says_when_its_letter_goes_out(client: Client, edition: Edition) -> None:
    given = typed(item_of(edition, "A1.1"))
    comments = [sent(client, given | {"text": f"Bod {number}."}) for number in range(4)]
    deliver()
    pages = [client.get(receipt_of(comment)) for comment in comments]
    assert [page.context["later"] is None for page in pages] == [True, True, True, False]
    when = pages[3].context["later"]
    told = pages[3].content.decode().replace("\xa0", " ")
    assert date_format(localtime(when), "DATETIME_FORMAT") in told
    assert timedelta(hours=23) < when - timezone.now() <= timedelta(days=1)
    # Asked for once more, it goes out no sooner, and the page says so again.
    client.post(receipt_of(comments[3], "e-mail/"), {"email": "obcanka@example.cz"})
    assert client.get(receipt_of(comments[3])).context["later"] == when


def test_a_confirmed_address_gets_its_other_letters_at_once(
    client: Client, edition: Edition
) -> None:
    given = typed(item_of(edition, "A1.1"))
    comments = [sent(client, given | {"text": f"Bod {number}."}) for number in range(4)]
    deliver()
    client.post(confirmation_of(comments[0]))
    deliver()
    assert [state for _kind, _to, state in letters()] == ["sent"] * 4
    assert client.get(receipt_of(comments[3])).context["later"] is None
    # Whoever typed the address, only the letter of each comment confirms that one.
    assert [fresh(one).state for one in comments] == ["received", *["unconfirmed"] * 3]


def test_a_new_link_says_when_it_comes(client: Client, comment: Comment) -> None:
    link = confirmation_of(comment)
    deliver()
    with later(7 * DAY + 60):
        answers = []
        for _time in range(3):
            answers.append(client.post(link).context["later"])
            deliver()
        assert answers == [None] * 3
    other = sent(client, typed(comment.item, text="Další."))
    link = confirmation_of(other)
    with later(7 * DAY + 120):
        assert client.post(link).context["later"] > timezone.now()


@pytest.mark.parametrize("purpose", [Purpose.MINE, Purpose.RECEIPT, Purpose.SUBSCRIPTION])
def test_a_token_of_another_purpose_confirms_nothing(
    client: Client, comment: Comment, purpose: Purpose
) -> None:
    token = links.sign(purpose, comment.pk, comment.contact.email)
    assert client.post(f"/odkaz/potvrdit/{token}/").status_code == 404
    assert fresh(comment).state == "unconfirmed"


def test_a_link_that_came_too_late_says_so_and_sends_another(
    client: Client, comment: Comment
) -> None:
    link = confirmation_of(comment)
    with later(7 * DAY + 60):
        late = client.get(link)
        assert (late.status_code, late.context["expired"]) == (410, True)
        assert [kind for kind, *_rest in letters()] == ["comment_received"]
        assert client.post(link).context["sent"] is True
        assert letters()[1:] == [("comment_received", "obcanka@example.cz", "waiting")]
        assert fresh(comment).state == "unconfirmed"
        (newer,) = set(LINK.findall(mails.written()[-1].plain))
        client.post(newer)
    assert fresh(comment).state == "received"


def test_new_links_are_sent_a_few_times_a_day(client: Client, comment: Comment) -> None:
    link = confirmation_of(comment)
    with later(7 * DAY + 60):
        answers = [client.post(link).status_code for _time in range(LETTERS.most + 2)]
    assert answers == [200] * LETTERS.most + [429] * 2
    assert len(letters()) == 1 + LETTERS.most


def test_a_comment_that_was_deleted_meanwhile_says_so(client: Client, comment: Comment) -> None:
    Comment.objects.filter(pk=comment.pk).update(state=Comment.State.EXPIRED)
    link = confirmation_of(comment)
    assert client.get(link).context["state"] == "deleted"
    assert client.post(link).context["state"] == "deleted"
    assert fresh(comment).state == "expired"
    with pytest.raises(receiving.ReceivingRefused):
        receiving.confirm(comment)


def test_a_mistyped_address_is_corrected_and_its_link_confirms_no_more(
    client: Client, comment: Comment
) -> None:
    former = confirmation_of(comment)
    assert client.post(receipt_of(comment, "e-mail/"), {"email": "jiná@"}).status_code == 200
    assert len(letters()) == 1
    right = client.post(receipt_of(comment, "e-mail/"), {"email": "prava@example.cz"})
    assert (right.status_code, right["Location"]) == (303, receipt_of(comment))
    assert letters() == [
        ("comment_received", "", "dropped"),
        ("comment_received", "prava@example.cz", "waiting"),
    ]
    assert client.post(former).context["state"] == "void"
    assert fresh(comment).state == "unconfirmed"
    assert client.post(confirmation_of(fresh(comment))).status_code == 303
    assert fresh(comment).state == "received"


def test_who_goes_on_without_an_e_mail_is_received_and_the_address_forgotten(
    client: Client, comment: Comment
) -> None:
    former = confirmation_of(comment)
    assert client.post(receipt_of(comment, "bez-e-mailu/")).status_code == 303
    assert (fresh(comment).state, fresh(comment).contact.email) == ("received", "")
    assert letters() == [("comment_received", "", "dropped")]
    assert client.get(former).context["state"] == "void"
    again = client.post(receipt_of(comment, "bez-e-mailu/"))
    assert (again.status_code, bool(again.context["refusal"])) == (200, True)


def test_going_without_an_e_mail_is_no_way_round_the_limit(
    client: Client, edition: Edition
) -> None:
    given = typed(item_of(edition, "A1.1"))
    comments = [
        sent(client, given | {"email": f"k{number}@example.cz"})
        for number in range(ADDRESS.most + 1)
    ]
    answers = [client.post(receipt_of(one, "bez-e-mailu/")).status_code for one in comments]
    assert answers == [303] * ADDRESS.most + [429]
    assert fresh(comments[-1]).state == "unconfirmed"
    assert fresh(comments[-1]).contact.email == f"k{ADDRESS.most}@example.cz"


def test_a_confirmed_comment_has_nothing_to_correct(client: Client, comment: Comment) -> None:
    client.post(confirmation_of(comment))
    answer = client.post(receipt_of(comment, "e-mail/"), {"email": "jina@example.cz"})
    assert bool(answer.context["refusal"])
    assert fresh(comment).contact.email == "obcanka@example.cz"


def test_a_comment_without_an_e_mail_waits_for_nothing(client: Client, edition: Edition) -> None:
    comment = sent(client, typed(item_of(edition, "A1.1"), email=""))
    assert (comment.state, letters()) == ("received", [])
    assert client.get(receipt_of(comment)).context["waits"] is False


def test_staff_can_enter_an_e_mail_that_is_confirmed_later(
    client: Client, edition: Edition
) -> None:
    comment = make_comment(item_of(edition, "A1.1"), channel="paper", email="p@example.cz")
    assert client.post(confirmation_of(comment)).status_code == 303
    assert fresh(comment).contact.confirmed_at is not None
    assert fresh(comment).state == "published"


def test_the_same_number_of_points_comes_back_as_was_sent(client: Client, edition: Edition) -> None:
    more = {f"{number}-text": f"Bod {number}." for number in range(2, words.MOST_POINTS + 1)}
    comment = sent(client, typed(item_of(edition, "A1.1"), **more))
    page = client.get(receipt_of(comment))
    assert [part.part for part in page.context["parts"]] == list(range(1, 21))


@pytest.mark.parametrize(
    ("minutes", "count"), [(1, 1), (89, 89), (90, 2), (120, 2), (121, 3), (735, 13)]
)
def test_a_long_wait_is_told_in_hours(minutes: int, count: int) -> None:
    reached = LimitReached(LETTERS, timezone.now() + timedelta(minutes=minutes))
    told = pages.why_not_now(reached)
    assert re.findall(r"\d+", told) == [str(count)]
