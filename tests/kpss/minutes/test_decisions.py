"""Decisions under addresses that stay, and what they settle and change."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from brnoplan import pagestore
from comments.models import Comment
from kpss.minutes import course, decisions
from kpss.minutes.decisions import EffectRefused
from kpss.models import Decision, DecisionEffect, Minutes, PlanningRevision
from strategy.models import Edition, PageRevision
from tests.factories import add_point, item_of, make_comment
from tests.kpss.factories import make_meeting
from tests.kpss.minutes import scene as scenes
from tests.kpss.minutes.scene import Scene, approved, make_decision, minutes_of
from tests.strategy.cast import PEOPLE, client_of


def revision(edition: Edition) -> int:
    found = PageRevision.objects.filter(plan=edition.plan).values_list("number", flat=True)
    return found.first() or 0


def test_a_decision_settles_a_comment_by_its_number(scene: Scene, published: Edition) -> None:
    comment = make_comment(item_of(published, "A1"))
    decision = make_decision(scene.meeting)
    effect = decisions.settle(decision, published.plan, f" {comment.number} ")
    assert effect.comment_point == comment.points.get()
    assert decision.history.count() == 2


def test_of_several_points_one_has_to_be_named(scene: Scene, published: Edition) -> None:
    comment = make_comment(item_of(published, "A1"))
    second = add_point(comment, "Druhý bod.")
    decision = make_decision(scene.meeting)
    with pytest.raises(EffectRefused):
        decisions.settle(decision, published.plan, str(comment.number))
    which = f"{comment.number}/{second.position}"
    assert decisions.settle(decision, published.plan, which).comment_point == second


@pytest.mark.parametrize("which", ["", "x", "999", "1/9", "12/"])
def test_a_comment_that_is_none_is_refused(which: str, scene: Scene, published: Edition) -> None:
    make_comment(item_of(published, "A1"))
    with pytest.raises(EffectRefused):
        decisions.settle(make_decision(scene.meeting), published.plan, which)
    assert not DecisionEffect.objects.exists()


def test_a_comment_that_nobody_sees_is_not_settled(scene: Scene, published: Edition) -> None:
    comment = make_comment(item_of(published, "A1"), published=False)
    Comment.objects.update(state=Comment.UNSEEN[0])
    with pytest.raises(EffectRefused):
        decisions.settle(make_decision(scene.meeting), published.plan, str(comment.number))


def test_a_decision_changes_an_item_in_every_edition(scene: Scene, published: Edition) -> None:
    decision = make_decision(scene.meeting)
    effect = decisions.change(decision, published.plan, "A1.1")
    assert (effect.plan, effect.item_key) == (published.plan, item_of(published, "A1.1").key)
    for code in ("A1.1", "", "X9"):
        with pytest.raises(EffectRefused):
            decisions.change(decision, published.plan, code)
    assert DecisionEffect.objects.count() == 1


def test_pages_are_made_anew_only_where_the_minutes_are_public(
    scene: Scene, published: Edition
) -> None:
    decision = make_decision(scene.meeting)
    minutes = approved(scene)
    before = revision(published)
    effect = decisions.change(decision, published.plan, "A1")
    assert (revision(published), PlanningRevision.objects.count()) == (before, 0)
    course.publish(minutes)
    assert revision(published) == before + 1
    decisions.unlink(effect)
    assert revision(published) == before + 2
    assert not DecisionEffect.objects.exists()


@pytest.fixture
def decided(scene: Scene, published: Edition) -> Decision:
    """A public decision that settled comment no. 1 and changed A1."""
    comment = make_comment(item_of(published, "A1"))
    decision = make_decision(scene.meeting, "Doporučuje se paní Nové vyhovět.")
    decisions.settle(decision, published.plan, str(comment.number))
    decisions.change(decision, published.plan, "A1")
    minutes = approved(scene)
    course.hide(minutes, [])
    course.publish(minutes)
    return decision


def pages(edition: Edition) -> list[str]:
    """Where a decision is told: the comment, the item, the list, the page of its own."""
    plan = edition.plan.get_absolute_url()
    return [
        f"{plan}pripominky/1/",
        f"{plan}A1/",
        reverse("kpss:decision_list"),
        Decision.objects.get().get_absolute_url(),
    ]


def test_a_public_decision_is_told_where_it_matters(
    client: Client, decided: Decision, published: Edition
) -> None:
    address = decided.get_absolute_url()
    comment, item, listed, own = (client.get(page) for page in pages(published))
    for response in (comment, item, listed):
        html = response.content.decode()
        assert html.count(f'href="{address}"') == 1
        assert "vyhovět" in html
    assert own.context["decision"] == decided
    [settled] = own.context["effects"].settled
    [changed] = own.context["effects"].changed
    assert (settled.label, settled.address) == ("1", pages(published)[0])
    assert changed.link.address == pages(published)[1]


def test_what_is_hidden_in_the_minutes_is_hidden_in_every_decision(
    client: Client, decided: Decision, published: Edition
) -> None:
    course.hide(minutes_of(decided.meeting), ["paní Nové"])
    for page in pages(published):
        html = client.get(page).content.decode().replace("\xa0", " ")
        assert "Nové" not in html
        assert "[údaj skryt]" in html


def test_before_the_minutes_are_public_nobody_reads_their_decisions(
    client: Client, scene: Scene, published: Edition
) -> None:
    make_comment(item_of(published, "A1"))
    decision = make_decision(scene.meeting, "Tajné rozhodnutí.")
    decisions.settle(decision, published.plan, "1")
    decisions.change(decision, published.plan, "A1")
    approved(scene)
    answers = [client.get(page) for page in pages(published)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 404]
    assert all("Tajné" not in answer.content.decode() for answer in answers)


def test_the_desk_tells_of_a_decision_before_everyone_can_read_it(
    scene: Scene, published: Edition
) -> None:
    comment = make_comment(item_of(published, "A1"))
    decisions.settle(make_decision(scene.meeting, "Zatím mezi námi."), published.plan, "1")
    approved(scene)
    page = reverse("comments:desk_point", args=[comment.points.get().pk])
    assert "Zatím mezi námi." in client_of("officer").get(page).content.decode()


def test_a_comment_that_is_not_public_is_no_link(
    client: Client, decided: Decision, published: Edition
) -> None:
    Comment.objects.update(state=Comment.State.RECEIVED)
    assert client.get(decided.get_absolute_url()).context["effects"].settled == []


def test_decisions_are_listed_by_years(client: Client, decided: Decision) -> None:
    answer = client.get(reverse("kpss:decision_list"))
    assert (answer.context["years"], answer.context["year"]) == ([2018], 2018)
    assert list(answer.context["decisions"]) == [decided]
    for year in ("2017", "x", "99999"):
        answer = client.get(reverse("kpss:decision_list"), {"rok": year})
        assert (year, answer.status_code) == (year, 404)


def test_years_are_offered_where_there_are_several(scene: Scene, client: Client) -> None:
    make_decision(scene.meeting)
    scenes.published(scene)
    assert "?rok=2018" not in client.get(reverse("kpss:decision_list")).content.decode()
    other = make_meeting(scene.body, date(2016, 3, 1))
    make_decision(other)
    Minutes.objects.create(meeting=other, state=Minutes.State.PUBLISHED)
    pagestore.store.clear()
    page = client.get(reverse("kpss:decision_list")).content.decode()
    assert [f'href="?rok={year}"' in page for year in (2018, 2016)] == [True, True]


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_takes_three_queries_whatever_was_decided(
    many: int, scene: Scene, client: Client, django_assert_num_queries: Any
) -> None:
    for _ in range(many):
        make_decision(scene.meeting)
    scenes.published(scene)
    client.get("/")
    with django_assert_num_queries(3):
        answer = client.get(reverse("kpss:decision_list"))
    assert len(answer.context["decisions"]) == many


def test_without_any_the_list_says_what_will_be_there(client: Client, db: None) -> None:
    answer = client.get(reverse("kpss:decision_list"))
    assert (answer.status_code, answer.context["year"]) == (200, None)


def effects_page(decision: Decision) -> str:
    return reverse("kpss:decision_effects", args=[decision.pk])


@pytest.mark.parametrize("name", [*PEOPLE, "superuser", "nobody"])
def test_who_changes_decisions_links_them(name: str, scene: Scene, published: Edition) -> None:
    client, decision = client_of(name), make_decision(scene.meeting)
    sent = {"plan": published.plan.pk, "code": "A1"}
    allowed = name in {"coordinator", "superuser"}
    client.get(effects_page(decision))
    answer = client.post(effects_page(decision), sent)
    assert DecisionEffect.objects.exists() == allowed
    assert answer.status_code == (302 if allowed or name == "nobody" else 403)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "plan"),
        ({"plan": True}, "__all__"),
        ({"plan": True, "comment": "1", "code": "X9"}, "code"),
        ({"plan": True, "comment": "77"}, "comment"),
    ],
)
def test_what_cannot_be_linked_is_told_at_its_field_and_nothing_is_linked(
    sent: dict[str, Any], field: str, scene: Scene, published: Edition
) -> None:
    make_comment(item_of(published, "A1"))
    decision = make_decision(scene.meeting)
    sent = {**sent, "plan": published.plan.pk} if "plan" in sent else sent
    answer = client_of("coordinator").post(effects_page(decision), sent)
    assert list(answer.context["form"].errors) == [field]
    assert not DecisionEffect.objects.exists()


def test_a_link_is_taken_back(scene: Scene, published: Edition) -> None:
    decision, other = make_decision(scene.meeting), make_decision(scene.meeting)
    effect = decisions.change(decision, published.plan, "A1")
    client = client_of("coordinator")
    client.post(effects_page(other), {"unlink": effect.pk})
    assert DecisionEffect.objects.exists()
    client.post(effects_page(decision), {"unlink": effect.pk})
    assert not DecisionEffect.objects.exists()
