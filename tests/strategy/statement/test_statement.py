"""The accessibility statement and what the city adds to other pages."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from strategy.editing import version_of
from strategy.models import AccessibilityStatement, PortalRevision, PortalText
from strategy.statement import reading
from tests.strategy.cast import client_of

PAGE = "/pristupnost/"
ADD = reverse("admin:strategy_accessibilitystatement_add")
LIST = reverse("admin:strategy_accessibilitystatement_changelist")

pytestmark = pytest.mark.django_db


def sent(**changes: object) -> dict[str, object]:
    names = ("scope", "faults", "burden", "outside", "instead", "method_details", "unit", "email")
    given: dict[str, object] = dict.fromkeys((*names, "phone", "address", "enforcement"), "")
    given |= {"compliance": "partly", "method": "own", "prepared_on": "", "reviewed_on": ""}
    return given | {"version": ""} | changes


FILLED = {
    "compliance": "not",
    "faults": "Starší zápisy jsou naskenované.",
    "burden": "Přepis výkresů.",
    "outside": "Mapy.",
    "unit": "Odbor sociální péče",
    "email": "urad@example.cz",
    "prepared_on": "2026-11-22",
    "reviewed_on": "2026-11-23",
    "enforcement": "Dohledový úřad.",
}


def test_what_the_city_has_not_filled_in_is_said_plainly(client: Client) -> None:
    answer = client.get(PAGE)
    assert len(answer.context["told"].missing) == 4
    assert answer.content.decode().count('class="notice notice--warning"') == 2
    assert reading.told().scope == str(reading.SCOPE)


def test_what_the_city_filled_in_stands_on_the_page(client: Client) -> None:
    assert client_of("editor").post(ADD, sent(**FILLED)).status_code == 302
    made = AccessibilityStatement.objects.get()
    assert (made.pk, made.prepared_on, made.reviewed_on) == (
        1,
        date(2026, 11, 22),
        date(2026, 11, 23),
    )
    answer = client.get(PAGE)
    page = answer.content.decode()
    assert answer.context["told"].missing == []
    own = ("faults", "burden", "outside", "unit", "enforcement")
    assert [name for name in own if FILLED[name] not in page.replace("\xa0", " ")] == []
    assert ("mailto:urad@example.cz" in page, "notice--warning" in page) == (True, False)


def test_the_page_holds_all_that_the_act_asks_for_in_its_order(client: Client) -> None:
    page = client.get(PAGE).content.decode()
    assert page.count("<h2") == 6
    assert f'href="{reverse("strategy:feedback")}"' in page
    assert "www.dia.gov.cz" in page


def test_the_list_leads_to_the_one_statement() -> None:
    editor = client_of("editor")
    assert editor.get(LIST).headers["Location"] == ADD
    editor.post(ADD, sent())
    change = reverse("admin:strategy_accessibilitystatement_change", args=[1])
    assert editor.get(LIST).headers["Location"] == change
    assert editor.post(ADD, sent()).status_code == 403
    statement = AccessibilityStatement.objects.get()
    number = PortalRevision.objects.get().number
    filled = sent(unit="Odbor", version=version_of(statement))
    assert editor.post(change, filled).status_code == 302
    statement.refresh_from_db()
    assert (statement.unit, statement.history.count()) == ("Odbor", 2)
    assert PortalRevision.objects.get().number == number + 1
    late = editor.post(change, sent(unit="Pozdě", version=filled["version"]))
    assert late.context["adminform"].form.compared


@pytest.mark.parametrize("person", ["officer", "coordinator"])
def test_others_do_not_change_what_the_portal_says(person: str) -> None:
    client = client_of(person)
    texts = reverse("admin:strategy_portaltext_add")
    assert [client.get(LIST).status_code, client.post(ADD, sent()).status_code] == [403, 403]
    assert client.post(texts, {"page": "contact", "text": "x"}).status_code == 403
    assert (AccessibilityStatement.objects.count(), PortalText.objects.count()) == (0, 0)


def test_what_the_city_adds_stands_on_its_page_alone(client: Client) -> None:
    texts = reverse("admin:strategy_portaltext_add")
    words = "Husova 3, Brno\n\n- pondělí 8–17"
    answer = client_of("editor").post(texts, {"page": "contact", "text": words, "version": ""})
    assert answer.status_code == 302
    pages = ["/o-portalu/kontakt/", "/o-portalu/", "/o-portalu/cookies/", "/napoveda/"]
    told = [client.get(page).content.decode() for page in pages]
    assert ["<li>pondělí 8–17</li>" in page for page in told] == [True, False, False, False]


def test_the_page_is_made_anew_when_the_statement_changes(client: Client) -> None:
    client.get(PAGE)
    assert PortalRevision.objects.count() == 0
    client_of("editor").post(ADD, sent(**FILLED))
    assert PortalRevision.objects.get().number == 1


def test_the_page_costs_one_query(client: Client, django_assert_num_queries) -> None:
    client.get("/napoveda/vznik-planu/")  # reads the revisions
    with django_assert_num_queries(1):
        client.get(PAGE)
