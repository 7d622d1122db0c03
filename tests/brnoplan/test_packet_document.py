"""The council's packet as a document: its parts, its mark as a draft, and nothing personal."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import override_settings

from brnoplan.packet import document
from comments import publication, settlement
from comments.models import Point
from kpss.models import Body, Meeting, Minutes
from strategy import editing, editions
from strategy.models import Edition, Item, Plan, Resolution
from tests.brnoplan.packets import (
    make_minutes,
    propose,
    ready_draft,
    recommend,
    settle,
)
from tests.factories import (
    add_point,
    amend,
    draft_of,
    item_of,
    make_comment,
    make_part,
    make_resolution,
    publish,
    react,
)
from tests.strategy.test_pdf_document import HOSTILE

ALWAYS = ["plan", "changes", "table", "disagreements"]


def html_of(edition: Edition, orientation: str = "portrait") -> str:
    edition = Edition.objects.select_related("plan").get(pk=edition.pk)
    return document.html(edition, orientation)


def sections(html: str) -> list[str]:
    return re.findall(r'<section class="packet__section packet__section--(\w+)', html)


def part(html: str, name: str) -> str:
    """The HTML of one section."""
    start = html.index(f'<section class="packet__section packet__section--{name}')
    following = html.find('<section class="', start + 1)
    return html[start : following if following > 0 else len(html)]


def table(html: str) -> list[list[str]]:
    """Cells of the settlement table by rows, as plain text."""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", part(html, "table"), re.DOTALL)[1:]
    return [
        [plain(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        for row in rows
    ]


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\xa0", " ").split())


def contents(html: str) -> list[str]:
    """Where the lines of the contents page lead."""
    page = html[html.index('<section class="contents">') :]
    return re.findall(r'href="#([^"]+)"', page[: page.index("</section>")])


def test_a_bare_draft_has_the_sections_that_say_in_words_that_there_is_nothing(plan: Plan) -> None:
    html = html_of(draft_of(plan))
    assert sections(html) == ALWAYS
    for name in ("changes", "table", "disagreements"):
        assert part(html, name).count("<p") == 1
        assert "<table" not in part(html, name)


def test_a_whole_packet_has_every_section_in_its_order(published: Edition) -> None:
    draft = ready_draft(published.plan)
    recommend(draft)
    html = html_of(draft)
    named = ["report", "resolution", "said", *ALWAYS, "minutes"]
    assert sections(html) == named
    chapters = [f"podklad--{name}" for name in named]
    assert [handle for handle in contents(html) if handle.startswith("podklad")] == chapters


def without_report(draft: Edition) -> None:
    Resolution.objects.filter(adopted=False).update(report=" ")


def without_resolution(draft: Edition) -> None:
    Resolution.objects.filter(adopted=False).delete()


def without_voices(draft: Edition) -> None:
    Resolution.objects.filter(adopted=True).delete()


def without_minutes(draft: Edition) -> None:
    Minutes.objects.update(in_packet=False)


@pytest.mark.parametrize(
    ("take_away", "gone"),
    [
        (without_report, {"report"}),
        (without_resolution, {"report", "resolution"}),
        (without_voices, {"said"}),
        (without_minutes, {"minutes"}),
    ],
)
def test_what_is_not_there_has_no_section(
    take_away: Callable[[Edition], None], gone: set[str], plan: Plan
) -> None:
    draft = ready_draft(plan)
    recommend(draft)
    whole = sections(html_of(draft))
    take_away(draft)
    assert sections(html_of(draft)) == [name for name in whole if name not in gone]


def test_every_line_of_the_contents_leads_to_something(plan: Plan) -> None:
    publish(plan, Edition.State.APPROVED)
    html = html_of(ready_draft(plan))
    handles = contents(html)
    assert {"zmeny", "podklad--plan", "A1"} <= set(handles)
    for handle in handles:
        assert html.count(f'id="{handle}"') == 1


def test_without_a_lack_there_is_neither_a_mark_nor_a_list(plan: Plan) -> None:
    html = html_of(ready_draft(plan))
    assert "data-watermark" not in html
    assert 'class="lacks"' not in html
    assert "cover__state--draft" not in html


def test_with_a_lack_every_page_is_marked_and_the_list_comes_right_after_the_cover(
    plan: Plan,
) -> None:
    html = html_of(draft_of(plan))
    assert re.findall(r'data-watermark="(\w+)"', html) != []
    assert re.findall(r'<section class="(\w+)', html)[:3] == ["cover", "lacks", "contents"]
    lacks = html[html.index('class="lacks__list"') : html.index('<section class="contents">')]
    assert lacks.count("<li>") == 3


def test_the_plan_stands_in_it_one_heading_lower(plan: Plan) -> None:
    body = part(html_of(draft_of(plan)), "plan")
    ranks = re.findall(r'<h(\d) class="(\w+)', body)
    assert ranks == [("2", "packet__title"), ("3", "upper"), ("4", "part"), ("5", "section")]
    assert body.count("<li id=") == 3


@override_settings(CITY_GENITIVE="Brna")
def test_the_resolution_groups_its_parts_by_verb_as_they_were_written(plan: Plan) -> None:
    resolution = propose(draft_of(plan))
    imposed = {"verb": "imposes", "subject": "task", "addressee": "Radě města Brna"}
    make_part(resolution, verb="notes", wording="finanční požadavky")
    make_part(resolution, verb="notes", wording="harmonogram")
    make_part(resolution, **imposed, wording="předložit vyhodnocení", due="2019-06-30")
    make_part(resolution, verb="approves", wording="přílohu č. 2")
    body = part(html_of(draft_of(plan)), "resolution")
    assert len(re.findall(r'<p class="verbs__name">([^<]+)', body)) == 4
    wordings = re.findall(r"<p>([^<]+)</p>", body)
    assert [plain(wording) for wording in wordings] == [
        "Zkušební plán",
        "finanční požadavky",
        "harmonogram",
        "předložit vyhodnocení",
        "přílohu č. 2",
    ]
    assert re.findall(r'verbs__addressee">([^<]+)', body) == ["Radě města Brna"]
    assert [due.split()[-1] for due in re.findall(r'verbs__due">([^<]+)', body)] == ["2019"]
    assert plain(re.findall(r'voice__body">([^<]+)', body)[0]).endswith(" Brna")


def test_what_bodies_adopted_is_cited_with_its_votes(plan: Plan) -> None:
    draft = ready_draft(plan)
    recommend(draft)
    make_resolution(draft, adopted=False, body=Resolution.Body.CITY_BOARD)
    body = part(html_of(draft), "said")
    assert body.count('class="voice__head"') == 1
    votes = re.findall(r'voice__votes">([^<]+)', body)
    assert [re.findall(r"\d+", vote) for vote in votes] == [["8", "0", "1"]]


def test_an_approved_edition_has_its_own_resolution_as_it_was_adopted(plan: Plan) -> None:
    draft = draft_of(plan)
    given = {"votes_for": 48, "votes_against": 0, "votes_abstained": 3}
    resolution = make_resolution(draft, report="Zpráva.", **given)
    html = html_of(editions.publish(draft, Edition.State.APPROVED, resolution=resolution))
    assert sections(html) == ["report", "resolution", *ALWAYS]
    words = plain(part(html, "resolution"))
    assert words.startswith("Přijaté usnesení Zastupitelstvo města")
    assert "Z7/31, 4. 9. 2018 pro 48 – proti 0 – zdržel se 3" in words
    assert "Návrh usnesení" not in html


def test_an_adopted_resolution_stands_beside_a_newer_proposal_as_adopted(plan: Plan) -> None:
    draft = ready_draft(plan)
    make_resolution(draft, votes_for=20, votes_against=2, votes_abstained=0)
    html = html_of(draft)
    proposed, said = (plain(part(html, name)) for name in ("resolution", "said"))
    assert proposed.startswith("Návrh usnesení")
    assert ["pro 20" in words for words in (proposed, said)] == [False, True]


def test_the_redline_shows_what_differs_from_the_last_approved_edition(plan: Plan) -> None:
    approved = publish(plan, Edition.State.APPROVED)
    comment = make_comment(item_of(approved, "A1.1"))
    publish(plan)
    item = item_of(draft_of(plan), "A1.1")
    editing.change_item(item, item.version, text="Podporovat jiný záměr.")
    settle(comment)
    html = html_of(draft_of(plan))
    assert sections(html) == [name for name in ALWAYS if name != "changes"]
    redline = html[html.index('id="zmeny"') :]
    redline = redline[: redline.index("</section>")]
    assert redline.count("<h3") == 1
    assert "jiný" in redline
    assert re.findall(r"\d+", re.findall(r'change__causes">([^<]+)', redline)[0]) == ["1"]


def test_an_edition_that_was_only_a_draft_is_nothing_to_compare_with(published: Edition) -> None:
    assert "changes" in sections(html_of(draft_of(published.plan)))


def test_the_table_holds_comments_since_the_last_approval_under_their_numbers(plan: Plan) -> None:
    early = publish(plan)
    settle(make_comment(item_of(early, "A1"), text="Před schválením."))
    approved = publish(plan, Edition.State.APPROVED)
    make_comment(item_of(approved, "A1"), text="K platnému znění.")
    make_comment(item_of(publish(plan), "A1"), text="K návrhu.")
    rows = table(html_of(draft_of(plan)))
    assert [(row[0], row[3]) for row in rows] == [("2", "K platnému znění."), ("3", "K návrhu.")]


def test_the_table_holds_older_comments_that_the_last_approval_left_unanswered(plan: Plan) -> None:
    item = item_of(publish(plan), "A1")
    late, waiting, settled, rejected = (make_comment(item) for _ in range(4))
    settle(settled)
    publication.reject(rejected, "off_topic")
    publish(plan, Edition.State.APPROVED)
    settle(late, outcome="not_accepted", reasoning="Nejde to.")
    text = html_of(draft_of(plan))
    assert [row[0] for row in table(text)] == [str(late.number), str(waiting.number)]
    assert "Nejde to." in part(text, "disagreements")
    settle(waiting)
    assert [row[0] for row in table(html_of(draft_of(plan)))] == ["1", "2"]
    publish(plan, Edition.State.APPROVED)
    assert table(html_of(draft_of(plan))) == []


def test_each_point_of_a_comment_has_a_row_of_its_own(published: Edition) -> None:
    item = item_of(published, "A1")
    fields = {"text": "Mapu a seznam.", "organisation": "Sdružení"}
    comment = make_comment(item, **fields)
    first = comment.points.get()
    Point.objects.filter(pk=first.pk).update(text="Doplnit mapu.")
    second_item = item_of(published, "A1.2")
    add_point(comment, "Doplnit seznam.", second_item)
    settle(comment, reasoning="Mapa je přílohou.")
    rows = table(html_of(draft_of(published.plan)))
    assert [(row[0], row[2].split()[0], row[3]) for row in rows] == [
        ("1", "A1", "Mapu a seznam."),
        ("1/1", "A1", "Doplnit mapu."),
        ("1/2", "A1.2", "Doplnit seznam."),
    ]
    assert ["Mapa je přílohou." in row[4] for row in rows] == [False, True, False]


def test_the_newest_wording_with_its_proposal_and_rationale_is_printed(published: Edition) -> None:
    comment = make_comment(item_of(published, "A1"), text="První verze.")
    amend(comment, "Druhá verze.", proposal="Znění nové.", rationale="Neboť.")
    [row] = table(html_of(draft_of(published.plan)))
    assert "První" not in row[3]
    assert [word in row[3] for word in ("Druhá verze.", "Znění nové.", "Neboť.")] == [True] * 3


@pytest.mark.parametrize("state", ["received", "held", "rejected"])
def test_a_comment_that_is_not_published_is_counted_and_not_printed(
    state: str, published: Edition
) -> None:
    item = item_of(published, "A1")
    make_comment(item, text="Veřejná věta.")
    hidden = make_comment(item, text="Skrytá věta.", name="Skrytá osoba", published=False)
    if state == "held":
        publication.hold(hidden)
    if state == "rejected":
        publication.reject(hidden, "off_topic")
    html = html_of(draft_of(published.plan))
    assert [row[3] for row in table(html)] == ["Veřejná věta."]
    assert re.findall(r"\((\d+)\)", part(html, "table")) == ["1"]
    assert "Skrytá" not in html


def test_a_draft_of_a_settlement_is_printed_nowhere(published: Edition) -> None:
    comment = make_comment(item_of(published, "A1"))
    settlement.draft(comment.points.get(), outcome="not_accepted", reasoning="Zatím jen mezi námi.")
    assert "Zatím" not in html_of(draft_of(published.plan))


def test_only_minutes_that_are_approved_and_marked_are_printed(plan: Plan) -> None:
    make_minutes(plan, text="Schválený zápis.")
    make_minutes(plan, text="Neschválený.", state="sent")
    make_minutes(plan, text="Neoznačený.", in_packet=False)
    body = part(html_of(draft_of(plan)), "minutes")
    assert re.findall(r"<p>([^<]+)</p>", body) == ["Schválený zápis."]
    assert "Malinovského náměstí 3" in body.replace("\xa0", " ")


def test_nothing_personal_is_in_it_without_consent(published: Edition) -> None:
    """Its sender and e-mail stay inside; something that may be shown is there, so it could leak."""
    item = item_of(published, "A1")
    secret = {"name": "Tajná Osoba", "email": "tajna@example.org"}
    comment = make_comment(item, text="Věta.", organisation="Sdružení", **secret)
    settle(comment, "not_accepted")
    known = make_comment(item, name="Známá Osoba", email="znama@example.org", name_public=True)
    settle(known, "partly")
    html = html_of(ready_draft(published.plan))
    assert "Tajná" not in html
    assert "@" not in html
    assert html.count("Známá Osoba") == 2
    assert html.count("Sdružení") == 2
    assert [row[1].split(" ")[0] for row in table(html)] == ["Sdružení", "Známá"]


def test_no_text_of_anybody_becomes_markup(plan: Plan) -> None:
    draft = draft_of(plan)
    Item.objects.filter(edition=draft).update(text=HOSTILE, lead=HOSTILE)
    approved = publish(plan, Edition.State.APPROVED)
    fields = {"text": HOSTILE, "organisation": HOSTILE, "name": HOSTILE, "name_public": True}
    comment = make_comment(item_of(approved, "A1"), **fields)
    amend(comment, HOSTILE, proposal=HOSTILE, rationale=HOSTILE)
    react(settle(comment, "not_accepted", HOSTILE), HOSTILE)
    later = draft_of(plan)
    type(plan).objects.filter(pk=plan.pk).update(title=HOSTILE)
    resolution = propose(later, report=HOSTILE, session=HOSTILE[:30])
    make_part(resolution, verb="imposes", wording=HOSTILE, addressee=HOSTILE)
    make_minutes(plan, text=HOSTILE)
    Body.objects.update(name=HOSTILE)
    Meeting.objects.update(place=HOSTILE)
    html = html_of(later)
    assert {tag.lower() for tag in re.findall(r"<([a-zA-Z][\w-]*)", html)} <= {
        *("html", "head", "meta", "title", "body", "section", "div", "span", "strong", "br"),
        *("h1", "h2", "h3", "h4", "h5", "p", "ul", "ol", "li", "a", "del", "ins"),
        *("table", "colgroup", "col", "thead", "tbody", "tr", "th", "td"),
    }
    assert all(link.startswith("#") for link in re.findall(r'href="([^"]*)"', html))
    assert not re.search(r"(?<!&quot;) style=", html)
    assert "&lt;img src=file:///etc/passwd&gt;" in html


def test_the_table_lies_as_it_was_asked_to(published: Edition) -> None:
    draft = draft_of(published.plan)
    assert 'packet__section--table packet__section--portrait"' in html_of(draft)
    assert 'packet__section--table packet__section--landscape"' in html_of(draft, "landscape")


def test_the_draft_is_called_in_progress_and_an_edition_by_its_number(published: Edition) -> None:
    assert 'cover__edition">znění č.\xa01,' in html_of(published)
    assert 'cover__edition">znění' not in html_of(draft_of(published.plan))


@pytest.mark.parametrize("many", [1, 3])
def test_the_document_takes_as_many_queries_whatever_it_holds(
    many: int, plan: Plan, django_assert_num_queries: Any
) -> None:
    approved = publish(plan, Edition.State.APPROVED)
    for _ in range(many):
        settle(make_comment(item_of(approved, "A1")), "not_accepted")
        make_comment(item_of(approved, "A1"), published=False)
        make_minutes(plan)
        recommend(draft_of(plan))
    draft = ready_draft(plan)
    with django_assert_num_queries(22):
        html = document.html(draft)
    assert len(table(html)) == many
