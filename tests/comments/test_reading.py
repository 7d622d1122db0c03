"""What the public reads of comments: which, in what order, signed how, at what cost."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import override_settings

from comments import publication, reading
from comments.models import Comment, Contact, Point
from comments.receiving import Said, receive
from strategy.models import Edition, Item, Plan
from tests.factories import (
    add_point,
    amend,
    draft_of,
    item_of,
    make_comment,
    publish,
    reword,
    root_of,
    settle,
)


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
    publication.hold(make_comment(item))
    publication.reject(make_comment(item), Comment.Rejection.OFF_TOPIC)
    assert numbers(reading.page(item).comments) == ["3"]
    assert reading.page(item_of(published, "A1.2")).comments == []


def test_comments_on_the_same_item_in_other_editions_say_which(published: Edition) -> None:
    make_comment(item_of(published, "A1.1"))
    approved = publish(published.plan, Edition.State.APPROVED)
    make_comment(item_of(approved, "A1.1"))
    for edition in (published, approved):
        comments = reading.page(item_of(edition, "A1.1")).comments
        assert [(it.number, it.edition_number) for it in comments] == [("1", "1"), ("2", "2")]
        assert comments[0].parts[0].item_url == "/zkusebni-plan/edice/1/A1.1/"


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
    (part,) = comment.parts
    assert (part.item_text, part.item_url) == ("Zkušební plán", "/zkusebni-plan/edice/1/")


def test_the_newest_wording_is_shown(published: Edition) -> None:
    amend(make_comment(item_of(published, "A1.1")), "Nově.", proposal="Takto.", rationale="Proto.")
    (part,) = only(published).parts
    assert (part.text, part.proposal, part.rationale) == ("Nově.", "Takto.", "Proto.")


@pytest.mark.parametrize(
    ("consent", "author"), [(True, "Občanka Brněnská"), (False, reading.public_label(1))]
)
def test_a_name_is_shown_with_consent_only(published: Edition, consent: bool, author: str) -> None:
    make_comment(item_of(published, "A1.1"), name="Občanka Brněnská", name_public=consent)
    assert only(published).author == author


@pytest.mark.parametrize(
    ("consent", "author"), [(True, "Občanka Brněnská, Brno-střed"), (False, "Brno-střed")]
)
def test_who_speaks_for_an_organisation_signs_with_it_and_is_no_citizen(
    published: Edition, consent: bool, author: str
) -> None:
    about = item_of(published, "A1.1")
    said = {"name": "Občanka Brněnská", "name_public": consent, "organisation": "Brno-střed"}
    make_comment(about, speaker=Comment.Speaker.DEPARTMENT, **said)
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


def test_only_published_answers_are_shown_each_at_its_point(published: Edition) -> None:
    comment = make_comment(item_of(published, "A1.1"))
    second, third = (add_point(comment, f"Bod {position}") for position in (2, 3))
    settle(second, by="Koordinátorka KPSS")
    settle(comment.points.get(position=1), outcome="noted", reasoning="Děkujeme.")
    settle(third, published=False, outcome="noted", reasoning="Zatím tajné.")
    ((first, after, waiting),) = [part.points for part in only(published).parts]
    assert (first.label, first.text, after.label, after.text) == ("1/1", "", "1/2", "Bod 2")
    assert (waiting.label, waiting.text, waiting.answer) == ("1/3", "Bod 3", None)
    assert [(it.code, it.reasoning, it.settled_by) for it in only(published).answers] == [
        ("noted", "Děkujeme.", settings.CITY_NAME),
        ("partly", "Doplníme při další úpravě.", "Koordinátorka KPSS"),
    ]


def test_an_answer_leads_to_the_changed_text_once_that_is_published(published: Edition) -> None:
    point = make_comment(item_of(published, "A1.1")).points.get()
    settle(point, changed_item=reword(item_of(draft_of(published.plan), "A1.2")))
    assert [answer.changed_url for answer in only(published).answers] == [""]
    publish(published.plan)
    assert [answer.changed_url for answer in only(published).answers] == [
        "/zkusebni-plan/edice/2/A1.2/"
    ]


def test_a_comment_in_parts_is_shown_at_each_of_its_items(published: Edition) -> None:
    first, second = item_of(published, "A1.1"), item_of(published, "A1.2")
    comment = receive([Said(first, "Sem."), Said(second, "Tam.")], name="Občan", channel="import")
    publication.publish(comment)
    for code in ("A1.1", "A1.2"):
        read = only(published, code)
        assert [(part.label, part.item_code, part.text) for part in read.parts] == [
            ("1/1", "A1.1", "Sem."),
            ("1/2", "A1.2", "Tam."),
        ]
    assert reading.page(item_of(published, "A1.3")).comments == []


def test_a_part_split_later_keeps_all_of_its_points(published: Edition) -> None:
    first, second = item_of(published, "A1.1"), item_of(published, "A1.2")
    comment = receive([Said(first, "Sem."), Said(second, "Tam.")], name="Občan", channel="import")
    add_point(publication.publish(comment), "Sem, podruhé.")
    assert [[point.label for point in part.points] for part in only(published).parts] == [
        ["1/1", "1/3"],
        ["1/2"],
    ]


def test_who_is_answered_together_with_another_is_led_there(published: Edition) -> None:
    item = item_of(published, "A1.1")
    leader, follower = (make_comment(item).points.get() for _number in range(2))
    Point.objects.filter(pk=follower.pk).update(together_with=leader)
    settle(leader)
    answers = [comment.answers for comment in reading.page(item).comments]
    assert [[(it.together, it.together_url) for it in of_one] for of_one in answers] == [
        [("", "")],
        [("1", "/zkusebni-plan/pripominky/1/")],
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


@pytest.mark.parametrize("count", [1, 3, 100])
def test_comments_with_their_answers_cost_one_query_however_many(
    published: Edition, django_assert_num_queries: Any, count: int
) -> None:
    item = item_of(published, "A1.1")
    changed = reword(item_of(draft_of(published.plan), "A1.1"))
    for _number in range(count):
        comment = make_comment(item, name_public=True)
        settle(comment.points.get(), changed_item=changed)
    publish(published.plan)
    item = Item.objects.select_related("edition__plan").get(pk=item.pk)
    with django_assert_num_queries(1):
        assert len(reading.page(item).comments) == min(count, 20)
    with django_assert_num_queries(1):
        assert len(reading.annex(published)) == count
    with django_assert_num_queries(1):
        shown("{% item_comments item %}", item)


def test_a_comment_amended_and_in_points_is_shown_once_in_its_newest_wording(
    published: Edition,
) -> None:
    comment = make_comment(item_of(published, "A1.1"))
    add_point(comment, "Druhý bod")
    amend(comment, "Nově", proposal="Doplnit", rationale="Chybí")
    for point in comment.points.all():
        settle(point)
    (part,) = only(published).parts
    assert (part.text, part.proposal, part.rationale) == ("Nově", "Doplnit", "Chybí")
    assert [point.text for point in part.points] == ["Doplnit přehled komunit.", "Druhý bod"]


def test_the_annex_holds_all_comments_of_one_edition_by_number(published: Edition) -> None:
    for code in ("A1.2", "A", "A1.1"):
        make_comment(item_of(published, code))
    make_comment(root_of(published))
    make_comment(item_of(published, "A"), published=False)
    make_comment(item_of(publish(published.plan), "A"))
    annex = [(it.number, it.parts[0].item_code) for it in reading.annex(published)]
    assert annex == [("1", "A1.2"), ("2", "A"), ("3", "A1.1"), ("4", "")]


def test_what_a_citizen_wrote_is_text_and_nothing_else(published: Edition) -> None:
    item = item_of(published, "A1.1")
    evil = "<script>x</script>{{ item.pk }}"
    comment = make_comment(item, text=evil, name=evil, organisation=evil, name_public=True)
    settle(comment.points.get(), reasoning=evil)
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
