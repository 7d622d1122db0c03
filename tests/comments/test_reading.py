"""What the public reads of comments: which, in what order, signed how, at what cost."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import override_settings

from comments import publication, reading, settlement
from comments.models import Comment, CommentVersion, Contact, Point
from strategy.models import Edition, Item, Plan
from tests.factories import draft_of, item_of, make_comment, publish, put_out_of_force, root_of


def shown(tag: str, item: Item, address: str = "/") -> str:
    context = Context({"item": item, "request": RequestFactory().get(address)})
    return Template("{% load comments %}" + tag).render(context)


def numbers(comments: list[reading.PublicComment]) -> list[str]:
    return [comment.number for comment in comments]


def only(edition: Edition, code: str = "A1.1") -> reading.PublicComment:
    (comment,) = reading.page(item_of(edition, code)).comments
    return comment


def test_only_published_comments_of_the_very_item_are_shown(published: Edition) -> None:
    item = item_of(published, "A1.1")
    make_comment(item_of(published, "A1"))
    make_comment(item, published=False)
    make_comment(item)
    for deed in (publication.hold, publication.reject):
        deed(make_comment(item))
    assert numbers(reading.page(item).comments) == ["3"]
    assert reading.page(item_of(published, "A1.2")).comments == []


def test_comments_on_the_same_item_in_other_editions_say_which(published: Edition) -> None:
    make_comment(item_of(published, "A1.1"))
    approved = publish(published.plan, Edition.State.APPROVED)
    make_comment(item_of(approved, "A1.1"))
    for edition in (published, approved):
        comments = reading.page(item_of(edition, "A1.1")).comments
        assert [(it.number, it.edition_number) for it in comments] == [("1", "1"), ("2", "2")]
        assert comments[0].item_url == "/zkusebni-plan/edice/1/A1.1/"


def test_a_comment_on_a_working_draft_waits_for_its_edition(published: Edition) -> None:
    draft = draft_of(published.plan)
    make_comment(item_of(draft, "A1.1"), channel=Comment.Channel.IMPORT)
    assert reading.page(item_of(published, "A1.1")).comments == []
    assert reading.annex(draft) == []
    publish(published.plan)
    assert numbers(reading.page(item_of(published, "A1.1")).comments) == ["1"]
    assert numbers(reading.annex(draft)) == ["1"]


def test_a_comment_on_the_whole_plan_leads_to_the_plan(published: Edition) -> None:
    make_comment(root_of(published))
    (comment,) = reading.page(root_of(published)).comments
    assert (comment.item_text, comment.item_url) == ("Zkušební plán", "/zkusebni-plan/edice/1/")


def test_the_newest_wording_is_shown(published: Edition) -> None:
    comment = make_comment(item_of(published, "A1.1"))
    CommentVersion.objects.create(
        comment=comment, number=2, text="Nově.", proposal="Takto.", rationale="Proto."
    )
    read = only(published)
    assert (read.text, read.proposal, read.rationale) == ("Nově.", "Takto.", "Proto.")


@pytest.mark.parametrize(
    ("consent", "author"), [(True, "Občanka Brněnská"), (False, reading.public_label(1))]
)
def test_a_name_is_shown_with_consent_only(published: Edition, consent: bool, author: str) -> None:
    make_comment(item_of(published, "A1.1"), name="Občanka Brněnská", name_public=consent)
    assert only(published).author == author


def test_who_had_the_contact_erased_keeps_the_comment_under_a_label(published: Edition) -> None:
    make_comment(item_of(published, "A1.1"), name="Občanka", name_public=True)
    Contact.objects.all().delete()
    assert only(published).author == reading.public_label(1)


@pytest.mark.parametrize(
    ("hour", "day_only", "received", "stamp"),
    [
        (12, False, "26. 6. 2018 14:05", 'datetime="2018-06-26T14:05+0200"'),
        (4, False, "26. 6. 2018 6:05", 'datetime="2018-06-26T06:05+0200"'),
        (12, True, "26. 6. 2018", 'datetime="2018-06-26"'),
    ],
)
def test_the_time_is_shown_where_the_source_gives_one(
    published: Edition, hour: int, day_only: bool, received: str, stamp: str
) -> None:
    instant = datetime(2018, 6, 26, hour, 5, tzinfo=UTC)
    item = item_of(published, "A1.1")
    make_comment(item, received_at=instant, day_only=day_only)
    assert only(published).received == received
    assert stamp in shown("{% item_comments item %}", item)


def settled(point: Point, **fields: Any) -> None:
    given = {"outcome": "accepted", "reasoning": "Doplněno."} | fields
    settlement.publish(settlement.draft(point, **given), by="Koordinátorka KPSS")


def test_only_published_answers_are_shown_each_at_its_point(published: Edition) -> None:
    item = item_of(published, "A1.1")
    comment = make_comment(item)
    second, third = (
        Point.objects.create(comment=comment, item=item, position=position, text=f"Bod {position}")
        for position in (2, 3)
    )
    settled(second)
    settled(comment.points.get(position=1), outcome="noted", reasoning="Děkujeme.")
    settlement.draft(third, outcome="noted", reasoning="Zatím tajné.")
    answers = only(published).answers
    assert [(it.point, it.reasoning, it.settled_by) for it in answers] == [
        ("", "Děkujeme.", "Koordinátorka KPSS"),
        ("Bod 2", "Doplněno.", "Koordinátorka KPSS"),
    ]


def test_an_answer_leads_to_the_changed_text_once_that_is_published(published: Edition) -> None:
    point = make_comment(item_of(published, "A1.1")).points.get()
    settled(point, changed_item=item_of(draft_of(published.plan), "A1.2"))
    assert [answer.changed_url for answer in only(published).answers] == [""]
    publish(published.plan)
    assert [answer.changed_url for answer in only(published).answers] == [
        "/zkusebni-plan/edice/2/A1.2/"
    ]


def test_a_long_talk_goes_on_from_page_to_page(published: Edition) -> None:
    item = item_of(published, "A1.1")
    for number in range(23):
        make_comment(item if number != 2 else item_of(published, "A1"))
    first = reading.page(item)
    second = reading.page(item, int(first.following))
    here = [str(number) for number in range(1, 24) if number != 3]
    assert [numbers(first.comments), first.following] == [here[:20], "22"]
    assert [numbers(second.comments), second.following] == [["22", "23"], ""]


@pytest.mark.parametrize(
    ("address", "first"),
    [("/", 1), ("/?pripominky=21", 21), ("/?pripominky=2", 2), ("/?pripominky=0", 1)]
    + [(f"/?pripominky={nonsense}", 1) for nonsense in ("x", "-3", "9" * 30, "1'--", "٣")],
)
def test_the_address_says_where_the_page_begins(
    published: Edition, address: str, first: int
) -> None:
    item = item_of(published, "A1.1")
    for _number in range(25):
        make_comment(item)
    page = shown("{% item_comments item %}", item, address)
    expected = [number for number in range(1, 26) if number >= first][:20]
    assert [number for number in range(1, 26) if f'id="pripominka-{number}"' in page] == expected
    following = f'href="?pripominky={first + 20}#pripominky"'
    assert (following in page) == (first + 20 <= 25)


def test_a_comment_is_found_at_its_address_however_many_precede_it(published: Edition) -> None:
    item = item_of(published, "A1.1")
    comments = [make_comment(item) for _number in range(25)]
    address = comments[-1].get_absolute_url()
    assert address == "/zkusebni-plan/edice/1/A1.1/?pripominky=25#pripominka-25"
    assert 'id="pripominka-25"' in shown("{% item_comments item %}", item, address)


@pytest.mark.parametrize("count", [1, 3, 100])
def test_comments_with_their_answers_cost_one_query_however_many(
    published: Edition, django_assert_num_queries: Any, count: int
) -> None:
    item = item_of(published, "A1.1")
    changed = item_of(draft_of(published.plan), "A1.1")
    for _number in range(count):
        comment = make_comment(item, name_public=True)
        settled(comment.points.get(), changed_item=changed)
    publish(published.plan)
    item = Item.objects.select_related("edition__plan").get(pk=item.pk)
    with django_assert_num_queries(1):
        assert len(reading.page(item).comments) == min(count, 20)
    with django_assert_num_queries(1):
        assert len(reading.annex(published)) == count
    with django_assert_num_queries(1):
        shown("{% item_comments item %}", item)


def test_the_form_costs_no_query(published: Edition, django_assert_num_queries: Any) -> None:
    item = Item.objects.select_related("edition").get(pk=item_of(published, "A1.1").pk)
    with django_assert_num_queries(0):
        shown("{% comment_form item %}", item)


def test_a_comment_amended_and_in_points_is_shown_once_in_its_newest_wording(
    published: Edition,
) -> None:
    comment = make_comment(item_of(published, "A1.1"))
    comment.points.create(position=2, item=comment.item, text="Druhý bod")
    comment.versions.create(number=2, text="Nově", proposal="Doplnit", rationale="Chybí")
    for point in comment.points.all():
        settled(point)
    (shown_comment,) = reading.page(comment.item).comments
    assert (shown_comment.text, shown_comment.proposal, shown_comment.rationale) == (
        "Nově",
        "Doplnit",
        "Chybí",
    )
    assert [answer.point for answer in shown_comment.answers] == [
        "Doplnit přehled komunit.",
        "Druhý bod",
    ]


def test_the_annex_holds_all_comments_of_one_edition_by_number(published: Edition) -> None:
    for code in ("A1.2", "A", "A1.1"):
        make_comment(item_of(published, code))
    make_comment(root_of(published))
    make_comment(item_of(published, "A"), published=False)
    make_comment(item_of(publish(published.plan), "A"))
    annex = [(comment.number, comment.item_code) for comment in reading.annex(published)]
    assert annex == [("1", "A1.2"), ("2", "A"), ("3", "A1.1"), ("4", "")]


def test_the_form_on_a_page_holds_nothing_of_its_reader(published: Edition) -> None:
    item = item_of(published, "A1.1")
    form = shown("{% comment_form item %}", item)
    assert form == shown("{% comment_form item %}", item)
    assert f'name="item" value="{item.pk}"' in form
    assert "csrf" not in form
    assert "checked" not in form


@pytest.mark.parametrize("state", [Edition.State.SUPERSEDED, Edition.State.WITHDRAWN])
def test_a_text_no_longer_valid_has_no_form_but_a_way_to_the_current(
    published: Edition, state: str
) -> None:
    put_out_of_force(published, state)
    item = item_of(published, "A1.1")
    form = shown("{% comment_form item %}", item)
    assert "<form" not in form
    assert f'href="/polozka/{item.key}/"' in form


def test_what_a_citizen_wrote_is_text_and_nothing_else(published: Edition) -> None:
    item = item_of(published, "A1.1")
    evil = "<script>x</script>{{ item.pk }}"
    comment = make_comment(item, text=evil, name=evil, organisation=evil, name_public=True)
    settled(comment.points.get(), reasoning=evil)
    page = shown("{% item_comments item %}", item)
    assert "<script>" not in page
    assert page.count("&lt;script&gt;x&lt;/script&gt;{{") == 4


@pytest.mark.parametrize("number", [1, 12, 100_000])
def test_labels_and_addresses_print_numbers_plainly(number: int) -> None:
    with override_settings(USE_THOUSAND_SEPARATOR=True):
        assert str(number) in reading.public_label(number)
        assert reading.start_of(str(number)) == number


def test_a_plan_of_its_own_has_comments_of_its_own(published: Edition, plan: Plan) -> None:
    make_comment(item_of(published, "A1.1"))
    assert [comment.plan for comment in Comment.objects.published()] == [plan]
