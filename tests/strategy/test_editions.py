from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from comments import publication
from strategy import editions, outline, tree
from strategy.models import Edition, Item, PageRevision, Plan
from tests.factories import draft_of, item_of, make_comment, make_plan, publish, put_out_of_force
from tests.races import at_once, needs_postgres


def rows(edition: Edition) -> list[tuple]:
    fields = ("key", "code", "handle", "text", "lft", "rght", "level", "parent__key")
    return list(Item.objects.filter(edition=edition).order_by("lft").values_list(*fields))


def test_publishing_stamps_the_draft_and_copies_it_forward(plan: Plan) -> None:
    before = rows(draft_of(plan))
    published = publish(plan)
    assert (published.number, published.state) == (1, "consultation")
    assert draft_of(plan).number == 2
    assert rows(published) == before
    assert rows(draft_of(plan)) == before


def test_a_published_edition_keeps_the_rows_that_others_point_at(plan: Plan) -> None:
    measure = item_of(draft_of(plan), "A1.1")
    published = publish(plan)
    assert item_of(published, "A1.1").pk == measure.pk


def test_an_empty_draft_is_not_published(db: None) -> None:
    plan = Plan.objects.create(slug="prazdny", title="Prázdný")
    draft = editions.begin(plan)
    with pytest.raises(editions.PublishingRefused):
        editions.publish(draft)
    assert [edition.state for edition in plan.editions.all()] == ["draft"]


def test_what_is_published_is_not_published_again(published: Edition) -> None:
    with pytest.raises(editions.PublishingRefused):
        editions.publish(published)
    assert published.plan.editions.count() == 2


@pytest.mark.parametrize("state", ["draft", "superseded", "withdrawn", ""])
def test_a_draft_is_published_for_consultation_or_as_approved_only(plan: Plan, state: str) -> None:
    with pytest.raises(editions.PublishingRefused):
        publish(plan, state)
    assert [edition.state for edition in plan.editions.all()] == ["draft"]


