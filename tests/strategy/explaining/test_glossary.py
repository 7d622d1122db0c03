"""The glossary: its page, what it costs, and who may change it."""

import pytest
from django.test import Client
from django.urls import reverse

from strategy.editing import version_of
from strategy.explaining import glossary
from strategy.models import PageRevision, PortalRevision, Term
from tests.factories import make_plan
from tests.strategy.cast import client_of

PAGE = "/slovnik/"
ADD = reverse("admin:strategy_term_add")


def make_term(word: str = "gestor", **given: object) -> Term:
    return glossary.add(Term(**({"word": word, "explanation": f"Co je {word}."} | given)))


def names(client: Client) -> list[tuple[str, list[str]]]:
    letters = client.get(PAGE).context["letters"]
    return [(letter.name, [term.word for term in letter.terms]) for letter in letters]


def test_terms_stand_by_letter_as_czech_sorts_them(client: Client, db: None) -> None:
    for word in ("chudoba", "cíl", "čas", "hodnota", "úřad", "unie", "cena"):
        make_term(word)
    assert names(client) == [
        ("C", ["cena", "cíl"]),
        ("Č", ["čas"]),
        ("H", ["hodnota"]),
        ("Ch", ["chudoba"]),
        ("U", ["unie", "úřad"]),
    ]


def test_an_empty_glossary_says_what_will_be_there(client: Client, db: None) -> None:
    answer = client.get(PAGE)
    assert (answer.status_code, answer.context["letters"]) == (200, [])


def test_a_term_of_a_plan_is_public_with_its_plan(client: Client, published, db: None) -> None:
    hidden = make_plan("tajny", "Tajný plán")
    make_term("gestor", plan=hidden)
    make_term("garant", plan=published.plan)
    assert names(client) == [("G", ["garant"])]
    page = client.get(PAGE).content.decode()
    assert 'id="garant-zkusebni-plan"' in page
    assert "Tajný" not in page


def test_a_term_without_a_source_is_told_as_the_portals_own(client: Client, db: None) -> None:
    make_term("gestor")
    make_term("garant", source="Zákon 108/2006 Sb.", source_url="https://example.org/")
    page = client.get(PAGE).content.decode()
    assert page.count("glossary__source") == 2
    assert '<a href="https://example.org/">' in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_one_query(
    client: Client, published, number: int, django_assert_num_queries
) -> None:
    for place in range(number):
        make_term(f"slovo {place}", plan=published.plan)
    client.get("/o-portalu/")  # reads the revisions
    with django_assert_num_queries(1):
        client.get(PAGE)


def test_changing_the_glossary_makes_pages_of_every_plan_anew(published) -> None:
    make_plan("druhy", "Druhý plán")
    term = make_term()
    numbers = dict(PageRevision.objects.values_list("plan", "number"))
    before = PortalRevision.objects.get().number
    glossary.change(term, version_of(term), explanation="Jinak.")
    glossary.delete([term])
    after = dict(PageRevision.objects.values_list("plan", "number"))
    assert after == {plan: number + 2 for plan, number in numbers.items()}
    assert len(after) == 2
    assert PortalRevision.objects.get().number == before + 2


def sent(**changes: object) -> dict[str, object]:
    given = {"word": "gestor", "abbreviation": "", "other_forms": "", "explanation": "Odpovídá."}
    return given | {"plan": "", "source": "", "source_url": "", "version": ""} | changes


def test_an_editor_adds_changes_and_deletes_a_term_with_its_history(db: None) -> None:
    editor = client_of("editor")
    assert editor.post(ADD, sent()).status_code == 302
    term = Term.objects.get()
    assert term.history.get().history_user.username == "editor"
    page = reverse("admin:strategy_term_change", args=[term.pk])
    changed = sent(explanation="Kdo odpovídá.", version=version_of(term))
    assert editor.post(page, changed).status_code == 302
    term.refresh_from_db()
    assert (term.explanation, term.history.count()) == ("Kdo odpovídá.", 2)
    late = editor.post(page, sent(explanation="Pozdě.", version=changed["version"]))
    assert late.context["adminform"].form.compared
    editor.post(reverse("admin:strategy_term_delete", args=[term.pk]), {"post": "yes"})
    assert (Term.objects.count(), Term.history.count()) == (0, 3)


def test_others_do_not_change_the_glossary(db: None) -> None:
    officer = client_of("officer")
    assert officer.post(ADD, sent()).status_code == 403
    assert Term.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "field"),
    [({"abbreviation": "ps"}, "abbreviation"), ({"word": "garant"}, None), ({"word": ""}, "word")],
)
def test_what_would_mark_common_words_or_stands_there_already_is_refused(
    db: None, given: dict[str, str], field: str | None
) -> None:
    make_term("garant")
    page = client_of("editor").post(ADD, sent(**given))
    errors = page.context["adminform"].form.errors
    assert list(errors) == [field or "__all__"]
    assert Term.objects.count() == 1
