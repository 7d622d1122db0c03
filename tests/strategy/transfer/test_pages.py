from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from brnoplan import working
from brnoplan.groups import create_groups
from strategy.formats import separated
from strategy.importing import imports
from strategy.models import Item, Organisation, Plan, PlanImport, Responsibility
from tests.factories import draft_of, make_plan
from tests.rows import all_rows
from tests.strategy.importing_texts import FIXTURES

SEED_003 = FIXTURES / "akcni-plan-socialni-vylouceni.txt"
SEED_002 = FIXTURES / "lokalni-partnerstvi-2016.txt"
LIST = "/dovoz/"


@pytest.fixture
def editor(db: None, client: Client) -> Client:
    create_groups()
    user = User.objects.create_user("editorka", is_staff=True)
    user.groups.add(Group.objects.get(name="Editor plánu"))
    client.force_login(user)
    return client


def send(client: Client, name: str, content: bytes, **given: Any) -> Any:
    file = SimpleUploadedFile(name, content)
    new = {} if "plan" in given else {"title": "Akční plán", "slug": "akcni-plan"}
    return client.post(LIST, {"file": file} | new | given)


def begun(client: Client, text: str = "", **given: Any) -> PlanImport:
    content = text.encode() if text else SEED_003.read_bytes()
    assert send(client, "plan.txt", content, **given).status_code == 303
    return PlanImport.objects.latest("pk")


def deed(client: Client, found: PlanImport, **given: Any) -> Any:
    found.refresh_from_db()
    address = reverse("strategy:import_deed", args=[found.pk])
    return client.post(address, {"version": found.version} | given, follow=True)


def correct(client: Client, found: PlanImport, number: int, **given: Any) -> Any:
    found.refresh_from_db()
    address = reverse("strategy:import_item", args=[found.pk, number])
    return client.post(address, {"version": found.version} | given, follow=True)


def texts(found: PlanImport) -> list[str]:
    found.refresh_from_db()
    return [node.text for node in imports.understood(found).document.nodes]


SMALL = "Cíl 1: Péče\nOpatření 1.1: Stavět byty a učit děti\nGestor: OSP\nTermín: 12/2020\n"


def test_seed_003_comes_in_through_the_page(editor: Client) -> None:
    found = begun(editor)
    page = editor.get(reverse("strategy:import_preview", args=[found.pk]))
    shown = {level.name: count for level, count in page.context["counts"]}
    assert shown == {"Strategický cíl": 9, "Specifický cíl": 6, "Opatření": 15}
    assert not Plan.objects.exists()
    names = [one.name for one in page.context["missing"]]
    assert sorted(names) == sorted(["ASZ", "MPSV", "MV", "MSp", "MMR", "MŠMT", "ČSÚ", "MZ"])
    deed(editor, found, confirm="1", name=names, kind=["authority"] * len(names))
    waiting = editor.get(reverse("strategy:import_preview", args=[found.pk]))
    assert waiting.headers["Refresh"]
    assert working.do_next_job()
    draft = draft_of(Plan.objects.get(slug="akcni-plan"))
    items = Item.objects.filter(edition=draft)
    assert items.filter(tier__is_measure=True).count() == 15
    led = Responsibility.objects.filter(item__edition=draft, role="lead")
    assert (led.count(), {one.written for one in led}) == (11, {"ASZ"})
    others = Responsibility.objects.filter(item__edition=draft, role="co_lead")
    assert others.values("item").distinct().count() == 2
    assert list(items.exclude(due="").values_list("due", flat=True)) == ["12/2020"]
    codes = set(items.exclude(code="").values_list("code", flat=True))
    text = SEED_003.read_text(encoding="utf-8")
    assert [code for code in codes if code not in text] == []
    assert draft.plan.card_fields == ["lead", "co_leads", "due", "remarks"]
    done = editor.get(reverse("strategy:import_preview", args=[found.pk]))
    assert "Refresh" not in done.headers
    found.refresh_from_db()
    assert found.written_at is not None
    assert found.plan == draft.plan


