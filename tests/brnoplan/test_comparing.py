"""Pages that compare two editions: what everyone may see, and what is for staff alone."""

import json
import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from brnoplan import comparing, pagestore
from comments.models import Settlement
from strategy import difference, tree
from strategy.integrity import canonical
from strategy.models import Edition, Item, Plan
from tests.factories import draft_of, item_of, make_comment, make_plan, publish, root_of
from tests.strategy.cast import client_of

PLAN = "/zkusebni-plan/"
COMPARED = f"{PLAN}srovnani/"


def body(response: Any) -> str:
    return response.content.decode()


def links(response: Any) -> set[str]:
    return set(re.findall(r'href="([^"]*)"', body(response)))


def reword(plan: Plan, code: str, text: str) -> None:
    Item.objects.filter(pk=item_of(draft_of(plan), code).pk).update(text=text)


def shown(response: Any) -> list[tuple[str, list[str]]]:
    return [
        (entry.change.line.code, [str(kind) for kind in entry.change.kinds])
        for entry in response.context["entries"]
    ]


@pytest.fixture
def second(published: Edition) -> Edition:
    """Edition 2, approved: A1.1 reworded because of comment 1, A1.2 gone, A1.3 moved, N new."""
    plan = published.plan
    comment = make_comment(item_of(published, "A1.1"))
    draft = draft_of(plan)
    tree.move_item(item_of(draft, "A1.3"), item_of(draft, "A1.1"), "left")
    tree.delete_item(item_of(draft, "A1.2"))
    tree.create_item(item_of(draft, "A1"), plan.tiers.get(position=4), code="N", text="Nové.")
    reword(plan, "A1.1", "Podporovat jiný záměr 1.")
    edition = publish(plan, Edition.State.APPROVED)
    Settlement.objects.create(
        point=comment.points.get(),
        outcome="accepted",
        reasoning="Doplněno.",
        state="published",
        published_at=timezone.now(),
        changed_item=item_of(edition, "A1.1"),
    )
    return edition


@pytest.fixture
def third(second: Edition) -> Edition:
    """Edition 3, a draft for comments that says the same as 2; the working draft says more."""
    edition = publish(second.plan)
    reword(second.plan, "A1.1", "Ještě neveřejné.")
    return edition


# ---- the page


def test_the_page_tells_each_change_with_its_words_and_its_cause(
    client: Client, second: Edition
) -> None:
    response = client.get(f"{COMPARED}1/2/")
    assert shown(response) == [
        ("A1.3", ["moved"]),
        ("A1.1", ["reworded"]),
        ("A1.2", ["removed"]),
        ("N", ["added"]),
    ]
    assert {
        f"{PLAN}edice/1/A1.1/",
        f"{PLAN}edice/2/A1.1/",
        f"{PLAN}pripominky/1/",
        f"{PLAN}edice/1/A1.2/",
        f"{PLAN}edice/2/N/",
        f"{COMPARED}1/2/zmeny.json",
    } <= links(response)
    assert not {f"{PLAN}edice/2/A1.2/", f"{PLAN}edice/1/N/"} & links(response)
    assert [len(entry.causes) for entry in response.context["entries"]] == [0, 1, 0, 0]


def test_words_that_came_and_went_are_said_to_the_ears_too(client: Client, second: Edition) -> None:
    text = re.sub(r"\s+", " ", body(client.get(f"{COMPARED}1/2/")))
    [added] = re.findall(r'<p class="redline">Podporovat <ins>(.*?)</ins> záměr 1', text)
    assert re.fullmatch(
        r'<span class="spoken">\[\w+:&nbsp;</span>jiný<span class="spoken">\]</span>', added
    )


def test_no_text_becomes_markup(client: Client, published: Edition) -> None:
    reword(published.plan, "A1.1", "<b>Podporovat</b> záměr 1.")
    reword(published.plan, "A1.2", "<script>alert(1)</script>")
    publish(published.plan)
    page = body(client.get(f"{COMPARED}1/2/"))
    assert "<script>" not in page
    assert "<b>" not in page
    assert "&lt;script&gt;" in page


