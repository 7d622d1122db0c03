"""The office's page of summaries."""

import pytest
from django.test import Client
from django.urls import reverse

from strategy.editing import version_of
from strategy.explaining import summaries
from strategy.models import PageRevision, Summary
from strategy.models.explaining import digest_of
from tests.factories import draft_of, item_of
from tests.strategy.cast import client_of
from tests.strategy.public_pages import reword

LIST = reverse("strategy:summary_list")


def address(item) -> str:
    return reverse("strategy:summary_write", args=[item.key])


def sent(item, text: str = "Stručně.", version: int = 0) -> dict[str, object]:
    return {"digest": digest_of(item.text), "version": version, "text": text}


def stale(client: Client) -> list[list[str]]:
    return [[item.code for item in one.stale] for one in client.get(LIST).context["plans"]]


def test_an_editor_explains_a_wording(editor: Client, published) -> None:
    item = item_of(published, "A1.2")
    before = PageRevision.objects.get(plan=published.plan).number
    assert editor.post(address(item), sent(item)).status_code == 303
    made = Summary.objects.get()
    assert (made.text, made.wording, made.item_key) == ("Stručně.", item.text, item.key)
    assert made.history.get().history_user.username == "editor"
    assert PageRevision.objects.get(plan=published.plan).number == before + 1


def test_the_list_tells_whose_wording_has_changed(editor: Client, published) -> None:
    for code in ("A1.1", "A1.2"):
        summaries.write(item_of(published, code), 0, "Stručně.")
    assert stale(editor) == [[]]
    reword(draft_of(published.plan), "A1.2", "Podporovat jinak.")
    assert (stale(editor), summaries.waiting()) == ([["A1.2"]], 1)
    draft_item = item_of(draft_of(published.plan), "A1.2")
    page = editor.get(address(draft_item))
    first, second = page.context["wordings"]
    assert (first[0].before.text, first[1]["text"].value()) == ("Stručně.", "Stručně.")
    assert (second[0].summary.text, second[0].item.edition) == ("Stručně.", published)
    editor.post(address(draft_item), sent(draft_item, "Nově."))
    assert (stale(editor), summaries.waiting()) == ([[]], 0)
    assert Summary.objects.count() == 3


def test_two_who_write_at_once_are_told_of_one_another(editor: Client, published) -> None:
    item = item_of(published, "A1.2")
    first = summaries.write(item, 0, "První.")
    read = version_of(first)
    summaries.write(item, read, "Druhé.")
    page = editor.post(address(item), sent(item, "Třetí.", read))
    form = page.context["wordings"][0][1]
    assert ["Druhé." in error for error in form.non_field_errors()] == [True]
    first.refresh_from_db()
    assert first.text == "Druhé."
    assert (
        editor.post(address(item), sent(item, "Třetí.", form["version"].value())).status_code == 303
    )
    first.refresh_from_db()
    assert first.text == "Třetí."


def test_an_empty_summary_is_refused_at_the_field(editor: Client, published) -> None:
    item = item_of(published, "A1.2")
    page = editor.post(address(item), sent(item, " "))
    assert list(page.context["wordings"][0][1].errors) == ["text"]
    assert Summary.objects.count() == 0


@pytest.mark.parametrize("person", ["officer", "nobody"])
def test_others_write_no_summary(published, person: str) -> None:
    client, item = client_of(person), item_of(published, "A1.2")
    status = 302 if person == "nobody" else 403
    assert [client.get(LIST).status_code, client.post(address(item), sent(item)).status_code] == [
        status,
        status,
    ]
    assert Summary.objects.count() == 0


def test_an_item_that_is_not_there_is_not_found(editor: Client, published) -> None:
    unknown = reverse("strategy:summary_write", args=["00000000-0000-0000-0000-000000000000"])
    assert editor.get(unknown).status_code == 404
    assert editor.get(address(item_of(published, "A1.2"))).status_code == 200


def test_the_administration_changes_and_deletes_summaries(editor: Client, published) -> None:
    made = summaries.write(item_of(published, "A1.2"), 0, "Stručně.")
    page = reverse("admin:strategy_summary_change", args=[made.pk])
    assert editor.post(page, {"text": "Jinak.", "version": version_of(made)}).status_code == 302
    made.refresh_from_db()
    assert (made.text, made.wording) == ("Jinak.", "Podporovat záměr 2.")
    before = PageRevision.objects.get(plan=published.plan).number
    editor.post(reverse("admin:strategy_summary_delete", args=[made.pk]), {"post": "yes"})
    assert Summary.objects.count() == 0
    assert PageRevision.objects.get(plan=published.plan).number == before + 1


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_whatever_it_tells(
    editor: Client, published, number: int, django_assert_num_queries
) -> None:
    for place in range(1, number + 1):
        summaries.write(item_of(published, f"A1.{place}"), 0, "Stručně.")
        reword(draft_of(published.plan), f"A1.{place}", f"Jinak {place}.")
    assert len(stale(editor)[0]) == number
    with django_assert_num_queries(3):
        summaries.of_plans()