def test_seed_002_holds_nothing_and_the_page_says_so(editor: Client) -> None:
    response = send(editor, "zapis.txt", SEED_002.read_bytes())
    assert response.context["form"].errors["file"]
    assert not PlanImport.objects.exists()


def test_looking_and_correcting_write_nothing_of_a_plan(editor: Client) -> None:
    plan = make_plan()
    found = begun(editor, SMALL, plan=plan.pk)
    before = of_plans()
    for asked in ("polozky", "radky", "nejiste", "vynechane", "zmeny"):
        page = editor.get(reverse("strategy:import_preview", args=[found.pk]), {"ukaz": asked})
        assert page.status_code == 200
    correct(editor, found, 1, do="text", value="Stavět byty")
    assert of_plans() == before


def of_plans() -> dict[str, Any]:
    """All rows but those of the import itself, and of the log of what staff did."""
    own = ("PlanImport", "Audit")
    return {name: rows for name, rows in all_rows().items() if not any(one in name for one in own)}


def test_each_correction_is_made_and_taken_back(editor: Client) -> None:
    found = begun(editor, SMALL)
    wordings = ["Péče", "Stavět byty a učit děti"]
    assert texts(found) == wordings
    correct(editor, found, 1, do="split", text=wordings[1], before="učit děti")
    assert texts(found) == ["Péče", "Stavět byty a", "učit děti"]
    correct(editor, found, 2, do="merge", into="1")
    assert texts(found) == ["Péče", "Stavět byty a učit děti"]
    correct(editor, found, 1, do="text", value="Stavět")
    correct(editor, found, 1, do="code", value="9.9")
    correct(editor, found, 1, do="parent", parent="")
    correct(editor, found, 1, do="level", level="Aktivita")
    correct(editor, found, 1, do="entry", entry="0", part="partner", text="MPSV")
    correct(editor, found, 1, do="drop_entry", entry="1")
    correct(editor, found, 1, do="add_entry", part="risk", text="Peníze")
    found.refresh_from_db()
    node = imports.understood(found).document.nodes[1]
    assert (node.text, node.code, node.parent, node.level.name) == (
        "Stavět",
        "9.9",
        None,
        "Aktivita",
    )
    assert [(one.part, one.text) for one in node.entries] == [
        ("partner", "MPSV"),
        ("risk", "Peníze"),
    ]
    correct(editor, found, 0, do="leave_out")
    assert texts(found) == ["Stavět"]
    deed(editor, found, take_back="1")
    assert texts(found) == ["Péče", "Stavět"]


def test_a_line_left_out_is_taken_for_an_item(editor: Client) -> None:
    found = begun(editor, "Úvodní slovo starosty města.\n" + SMALL)
    verdicts = imports.understood(found).document.verdicts
    number = next(n for n, one in enumerate(verdicts) if one.node is None)
    deed(editor, found, take=str(number), level="Opatření")
    assert "Úvodní slovo starosty města." in texts(found)


def test_who_read_an_older_state_is_refused(editor: Client) -> None:
    found = begun(editor, SMALL)
    correct(editor, found, 1, do="text", value="Jinak")
    address = reverse("strategy:import_item", args=[found.pk, 1])
    page = editor.post(address, {"version": 1, "do": "text", "value": "Ještě jinak"}, follow=True)
    refused, typed = page.context["messages"]
    assert (refused.level_tag, str(typed)) == ("error", "Napsali jste: „Ještě jinak“")
    assert texts(found) == ["Péče", "Jinak"]


def test_an_organisation_that_is_not_created_stays_as_words(editor: Client) -> None:
    found = begun(editor, SMALL.replace("Termín", "Spolugestor: OZ\nTermín"))
    deed(editor, found, confirm="1", name=["OSP", "OZ"], kind=["", ""])
    assert working.do_next_job()
    item = Item.objects.get(tier__is_measure=True)
    assert (item.lead, "OZ" in item.card.remarks) == ("OSP", True)
    assert not Organisation.objects.exists()


