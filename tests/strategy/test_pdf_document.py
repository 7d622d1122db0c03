"""The document that is typeset: its order, its words, and that no text becomes markup."""

import re
from datetime import UTC, datetime

import pytest

from comments import publication, receiving
from comments.models import CommentVersion, Point
from comments.receiving import Said
from strategy import editing, tree
from strategy.models import Edition, Tier
from strategy.outline import Row
from strategy.pdf import document
from tests import factories

# At most 200 characters: it must fit a title.
HOSTILE = (
    "<img src=file:///etc/passwd><link rel=stylesheet href=//evil>"
    "<style>@import 'http://evil'</style><a href='javascript:alert(1)'>x</a>"
    '" style="background:url(file:///etc/passwd)'
)


def row(level, position, code="", text="Text", *, is_measure=False):
    return Row(
        pk=0,
        handle=code,
        code=code,
        text=text,
        description="",
        tier_name="Úroveň",
        tier_position=position,
        is_measure=is_measure,
        level=level,
        lft=0,
        rght=1,
        comments=0,
        tier_name_plural="Úrovně",
    )


def measure(level, code):
    return row(level, 5, code, is_measure=True)


def shape(rows):
    """(kind, code of heading, rank, opens a page, codes of measures) of each block."""
    return [
        (
            block.kind,
            block.heading and block.heading.code,
            block.rank,
            block.opens_page,
            [measure.code for measure in block.measures],
        )
        for block in document.blocks(rows)
    ]


def document_of(plan, number=1):
    return document.html(Edition.objects.select_related("plan").get(plan=plan, number=number))


def test_goals_above_priorities_open_parts_and_what_is_above_goals_shares_one_page():
    rows = [
        row(1, 1, "H"),
        row(2, 2, "P"),
        row(3, 3, "A"),
        row(4, 4, "A1"),
        measure(5, "A1.1"),
        measure(5, "A1.2"),
        row(3, 3, "B"),
    ]
    assert shape(rows) == [
        ("upper", "H", "2", True, []),
        ("upper", "P", "3", False, []),
        ("part", "A", "4", True, []),
        ("section", "A1", "5", False, ["A1.1", "A1.2"]),
        ("part", "B", "4", True, []),
    ]


def test_a_primary_goal_that_holds_priorities_itself_opens_a_part_beside_the_subgoals():
    rows = [
        row(1, 1, "H"),
        row(2, 2, "A"),
        row(3, 4, "A1"),
        measure(4, "A1.1"),
        row(3, 3, "B"),
        row(4, 4, "B1"),
    ]
    assert [found[:2] for found in shape(rows)] == [
        ("upper", "H"),
        ("part", "A"),
        ("section", "A1"),
        ("part", "B"),
        ("section", "B1"),
    ]


def test_in_a_plan_with_one_tier_of_headings_each_heading_opens_a_part():
    rows = [row(1, 1, "1"), row(2, 5, "1.1", is_measure=True), row(1, 1, "2")]
    assert shape(rows) == [("part", "1", "2", True, ["1.1"]), ("part", "2", "2", True, [])]


def test_parts_with_nothing_beneath_them_share_a_page_until_one_holds_something():
    rows = [row(1, 1, code) for code in "ABC"] + [row(1, 1, "D"), measure(2, "D.1"), row(1, 1, "E")]
    assert [(found[1], found[3]) for found in shape(rows)] == [
        ("A", True),
        ("B", False),
        ("C", False),
        ("D", True),
        ("E", True),
    ]


def test_measures_without_any_heading_are_kept():
    assert shape([measure(1, "1"), measure(1, "2")]) == [("upper", None, "", True, ["1", "2"])]


def test_what_stands_under_a_measure_stays_among_the_measures():
    rows = [row(1, 3, "A"), row(2, 4, "A1"), measure(3, "A1.1"), row(4, 6, "a"), row(2, 4, "A2")]
    assert shape(rows) == [
        ("part", "A", "2", True, []),
        ("section", "A1", "3", False, ["A1.1", "a"]),
        ("section", "A2", "3", False, []),
    ]