def test_a_publication_that_fails_halfway_leaves_the_draft(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editions, "_copy_items", lambda *_editions: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        publish(plan)
    assert [edition.state for edition in plan.editions.all()] == ["draft"]


def test_a_plan_that_cannot_be_begun_has_no_draft(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = Plan.objects.create(slug="novy", title="Nový")
    monkeypatch.setattr(PageRevision, "raise_for", lambda _plan: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        editions.begin(plan)
    assert plan.editions.count() == 0


@needs_postgres
def test_of_four_who_publish_at_once_one_does(committed: None) -> None:
    plan = make_plan()

    def refused() -> bool:
        try:
            editions.publish(draft)
        except editions.PublishingRefused:
            return True
        return False

    draft = draft_of(plan)
    assert sorted(at_once([refused] * 4)) == [False, True, True, True]
    assert sorted(plan.editions.values_list("number", "state")) == [
        (1, "consultation"),
        (2, "draft"),
    ]


def test_beginning_and_publishing_make_stored_pages_stale(plan: Plan) -> None:
    assert PageRevision.objects.get(plan=plan).number == 1
    publish(plan)
    assert PageRevision.objects.get(plan=plan).number == 2


def test_the_current_edition_is_the_approved_one_then_the_newest(plan: Plan) -> None:
    assert editions.current(plan) is None
    first = publish(plan)
    assert editions.current(plan) == first
    approved = publish(plan, Edition.State.APPROVED)
    publish(plan)
    assert editions.current(plan) == approved


@pytest.mark.parametrize(
    "states", [("superseded", "withdrawn"), ("withdrawn", "superseded"), ("withdrawn", "withdrawn")]
)
def test_of_editions_out_of_force_the_newest_is_the_current_one(
    plan: Plan, states: tuple[str, str]
) -> None:
    older, newer = publish(plan), publish(plan)
    for edition, state in zip((older, newer), states, strict=True):
        put_out_of_force(edition, state)
    assert editions.current(plan) == newer
    both = list(Edition.objects.published())
    assert sorted(both, key=lambda edition: edition.precedence) == [newer, older]


def test_a_draft_for_comments_goes_before_what_is_out_of_force(plan: Plan) -> None:
    draft = publish(plan)
    put_out_of_force(publish(plan, Edition.State.APPROVED), "withdrawn")
    assert editions.current(plan).number == 2
    newer = publish(plan)
    assert editions.current(plan) == newer
    assert Edition.objects.get(pk=draft.pk).state == "superseded"


def test_the_day_of_publication_is_the_one_in_prague(plan: Plan) -> None:
    edition = publish(plan, at=datetime(2018, 6, 20, 22, 30, tzinfo=UTC))
    assert (edition.published_on, draft_of(plan).published_on) == ("21. 6. 2018", "")


def states(plan: Plan) -> list[str]:
    return [edition.state for edition in plan.editions.order_by("number")]


def test_a_newer_edition_takes_the_place_of_older_ones(plan: Plan) -> None:
    publish(plan)
    publish(plan)
    assert states(plan) == ["superseded", "consultation", "draft"]
    publish(plan, Edition.State.APPROVED)
    assert states(plan) == ["superseded", "superseded", "approved", "draft"]
    publish(plan)
    assert states(plan)[2:] == ["approved", "consultation", "draft"]
    publish(plan, Edition.State.APPROVED)
    assert states(plan)[2:] == ["superseded", "superseded", "approved", "draft"]


def test_another_plans_editions_stay_as_they_are(published: Edition) -> None:
    other = make_plan("jiny", "Jiný")
    for _edition in range(2):  # the second has a higher number than ours
        publish(other, Edition.State.APPROVED)
    assert states(published.plan) == ["consultation", "draft"]


def test_an_edition_keeps_what_the_plan_was_called(plan: Plan) -> None:
    Plan.objects.filter(pk=plan.pk).update(summary="Stručně.", period_from=2018, period_to=2050)
    edition = publish(plan)
    Plan.objects.filter(pk=plan.pk).update(title="Jinak", summary="", period_to=2030)
    edition = Edition.objects.select_related("plan").get(pk=edition.pk)
    kept = [getattr(edition.cover, name) for name in Edition.COVER]
    assert kept == ["Zkušební plán", "Stručně.", 2018, 2050]
    assert Edition.objects.select_related("plan").get(number=2).cover.title == "Jinak"


def test_comments_are_counted_in_every_edition_that_holds_the_item(published: Edition) -> None:
    plan = published.plan
    comment = make_comment(item_of(published, "A1.1"))
    newer = publish(plan)
    make_comment(item_of(newer, "A1.1"))
    counted = [
        {row.code: row.comments for row in outline.outline(edition).rows if row.comments}
        for edition in plan.editions.all()
    ]
    assert counted == [{"A1.1": 2}] * 3
    publication.hold(comment)
    assert [row.comments for row in outline.outline(published).rows] == [None, None, None, 1] + (
        [None] * 2
    )


def reworded(item: Item) -> Item:
    item.text = "Jinak"
    return item


WRITES = {
    "save": lambda item: reworded(item).save(),
    "update": lambda item: Item.objects.filter(pk=item.pk).update(text="Jinak"),
    "bulk_update": lambda item: Item.objects.bulk_update([reworded(item)], ["text"]),
    "delete": lambda item: item.delete(),
    "queryset delete": lambda item: Item.objects.filter(pk=item.pk).delete(),
    "sql": lambda item: connection.cursor().execute(
        "UPDATE strategy_item SET text = 'Jinak' WHERE id = %s", [item.pk]
    ),
    "move out": lambda item: Item.objects.filter(pk=item.pk).update(
        edition=draft_of(item.edition.plan), tree_id=draft_of(item.edition.plan).pk
    ),
}


@pytest.mark.parametrize("way", WRITES)
def test_a_published_item_cannot_be_changed(published: Edition, way: str) -> None:
    before = rows(published)
    with pytest.raises(IntegrityError, match="published edition is frozen"), transaction.atomic():
        WRITES[way](item_of(published, "A1.1"))
    assert rows(published) == before


@pytest.mark.parametrize("way", [way for way in WRITES if way != "move out"])
def test_the_same_writes_pass_in_the_draft(plan: Plan, way: str) -> None:
    item = item_of(draft_of(plan), "A1.1")
    WRITES[way](Item.objects.get(pk=item.pk))
    assert not Item.objects.filter(pk=item.pk, text=item.text).exists()


def test_nothing_can_be_added_to_a_published_edition(published: Edition) -> None:
    with pytest.raises(tree.TreeRefused):
        tree.create_item(
            item_of(published, "A1"), item_of(published, "A1.1").tier, text="Nové", code="A1.9"
        )
    stray = item_of(published, "A1.1")
    stray.pk, stray.code, stray.handle = None, "A1.9", "A1.9"
    stray.key = "8b9f3b52-6a0e-4a52-a1f0-0b3f7b8d3d11"
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        Item.objects.bulk_create([stray])


def test_a_published_edition_can_only_be_superseded_or_withdrawn(published: Edition) -> None:
    editions_ = Edition.objects.filter(pk=published.pk)
    for change in (
        {"state": "draft", "published_at": None, "stamp": ""},
        {"state": "approved"},
        {"number": 9},
        {"stamp": "approved"},
        {"title": "Jinak"},
        {"summary": "Jinak"},
        {"period_from": 1999},
        {"period_to": 2099},
    ):
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            editions_.update(**change)
    with pytest.raises(ProtectedError), transaction.atomic():
        editions_.delete()
    editions_.update(state="superseded")
    editions_.update(state="withdrawn", withdrawn_at=timezone.now())
    assert editions_.get().state == "withdrawn"


def test_a_tier_in_a_published_edition_keeps_its_name(plan: Plan) -> None:
    tiers = plan.tiers.filter(name="Priorita")
    tiers.update(name="Prioritní oblast")
    tiers = plan.tiers.filter(name="Prioritní oblast")
    publish(plan)
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        tiers.update(name="Priorita")


def test_two_drafts_of_a_plan_cannot_be(plan: Plan) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(plan=plan, number=7)


@pytest.mark.parametrize("measures", [1, 3])
def test_the_outline_gives_every_item_in_order_in_one_query(
    measures: int, db: None, django_assert_num_queries
) -> None:
    draft = draft_of(make_plan(measures=measures))
    with django_assert_num_queries(1):
        rows, deepest, more = outline.outline(draft)
    assert [row.code for row in rows] == ["", "A", "A1"] + [
        f"A1.{number}" for number in range(1, measures + 1)
    ]
    assert [row.below for row in rows] == [2 + measures, 1 + measures, measures] + [0] * measures
    assert (deepest, more) == (None, False)


def test_a_large_outline_shows_as_many_whole_levels_as_fit(
    plan: Plan, django_assert_num_queries
) -> None:
    draft = draft_of(plan)
    with django_assert_num_queries(1):
        rows, deepest, more = outline.outline(draft, most=5)
    assert ([row.code for row in rows], deepest, more) == (["", "A", "A1"], 3, False)
    assert outline.outline(draft, most=6).deepest is None
    assert [row.code for row in outline.outline(draft, most=1).rows] == [""]


def test_a_first_level_that_does_not_fit_comes_in_pages(plan: Plan) -> None:
    draft = draft_of(plan)
    value = plan.tiers.get(position=1)
    for number in (2, 3):
        root = Item.objects.get(edition=draft, parent=None)
        tree.create_item(root, value, code=f"H{number}", text=f"Hodnota {number}")
    pages = [outline.outline(draft, most=2, page=page) for page in (1, 2, 3)]
    assert [[row.code for row in page.rows] for page in pages] == [["", "H2"], ["H3"], []]
    assert [(page.deepest, page.more) for page in pages] == [(1, True), (1, False), (1, False)]
