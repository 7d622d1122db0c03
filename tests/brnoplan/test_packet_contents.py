"""From which approval the packet reckons, and in what order it tells what bodies have said."""

from datetime import date

import pytest

from brnoplan.packet import contents
from strategy import editions
from strategy.models import Edition, Plan
from tests.brnoplan.packets import recommend
from tests.factories import draft_of, make_resolution, publish


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
