"""From which approval the packet reckons, and in what order it tells what bodies have said."""

from datetime import date

import pytest

from brnoplan.packet import contents, making
from comments import settlement
from strategy import editions
from strategy.models import Edition, Plan
from tests.brnoplan.packets import make_minutes, recommend
from tests.factories import draft_of, item_of, make_comment, make_plan, make_resolution, publish


@pytest.mark.parametrize("withdrawn", [False, True])
def test_it_reckons_from_the_last_approval_whatever_became_of_it(
    withdrawn: bool, plan: Plan
) -> None:
    approved = publish(plan, Edition.State.APPROVED)
    publish(plan)
    if withdrawn:
        editions.withdraw(approved, "Vydáno omylem.")
    assert contents.approved_before(draft_of(plan)) == approved


def test_what_was_only_consulted_is_no_approval(published: Edition) -> None:
    assert contents.approved_before(draft_of(published.plan)) is None


def test_resolutions_stand_by_their_day_whenever_they_were_written_down(plan: Plan) -> None:
    draft = draft_of(plan)
    newer = recommend(draft)
    older = make_resolution(draft, body="city_board", date=date(2018, 6, 1))
    assert [voice.resolution for voice in contents.voices(draft)] == [older, newer]


def test_nothing_that_happens_to_another_plan_changes_the_packet(published: Edition) -> None:
    draft = draft_of(published.plan)
    before = making.last_change(draft), making.unrecorded(draft)
    other = publish(make_plan(slug="jiny-plan"))
    comment = make_comment(item_of(other, "A1"), name_public=True)
    settlement.draft(comment.points.get(), outcome="noted", reasoning="Děkujeme.")
    make_resolution(draft_of(other.plan), adopted=False)
    make_minutes(other.plan)
    editions.withdraw(other, "Vydáno omylem.")
    assert (making.last_change(draft), making.unrecorded(draft)) == before


def test_the_withdrawal_of_an_edition_changes_the_packet(published: Edition) -> None:
    draft = draft_of(published.plan)
    withdrawn = editions.withdraw(published, "Vydáno omylem.")
    assert making.last_change(draft) == withdrawn.withdrawn_at
