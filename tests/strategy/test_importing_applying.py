import pytest

from strategy import tree
from strategy.importing import applying, matching
from strategy.importing.bodies import Bodies
from strategy.importing.content import of_document
from strategy.importing.matching import Difference
from strategy.importing.refusal import ImportRefused
from strategy.measures.directory import Directory
from strategy.models import Edition, Item, Plan
from tests.factories import draft_of, item_of, make_comment, publish, root_of
from tests.strategy.importing_texts import SEED, SMALL, SMALL_TREE, read


@pytest.fixture
def imported(db: None) -> Plan:
    plan = applying.begin_plan("brno", "Brno")
    applying.bring_in(of_document(read(SMALL)), draft_of(plan))
    return plan


def rows(edition: Edition) -> list[tuple]:
    """(level, code, text, what the parent is called) of each item in order."""
    items = Item.objects.shown().filter(edition=edition).select_related("tier", "parent__tier")
    return [
        (item.tier.name, item.code, item.text, matching.label(item.parent) or None)
        for item in items.order_by("lft")
    ]


def keys(edition: Edition) -> dict[str, object]:
    items = Item.objects.filter(edition=edition)
    return {item.code or item.text: item.key for item in items}


def bring(text: str, plan: Plan) -> Difference:
    return applying.bring_in(of_document(read(text)), draft_of(plan))


def summary(difference: Difference) -> dict[str, list[str]]:
    return {
        "added": [node.label for node in difference.added],
        "changed": [change.label for change in difference.changed],
        "moved": [move.node.label for move in difference.moved],
        "removed": [matching.label(item) for item in difference.removed],
    }


NOTHING = {"added": [], "changed": [], "moved": [], "removed": []}


def test_the_draft_says_what_the_document_says(imported: Plan) -> None:
    draft = draft_of(imported)
    assert rows(draft) == SMALL_TREE
    assert tree.find_faults(draft) == []
    assert [tuple(row) for row in imported.tiers.values_list("position", "name", "name_plural",
                                                             "is_measure")] == [
        (1, "Hodnota", "Hodnoty", False),
        (2, "Primární cíl", "Primární cíle", False),
        (3, "Dílčí cíl", "Dílčí cíle", False),
        (4, "Priorita", "Priority", False),
        (5, "Opatření", "Opatření", True),
    ]  # fmt: skip


def test_the_same_again_writes_nothing(imported: Plan) -> None:
    before = (keys(draft_of(imported)), Item.history.count(), imported.tiers.count())
    versions = list(Item.objects.values_list("pk", "version"))
    difference = bring(SMALL, imported)
    assert difference.is_empty
    assert (keys(draft_of(imported)), Item.history.count(), imported.tiers.count()) == before
    assert list(Item.objects.values_list("pk", "version")) == versions


def test_each_kind_of_difference_is_said_and_written_with_keys_kept(imported: Plan) -> None:
    before = keys(draft_of(imported))
    text = (
        SMALL.replace("Rozvíjet terénní služby.", "Rozvíjet ambulantní služby.")
        .replace(" • A1.1 Podporovat pečující osoby.\n", "")
        .replace("Připomínky", " • B1.2 Nové.\n • B1.3 Podporovat pečující osoby.\nPřipomínky")
    )
    text = text.replace(" • B1.1 Zveřejňovat příklady praxe.\n", "")
    assert summary(bring(text, imported)) == {
        "added": ["B1.2"],
        "changed": ["A1.2", "A1.1"],
        "moved": ["B1.3"],
        "removed": ["B1.1"],
    }
    draft = draft_of(imported)
    assert rows(draft) == [
        (node.level.name, node.code, node.text, node.parent and node.parent.label)
        for node in read(text).nodes
    ]
    assert tree.find_faults(draft) == []
    after = keys(draft)
    assert after["B1.3"] == before["A1.1"]
    assert after["A1.2"] == before["A1.2"]
    assert item_of(draft, "B1.3").handle == "B1.3"


def test_a_change_raises_the_version_and_leaves_one_line_of_history(imported: Plan) -> None:
    bring(SMALL.replace("pečující osoby", "všechny pečující"), imported)
    measure = item_of(draft_of(imported), "A1.1")
    assert measure.version == 2
    newest, first = measure.history.all()
    assert [newest.text, first.text] == [
        "Podporovat všechny pečující.",
        "Podporovat pečující osoby.",
    ]


def test_a_title_without_a_code_keeps_its_key_when_it_is_reworded(imported: Plan) -> None:
    before = keys(draft_of(imported))["Soudržné město"]
    difference = bring(SMALL.replace("Soudržné město", "Živé město"), imported)
    assert summary(difference) == NOTHING | {"changed": ["Hodnota"]}
    assert keys(draft_of(imported))["Živé město"] == before


def test_of_two_with_one_wording_each_keeps_its_code(imported: Plan) -> None:
    twin = " • B1.2 Podporovat pečující osoby.\nPřipomínky"
    assert summary(bring(SMALL.replace("Připomínky", twin, 1), imported)) == NOTHING | {
        "added": ["B1.2"]
    }
    before = keys(draft_of(imported))
    removed = SMALL.replace("Připomínky", twin, 1).replace(
        " • A1.1 Podporovat pečující osoby.\n", ""
    )
    assert summary(bring(removed, imported)) == NOTHING | {"removed": ["A1.1"]}
    assert keys(draft_of(imported))["B1.2"] == before["B1.2"]


