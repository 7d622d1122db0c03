"""Each rule by itself: what a phase lacks, and what takes that from it."""

import pytest
from django.utils import timezone

from kpss.cycles.facts import facts
from kpss.cycles.lacking import lacking
from kpss.models import BodyWork, Cycle, Document, Phase
from strategy.models import Edition
from tests.factories import make_plan, open_consultation, publish
from tests.kpss.factories import make_body, make_cycle, make_project

Kind = Phase.Kind


@pytest.fixture
def cycle(db: None) -> Cycle:
    return make_cycle("plan", 2013, 2015)


def lacks(cycle: Cycle, kind: str) -> int:
    """How much a phase lacks; one that has a date lacks one thing at most."""
    phase = cycle.phases.filter(kind=kind).first()
    return len(lacking(facts([cycle])[cycle.pk], kind, phase))


def dated(cycle: Cycle, kind: str, **fields: str) -> Phase:
    return Phase.objects.create(cycle=cycle, kind=kind, **({"begins": "2013"} | fields))


def document(cycle: Cycle, kind: str, phase: Phase | None = None, **fields: object) -> Document:
    made = Document.objects.create(kind=kind, title="Dokument", **fields)
    if phase:
        phase.documents.add(made)
    else:
        made.plans.add(cycle.plan)
    return made


def published(cycle: Cycle) -> Edition:
    """The plan of a cycle with a text that can be read."""
    plan = make_plan()
    Cycle.objects.filter(pk=cycle.pk).update(plan=plan)
    cycle.refresh_from_db()
    return publish(plan)


def test_of_a_plan_of_which_nothing_is_known_everything_is_missing(cycle: Cycle) -> None:
    assert [lacks(cycle, kind) for kind in Kind] == [2, 2, 2, 2, 2, 2, 2, 1]


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind != Kind.NEXT])
def test_every_phase_but_the_last_lacks_a_date_until_it_has_one(cycle: Cycle, kind: str) -> None:
    phase = dated(cycle, kind, begins="")
    assert lacks(cycle, kind) == 2
    for field in ("begins", "ends"):
        Phase.objects.filter(pk=phase.pk).update(begins="", ends="")
        Phase.objects.filter(pk=phase.pk).update(**{field: "XXXX-10"})
        assert lacks(cycle, kind) == 1


def test_preparation_needs_a_body_or_a_project(cycle: Cycle) -> None:
    dated(cycle, Kind.PREPARATION)
    assert lacks(cycle, Kind.PREPARATION) == 1
    work = BodyWork.objects.create(body=make_body(), plan=cycle.plan)
    assert lacks(cycle, Kind.PREPARATION) == 0
    work.delete()
    make_project().plans.add(cycle.plan)
    assert lacks(cycle, Kind.PREPARATION) == 0


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        (Kind.ANALYSIS, Document.Kind.ANALYSIS, Document.Kind.OUTPUT),
        (Kind.DRAFT, Document.Kind.PLAN, Document.Kind.ANALYSIS),
        (Kind.CONSULTATION, Document.Kind.RECORD, Document.Kind.PLAN),
        (Kind.EVALUATION, Document.Kind.EVALUATION, Document.Kind.ANALYSIS),
    ],
)
def test_a_document_of_the_right_kind_is_needed(
    cycle: Cycle, kind: str, right: str, wrong: str
) -> None:
    phase = dated(cycle, kind)
    document(cycle, wrong, phase)
    elsewhere = dated(cycle, Kind.NEXT)
    document(cycle, right, elsewhere)
    document(cycle, right, phase, is_public=False)
    assert lacks(cycle, kind) == 1
    document(cycle, right, phase)
    assert lacks(cycle, kind) == 0


def test_a_document_of_the_whole_plan_counts_too(cycle: Cycle) -> None:
    dated(cycle, Kind.ANALYSIS)
    document(cycle, Document.Kind.ANALYSIS)
    assert lacks(cycle, Kind.ANALYSIS) == 0


def test_a_published_text_is_a_draft_and_an_empty_one_is_none(cycle: Cycle) -> None:
    dated(cycle, Kind.DRAFT)
    assert lacks(cycle, Kind.DRAFT) == 1
    published(cycle)
    assert lacks(cycle, Kind.DRAFT) == 0


def test_a_consultation_in_the_portal_is_one(cycle: Cycle) -> None:
    dated(cycle, Kind.CONSULTATION)
    edition = published(cycle)
    assert lacks(cycle, Kind.CONSULTATION) == 1
    open_consultation(edition, opens_at=timezone.now())
    assert lacks(cycle, Kind.CONSULTATION) == 0


def test_approval_needs_the_resolution_that_approved_an_edition(cycle: Cycle) -> None:
    dated(cycle, Kind.APPROVAL)
    edition = published(cycle)
    assert lacks(cycle, Kind.APPROVAL) == 1
    publish(edition.plan, Edition.State.APPROVED)
    assert lacks(cycle, Kind.APPROVAL) == 0


def test_realisation_of_a_plan_needs_an_action_plan(cycle: Cycle) -> None:
    dated(cycle, Kind.REALISATION)
    assert lacks(cycle, Kind.REALISATION) == 1
    make_cycle("akcni", carries_out=cycle)
    assert lacks(cycle, Kind.REALISATION) == 0


@pytest.mark.parametrize("kind", [Document.Kind.RECORD, Document.Kind.OUTPUT])
def test_realisation_of_an_action_plan_needs_a_record(cycle: Cycle, kind: str) -> None:
    action = make_cycle("akcni", carries_out=cycle)
    phase = dated(action, Kind.REALISATION)
    assert lacks(action, Kind.REALISATION) == 1
    document(action, kind, phase)
    assert lacks(action, Kind.REALISATION) == 0


def test_the_next_period_needs_a_plan_that_follows_but_not_after_an_action_plan(
    cycle: Cycle,
) -> None:
    action = make_cycle("akcni", carries_out=cycle)
    assert [lacks(one, Kind.NEXT) for one in (cycle, action)] == [1, 0]
    make_cycle("dalsi", follows=cycle)
    assert lacks(cycle, Kind.NEXT) == 0


@pytest.mark.parametrize("size", [1, 3])
def test_facts_of_many_plans_cost_as_much_as_of_one(
    cycle: Cycle, size: int, django_assert_num_queries: object
) -> None:
    cycles = [cycle, *(make_cycle(f"plan-{number}") for number in range(size))]
    with django_assert_num_queries(8):  # type: ignore[operator]
        assert set(facts(cycles)) == {one.pk for one in cycles}
