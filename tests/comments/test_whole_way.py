"""One comment from the first word to what became of it, on the pages that people go through.

Each chapter says who does what, what everyone can read then, and which letters go out for it.
"""

from datetime import date, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from brnoplan import groups, pagestore
from brnoplan.packet import document as packet
from comments import consultation
from comments.models import Comment, Consultation, Point, Settlement
from comments.privacy.hidden import HIDDEN
from strategy import editing, editions, resolutions
from strategy.models import Edition, Letter, Organisation, Plan
from strategy.pdf import document as book
from strategy.pdf import press
from tests import mails
from tests.comments.browsing import Browser
from tests.comments.tables.tables import of_csv, of_html
from tests.comments.writing.sending import CHECK, SEND
from tests.factories import draft_of, item_of
from tests.strategy.test_pdf_press import texts_of

MANY = "/pripominky/vyporadani/najednou/"
EMAIL, DEPARTMENT = "obcanka@example.cz", "zdravi@example.cz"
PHONE = "604 123 987"
COMMUNITIES = f"Doplňte přehled komunit, ráda pomohu na {PHONE}."
REDACTED = f"Doplňte přehled komunit, ráda pomohu na {HIDDEN}."
PROPOSAL = "Podporovat záměr 1 a přehled komunit."
BENCHES = "Na zastávkách chybějí lavičky."
WRITTEN = (COMMUNITIES, PROPOSAL, BENCHES)
YES, NO = "Přehled komunit doplňujeme.", "Lavičky nejsou věcí tohoto plánu."
STANDS_BY = "Lavičky patří k péči o seniory."
# How all answers stand after a deed of somebody.
AFTER = {("jana", "check"): "draft", ("petr", "check"): "checked", ("petr", "publish"): "published"}
# What the settlement table tells of it, wherever it is read.
TOLD = ("number", "place", "wording", "proposal", "reasoning", "settled_by", "settled_on")
BY = {"settled_by": "Odbor zdraví", "settled_on": "20. 5. 2027"}
TABLE = [
    {"number": "1/1", "place": "A1.1", "wording": REDACTED, "proposal": PROPOSAL, "reasoning": YES}
    | BY,
    {"number": "1/2", "place": "A1.2", "wording": BENCHES, "proposal": "", "reasoning": NO} | BY,
]


def test_the_whole_way_of_one_comment(town: "Town") -> None:
    edition = a_consultation_opens(town)
    comment = somebody_writes_two_points(town, edition)
    mine = the_email_is_confirmed(town)
    a_telephone_number_is_hidden(town, comment)
    both_points_are_given_to_a_department(town)
    one_is_accepted_and_one_is_not(town, comment)
    both_answers_are_published_at_once(town)
    the_author_stands_by_the_second_point(town, mine)
    the_next_edition_shows_what_was_changed(town)
    packet_html = the_council_gets_the_packet_and_approves(town)
    the_author_reads_how_it_ended(town, mine)
    everything_tells_the_same(town, edition, packet_html)


class Town:
    """Everyone who has to do with the comment, and the clock on the town hall."""

    def __init__(self, plan: Plan, clock: Any) -> None:
        self.plan, self.clock = plan, clock
        self.author, self.reader = Browser(), Browser()
        self.staff = {name: _comment_officer(name) for name in ("jana", "petr")}
        self.department = Organisation.objects.create(
            kind="department", name="Odbor zdraví", email=DEPARTMENT
        )
        self.letters_read = 0

    def on(self, moment: str) -> None:
        self.clock.move_to(datetime.fromisoformat(f"{moment}+02:00"))

    def at_work(self, name: str) -> Browser:
        return Browser().sign_in(self.staff[name])

    def public_page(self, below: str = "pripominky/1/") -> Browser:
        return self.reader.open(f"/{self.plan.slug}/{below}")

    def way(self) -> list[str]:
        """How far the comment has come, as everyone can see."""
        steps = self.public_page().elements("//li[starts-with(@class, 'way__step ')]")
        return [step.get("class").rpartition("--")[2] for step in steps]

    def redline(self) -> list[tuple[str, str]]:
        """The pieces of text that the comment changed, as everyone can see."""
        changed = "//div[@class='change']//*[self::ins or self::del]"
        pieces = self.public_page().elements(changed)
        return [(piece.tag, " ".join(piece.find("span").tail.split())) for piece in pieces]

    def consultation_state(self) -> str:
        return Consultation.objects.with_unfinished().select_related("edition").get().state

    def letters(self) -> list[tuple[str, str]]:
        """What has gone out since the last look, and to whom; `mail` is the last of it."""
        sent = mails.sent()
        found = list(Letter.objects.filter(pk__gt=self.letters_read).order_by("pk"))
        assert [mail.parsed["To"] for mail in sent] == [letter.to for letter in found]
        if found:
            self.letters_read, self.mail = found[-1].pk, sent[-1]
        return [(letter.kind, letter.to) for letter in found]

    def link(self, name: str) -> str:
        """The secret link of that name in the last letter."""
        [link] = {link for link in self.mail.links if f"/odkaz/{name}/" in link}
        return link

    def not_in_mail(self, *wanted: str) -> list[str]:
        """Which of some words the last letter does not say."""
        plain = " ".join(self.mail.words)
        return [said for said in wanted if " ".join(mails.words_of(said)) not in plain]


