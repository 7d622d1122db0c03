from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from kpss.models import PlanningRevision, TargetGroup, TargetGroupName, TargetGroupPart
from kpss.target_groups import renaming
from strategy.editing import Outdated, version_of
from strategy.models import PageRevision
from tests.factories import draft_of, item_of, make_plan, publish
from tests.kpss.factories import make_target_group
from tests.strategy.cast import client_of


@pytest.fixture
def group(db: None) -> TargetGroup:
    return make_target_group("Etnické menšiny")


def renamed(group: TargetGroup, name: str, **more: Any) -> TargetGroupName:
    return renaming.rename(group, name, version_of(group), **more)


def names(group: TargetGroup) -> list[tuple[int, str, str]]:
    return list(group.names.values_list("number", "name", "since"))


def test_the_old_name_and_its_address_stay(group: TargetGroup) -> None:
    old = group.names.get()
    new = renamed(group, "Romové a cizinci", since="1. 3. 2010")
    assert names(group) == [(1, "Etnické menšiny", ""), (2, "Romové a cizinci", "2010-03-01")]
    assert TargetGroupName.objects.get(pk=old.pk).slug == old.slug
    assert new.slug == "romove-a-cizinci"


def test_an_address_that_is_taken_gets_a_number(group: TargetGroup) -> None:
    TargetGroupName.objects.create(
        group=group, number=2, name="Romové, a cizinci", slug="romove-a-cizinci"
    )
    assert renamed(group, "Romové a cizinci").slug == "romove-a-cizinci-2"


@pytest.mark.parametrize("name", ["Senioři", "Etnické menšiny", ""])
def test_a_name_that_any_group_has_or_had_is_refused(group: TargetGroup, name: str) -> None:
    make_target_group("Senioři", "Starší lidé")
    before = names(group)
    with pytest.raises(ValidationError) as refusal:
        renamed(group, name)
    assert (list(refusal.value.message_dict), names(group)) == (["name"], before)


@pytest.mark.parametrize("since", ["podzim 2130", "1. 3. 2130", "2130"])
def test_a_name_that_is_yet_to_come_is_refused(group: TargetGroup, since: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        renamed(group, "Romové a cizinci", since=since)
    assert (list(refusal.value.message_dict), group.names.count()) == (["since"], 1)
    this_year = str(localdate().year)
    assert renamed(group, "Romové a cizinci", since=this_year).since == this_year


def test_a_name_cannot_begin_before_the_one_that_it_follows(group: TargetGroup) -> None:
    group.names.update(since="2008")
    with pytest.raises(ValidationError) as refusal:
        renamed(group, "Romové a cizinci", since="2007")
    assert list(refusal.value.message_dict) == ["since"]
    assert renamed(group, "Romové a cizinci", since="2008").number == 2


def test_who_read_an_older_version_is_refused(group: TargetGroup) -> None:
    read = version_of(group)
    renamed(group, "Romové a cizinci")
    with pytest.raises(Outdated):
        renaming.rename(group, "Cizinci", read)
    assert len(names(group)) == 2


def test_pages_of_planning_and_of_the_plans_that_show_it_are_stale(group: TargetGroup) -> None:
    by_text, by_part, other = (make_plan(slug, slug) for slug in ("text", "cast", "jiny"))
    item = item_of(draft_of(by_text), "A1")
    item.text = "Etnické menšiny"
    item.save()
    publish(by_text)
    TargetGroupPart.objects.create(group=group, plan=by_part)
    plans = (by_text, by_part, other)
    before = [PageRevision.objects.get(plan=plan).number for plan in plans]
    renamed(group, "Romové a cizinci")
    raised = [
        PageRevision.objects.get(plan=plan).number - number
        for plan, number in zip(plans, before, strict=True)
    ]
    assert (raised, PlanningRevision.objects.get().number) == ([1, 1, 0], 1)


def test_name_and_group_have_one_moment_in_their_history(group: TargetGroup) -> None:
    new = renamed(group, "Romové a cizinci")
    moments = [new.history.get().history_date, group.history.latest().history_date]
    assert moments[0] == moments[1] > datetime(2026, 1, 1, tzinfo=UTC)


# ---- the coordinator's page


def rename_page(group: TargetGroup) -> str:
    return reverse("kpss:target_group_rename", args=[group.pk])


def test_the_coordinator_renames_it_and_sees_it_in_the_list(group: TargetGroup) -> None:
    client = client_of("coordinator")
    sent = {"name": "Romové a cizinci", "since": "3/2010", "version": version_of(group)}
    response = client.post(rename_page(group), sent, follow=True)
    assert names(group)[-1] == (2, "Romové a cizinci", "2010-03")
    assert [str(one) for one in response.context["groups"]] == ["Romové a cizinci"]
    assert "Romové a cizinci" in next(str(one) for one in response.context["messages"])


def test_a_refused_name_comes_back_with_what_was_typed(group: TargetGroup) -> None:
    sent = {"name": "Etnické menšiny", "since": "3/2010", "version": version_of(group)}
    form = client_of("coordinator").post(rename_page(group), sent).context["form"]
    assert (list(form.errors), form["since"].value()) == (["name"], "3/2010")


def test_a_day_that_is_none_is_told_at_its_field(group: TargetGroup) -> None:
    sent = {"name": "Romové", "since": "loni", "version": version_of(group)}
    form = client_of("coordinator").post(rename_page(group), sent).context["form"]
    assert list(form.errors) == ["since"]


def test_who_comes_second_is_told_and_may_send_it_again(group: TargetGroup) -> None:
    client = client_of("coordinator")
    sent = {"name": "Cizinci", "since": "", "version": version_of(group)}
    renamed(group, "Romové a cizinci")
    form = client.post(rename_page(group), sent).context["form"]
    assert (list(form.errors), len(names(group))) == (["__all__"], 2)
    sent["version"] = form["version"].value()
    client.post(rename_page(group), sent)
    assert names(group)[-1][1] == "Cizinci"


def test_reading_the_page_renames_nothing(group: TargetGroup) -> None:
    before = names(group)
    response = client_of("coordinator").get(f"{rename_page(group)}?name=Cizinci")
    assert (response.status_code, names(group)) == (200, before)


@pytest.mark.parametrize(("who", "status"), [("nobody", 302), ("officer", 403), ("auditor", 403)])
def test_others_do_not_rename(group: TargetGroup, who: str, status: int) -> None:
    sent = {"name": "Cizinci", "since": "", "version": version_of(group)}
    before = names(group)
    assert client_of(who).post(rename_page(group), sent).status_code == status
    assert names(group) == before


@pytest.mark.parametrize(("who", "status"), [("nobody", 302), ("officer", 403), ("auditor", 200)])
def test_the_list_of_the_office_is_for_who_may_see_groups(
    group: TargetGroup, who: str, status: int
) -> None:
    client: Client = client_of(who)
    assert client.get(reverse("kpss:target_group_staff")).status_code == status