def test_only_what_changes_its_place_counts_as_moved(imported: Plan) -> None:
    third = " • A1.0 Nejdřív.\n • A1.1 Pod"
    assert summary(bring(SMALL.replace(" • A1.1 Pod", third), imported)) == NOTHING | {
        "added": ["A1.0"]
    }
    swapped = (
        SMALL.replace(" • A1.1 Pod", third)
        .replace("A1.0 Nejdřív.\n • ", "")
        .replace("služby.\n", "služby.\n • A1.0 Nejdřív.\n", 1)
    )
    difference = bring(swapped, imported)
    assert summary(difference) == NOTHING | {"moved": ["A1.0"]}
    assert (difference.moved[0].before, difference.moved[0].after) == ("A1", "A1")
    codes = Item.objects.filter(parent__code="A1").order_by("lft").values_list("code", flat=True)
    assert list(codes) == ["A1.1", "A1.2", "A1.0"]


def test_a_goal_turned_inside_out_still_fits(imported: Plan) -> None:
    text = "Hodnota: Posílit soudržnost\nPrimární cíl: Soudržné město\nOpatření A1.1: Sám\n"
    bring(text, imported)
    draft = draft_of(imported)
    assert [row[:3] for row in rows(draft)] == [
        ("Hodnota", "", "Posílit soudržnost"),
        ("Primární cíl", "", "Soudržné město"),
        ("Opatření", "A1.1", "Sám"),
    ]
    assert tree.find_faults(draft) == []


def test_another_level_is_a_change_not_another_item(imported: Plan) -> None:
    before = keys(draft_of(imported))
    difference = bring(SMALL.replace("Priorita B1", "Specifický cíl B1"), imported)
    assert summary(difference) == NOTHING | {"changed": ["B1"]}
    assert item_of(draft_of(imported), "B1").key == before["B1"]
    assert list(imported.tiers.values_list("position", "name")) == [
        (1, "Hodnota"),
        (2, "Primární cíl"),
        (3, "Dílčí cíl"),
        (4, "Specifický cíl"),
        (5, "Priorita"),
        (6, "Opatření"),
    ]


def test_a_level_below_is_added_even_when_published_editions_use_the_others(imported: Plan) -> None:
    publish(imported)
    bring(SMALL.replace("služby.\n", "služby.\nAktivita: Školit\n"), imported)
    assert imported.tiers.get(name="Aktivita").position == 6


def test_a_level_that_would_reorder_a_published_edition_is_refused(imported: Plan) -> None:
    published = publish(imported)
    before = rows(published)
    with pytest.raises(ImportRefused) as refused:
        bring(SMALL.replace("Priorita B1", "Specifický cíl B1"), imported)
    assert refused.value.line == 11
    assert rows(published) == before
    assert imported.tiers.count() == 5


def test_a_plan_renamed_tier_is_known_by_its_name_in_any_case(imported: Plan) -> None:
    imported.tiers.filter(name="Priorita").update(name="PRIORITA")
    assert bring(SMALL, imported).is_empty


def test_what_a_comment_of_the_draft_speaks_of_is_not_removed(imported: Plan) -> None:
    make_comment(item_of(draft_of(imported), "A1.2"), channel="import")
    before = (rows(draft_of(imported)), Item.history.count())
    with pytest.raises(ImportRefused, match=r"A1\.2"):
        bring(SMALL.replace(" • A1.2 Rozvíjet terénní služby.\n", ""), imported)
    assert (rows(draft_of(imported)), Item.history.count()) == before


def test_after_publication_the_draft_changes_and_the_published_text_stays(imported: Plan) -> None:
    make_comment(item_of(draft_of(imported), "A1.2"), channel="import")
    published = publish(imported)
    before = rows(published)
    bring(SMALL.replace(" • A1.2 Rozvíjet terénní služby.\n", ""), imported)
    assert rows(published) == before
    assert not Item.objects.filter(edition=draft_of(imported), code="A1.2").exists()


def test_a_draft_published_meanwhile_is_refused(imported: Plan) -> None:
    draft = draft_of(imported)
    publish(imported)
    with pytest.raises(tree.TreeRefused):
        applying.bring_in(of_document(read(SMALL.replace("péče", "služeb"))), draft)
    assert rows(draft_of(imported)) == SMALL_TREE


def test_a_new_title_reaches_the_plan_and_its_draft(imported: Plan) -> None:
    applying.retitle(imported, "Brno 2050")
    assert Plan.objects.get().title == root_of(draft_of(imported)).text == "Brno 2050"


def test_an_address_that_belongs_to_the_portal_is_refused(db: None) -> None:
    with pytest.raises(ImportRefused, match="admin"):
        applying.begin_plan("admin", "Plán")
    assert Plan.objects.count() == 0


@pytest.mark.parametrize("text", [SMALL, SEED])
def test_comparing_takes_one_query(
    imported: Plan, text: str, django_assert_num_queries: object
) -> None:
    draft = draft_of(imported)
    document = read(text)
    with django_assert_num_queries(1):
        matching.compare(of_document(document), draft, Bodies(Directory([])))