def test_a_faulty_table_is_told_at_once_and_cannot_be_confirmed(editor: Client) -> None:
    plan = make_plan()
    content = separated.content(draft_of(plan)).decode().replace("Opatření;", "Neznámá;")
    assert send(editor, "plan.csv", content.encode(), plan=plan.pk).status_code == 303
    found = PlanImport.objects.get()
    page = editor.get(reverse("strategy:import_preview", args=[found.pk]))
    assert len(page.context["now"].exact.faults) == content.count("Neznámá;")
    deed(editor, found, confirm="1")
    assert imports.job_of(found) is None


def test_a_written_file_is_changed_no_more(editor: Client) -> None:
    found = begun(editor, SMALL)
    deed(editor, found, confirm="1")
    assert working.do_next_job()
    before = all_rows()
    correct(editor, found, 1, do="text", value="Jinak")
    deed(editor, found, confirm="1")
    deed(editor, found, drop="1")
    assert {k: v for k, v in all_rows().items() if "session" not in k} == {
        k: v for k, v in before.items() if "session" not in k
    }


def test_a_file_that_is_forgotten_leaves_nothing(editor: Client) -> None:
    found = begun(editor, SMALL)
    deed(editor, found, drop="1")
    assert (PlanImport.objects.count(), Plan.objects.count()) == (0, 0)


@pytest.mark.parametrize("name", ["import_list", "import_preview", "import_item", "import_deed"])
def test_only_who_may_import_sees_the_pages(editor: Client, name: str) -> None:
    found = begun(editor, SMALL)
    given = {"import_list": [], "import_item": [found.pk, 1]}.get(name, [found.pk])
    address = reverse(f"strategy:{name}", args=given)
    user = User.objects.create_user("ctenar", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_planimport"))
    other = Client()
    assert other.post(address).status_code == 302
    other.force_login(user)
    assert other.post(address, {"version": 1, "drop": "1"}).status_code == 403
    assert PlanImport.objects.count() == 1


def test_each_line_is_shown_with_the_item_and_the_field_it_was_taken_for(editor: Client) -> None:
    found = begun(editor, "Slovo starosty.\n" + SMALL)
    address = reverse("strategy:import_preview", args=[found.pk])
    page = editor.get(address, {"ukaz": "radky"})
    assert [
        (line.verdict.text, line.node and line.node.label, line.number)
        for line in page.context["lines"]
    ] == [
        ("Slovo starosty.", None, None),
        ("Cíl 1:", "1", 0),
        ("Péče", "1", 0),
        ("Opatření 1.1:", "1.1", 1),
        ("Stavět byty a učit děti", "1.1", 1),
        ("Gestor: OSP", "1.1", 1),
        ("Termín: 12/2020", "1.1", 1),
    ]
    assert page.context["doubts"] == 0


def test_what_is_unsure_is_counted_above_and_marked_at_its_item(editor: Client) -> None:
    found = begun(editor, SMALL.replace("12/2020", "13/2020"))
    page = editor.get(reverse("strategy:import_preview", args=[found.pk]))
    assert page.context["doubts"] == 1
    assert [shown.has_doubt for shown in page.context["items"]] == [False, True]
    assert page.content.decode().count('class="badge badge--warning"') == 1


def test_costs_are_shown_as_they_will_be_written(editor: Client) -> None:
    found = begun(editor, f"{SMALL}Náklady: 250 tis. Kč (2019), zdroj: MPSV\n")
    page = editor.get(reverse("strategy:import_preview", args=[found.pk]))
    assert page.context["items"][1].entries[-2].texts == [("2019: 250 000 Kč", False)]


def test_what_was_corrected_is_unsure_no_more(editor: Client) -> None:
    found = begun(editor, SMALL.replace("12/2020", "13/2020") + "Náklady: 2–3 mil. Kč\n")
    address = reverse("strategy:import_preview", args=[found.pk])
    assert editor.get(address).context["doubts"] == 2
    correct(editor, found, 1, do="entry", entry="1", part="due", text="14/2020")
    assert editor.get(address).context["doubts"] == 2
    correct(editor, found, 1, do="entry", entry="1", part="due", text="12/2020")
    assert editor.get(address).context["doubts"] == 1
    correct(editor, found, 1, do="drop_entry", entry="2")
    assert editor.get(address).context["doubts"] == 0