def test_headings_never_go_below_the_sixth_rank():
    rows = [row(level, level, str(level)) for level in range(1, 9)]
    assert [found[2] for found in shape(rows)] == ["2", "3", "4", "5", "6", "6", "6", "6"]


def test_a_long_wording_is_cut_in_the_running_head_between_words():
    [block] = document.blocks([row(1, 1, "A", "slovo " * 40)])
    assert block.running_head == "A " + "slovo " * 14 + "…"


def test_the_document_reads_the_plan_in_its_order_with_codes_before_texts(published):
    html = document_of(published.plan)
    body = html[html.index('class="part opens-page"') :]
    texts = re.findall(r'<span class="code">([\w.]+)</span> ([^<]+)<', body)
    assert texts == [
        ("A", "Zvýšit dostupnost péče"),
        ("A1", "Rozvíjet síť služeb"),
        ("A1.1", "Podporovat záměr 1."),
        ("A1.2", "Podporovat záměr 2."),
        ("A1.3", "Podporovat záměr 3."),
    ]


def test_a_code_too_wide_for_the_margin_is_set_smaller(plan):
    item = factories.item_of(factories.draft_of(plan), "A")
    for code, kind in (("10", "code"), ("1.1", "code code--long")):
        item = editing.change_item(item, item.version, code=code)
        html = document_of(plan)
        assert f'<span class="{kind}">{code}</span> Zvýšit dostupnost péče' in html


def test_no_break_spaces_are_put_in_only_when_typeset(plan):
    item = factories.item_of(factories.draft_of(plan), "A1.1")
    type(item).objects.filter(pk=item.pk).update(text="Péče v domě.")
    assert "Péče v\xa0domě." in document_of(plan)


def test_the_annex_holds_the_published_comments_with_their_place(published):
    item = factories.item_of(published, "A1")
    factories.make_comment(item, text="Doplnit mapu.", name="Občan Brněnský", name_public=True)
    factories.make_comment(item, text="Tajná věta.", published=False)
    html = document_of(published.plan)
    annex = html[html.index('<section class="annex">') :]
    assert re.findall(r'comment__text">([^<]+)<', annex) == ["Doplnit mapu."]
    assert re.findall(r'<a href="#A1">([^<]+)<', annex) == ["A1 Rozvíjet síť služeb"]
    assert "Tajná" not in html


def test_the_annex_tells_parts_weights_versions_and_what_the_commenter_says(published):
    item, other = (factories.item_of(published, code) for code in ("A1", "A1.2"))
    parts = [Said(item, "První.", weight="essential"), Said(other, "Druhá.")]
    made = receiving.receive(parts, name="Odbor", channel="import")
    publication.publish(made)
    comment = factories.make_comment(item, text="Původní.")
    factories.amend(comment, "Nová.")
    leader, follower = made.points.get(position=1), comment.points.get()
    answer = factories.settle(leader, outcome="not_accepted")
    factories.react(answer, "Trvám na tom.")
    factories.settle(follower, outcome="explained")
    Point.objects.filter(pk=follower.pk).update(together_with=leader)
    html = document.html(published)
    annex = html[html.index('id="pripominky"') :]
    heads = [re.sub(r"<[^>]+>", "", one) for one in re.findall(r'comment__about">(.*?)</p>', annex)]
    essential = str(CommentVersion.Weight.ESSENTIAL.label)
    assert [("1/1" in head, essential in head) for head in heads if "A1" in head] == [
        (True, True),
        (False, False),
        (False, False),
    ]
    assert heads[3].endswith(" 2")
    assert annex.count("Trvám na") == 1
    assert re.findall(r'answer__head">[^<]*\(([^)]*)\)', annex)[0].endswith("1/1")


def test_what_was_approved_comes_without_comments_for_its_file_is_kept_for_ever(plan):
    edition = factories.publish(plan, Edition.State.APPROVED)
    comment = {"text": "Doplnit mapu.", "name": "Občan Brněnský", "name_public": True}
    factories.make_comment(factories.item_of(edition, "A1"), **comment)
    html = document_of(plan)
    assert "pripominky" not in html
    assert "Doplnit" not in html
    assert "Občan" not in html


