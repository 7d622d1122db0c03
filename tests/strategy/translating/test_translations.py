"""Unofficial translations: shown in their language, bound to the wording that they translate."""

import pytest
from django.test import Client
from django.urls import reverse

from strategy.models import Edition, Item, PageRevision, Translation
from strategy.translating import translations
from strategy.translating.translations import Overtaken, Said, mark
from tests.factories import draft_of, item_of, make_plan, publish
from tests.strategy.cast import client_of
from tests.strategy.public_pages import reword

LIST = reverse("strategy:translation_list")
PAGE = "/preklady/zkusebni-plan/en/"
PLAN, ITEM = "/zkusebni-plan/", "/zkusebni-plan/A1.2/"


def translate(item: Item, text: str = "Support the plan.", source: str = "") -> Translation:
    plan = item.edition.plan
    standing = translations.known([item], "en").get(item.pk)
    said = [Said(item, mark(standing.text if standing else ""), text)]
    translations.write(plan, "en", said, source)
    return Translation.objects.latest("pk")


def shown(client: Client, address: str = f"/en{ITEM}") -> tuple[str, str] | None:
    return client.get(address).context["translated"]


def sent(client: Client, **texts: str) -> dict[str, str]:
    """What the page's form sends, with some texts typed anew by the codes of their items."""
    form = client.get(PAGE).context["form"]
    given = {"source": form["source"].value() or ""}
    for item, text, read in form.rows():
        typed = texts.get(item.code.replace(".", "_"), text.value() or "")
        given |= {text.html_name: typed, read.html_name: read.value() or ""}
    return given


def texts() -> dict[str, str]:
    return dict(Translation.objects.values_list("wording", "text"))


def test_a_translation_is_shown_in_its_language_only(client: Client, published: Edition) -> None:
    translate(item_of(published, "A1.2"), source="City of Brno")
    assert shown(client) == ("Support the plan.", "City of Brno")
    assert shown(client, ITEM) is None
    page = client.get(f"/en{ITEM}").content.decode()
    assert "Unofficial translation (City of Brno). The wording in Czech is binding." in page
    lines = {line.code: line.translation for line in client.get(f"/en{PLAN}").context["lines"]}
    assert {code for code, said in lines.items() if said} == {"A1.2"}
    assert not any(line.translation for line in client.get(PLAN).context["lines"])


def test_another_wording_is_not_shown_with_it(client: Client, published: Edition) -> None:
    translate(item_of(published, "A1.2"))
    reword(draft_of(published.plan), "A1.2", "Podporovat záměr jinak.")
    publish(published.plan)
    assert shown(client) is None
    assert shown(client, "/en/zkusebni-plan/edice/1/A1.2/") == ("Support the plan.", "")
    assert not any(line.translation for line in client.get(f"/en{PLAN}").context["lines"])


def test_pages_in_czech_ask_for_no_translation(
    client: Client, published: Edition, django_assert_num_queries
) -> None:
    translate(item_of(published, "A1.2"))
    from strategy import reading
    from strategy.translating import showing

    read = reading.read("zkusebni-plan", None, "A1.2")
    with django_assert_num_queries(0):
        assert (showing.of_item(read), showing.of_rows(read.plan, [])) == (None, [])


def test_an_editor_translates_items_of_a_page(editor: Client, published: Edition) -> None:
    before = PageRevision.objects.get(plan=published.plan).number
    given = sent(editor, A1_1="First.", A1_3="Third.") | {"source": "City of Brno"}
    assert editor.post(PAGE, given).status_code == 303
    assert texts() == {
        item_of(published, "A1.1").text: "First.",
        item_of(published, "A1.3").text: "Third.",
    }
    made = Translation.objects.first()
    assert (made.source, made.history.get().history_user.username) == ("City of Brno", "editor")
    assert PageRevision.objects.get(plan=published.plan).number == before + 1
    editor.post(PAGE, sent(editor, A1_1="", A1_3="Third, mended."))
    assert list(texts().values()) == ["Third, mended."]


def test_what_is_sent_as_it_was_read_stays(editor: Client, published: Edition) -> None:
    translate(item_of(published, "A1.1"), source="City of Brno")
    assert editor.post(PAGE, sent(editor) | {"source": "Somebody"}).status_code == 303
    made = Translation.objects.get()
    assert (made.source, made.history.count()) == ("City of Brno", 1)


def test_two_who_translate_at_once_are_told_of_one_another(
    editor: Client, published: Edition
) -> None:
    given = sent(editor, A1_1="Mine.", A1_2="Too.")
    translate(item_of(published, "A1.1"), "Theirs.")
    page = editor.post(PAGE, given)
    form = page.context["form"]
    field = f"text_{item_of(published, 'A1.1').pk}"
    assert (list(form.errors), "Theirs." in form.errors[field][0]) == ([field], True)
    assert list(texts().values()) == ["Theirs."]
    again = {bound.html_name: bound.value() or "" for row in form.rows() for bound in row[1:]}
    editor.post(PAGE, again | {"source": ""})
    assert sorted(texts().values()) == ["Mine.", "Too."]


def test_whoever_wrote_the_same_is_in_nobodys_way(published: Edition) -> None:
    item = item_of(published, "A1.1")
    translate(item, "Same.")
    assert translations.write(published.plan, "en", [Said(item, "", "Same.")], "") == 1
    with pytest.raises(Overtaken):
        translations.write(published.plan, "en", [Said(item, "", "Other.")], "")
    assert list(texts().values()) == ["Same."]


@pytest.mark.parametrize("person", ["officer", "nobody"])
def test_others_translate_nothing(published: Edition, person: str) -> None:
    client, status = client_of(person), 302 if person == "nobody" else 403
    given = {f"text_{item_of(published, 'A1.1').pk}": "Mine."}
    found = [client.get(LIST), client.get(PAGE), client.post(PAGE, given)]
    assert [answer.status_code for answer in found] == [status] * 3
    assert Translation.objects.count() == 0


@pytest.mark.parametrize("language", ["cs", "uk", "xx"])
def test_only_what_is_offered_is_translated_into(
    editor: Client, published: Edition, language: str
) -> None:
    assert editor.get(f"/preklady/zkusebni-plan/{language}/").status_code == 404
    assert editor.get(PAGE).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_counts_plans_at_the_same_cost(
    db: None, number: int, django_assert_num_queries
) -> None:
    for place in range(number):
        edition = publish(make_plan(f"plan-{place}", f"Plán {place}"))
        for code in ("A1.1", "A1.2")[: place + 1]:
            translate(item_of(edition, code))
    with django_assert_num_queries(3):
        found = translations.progress()
    assert [(one.done, one.whole) for one in found] == [(1, 6), (2, 6), (2, 6)][:number]
