from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from strategy import editing, tree
from strategy.models import Edition, Item, PageRevision, Plan
from strategy.models.items import validate_handle
from tests.factories import draft_of, item_of, make_plan, publish, root_of
from tests.races import at_once, needs_postgres


def change(item: Item, **changes: str) -> Item:
    return editing.change_item(item, item.version, **changes)


def test_a_change_is_one_step_of_history_with_its_author(plan: Plan) -> None:
    editor = User.objects.create(username="editorka")
    measure = item_of(draft_of(plan), "A1.1")
    changed = editing.change_item(measure, 1, editor, text="Nové znění.", description="Proč")
    assert (changed.text, changed.description, changed.version) == ("Nové znění.", "Proč", 2)
    newest, first = measure.history.all()
    assert (newest.history_user, newest.text) == (editor, "Nové znění.")
    assert first.text == "Podporovat záměr 1."
    assert tree.find_faults(draft_of(plan)) == []


def test_the_second_of_two_editors_overwrites_nothing(plan: Plan) -> None:
    measure = item_of(draft_of(plan), "A1.1")
    editing.change_item(measure, 1, text="Znění první.")
    with pytest.raises(editing.Outdated) as refused:
        editing.change_item(measure, 1, text="Znění druhé.")
    assert (refused.value.current.text, refused.value.current.version) == ("Znění první.", 2)
    assert item_of(draft_of(plan), "A1.1").text == "Znění první."
    editing.change_item(measure, 2, text="Znění druhé.")
    assert item_of(draft_of(plan), "A1.1").text == "Znění druhé."


def test_a_change_of_nothing_is_no_change_even_if_it_comes_late(plan: Plan) -> None:
    measure = item_of(draft_of(plan), "A1.1")
    editing.change_item(measure, 1, text="Jednou.")
    assert editing.change_item(measure, 1, text="Jednou.").version == 2
    assert measure.history.count() == 2


def test_a_move_makes_what_was_read_outdated(plan: Plan) -> None:
    measure = item_of(draft_of(plan), "A1.1")
    tree.move_item(measure, item_of(draft_of(plan), "A"))
    with pytest.raises(editing.Outdated):
        editing.change_item(measure, 1, text="Jinak.")


def test_the_address_follows_the_code(plan: Plan) -> None:
    measure = change(item_of(draft_of(plan), "A1.1"), code="A1.10")
    assert (measure.handle, measure.code_sort) == ("A1.10", "A000001.000010")
    measure = change(measure, code="")
    assert (measure.handle, measure.code_sort) == ("opatreni-podporovat-zamer-1", "")
    assert change(measure, text="Docela jinak.").handle == "opatreni-podporovat-zamer-1"
    measure = change(item_of(draft_of(plan), "A1.2"), code="")
    assert change(measure, code=measure.handle).handle == measure.handle


def test_a_code_or_an_address_that_is_taken_is_refused_at_the_code(plan: Plan) -> None:
    draft = draft_of(plan)
    value = Item.objects.get(edition=draft, handle="hodnota-soudrzne-mesto")
    for taken in ["A1.2", value.handle, "edice"]:
        with pytest.raises(ValidationError) as refused:
            change(item_of(draft, "A1.1"), code=taken)
        assert list(refused.value.message_dict) == ["code"]
        with pytest.raises(ValidationError) as refused:
            editing.add_item(item_of(draft, "A1"), plan.tiers.last(), text="Nové", code=taken)
        assert list(refused.value.message_dict) == ["code"]
    assert item_of(draft, "A1.1").version == 1
    assert Item.objects.filter(edition=draft).count() == 7


def test_the_same_code_may_stand_in_two_editions(published: Edition) -> None:
    draft = draft_of(published.plan)
    assert change(item_of(draft, "A1.1"), text="Jen v návrhu.").code == "A1.1"
    assert item_of(published, "A1.1").text == "Podporovat záměr 1."
    tree.delete_item(item_of(draft, "A1.2"))
    assert change(item_of(draft, "A1.1"), code="A1.2").handle == "A1.2"


@pytest.mark.parametrize("handle", ["edice", "plan.pdf", "Edice", "PLAN.PDF"])
def test_no_item_has_an_address_of_the_portal(handle: str) -> None:
    with pytest.raises(ValidationError):
        validate_handle(handle)


