"""An item through all editions, and how it is cited."""

import re
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils.text import capfirst

from strategy import compare, editions, tree
from strategy.models import Edition, Item, Plan
from tests.factories import draft_of, item_of, make_plan, make_resolution, publish

PLAN = "/zkusebni-plan/"


def reword(plan: Plan, old_code: str, **fields: str) -> None:
    Item.objects.filter(pk=item_of(draft_of(plan), old_code).pk).update(**fields)


def wordings(client: Client, path: str) -> list[tuple[int, str, str]]:
    return [
        (
            wording.edition.number,
            wording.kind,
            "".join(
                {"same": "{}", "added": "+{}+", "removed": "-{}-"}[segment.kind].format(
                    segment.text
                )
                for segment in wording.segments
            ),
        )
        for wording in client.get(PLAN + path).context["wordings"]
    ]


@pytest.fixture
def third(published: Edition) -> Edition:
    """Edition 3, approved; A1.2 was reworded in 2 and stayed so, A1.3 was left out in 3."""
    reword(published.plan, "A1.2", text="Podporovat záměr jinak.")
    publish(published.plan)
    tree.delete_item(item_of(draft_of(published.plan), "A1.3"))
    return publish(published.plan, Edition.State.APPROVED)


@pytest.mark.parametrize("path", ["A1.2/", "edice/1/A1.2/", "edice/2/A1.2/"])
def test_every_edition_shows_the_wordings_of_all(client: Client, third: Edition, path: str) -> None:
    assert wordings(client, path) == [
        (3, "same", ""),
        (2, "changed", "Podporovat záměr -2-+jinak+."),
        (1, "first", "Podporovat záměr 2."),
    ]
    body = client.get(PLAN + path).content.decode()
    others = {1, 2, 3} - {int(number) for number in re.findall(r"edice/(\d)", path) or ["3"]}
    wording_links = {f"{PLAN}edice/{number}/A1.2/" for number in others}
    section = body[body.index('class="wordings"') : body.index('class="turn"')]
    assert set(re.findall(r'href="([^"]+)"', section)) == wording_links
    assert section.count('aria-current="true"') == 1


def test_an_item_that_was_left_out_is_told_to_be_missing(client: Client, third: Edition) -> None:
    assert wordings(client, "edice/1/A1.3/") == [
        (3, "missing", ""),
        (2, "same", ""),
        (1, "first", "Podporovat záměr 3."),
    ]


def test_an_item_begins_with_its_first_edition(client: Client, third: Edition) -> None:
    draft = draft_of(third.plan)
    tier = third.plan.tiers.get(position=4)
    tree.create_item(item_of(draft, "A1"), tier, code="A1.9", text="Nové.")
    publish(third.plan, Edition.State.APPROVED)
    assert wordings(client, "A1.9/") == [(4, "first", "Nové.")]


def test_another_code_is_a_change_and_leads_to_the_item_under_its_old_one(
    client: Client, published: Edition
) -> None:
    reword(published.plan, "A1.2", code="A1.8", handle="A1.8")
    publish(published.plan, Edition.State.APPROVED)
    [now, before] = client.get(f"{PLAN}A1.8/").context["wordings"]
    assert (now.kind, now.code_before, now.code) == ("changed", "A1.2", "A1.8")
    assert before.address == f"{PLAN}edice/1/A1.2/"


@pytest.mark.parametrize("field", ["description", "lead", "due"])
def test_another_explanation_lead_or_deadline_is_a_change_as_in_the_comparison(
    client: Client, published: Edition, field: str
) -> None:
    reword(published.plan, "A1.2", **{field: "Nově"})
    second = publish(published.plan, Edition.State.APPROVED)
    [change] = compare.compare(published, second).changes
    response = client.get(f"{PLAN}A1.2/")
    now = response.context["wordings"][0]
    assert (now.kind, now.others) == ("changed", change.others)
    assert [(other.name, other.before, other.after) for other in now.others] == [
        (field, "", "Nově")
    ]
    section = response.content.decode().split('class="wordings"')[1].split("</section>")[0]
    assert f"<dt>{capfirst(now.others[0].label)}</dt>" in section
    assert re.search(r"<ins>.*Nově.*</ins>", section)


