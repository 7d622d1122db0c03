"""The database refuses what must never be, whoever writes it."""

from collections.abc import Callable
from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from strategy.models import (
    Allowance,
    ArchivedPdf,
    Edition,
    Item,
    Job,
    Letter,
    Organisation,
    Plan,
    Resolution,
    Tier,
)
from tests.factories import (
    draft_of,
    item_of,
    make_part,
    make_plan,
    make_resolution,
    publish,
    root_of,
)
from tests.strategy import wrong_explanations, wrong_measures

NOW = timezone.now()


def draft(plan: Plan, **fields: object) -> None:
    Edition.objects.filter(pk=draft_of(plan).pk).update(**fields)


def measure(plan: Plan, **fields: object) -> None:
    Item.objects.filter(pk=item_of(draft_of(plan), "A1.2").pk).update(**fields)


def root(plan: Plan, **fields: object) -> None:
    Item.objects.filter(pk=root_of(draft_of(plan)).pk).update(**fields)


def first(plan: Plan) -> Item:
    return item_of(draft_of(plan), "A1.1")


def archived(plan: Plan, **fields: object) -> ArchivedPdf:
    return ArchivedPdf.objects.create(edition=draft_of(plan), size=1, **fields)


def number_of_the_published(plan: Plan) -> None:
    publish(plan)
    draft(plan, number=1)


# constraint: deeds that break it and nothing else
WRONG: dict[str, list[Callable[[Plan], object]]] = {
    "plan_period_in_order": [
        lambda plan: Plan.objects.filter(pk=plan.pk).update(period_from=2030, period_to=2020)
    ],
    "edition_number_once_in_plan": [number_of_the_published],
    "edition_one_draft_in_plan": [lambda plan: Edition.objects.create(plan=plan, number=7)],
    "edition_published_when_stamped": [
        lambda plan: draft(plan, published_at=timezone.now()),
        lambda plan: draft(plan, state="consultation"),
    ],
    "edition_approved_by_resolution": [
        lambda plan: draft(plan, state="approved", stamp="approved", published_at=timezone.now())
    ],
    "edition_withdrawn_when": [
        lambda plan: draft(plan, withdrawn_at=timezone.now()),
        lambda plan: Edition.objects.filter(pk=publish(plan).pk).update(state="withdrawn"),
    ],
    "tier_position_once_in_plan": [lambda plan: plan.tiers.filter(position=2).update(position=1)],
    "tier_name_once_in_plan": [lambda plan: plan.tiers.filter(position=2).update(name="Hodnota")],
    "item_key_once_in_edition": [lambda plan: measure(plan, key=first(plan).key)],
    "item_code_once_in_edition": [lambda plan: measure(plan, code="A1.1")],
    "item_handle_once_in_edition": [lambda plan: measure(plan, handle="A1.1")],
    "item_one_root_in_edition": [lambda plan: measure(plan, parent=None, tier=None, code="")],
    "item_tier_unless_root": [
        lambda plan: measure(plan, tier=None),
        lambda plan: root(plan, code="P"),
        lambda plan: root(plan, tier=plan.tiers.first()),
    ],
    "item_tree_of_edition": [lambda plan: measure(plan, tree_id=draft_of(plan).pk + 1)],
    "item_left_before_right": [lambda plan: measure(plan, lft=9, rght=9)],
    "resolution_adopted_when": [
        lambda plan: Resolution.objects.create(
            edition=draft_of(plan), body="city_council", adopted=True
        )
    ],
    "resolution_of_a_body": [
        lambda plan: make_resolution(draft_of(plan), body=""),
        lambda plan: make_resolution(
            draft_of(plan), body="", date=None, date_in_words="není zaznamenáno", adopted=False
        ),
    ],
    "resolution_votes_whole": [
        lambda plan: make_resolution(draft_of(plan), votes_for=48),
        lambda plan: make_resolution(draft_of(plan), votes_for=48, votes_against=0),
        lambda plan: make_resolution(draft_of(plan), votes_abstained=3),
    ],
    "part_position_once_in_resolution": [
        lambda plan: make_part(make_resolution(draft_of(plan)), position=1)
    ],
    "part_imposes_on_someone": [
        lambda plan: make_part(make_resolution(draft_of(plan)), verb="imposes")
    ],
    "archived_original_once_in_edition": [
        lambda plan: [archived(plan, kind="original", sha256=digit) for digit in "ab"]
    ],
    "archived_file_once_in_edition": [
        lambda plan: [archived(plan, kind="sealed", sha256="a") for _ in range(2)]
    ],
    "job_once_under_way": [
        lambda plan: [Job.objects.create(kind="packet", edition=draft_of(plan)) for _ in range(2)]
    ],
    "job_without_edition_once_under_way": [
        lambda _plan: [Job.objects.create(kind="verification") for _ in range(2)]
    ],
    "letter_sent_when": [
        lambda _plan: Letter.objects.create(kind="zkouška", message_id="a", state="sent")
    ],
    "organisation_name_once_in_kind": [
        lambda _plan: [Organisation.objects.create(name="Odbor zdraví") for _ in range(2)]
    ],
    "organisation_validity_in_order": [
        lambda _plan: Organisation.objects.create(
            name="Odbor zdraví", valid_from=date(2018, 1, 2), valid_to=date(2018, 1, 1)
        )
    ],
    "allowance_once_a_stretch": [
        lambda _plan: [Allowance.objects.create(key="klíč", begins_at=NOW) for _ in range(2)]
    ],
    "job_running_in_slot": [
        lambda plan: Job.objects.create(kind="packet", edition=draft_of(plan), state="running"),
        lambda plan: Job.objects.create(
            kind="packet", edition=draft_of(plan), state="running", slot=1
        ),
    ],
}

