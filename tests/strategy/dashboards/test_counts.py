"""Every number is that of the list behind it, and says what the signals of its measures say."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.http import Http404
from django.utils.timezone import localdate

from strategy.dashboards import choosing, counting, tables
from strategy.dashboards.counting import ALL, NO_GOAL
from strategy.dashboards.groups import DIMENSIONS, Said, conditions, end_of_quarter
from strategy.dashboards.scope import Scope
from strategy.dashboards.tables import Cell, Table
from strategy.days import start_of
from strategy.models import Edition, Item, MeasureState, PageRevision, Plan
from strategy.progress import signals, states
from tests.factories import item_of, make_plan, publish
from tests.strategy.dashboards.scene import stir

# What a list says of each measure, by the word that chooses it.
GAPS = {"evidence": "dolozeni", "reading": "hodnota", "deadline": "termin", "lead": "gestor"}

# By status, and whether something stands behind it where something has to.
SAID = {
    ("", False): "nic",
    ("not_begun", False): "nezahajeno",
    ("under_way", False): "probiha",
    ("done", True): "splneno-dolozeno",
    ("done", False): "splneno-nedolozeno",
    ("partly", True): "castecne-dolozeno",
    ("partly", False): "castecne-nedolozeno",
    ("not_done", False): "nesplneno",
    ("cancelled", False): "zruseno",
}


def scopes(edition: Edition) -> list[Scope]:
    one = Scope(edition.plan)
    return [scope for whose in (one, Scope()) for scope in (whose, whose._replace(is_staff=True))]


def all_tables(scope: Scope, summary: counting.Summary) -> Iterator[Table]:
    for dimension in DIMENSIONS:
        yield tables.by_group(scope, summary, dimension)
    yield tables.by_lead(scope, summary, {}, whole=True)
    yield (
        tables.by_goal(scope, summary, whole=True) if scope.plan else tables.by_plan(scope, summary)
    )


def listed(scope: Scope, summary: counting.Summary, cell: Cell) -> int:
    """How many measures are on the list to which a number leads."""
    words = dict(parse_qsl(urlsplit(cell.address).query))
    return choosing.measures(scope, choosing.chosen(scope, summary, words)).count()


def test_each_number_is_that_of_the_list_behind_it(stirred: Edition) -> None:
    day = localdate()
    for scope in scopes(stirred):
        summary = counting.summary(scope.plan, day)
        cells = [
            cell
            for table in all_tables(scope, summary)
            for line in table.lines
            for cell in [*line.cells, *tables.figures(scope, summary)]
        ]
        numbers = {cell for cell in cells if cell.number}
        assert {cell for cell in numbers if listed(scope, summary, cell) != cell.number} == set()
        assert len(numbers) > 25


def test_groups_say_of_a_measure_what_its_signals_say(stirred: Edition) -> None:
    day, uses = localdate(), stirred.plan.card_fields
    found = conditions([stirred.plan], day)
    all_states = MeasureState.objects.filter(plan=stirred.plan)
    for state in all_states:
        groups = {
            group for group, one in found.items() if all_states.filter(one, pk=state.pk).exists()
        }
        told = signals.of(state, uses, day)
        assert {code for name, code in groups if name == "chybi"} == {
            GAPS[one] for one in told.missing
        }
        assert (("termin", "po-terminu") in groups) == bool(told.late)
        assert (("stari", "nikdy") in groups) == (told.age is None)
        said = {code for name, code in groups if name == "stav"}
        proven = state.status in signals.TO_PROVE and state.is_proven
        assert said == {SAID[state.status, proven]}


@pytest.mark.parametrize("dimension", ["stav", "stari", "termin"])
def test_these_groups_hold_each_measure_once(stirred: Edition, dimension: str) -> None:
    whole = counting.summary(stirred.plan, localdate()).whole
    assert sum(number for (name, _code), number in whole.items() if name == dimension) == 40


@pytest.mark.parametrize(
    ("days", "code"),
    [
        *((0, "mesic"), (31, "mesic"), (32, "ctvrtleti"), (92, "ctvrtleti")),
        *((93, "rok"), (366, "rok"), (367, "starsi")),
    ],
)
def test_ages_end_on_their_days(stirred: Edition, days: int, code: str) -> None:
    day = localdate()
    state = MeasureState.objects.filter(plan=stirred.plan)
    state.update(said_at=start_of(day - timedelta(days)))
    assert {group[1] for group, number in _whole(stirred.plan, day).items() if number == 40} & {
        "mesic", "ctvrtleti", "rok", "starsi",
    } == {code}  # fmt: skip


def _whole(plan: Plan, day: date) -> Counter[tuple[str, str]]:
    counting.counted.cache_clear()
    tally = counting.summary(plan, day).whole
    return Counter({group: number for group, number in tally.items() if group[0] != "termin"})


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 6, 30), date(2026, 6, 30)),
        (date(2028, 11, 22), date(2028, 12, 31)),
    ],
)
def test_a_quarter_ends_with_its_third_month(day: date, end: date) -> None:
    assert end_of_quarter(day) == end


def test_a_goal_counts_what_stands_below_it_at_any_depth(stirred: Edition) -> None:
    goals = counting.summary(stirred.plan, localdate()).goals
    assert [(goal.code, tally[ALL]) for goal, tally in goals][-2:] == [("A", 40), ("A1", 40)]


def test_measures_right_under_the_plan_have_a_row_of_their_own(db: None) -> None:
    plan = make_plan()
    edition = publish(plan, Edition.State.APPROVED)
    # As an importer may bring them: no goal above.
    state = MeasureState.objects.get(item__code="A1.1")
    root = Item.objects.get(edition=edition, parent=None)
    state.item = Item.objects.filter(edition=edition, parent=root).first()
    state.save()
    summary = counting.summary(plan, localdate())
    found = {goal.handle: tally[ALL] for goal, tally in summary.goals}
    assert found[NO_GOAL] == 1
    scope = Scope(plan)
    choice = choosing.chosen(scope, summary, {"cil": NO_GOAL})
    assert choosing.measures(scope, choice).count() == 1


def test_a_deed_of_the_plan_makes_the_numbers_anew(stirred: Edition) -> None:
    day, plan = localdate(), stirred.plan
    before = counting.summary(plan, day)
    MeasureState.objects.filter(plan=plan).update(status="", said_at=None)
    assert counting.summary(plan, day) is before
    PageRevision.raise_for(plan.pk)
    assert counting.summary(plan, day).whole["stav", Said.NOTHING] == 40
    assert counting.summary(None, day).whole["stav", Said.NOTHING] >= 40


def test_tomorrow_is_counted_by_itself(stirred: Edition) -> None:
    day = localdate()
    state = MeasureState.objects.filter(plan=stirred.plan)
    state.update(status="", has_due=True, due_on=day)
    PageRevision.raise_for(stirred.plan_id)
    late = [
        counting.summary(stirred.plan, one).whole[tables.LATE] for one in (day, day + timedelta(1))
    ]
    assert late == [0, 40]


def test_a_plan_that_asks_for_no_deadline_misses_none(stirred: Edition) -> None:
    Plan.objects.filter(pk=stirred.plan_id).update(card_fields=["lead"])
    PageRevision.raise_for(stirred.plan_id)
    summary = counting.summary(Plan.objects.get(pk=stirred.plan_id), localdate())
    assert summary.whole[tables.UNDATED] == 0
    assert summary.undated == []
    assert summary.whole["termin", "bez-terminu"] > 0


@pytest.mark.parametrize(
    "words",
    [{"stav": "vymysleno"}, {"gestor": "kdosi"}, {"cil": "Z9"}, {"termin": "stav"}],
)
def test_words_that_mean_nothing_are_not_found(stirred: Edition, words: dict[str, str]) -> None:
    scope = Scope(stirred.plan)
    with pytest.raises(Http404):
        choosing.chosen(scope, counting.summary(scope.plan, localdate()), words)


def test_a_plan_with_nothing_in_force_counts_nothing(published: Edition) -> None:
    states.refresh(published.plan_id)
    summary = counting.summary(published.plan, localdate())
    assert (summary.whole[ALL], summary.goals, summary.leads) == (0, [], {})


@pytest.mark.parametrize("measures", [1, 3])
def test_counting_takes_as_many_queries_whatever_the_size(
    db: None, measures: int, django_assert_num_queries
) -> None:
    edition = publish(make_plan(measures=measures), Edition.State.APPROVED)
    stir(edition.plan, [], measures, localdate())
    with django_assert_num_queries(7):
        counting.summary(edition.plan, localdate())
    with django_assert_num_queries(1):
        counting.summary(edition.plan, localdate())
    assert item_of(edition, "A1.1")