def test_other_kinds_of_space_are_the_same_word_for_word_as_in_the_comparison(
    client: Client, published: Edition
) -> None:
    reword(published.plan, "A1.2", text="Podporovat\xa0záměr 2.")
    second = publish(published.plan, Edition.State.APPROVED)
    assert compare.compare(published, second).changes == []
    assert [kind for _number, kind, _text in wordings(client, "A1.2/")] == ["same", "first"]


def test_what_only_the_draft_says_is_no_wording(client: Client, third: Edition) -> None:
    reword(third.plan, "A1.2", text="Ještě neveřejné.")
    assert [number for number, _kind, _text in wordings(client, "A1.2/")] == [3, 2, 1]
    assert "Ještě neveřejné" not in client.get(f"{PLAN}A1.2/").content.decode()


def test_the_only_edition_has_no_history_of_wordings(client: Client, published: Edition) -> None:
    response = client.get(f"{PLAN}A1.2/")
    assert response.context["wordings"] == []
    assert 'id="zneni"' not in response.content.decode()


@pytest.mark.parametrize("size", [1, 3])
def test_wordings_cost_one_query_however_many_editions(
    client: Client, db: None, size: int, django_assert_num_queries: Any
) -> None:
    plan = make_plan()
    for number in range(size + 1):
        reword(plan, "A1.2", text=f"Potřetí a jinak {number}.")
        publish(plan, Edition.State.APPROVED)
    # Edition, neighbours, wordings, comments; two of what is explained; the page store's look at
    # the revisions.
    with django_assert_num_queries(4 + 2 + 1 + 3):
        assert len(client.get(f"{PLAN}A1.2/").context["wordings"]) == size + 1


# ---- citing


@override_settings(SITE_URL="https://plan.example.org/")
def test_a_citation_names_the_very_edition_with_its_resolution(client: Client, plan: Plan) -> None:
    draft = draft_of(plan)
    resolution = make_resolution(draft, agenda_item="12")
    editions.publish(draft, Edition.State.APPROVED, resolution=resolution)
    publish(plan, Edition.State.APPROVED)
    edition = Edition.objects.get(plan=plan, number=1)
    citation = client.get(f"{PLAN}edice/1/A1.2/").context["citation"].replace("\xa0", " ")
    address = "https://plan.example.org/zkusebni-plan/edice/1/A1.2/"
    assert citation.endswith(f" {address}")
    for part in ("Zkušební plán", "Opatření A1.2", edition.published_on, str(resolution)):
        assert part in citation
    assert "Z7/31" in citation


def test_a_citation_of_a_draft_says_that_it_is_one_whatever_became_of_it(
    client: Client, third: Edition
) -> None:
    citation = client.get(f"{PLAN}edice/1/A1.2/").context["citation"]
    assert str(Edition.State.CONSULTATION.label) in citation
    assert str(Edition.State.SUPERSEDED.label) not in citation


def test_an_item_without_a_code_is_cited_by_its_words(client: Client, published: Edition) -> None:
    value = Item.objects.get(edition=published, level=1)
    citation = client.get(f"{PLAN}{value.handle}/").context["citation"]
    assert "Hodnota „Soudržné město“" in citation or "Hodnota “Soudržné město”" in citation


def test_a_citation_takes_no_query_of_its_own(
    client: Client, plan: Plan, django_assert_num_queries: Any
) -> None:
    publish(plan, Edition.State.APPROVED)
    # Edition, neighbours, comments; two of what is explained; the revisions.
    with django_assert_num_queries(3 + 2 + 1 + 3):
        assert "Z7/31" in client.get(f"{PLAN}A1.2/").context["citation"]