@pytest.fixture
def town(plan: Plan, time_machine: Any, monkeypatch: pytest.MonkeyPatch) -> Town:
    # Pages are stored as ever, and what changes them shows without a second's wait.
    monkeypatch.setattr(pagestore, "REREAD_SECONDS", 0)
    groups.create_groups()
    return Town(plan, time_machine)


def _comment_officer(name: str) -> User:
    user = User.objects.create_user(name, first_name=name.title(), is_staff=True)
    user.groups.add(Group.objects.get(name=groups.COMMENT_OFFICER))
    return user


def a_consultation_opens(town: Town) -> Edition:
    town.on("2027-04-01T09:00")
    edition = editions.publish(draft_of(town.plan))
    consultation.announce(
        edition,
        opens_at=datetime.fromisoformat("2027-04-02T00:00+02:00"),
        closes_at=datetime.fromisoformat("2027-04-24T00:00+02:00"),
        answers_promised_on=date(2027, 6, 30),
        questions="Co vám v plánu chybí?",
    )
    assert town.consultation_state() == Consultation.State.ANNOUNCED
    town.on("2027-04-02T08:00")
    assert town.consultation_state() == Consultation.State.OPEN
    assert "Co vám v plánu chybí?" in town.public_page("rizeni/1/").words
    assert town.letters() == []
    return edition


def somebody_writes_two_points(town: Town, edition: Edition) -> Comment:
    """From the page of an item by “several points” and the check page to the receipt."""
    author = town.author.open(item_of(edition, "A1.1").get_absolute_url())
    author.send(CHECK, "edit=1", text=COMMUNITIES)
    author.send(CHECK, "add=1", proposal=PROPOSAL)
    second = {"2-place": "A1.2", "2-text": BENCHES}
    author.send(CHECK, "check=1", name="Občanka Brněnská", email=EMAIL, **second)
    town.clock.shift(10)
    author.send(SEND)
    assert [said for said in WRITTEN if said not in author.words] == []
    assert town.letters() == [("comment_received", EMAIL)]
    assert town.not_in_mail(*WRITTEN) == []
    assert town.public_page().page.status_code == 404
    return Comment.objects.get()


def the_email_is_confirmed(town: Town) -> str:
    """Opening the link confirms nothing, for mail programs open links too."""
    mine, author = town.link("moje"), town.author.open(town.link("potvrdit"))
    assert Comment.objects.get().state == Comment.State.UNCONFIRMED
    author.send()
    assert Comment.objects.get().state == Comment.State.RECEIVED
    [own] = [link for link in author.links if link.startswith("/odkaz/moje/")]
    assert [said for said in WRITTEN if said not in author.open(own).words] == []
    assert town.public_page().page.status_code == 404
    assert town.letters() == []
    return mine


def a_telephone_number_is_hidden(town: Town, comment: Comment) -> None:
    """The portal points it out; who checks comments hides it and publishes the rest."""
    town.on("2027-04-03T10:00")
    officer = town.at_work("jana").open("/pripominky/kontrola/")
    assert PHONE in officer.words
    officer.open(reverse("comments:redaction", args=[comment.pk]))
    officer.send(reason="Telefonní číslo.")
    assert town.public_page().page.status_code == 404
    officer.send(button="confirm=1")
    officer.send(reverse("comments:checking_decide", args=[comment.pk]), "deed=publish")
    assert town.letters() == [("comment_published", EMAIL)]
    public = town.public_page()
    assert [said for said in (REDACTED, PROPOSAL, BENCHES) if said not in public.words] == []
    assert PHONE not in public.page.content.decode()
    assert town.way() == ["done", "done", "now", "coming", "coming", "coming"]


def both_points_are_given_to_a_department(town: Town) -> None:
    """After the consultation has closed by itself; the parts are the points, nothing is split."""
    town.on("2027-04-24T09:00")
    assert town.consultation_state() == Consultation.State.SETTLING
    officer = town.at_work("jana").open("/pripominky/vyporadani/?fronta=vse")
    both = officer.boxes("point")
    assert len(both) == 2
    given = {"assigned_to": town.department.pk, "due_on": "2027-05-20"}
    officer.send(MANY, "deed=assign", point=both, **given)
    assert town.letters() == [("points_assigned", DEPARTMENT)]
    assert "Odbor zdraví" in town.public_page().words
    assert town.way() == ["done", "done", "done", "now", "coming", "coming"]


def one_is_accepted_and_one_is_not(town: Town, comment: Comment) -> None:
    """“Accepted” names the item of the working draft that was changed for it."""
    town.on("2027-05-10T09:00")
    item = item_of(draft_of(town.plan), "A1.1")
    changed = editing.change_item(item, item.version, text=PROPOSAL)
    officer, (first, second) = town.at_work("jana"), comment.points.order_by("position")
    officer.open(desk_of(first)).send(
        desk_of(first), outcome="accepted", changed_item=changed.pk, reasoning=YES
    )
    officer.open(desk_of(second)).send(desk_of(second), outcome="not_accepted", reasoning=NO)
    assert town.letters() == []
    assert [said for said in (YES, NO) if said in town.public_page().words] == []