def test_a_published_item_and_a_deleted_one_are_refused(published: Edition) -> None:
    with pytest.raises(tree.TreeRefused):
        change(item_of(published, "A1.1"), text="Potají.")
    measure = item_of(draft_of(published.plan), "A1.1")
    tree.delete_item(item_of(draft_of(published.plan), "A1.1"))
    with pytest.raises(tree.TreeRefused):
        change(measure, text="Pozdě.")


def test_the_plan_itself_gets_no_code(plan: Plan) -> None:
    with pytest.raises(tree.TreeRefused):
        change(root_of(draft_of(plan)), code="P")


def test_a_plan_is_changed_with_its_draft_and_its_pages_grow_stale(plan: Plan) -> None:
    published = publish(plan)
    before = PageRevision.objects.get(plan=plan).number
    editing.change_plan(plan, editing.version_of(plan), title="Nový název", period_from=2020)
    plan.refresh_from_db()
    assert (plan.title, plan.period_from) == ("Nový název", 2020)
    assert root_of(draft_of(plan)).text == "Nový název"
    assert root_of(published).text == "Zkušební plán"
    assert PageRevision.objects.get(plan=plan).number == before + 1


def test_the_second_change_of_a_plan_overwrites_nothing(plan: Plan) -> None:
    version = editing.version_of(plan)
    editing.change_plan(plan, version, title="První")
    with pytest.raises(editing.Outdated) as refused:
        editing.change_plan(plan, version, title="Druhý")
    assert refused.value.current.title == "První"
    assert Plan.objects.get().title == "První"


def test_a_change_of_a_plan_has_its_author_and_one_of_nothing_is_no_change(plan: Plan) -> None:
    editor, version = User.objects.create(username="editorka"), editing.version_of(plan)
    editing.change_plan(plan, version, editor, title="Nový název")
    editing.change_plan(plan, version, title="Nový název")
    newest, _made = plan.history.all()
    assert (newest.title, newest.history_user) == ("Nový název", editor)
    assert root_of(draft_of(plan)).history.first().history_user == editor


@needs_postgres
def test_of_four_who_save_at_once_one_is_heard_and_three_are_told(committed: None) -> None:
    plan = make_plan()
    measure, version = item_of(draft_of(plan), "A1.1"), editing.version_of(plan)

    def told(deed: Callable[[str], object], text: str) -> bool:
        try:
            deed(text)
        except editing.Outdated:
            return True
        return False

    deeds = [
        lambda text: editing.change_item(measure, 1, text=text),
        lambda text: editing.change_plan(plan, version, title=text),
    ]
    for deed in deeds:
        answers = at_once([lambda text=text, deed=deed: told(deed, text) for text in "abcd"])
        assert sorted(answers) == [False, True, True, True]
    assert (measure.history.count(), plan.history.count()) == (2, 2)


def test_a_plan_is_not_changed_into_a_wrong_one(plan: Plan) -> None:
    with pytest.raises(ValidationError) as refused:
        editing.change_plan(plan, editing.version_of(plan), slug="admin")
    assert list(refused.value.message_dict) == ["slug"]


def test_an_item_may_not_stand_under_one_of_its_own_level(plan: Plan) -> None:
    Item.objects.filter(code="A1.1").update(tier=plan.tiers.get(name="Priorita"))
    with pytest.raises(tree.TreeRefused, match=r"A1\.1"):
        editing.refuse_upturned_tiers(plan)
    editing.refuse_upturned_tiers(make_plan(slug="jiny", title="Jiný"))


def test_tiers_may_not_be_turned_upside_down(plan: Plan) -> None:
    editing.refuse_upturned_tiers(plan)
    plan.tiers.filter(name="Priorita").update(position=9)
    with pytest.raises(tree.TreeRefused, match=r"A1\.1"):
        editing.refuse_upturned_tiers(plan)


def test_a_published_plan_keeps_its_address(published: Edition) -> None:
    plan = published.plan
    with pytest.raises(ValidationError) as refused:
        editing.change_plan(plan, editing.version_of(plan), None, title="Jinak", slug="jinak")
    assert list(refused.value.message_dict) == ["slug"]
    plan.refresh_from_db()
    assert (plan.title, plan.slug) == ("Zkušební plán", "zkusebni-plan")