def test_without_comments_there_is_no_annex(published):
    html = document_of(published.plan)
    assert "pripominky" not in html
    assert "annex" not in html


def test_no_text_of_an_editor_or_a_citizen_becomes_markup(plan):
    draft = factories.draft_of(plan)
    item = factories.item_of(draft, "A1.1")
    type(item).objects.filter(edition=draft).update(text=HOSTILE, description=HOSTILE)
    type(plan).objects.filter(pk=plan.pk).update(title=HOSTILE, summary=HOSTILE)
    edition = factories.publish(plan)
    comment = {"text": HOSTILE, "organisation": HOSTILE, "name": HOSTILE, "name_public": True}
    factories.make_comment(factories.item_of(edition, "A1"), **comment)
    html = document_of(plan)
    assert {tag.lower() for tag in re.findall(r"<([a-zA-Z][\w-]*)", html)} == {
        *("html", "head", "meta", "title", "body", "section", "div", "span"),
        *("h1", "h2", "h3", "h4", "p", "ul", "li", "a", "br"),
        *("svg", "path"),  # the code on the cover
    }
    outside = {link for link in re.findall(r'href="([^"]*)"', html) if not link.startswith("#")}
    assert outside == {"http://127.0.0.1:8000/overeni/"}
    assert not re.search(r"(?<!&quot;) style=", html)
    assert "&lt;img src=file:///etc/passwd&gt;" in html


@pytest.mark.parametrize("many", [1, 3])
def test_the_document_takes_two_queries_and_one_of_comments(many, db, django_assert_num_queries):
    plan = factories.make_plan(measures=many)
    published = factories.publish(plan)
    for _ in range(many):
        factories.make_comment(factories.root_of(published))
    edition = Edition.objects.select_related("plan").get(pk=published.pk)
    with django_assert_num_queries(3):
        html = document.html(edition)
    assert html.count('class="comment__text"') == many


@pytest.mark.parametrize(
    ("state", "word"),
    [(Edition.State.CONSULTATION, "NÁVRH"), (Edition.State.APPROVED, "schváleno")],
)
def test_the_cover_says_the_state_and_the_day(state, word, plan):
    edition = factories.publish(plan, state, at=datetime(2018, 6, 20, 22, 30, tzinfo=UTC))
    html = document.html(edition)
    cover = re.findall(r'<p class="cover__(?:state|edition)[^>]*>([^<]*)</p>', html)
    # Half past midnight of the next day in Prague.
    assert cover == [word, "znění č.\xa01, 21.\xa06. 2018"]


def test_the_document_stays_as_it_was_published_whatever_happens_to_the_plan(plan):
    edition = factories.publish(plan)
    before = document.html(edition)
    editing.change_plan(
        plan, editing.version_of(plan), title="Jiný název", summary="Jinak", period_to=2099
    )
    factories.publish(plan, Edition.State.APPROVED)
    superseded = Edition.objects.select_related("plan").get(pk=edition.pk)
    assert (superseded.state, superseded.plan.title) == ("superseded", "Jiný název")
    assert document.html(superseded) == before


def test_an_item_without_a_code_is_reached_by_its_handle(plan):
    draft = factories.draft_of(plan)
    tier = Tier.objects.get(plan=plan, name="Dílčí cíl")
    goal = tree.create_item(factories.root_of(draft), tier, text="Cíl bez kódu")
    assert f'<a href="#{goal.handle}">Cíl bez kódu</a>' in document_of(plan)


def test_who_answers_for_a_measure_and_by_when_stands_in_one_line_under_it(plan):
    draft = factories.draft_of(plan)
    editing.change_item(factories.item_of(draft, "A1.1"), 1, lead="Odbor <A>", due="31. 12. 2020")
    editing.change_item(factories.item_of(draft, "A1.2"), 1, due="12/2020")
    factories.publish(plan)
    lines = re.findall(r'<p class="responsible">(.*?)</p>', document_of(plan))
    spans = [re.findall(r"<span>[^:<]+: (.*?)</span>", line) for line in lines]
    assert spans == [["Odbor &lt;A&gt;", "31.\xa012. 2020"], ["12/2020"]]
