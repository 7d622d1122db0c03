from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command

from comments.models import Comment
from strategy import editions, tree
from strategy.models import Item, Plan
from tests.brnoplan.test_import_plan import all_rows
from tests.factories import draft_of, item_of, root_of


@pytest.fixture
def demo(db: None) -> Plan:
    call_command("load_demo", stdout=StringIO())
    return Plan.objects.get()


def test_the_demo_is_the_real_plan_published_for_consultation(demo: Plan) -> None:
    published = editions.current(demo)
    assert (demo.slug, demo.title) == ("brno-2050", "Strategie Brno 2050")
    assert (published.number, published.state) == (1, "consultation")
    # Midnight in Prague at the beginning of 26. 6. 2018.
    assert published.published_at == datetime(2018, 6, 25, 22, tzinfo=UTC)
    assert Item.objects.filter(edition=published, tier__is_measure=True).count() == 46


def test_the_comments_speak_of_the_published_text(demo: Plan) -> None:
    published = editions.current(demo)
    e3 = item_of(published, "E3")
    assert [comment.item for comment in Comment.objects.published().order_by("number")] == [
        root_of(published),
        e3,
        e3,
    ]


def test_a_working_draft_stands_beside_it(demo: Plan) -> None:
    draft = draft_of(demo)
    assert draft.number == 2
    assert Item.objects.filter(edition=draft).count() == 68
    assert tree.find_faults(draft) == []


def test_loading_again_leaves_what_people_did_alone(demo: Plan) -> None:
    tree.delete_item(item_of(draft_of(demo), "A1.1"))
    before = all_rows()
    call_command("load_demo", stdout=StringIO())
    assert all_rows() == before
