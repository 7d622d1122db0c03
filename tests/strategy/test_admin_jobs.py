"""The list of what the worker has to do: for staff to look at, and to order again what failed."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse

from brnoplan import groups
from brnoplan.pagestore import store
from strategy import jobs
from strategy.models import Job

LIST = reverse("admin:strategy_job_changelist")


@pytest.fixture
def failed(published) -> Job:
    job = jobs.order(Job.Kind.EDITION_PDF, published)
    for _time in range(jobs.MOST_ATTEMPTS):
        jobs.fail(jobs.take(1), "Chybí knihovna.")
    job.refresh_from_db()
    return job


def signed_in(client: Client, *rights: str) -> Client:
    user = User.objects.create_user("uredni", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    return client


def order_again(client: Client, *chosen: Job):
    sent = {"action": "order_again", "_selected_action": [job.pk for job in chosen]}
    return client.post(LIST, sent)


def test_what_failed_is_shown_with_its_reason(client, failed) -> None:
    page = signed_in(client, "view_job").get(LIST)
    assert list(page.context["cl"].result_list) == [failed]
    assert "Chybí knihovna." in page.content.decode()
    address = reverse("admin:strategy_job_change", args=[failed.pk])
    assert "Chybí knihovna." in client.get(address).content.decode()


def test_nobody_writes_in_the_list(client, failed) -> None:
    User.objects.create_superuser("spravce")
    client.force_login(User.objects.get())
    address = reverse("admin:strategy_job_change", args=[failed.pk])
    assert client.post(address, {"error": ""}).status_code == 403
    assert client.get(reverse("admin:strategy_job_add")).status_code == 403
    assert client.post(reverse("admin:strategy_job_delete", args=[failed.pk])).status_code == 403
    assert Job.objects.get() == failed


def test_who_publishes_orders_again_what_failed_and_nothing_else(client, failed, published) -> None:
    other = jobs.order(Job.Kind.PACKET, published)
    jobs.finish(jobs.take(1))
    order_again(signed_in(client, "view_job", "publish_edition"), failed, other)
    waiting = Job.objects.get(state="waiting")
    assert (waiting.kind, waiting.edition, waiting.attempts) == (failed.kind, failed.edition, 0)
    assert Job.objects.count() == 3


def test_who_may_only_look_orders_nothing(client, failed) -> None:
    order_again(signed_in(client, "view_job"), failed)
    assert list(Job.objects.all()) == [failed]


def test_who_has_no_right_sees_no_list(client, failed) -> None:
    assert signed_in(client, "view_plan").get(LIST).status_code == 403


def test_the_approver_of_the_ready_made_groups_may_do_both(client, failed) -> None:
    groups.create_groups()
    signed_in(client)
    User.objects.get().groups.add(Group.objects.get(name=groups.APPROVER))
    assert client.get(LIST).status_code == 200
    order_again(client, failed)
    assert Job.objects.filter(state="waiting").count() == 1


def test_the_list_costs_the_same_however_long(
    client, published, monkeypatch, django_assert_num_queries
) -> None:
    monkeypatch.setattr(store, "is_stale", lambda: False)
    signed_in(client, "view_job")
    for variants in ("a", "bc"):
        for variant in variants:
            jobs.order(Job.Kind.PACKET, published, variant)
        with django_assert_num_queries(7):
            client.get(LIST)