def test_two_editions_that_say_the_same_are_told_to(client: Client, third: Edition) -> None:
    response = client.get(f"{COMPARED}2/3/")
    assert (response.status_code, shown(response)) == (200, [])
    assert response.context["filters"] == []


@pytest.mark.parametrize(
    ("query", "codes", "chosen"),
    [
        ("druh=pridano", ["N"], ["pridano"]),
        ("druh=pridano&druh=presunuto", ["A1.3", "N"], ["pridano", "presunuto"]),
        ("druh=prekodovano", [], []),
    ],
)
def test_the_changes_are_filtered_by_kind(
    client: Client, second: Edition, query: str, codes: list[str], chosen: list[str]
) -> None:
    response = client.get(f"{COMPARED}1/2/?{query}")
    assert [code for code, _kinds in shown(response)] == codes
    filters = response.context["filters"]
    assert [one.name for one in filters if one.chosen] == chosen
    assert [(one.name, one.number) for one in filters] == [
        ("pridano", "1"),
        ("vypusteno", "1"),
        ("preformulovano", "1"),
        ("presunuto", "1"),
    ]


def test_many_changes_come_in_pages_that_keep_the_filter(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert comparing.CHANGES_ON_PAGE == 200
    monkeypatch.setattr(comparing, "CHANGES_ON_PAGE", 2)
    plan = make_plan(measures=5)
    publish(plan)
    Item.objects.filter(edition=draft_of(plan), tier__is_measure=True).update(text="Jinak.")
    reword(plan, "A", "Také jinak a zcela.")
    Item.objects.filter(edition=draft_of(plan), code="A").update(due="2020")
    publish(plan)
    first = client.get(f"{COMPARED}1/2/?druh=preformulovano")
    last = client.get(f"{COMPARED}1/2/?druh=preformulovano&strana=3")
    assert [code for code, _kinds in shown(first)] == ["A", "A1.1"]
    assert [code for code, _kinds in shown(last)] == ["A1.4", "A1.5"]
    assert "?druh=preformulovano&amp;strana=2" in links(first)
    assert "?druh=preformulovano&amp;strana=2" in links(last)


@pytest.mark.parametrize("query", ["druh=x", "druh=", "strana=0", "strana=2", "strana=x"])
def test_a_kind_or_page_that_is_none_is_not_found(
    client: Client, second: Edition, query: str
) -> None:
    assert client.get(f"{COMPARED}1/2/?{query}").status_code == 404


# ---- which two


def test_swapped_numbers_lead_to_the_right_order(client: Client, second: Edition) -> None:
    response = client.get(f"{COMPARED}2/1/")
    assert (response.status_code, response.headers["Location"]) == (302, f"{COMPARED}1/2/")


@pytest.mark.parametrize("numbers", ["1/1", "2/2", "1/3", "3/1", "0/1", "1/999999999"])
def test_the_same_twice_and_an_unknown_edition_are_not_found_in_words(
    client: Client, second: Edition, numbers: str
) -> None:
    response = client.get(f"{COMPARED}{numbers}/")
    assert (response.status_code, bool(response.context["refusal"])) == (404, True)
    assert response.context["refusal"] in body(response)
    assert 'name="starsi"' in body(response)


def test_the_form_leads_to_the_comparison_in_its_order(client: Client, second: Edition) -> None:
    for given in ({"starsi": "1", "novejsi": "2"}, {"starsi": "2", "novejsi": "1"}):
        response = client.get(COMPARED, given)
        assert (response.status_code, response.headers["Location"]) == (302, f"{COMPARED}1/2/")


@pytest.mark.parametrize(
    "given",
    [
        {"starsi": "1", "novejsi": "1"},
        {"starsi": "1"},
        {"starsi": "x", "novejsi": "²"},
        {"starsi": "1", "novejsi": "3"},
    ],
)
def test_a_choice_that_is_none_is_answered_in_words(
    client: Client, second: Edition, given: dict[str, str]
) -> None:
    response = client.get(COMPARED, given)
    assert (response.status_code, bool(response.context["refusal"])) == (200, True)


def test_the_form_offers_published_editions_and_begins_with_the_last_two(
    client: Client, third: Edition
) -> None:
    context = client.get(COMPARED).context
    assert [edition.number for edition in context["choices"]] == [3, 2, 1]
    assert (context["older_number"], context["newer_number"]) == (2, 3)


def test_with_one_edition_there_is_nothing_to_choose(client: Client, published: Edition) -> None:
    response = client.get(COMPARED)
    assert response.status_code == 200
    assert "<select" not in body(response)


def test_the_plan_leads_from_each_of_its_editions_to_what_differs(
    client: Client, third: Edition
) -> None:
    assert {f"{COMPARED}1/2/", f"{COMPARED}3/2/"} <= links(client.get(PLAN))


# ---- data


def test_the_changes_as_data_make_the_newer_edition_of_the_older(
    client: Client, published: Edition, second: Edition
) -> None:
    response = client.get(f"{COMPARED}1/2/zmeny.json")
    assert response.headers["Content-Type"] == "application/json"
    older, newer = (canonical.document(edition, "") for edition in (published, second))
    sent = json.loads(response.content)
    assert difference.apply(older, sent) == newer["items"]
    [(key, [cause])] = sent["causes"].items()
    assert key == str(item_of(second, "A1.1").key)
    assert cause["comment"] == 1
    assert cause["address"].endswith(f"{PLAN}pripominky/1/")


@pytest.mark.parametrize("numbers", ["2/1", "1/1", "1/3", "3/4"])
def test_data_of_no_two_published_editions_are_not_found(
    client: Client, second: Edition, numbers: str
) -> None:
    assert client.get(f"{COMPARED}{numbers}/zmeny.json").status_code == 404


# ---- the working draft


def test_the_draft_is_compared_for_staff_alone(client: Client, third: Edition) -> None:
    response = client_of("editor").get(f"{COMPARED}2/navrh/")
    assert shown(response) == [("A1.1", ["reworded"])]
    assert "Ještě neveřejné." in body(response)
    assert response.headers["Cache-Control"] == "private, no-store"
    for path in ("1/navrh/", "2/navrh/", "3/navrh/", "navrh/", "3/4/", "4/3/", "1/4/zmeny.json"):
        refused = client.get(COMPARED + path)
        assert refused.status_code == 404
        assert "Ještě neveřejné" not in body(refused)


def test_of_two_plans_each_compares_its_own_draft(second: Edition) -> None:
    for slug, title in (("prvni", "A"), ("posledni", "Ž")):  # before ours and after it
        make_plan(slug, title)
    response = client_of("editor").get(f"{COMPARED}2/navrh/")
    assert response.context["comparison"].newer == draft_of(second.plan)


def test_the_draft_needs_staff_with_the_right(client: Client, third: Edition) -> None:
    right = Permission.objects.get(codename="view_edition")
    with_right = User.objects.create_user("bez-administrace")
    with_right.user_permissions.add(right)
    people = [User.objects.create_user("jen-administrace", is_staff=True), with_right]
    for user in people:
        client.force_login(user)
        for path in ("2/navrh/", "navrh/"):
            assert client.get(COMPARED + path).status_code == 404
    User.objects.filter(pk=with_right.pk).update(is_staff=True)
    assert client.get(f"{COMPARED}2/navrh/").status_code == 200


def test_the_draft_is_never_kept(third: Edition) -> None:
    path = f"{COMPARED}2/navrh/"
    editor = client_of("editor")
    assert "Ještě neveřejné." in body(editor.get(path))
    assert pagestore.store._pages == {}
    reword(third.plan, "A1.1", "Zase jinak.")
    assert "Zase jinak." in body(editor.get(path))


def test_the_draft_is_measured_by_the_last_approved_edition(third: Edition) -> None:
    response = client_of("editor").get(f"{COMPARED}navrh/")
    assert response.headers["Location"] == f"{COMPARED}2/navrh/"


def test_the_administration_leads_to_what_the_draft_changes(third: Edition) -> None:
    editor, draft = client_of("editor"), draft_of(third.plan)
    for name, pk in (("edition", draft.pk), ("plan", third.plan_id)):
        page = editor.get(reverse(f"admin:strategy_{name}_change", args=[pk]))
        assert f"{COMPARED}navrh/" in links(page)
    published = editor.get(reverse("admin:strategy_edition_change", args=[third.pk]))
    assert f"{COMPARED}navrh/" not in links(published)


def test_a_draft_with_nothing_before_it_is_compared_with_nothing(plan: Plan) -> None:
    editor = client_of("editor")
    assert editor.get(f"{COMPARED}navrh/").status_code == 404
    assert editor.get(f"{COMPARED}1/navrh/").status_code == 404
    page = editor.get(reverse("admin:strategy_edition_change", args=[draft_of(plan).pk]))
    assert f"{COMPARED}navrh/" not in links(page)


def test_a_plan_that_is_not_published_is_not_found(client: Client, plan: Plan) -> None:
    for path in ("", "1/2/", "1/1/", "1/2/zmeny.json", "?starsi=1&novejsi=2"):
        response = client.get(COMPARED + path)
        assert response.status_code == 404
        assert plan.title not in body(response)


def test_filters_and_pages_of_one_comparison_compare_once(
    client: Client, second: Edition, django_assert_num_queries: Any
) -> None:
    first = client.get(f"{COMPARED}1/2/?druh=pridano")
    # The editions and the causes; no item is read again.
    with django_assert_num_queries(2):
        again = client.get(f"{COMPARED}1/2/?druh=vypusteno")
    assert (shown(first), shown(again)) == ([("N", ["added"])], [("A1.2", ["removed"])])


def test_what_became_of_an_edition_since_is_told_with_what_was_compared_before(
    client: Client, second: Edition
) -> None:
    client.get(f"{COMPARED}1/2/?druh=pridano")
    publish(second.plan, Edition.State.APPROVED)
    found = client.get(f"{COMPARED}1/2/?druh=pridano").context["comparison"]
    assert found.newer.state == Edition.State.SUPERSEDED


def test_only_so_many_comparisons_are_kept_and_none_of_a_draft(third: Edition) -> None:
    assert comparing.compared.cache_parameters()["maxsize"] == 2
    client_of("editor").get(f"{COMPARED}2/navrh/")
    assert comparing.compared.cache_info().currsize == 0


# ---- the same for everyone, at a steady price


@pytest.mark.parametrize("path", ["", "1/2/", "1/2/zmeny.json"])
def test_a_public_page_is_the_same_for_everyone_and_kept(
    client: Client, second: Edition, path: str, django_assert_num_queries: Any
) -> None:
    anonymous = client.get(COMPARED + path)
    with django_assert_num_queries(0):
        client.get(COMPARED + path)
    pagestore.store.clear()
    client.force_login(User.objects.create_superuser("spravce"))
    assert client.get(COMPARED + path).content == anonymous.content


@pytest.mark.parametrize("size", [1, 3])
def test_a_comparison_costs_the_same_whatever_differs(
    client: Client, db: None, size: int, django_assert_num_queries: Any
) -> None:
    plan = make_plan(measures=size)
    first = publish(plan)
    comments = [make_comment(root_of(first)) for _number in range(size)]
    Item.objects.filter(edition=draft_of(plan), tier__is_measure=True).update(text="Jinak.")
    second = publish(plan)
    for comment in comments:
        Settlement.objects.create(
            point=comment.points.get(),
            outcome="accepted",
            reasoning="Doplněno.",
            state="published",
            published_at=timezone.now(),
            changed_item=item_of(second, "A1.1"),
        )
    # The editions, items and cards of each, the causes; and the page store's look at the revisions.
    with django_assert_num_queries(6 + 1):
        assert len(client.get(f"{COMPARED}1/2/").context["entries"]) == size