def both_answers_are_published_at_once(town: Town) -> None:
    """Who drafted them cannot check them; somebody else does, and publishes."""
    town.on("2027-05-20T09:00")
    for name, deed in (("jana", "check"), ("petr", "check"), ("petr", "publish")):
        officer = town.at_work(name).open("/pripominky/vyporadani/?fronta=vse")
        officer.send(MANY, f"deed={deed}", point=officer.boxes("point"))
        states = set(Settlement.objects.values_list("state", flat=True))
        assert states == {AFTER[name, deed]}
    assert town.letters() == [("comment_answered", EMAIL)]
    assert town.not_in_mail(YES, NO) == []
    assert [said for said in (YES, NO) if said not in town.public_page().words] == []
    # What was changed stands in a draft that nobody outside has seen yet.
    assert town.redline() == []
    assert town.way() == ["done", "done", "done", "done", "coming", "coming"]
    assert town.consultation_state() == Consultation.State.SETTLED


def the_author_stands_by_the_second_point(town: Town, mine: str) -> None:
    """That the answer does not satisfy is public at once, the words when they were checked."""
    answer = Settlement.objects.get(outcome="not_accepted")
    author = town.author.open(mine)
    author.send(f"/odpoved/{answer.pk}/", satisfied="0", words=STANDS_BY)
    assert STANDS_BY in author.words
    assert STANDS_BY not in town.public_page().words
    officer = town.at_work("jana").open("/pripominky/kontrola/")
    officer.send(reverse("comments:checking_words", args=[answer.pk]), "deed=publish")
    assert STANDS_BY in town.public_page().words
    assert town.letters() == []


def the_next_edition_shows_what_was_changed(town: Town) -> None:
    town.on("2027-06-01T09:00")
    editions.publish(draft_of(town.plan))
    assert town.redline() == [("ins", "a přehled komunit")]
    assert town.way() == ["done", "done", "done", "done", "done", "coming"]
    assert town.letters() == []


def the_council_gets_the_packet_and_approves(town: Town) -> str:
    """The packet puts the standing disagreement before the council; returns it as HTML."""
    town.on("2027-06-10T09:00")
    draft = draft_of(town.plan)
    part = {"verb": "approves", "subject": "plan", "wording": "Zkušební plán"}
    part |= {"addressee": "", "due": None}
    given = {"body": "city_council", "session": "Z9/12", "report": "Předkládáme plán."}
    proposed = resolutions.record(draft, [part], **given)
    made, html = packet.packet_of(draft), packet.html(draft)
    assert [line.label for line in made.disagreements] == ["1/2"]
    town.on("2027-06-22T15:00")
    adopted = resolutions.change(
        proposed, proposed.version, [part], adopted=True, date=date(2027, 6, 22)
    )
    editions.publish(draft, "approved", resolution=adopted, by=town.staff["petr"])
    assert town.letters() == []
    return html


def the_author_reads_how_it_ended(town: Town, mine: str) -> None:
    """The page by number and the author's own lead to the resolution by the same steps."""
    assert town.way() == ["done"] * 6
    for page in (town.public_page(), town.author.open(mine)):
        assert "/zkusebni-plan/edice/3/#usneseni" in page.links
        assert [said for said in (YES, NO, STANDS_BY, "Z9/12") if said not in page.words] == []


def everything_tells_the_same(town: Town, edition: Edition, packet_html: str) -> None:
    """The table as a page and as a file, the packet, the feed, and the annex of the PDF."""
    rows = of_csv(town.public_page("vyporadani.csv").page.content)
    assert [{name: row.get(name, "") for name in TOLD} for row in rows] == TABLE
    assert ["changed" in row for row in rows] == [True, False]
    assert [STANDS_BY in row.get("reaction", "") for row in rows] == [False, True]
    assert of_html(town.public_page("vyporadani/").page.content.decode()) == rows
    assert of_html(packet_html[packet_html.index('id="podklad--table"') :]) == rows
    feed = town.public_page("pripominky.atom").page.content.decode()
    annex = " ".join(" ".join(texts_of_book(edition)).split())
    for said in (REDACTED, PROPOSAL, BENCHES, YES, NO, STANDS_BY):
        assert said in annex
    for said in (REDACTED, BENCHES, YES, NO):
        assert said in feed
    for told in (feed, annex, packet_html):
        assert PHONE not in told


def texts_of_book(edition: Edition) -> list[str]:
    """What stands in the PDF of an edition."""
    pages = press.lay_out(book.html(Edition.objects.select_related("plan").get(pk=edition.pk)))
    return [text for page in pages.pages for text in texts_of(page._page_box)]


def desk_of(point: Point) -> str:
    return reverse("comments:desk_point", args=[point.pk])