WRONG |= wrong_measures.WRONG | wrong_explanations.WRONG


@pytest.mark.parametrize("name", WRONG)
def test_what_breaks_a_constraint_is_refused(plan: Plan, name: str) -> None:
    for deed in WRONG[name]:
        with pytest.raises(IntegrityError), transaction.atomic():
            deed(plan)


def test_every_constraint_has_its_deed() -> None:
    models = apps.get_app_config("strategy").get_models()
    assert {it.name for model in models for it in model._meta.constraints} == set(WRONG)


def test_the_root_is_read_at_the_address_of_its_edition(plan: Plan) -> None:
    edition = publish(plan)
    assert root_of(edition).get_absolute_url() == "/zkusebni-plan/edice/1/"
    assert item_of(edition, "A1").get_absolute_url() == "/zkusebni-plan/edice/1/A1/"


def test_what_is_once_in_a_plan_may_stand_in_another(plan: Plan) -> None:
    other = make_plan(slug="jiny", title="Jiný")
    assert draft_of(other).number == draft_of(plan).number
    assert list(other.tiers.values_list("position", "name")) == list(
        plan.tiers.values_list("position", "name")
    )
    # Items without a code are many.
    tier = Tier.objects.get(plan=plan, position=4)
    codeless = Item.objects.filter(edition=draft_of(plan), tier=tier)
    codeless.update(code="")
    assert codeless.filter(code="").count() == 3


def test_resolutions_that_approve_and_those_adopted_are_found_once(plan: Plan) -> None:
    draft = draft_of(plan)
    adopted = make_resolution(draft)
    make_part(adopted, subject="part")
    proposed = make_resolution(draft, adopted=False)
    noted = make_resolution(draft)
    noted.parts.update(verb="notes")
    assert list(draft.resolutions.adopted().order_by("pk")) == [adopted, noted]
    assert list(draft.resolutions.approving().order_by("pk")) == [adopted, proposed]
    assert list(draft.resolutions.adopted().approving()) == [adopted]
    assert [found.approves for found in (adopted, proposed, noted)] == [True, True, False]
