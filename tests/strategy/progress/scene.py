"""A plan in force whose measures somebody leads: what tests of progress begin with."""

from django.contrib.auth.models import User

from strategy.models import (
    Edition,
    Item,
    Lead,
    MeasureState,
    Organisation,
    Plan,
    Responsibility,
)
from strategy.progress import states
from tests.factories import draft_of, item_of, make_plan, publish

EMAIL = "osp@brno.example"
CARD = ["lead", "due", "indicators"]


def make_department(abbreviation: str = "OSP", email: str = EMAIL) -> Organisation:
    return Organisation.objects.create(
        name=f"Odbor {abbreviation}", abbreviation=abbreviation, email=email
    )


def name_lead(item: Item, organisation: Organisation) -> None:
    """Let the text of a draft name the lead of a measure."""
    item.responsibilities.filter(role="lead").delete()
    Responsibility.objects.create(
        item=item, role="lead", position=1, organisation=organisation, written=str(organisation)
    )


def in_force(
    organisation: Organisation | None = None, measures: int = 3, slug: str = "zkusebni-plan"
) -> Edition:
    """A plan approved with its measures A1.1 … due 12/2030, all led by one organisation, if any."""
    plan = make_plan(slug, measures=measures)
    Plan.objects.filter(pk=plan.pk).update(card_fields=CARD)
    for item in states.measures(draft_of(plan)):
        Item.objects.filter(pk=item.pk).update(due="12/2030")
        if organisation:
            name_lead(item, organisation)
    return publish(Plan.objects.get(pk=plan.pk), Edition.State.APPROVED)


def lead_of(edition: Edition, code: str = "A1.1") -> Lead:
    item = item_of(edition, code)
    return Lead.objects.now().get(plan=edition.plan, item_key=item.key, role="lead")


def state_of(edition: Edition, code: str = "A1.1") -> MeasureState:
    item = item_of(edition, code)
    return MeasureState.objects.get(plan=edition.plan, item_key=item.key)


def member_of(organisation: Organisation, name: str = "jana") -> User:
    user = User.objects.create_user(name, is_staff=True)
    organisation.members.add(user)
    return user
