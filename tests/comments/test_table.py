"""The settlement table as values; as files and as a document it is tried where they are made."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from comments import publication, receiving
from comments.models import Comment, CommentVersion, Point, Reaction
from comments.receiving import Said
from comments.table import (
    COLUMNS,
    GROUPS,
    Line,
    cells,
    hidden,
    is_late,
    lines,
    named_in_draft,
    record,
    without_name,
)
from strategy.models import Edition
from tests.factories import (
    add_point,
    draft_of,
    item_of,
    make_comment,
    open_consultation,
    publish,
    react,
    reword,
    settle,
)

PRAGUE = ZoneInfo("Europe/Prague")
NAMES = [column.name for column in COLUMNS]


def by_name(line: Line) -> dict[str, str]:
    return dict(zip(NAMES, record(line), strict=True))


def only() -> Line:
    [line] = lines(Comment.objects.all())
    return line


def test_the_columns_are_those_that_a_settlement_has_to_show() -> None:
    assert [
        *("number", "commenter", "received", "channel", "place", "edition", "kind", "weight"),
        *("wording", "proposal", "rationale", "outcome", "reasoning", "settled_by", "settled_on"),
        *("changed", "reaction"),
    ] == NAMES
    assert list(GROUPS) == list(dict.fromkeys(column.group for column in COLUMNS))


def test_a_line_says_everything_of_its_comment(published: Edition) -> None:
    comment = make_comment(
        item_of(published, "A1"),
        text="Doplnit mapu.",
        proposal="Rozvíjet síť služeb a její mapu.",
        rationale="Nevíme, kde co je.",
        name="Jana Nová",
        name_public=True,
        organisation="Sdružení",
        channel="import",
        received_at=datetime(2018, 6, 28, 12, tzinfo=PRAGUE),
        day_only=True,
    )
    answer = settle(comment.points.get(), by="Koordinátorka", outcome="explained")
    react(answer, "Děkuji.", satisfied=True)
    values = by_name(only())
    assert {name: values[name] for name in NAMES if name not in {"kind", "channel"}} == {
        "number": "1",
        "commenter": "Jana Nová, Sdružení",
        "received": "28. 6. 2018",
        "place": "A1",
        "edition": "1",
        "weight": "",
        "wording": "Doplnit mapu.",
        "proposal": "Rozvíjet síť služeb a její mapu.",
        "rationale": "Nevíme, kde co je.",
        "outcome": "vysvětleno",
        "reasoning": "Doplníme při další úpravě.",
        "settled_by": "Koordinátorka",
        "settled_on": only().answer.published_on,  # type: ignore[union-attr]
        "changed": "",
        "reaction": f"{values['reaction'].split(':')[0]}: Děkuji.",
    }


def test_the_weight_of_an_invited_body_stands_at_each_of_its_parts(published: Edition) -> None:
    item, other = item_of(published, "A1"), item_of(published, "A1.2")
    parts = [
        Said(item, "Nelze.", weight="essential"),
        Said(other, "Nelze.", weight="recommending"),
    ]
    made = receiving.receive(parts, name="Odbor", channel=Comment.Channel.IMPORT)
    publication.publish(made)
    values = [by_name(line) for line in lines(Comment.objects.all())]
    assert [(one["number"], one["place"], one["weight"]) for one in values] == [
        ("1/1", "A1", str(CommentVersion.Weight.ESSENTIAL.label)),
        ("1/2", "A1.2", str(CommentVersion.Weight.RECOMMENDING.label)),
    ]


def test_a_part_that_was_split_stands_whole_before_its_points(published: Edition) -> None:
    item = item_of(published, "A1")
    parts = [Said(item, "První."), Said(item, "Mapu a seznam.", "Návrh.", "Neboť.")]
    made = receiving.receive(parts, name="Jana", channel=Comment.Channel.IMPORT)
    comment = publication.publish(made)
    Point.objects.filter(comment=comment, part=2).update(text="Mapu.")
    Point.objects.create(
        comment=comment, position=3, part=2, item=item, item_key=item.key, text="Seznam."
    )
    settle(comment.points.get(position=3))
    found = lines(Comment.objects.all())
    assert [(line.label, line.position, line.text, line.proposal, line.open) for line in found] == [
        ("1/1", 1, "První.", "", "waiting"),
        ("1/2–3", 0, "Mapu a seznam.", "Návrh.", "points"),
        ("1/2", 2, "Mapu.", "", "waiting"),
        ("1/3", 3, "Seznam.", "", ""),
    ]
    assert [line.rationale for line in found] == ["", "Neboť.", "", ""]


def test_without_a_name_a_person_has_a_number_and_an_organisation_stays(published: Edition) -> None:
    item = item_of(published, "A1")
    make_comment(item, name="Jana Nová", name_public=True)
    make_comment(item, name="Jan Starý", name_public=True, organisation="Sdružení")
    found = [without_name(line) for line in lines(Comment.objects.all())]
    assert [by_name(line)["commenter"] for line in found] == [
        "Občan/ka č.\N{NO-BREAK SPACE}1",
        "Sdružení",
    ]


def test_what_the_working_draft_changed_is_named_to_the_council_alone(published: Edition) -> None:
    comment = make_comment(item_of(published, "A1"))
    changed = reword(item_of(draft_of(published.plan), "A1.2"))
    settle(comment.points.get(), changed_item=changed)
    line = only()
    assert (line.changed, line.changed_in_draft) == ("", "A1.2")
    assert "A1.2" not in by_name(line)["changed"]
    assert by_name(line)["changed"] != ""
    assert by_name(named_in_draft(line))["changed"] == "A1.2"
    publish(published.plan)
    assert by_name(only())["changed"] == "A1.2"


def test_an_answer_for_several_names_the_other(published: Edition) -> None:
    item = item_of(published, "A1")
    leader, follower = (make_comment(item).points.get() for _twice in range(2))
    settle(leader)
    settle(follower)
    Point.objects.filter(pk=follower.pk).update(together_with=leader)
    first, second = (by_name(line)["outcome"] for line in lines(Comment.objects.all()))
    assert second.startswith(f"{first}, ")
    assert second.endswith("č.\N{NO-BREAK SPACE}1")
    follower.settlements.update(outcome="together")
    alone = by_name(lines(Comment.objects.all())[1])["outcome"]
    assert second == f"{first}, {alone}"


@pytest.mark.parametrize(("satisfied", "disagrees"), [(True, False), (False, True), (None, None)])
def test_whether_the_commenter_agrees_is_their_own_word(
    satisfied: bool | None, disagrees: bool | None, published: Edition
) -> None:
    answer = settle(make_comment(item_of(published, "A1")).points.get(), outcome="not_accepted")
    if satisfied is not None:
        Reaction.objects.create(settlement=answer, satisfied=satisfied)
    line = only()
    assert (line.is_refused, line.disagrees) == (True, disagrees)
    assert (by_name(line)["reaction"] == "") == (satisfied is None)


def test_no_comments_is_noted_by_itself_and_waits_for_nothing(published: Edition) -> None:
    make_comment(item_of(published, "A1"))
    make_comment(item_of(published, "A1"), kind=Comment.Kind.NONE)
    assert [(line.open, line.outcome) for line in lines(Comment.objects.all())] == [
        ("waiting", ""),
        ("", "noted"),
    ]


CLOSING = datetime(2026, 3, 29, 0, 0, tzinfo=PRAGUE)


@pytest.mark.parametrize(
    ("received", "day_only", "late"),
    [
        (CLOSING - timedelta(microseconds=1), False, False),
        (CLOSING, False, True),
        (CLOSING - timedelta(hours=12), True, False),
        (CLOSING + timedelta(hours=12), True, True),
    ],
)
def test_late_is_what_came_from_the_closing_instant_on(
    received: datetime, day_only: bool, late: bool
) -> None:
    assert is_late(received, CLOSING, day_only=day_only) == late


def test_of_a_day_on_which_it_closed_the_beginning_counts() -> None:
    closing = datetime(2026, 6, 1, 10, tzinfo=PRAGUE)
    noon = datetime(2026, 6, 1, 12, tzinfo=PRAGUE)
    assert [is_late(noon, closing, day_only=only_day) for only_day in (True, False)] == [
        False,
        True,
    ]
    assert not is_late(noon, None, day_only=False)


def test_a_late_comment_is_marked_in_the_table(published: Edition) -> None:
    opened = timezone.now() - timedelta(days=40)
    open_consultation(published, opens_at=opened, closes_at=opened + timedelta(days=20))
    item = item_of(published, "A1")
    for days in (30, 10):
        make_comment(item, channel="paper", received_at=timezone.now() - timedelta(days=days))
    found = lines(Comment.objects.all())
    marked = [by_name(line)["received"] != line.comment.received for line in found]
    assert ([line.is_late for line in found], marked) == ([False, True], [False, True])


def test_cells_hold_the_values_of_the_columns_and_no_empty_ones(published: Edition) -> None:
    make_comment(item_of(published, "A1"), rationale="Neboť.")
    found = cells(only())
    shown = {piece.name: piece.text for pieces in found.values() for piece in pieces}
    assert shown == {name: value for name, value in by_name(only()).items() if value}
    assert [bool(piece.title) for piece in found["wording"]] == [False, True]


def test_what_is_hidden_is_counted_in_the_order_in_which_it_is_decided(published: Edition) -> None:
    item = item_of(published, "A1")
    publication.reject(make_comment(item, published=False), "off_topic")
    for _twice in range(2):
        publication.hold(make_comment(item, published=False))
    make_comment(item, published=False)
    make_comment(item)
    for state in Comment.UNSEEN:
        Comment.objects.filter(pk=make_comment(item, published=False).pk).update(state=state)
    assert [(one.state, one.number) for one in hidden(Comment.objects.all())] == [
        ("received", 1),
        ("held", 2),
        ("rejected", 1),
    ]


@pytest.mark.parametrize("size", [1, 3])
def test_the_table_takes_one_query(
    size: int, published: Edition, django_assert_num_queries: Any
) -> None:
    for _ in range(size):
        comment = make_comment(item_of(published, "A1"))
        add_point(comment, "A ještě mapu.")
        settle(comment.points.get(position=1))
    with django_assert_num_queries(1):
        found = [record(line) for line in lines(Comment.objects.all())]
    assert len(found) == 3 * size
