"""Announcing and extending in the administration: who may, what is asked, what is refused."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime

from comments import consultation as deeds
from comments.models import Consultation
from strategy.days import end_of
from strategy.editing import version_of
from strategy.models import Edition
from tests.factories import (
    draft_of,
    open_consultation,
    publish,
    publish_afterwards,
    put_out_of_force,
)
from tests.strategy.cast import client_of
from tests.strategy.public_pages import body, links

ADD = "/admin/comments/consultation/add/"
# In a year when both nights of the clock change are still to come.
YEAR = localdate().year + 1


@pytest.fixture
def officer(db: None) -> Client:
    return client_of("officer")


def changing(year: int, month: int) -> date:
    """The last Sunday of a month, when the clocks change in March and in October."""
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def announcement(about: Edition, **changes: str) -> dict[str, str]:
    first = localdate() + timedelta(days=1)
    given = {
        "edition": str(about.pk),
        "opens_0": first.isoformat(),
        "opens_1": "",
        "closes_0": (first + timedelta(days=20)).isoformat(),
        "closes_1": "",
        "answers_promised_on": (first + timedelta(days=60)).isoformat(),
        "questions": "Co chybí?",
        "postal_address": "Brno",
        "email": "pripominky@example.cz",
        "hearing": "",
        "statutory_days": "60",
        "version": "",
    }
    return given | changes


def page_of(consultation: Consultation, name: str = "change") -> str:
    return reverse(f"admin:comments_consultation_{name}", args=[consultation.pk])


def extension(consultation: Consultation, **changes: object) -> dict[str, object]:
    given = {
        "closes_0": (consultation.last_day + timedelta(days=7)).isoformat(),
        "closes_1": "",
        "answers_promised_on": consultation.answers_promised_on.isoformat(),
        "reason": "Prázdniny.",
        "read": version_of(consultation),
    }
    return given | changes


def errors(response: Any) -> dict[str, list[str]]:
    form = response.context.get("adminform") or response.context["form"]
    found = form.form.errors if hasattr(form, "form") else form.errors
    return dict(found)


# ---- announcing


def test_the_edition_leads_to_its_announcement_and_then_to_the_consultation(
    officer: Client, published: Edition
) -> None:
    edition = reverse("admin:strategy_edition_change", args=[published.pk])
    draft = reverse("admin:strategy_edition_change", args=[draft_of(published.plan).pk])
    assert f"{ADD}?edition={published.pk}" in links(officer.get(edition))
    assert not any(address.startswith(f"{ADD}?") for address in links(officer.get(draft)))
    found = open_consultation(published)
    assert page_of(found) in links(officer.get(edition))
    assert not any(address.startswith(f"{ADD}?") for address in links(officer.get(edition)))


def test_the_form_begins_with_that_edition_and_the_usual_time(
    officer: Client, published: Edition
) -> None:
    form = officer.get(f"{ADD}?edition={published.pk}").context["adminform"].form
    assert form["edition"].value() == str(published.pk)
    first, last = (form.fields[name].initial[0] for name in ("opens", "closes"))
    assert (first, last) == (localdate() + timedelta(days=1), first + timedelta(days=20))
    assert form.fields["answers_promised_on"].initial > last


def test_what_is_sent_is_announced_for_whole_days_of_prague(
    officer: Client, published: Edition
) -> None:
    response = officer.post(ADD, announcement(published))
    assert response.status_code == 302
    found = Consultation.objects.get()
    opens, closes = map(localtime, (found.opens_at, found.closes_at))
    first = localdate() + timedelta(days=1)
    assert (opens.date(), opens.hour) == (first, 0)
    assert (closes.date(), closes.hour) == (first + timedelta(days=21), 0)
    assert found.last_day == first + timedelta(days=20)
    assert (found.edition, found.email, found.questions) == (
        published,
        "pripominky@example.cz",
        "Co chybí?",
    )
    assert found.history.get().history_user.username == "officer"


def test_without_a_first_day_it_opens_at_once(officer: Client, published: Edition) -> None:
    officer.post(ADD, announcement(published, opens_0=""))
    assert Consultation.objects.get().is_open()


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"opens_0": (localdate() - timedelta(days=1)).isoformat()}, {"opens"}),
        ({"closes_0": (localdate() + timedelta(days=10)).isoformat()}, {"__all__"}),
        ({"closes_0": ""}, {"closes"}),
        ({"closes_0": "včera"}, {"closes"}),
        ({"answers_promised_on": localdate().isoformat()}, {"__all__"}),
        ({"edition": "0"}, {"edition"}),
        ({"statutory_days": "45"}, {"statutory_days"}),
    ],
)
def test_what_cannot_be_announced_comes_back_with_what_was_typed(
    officer: Client, published: Edition, changes: dict[str, str], fields: set[str]
) -> None:
    response = officer.post(ADD, announcement(published, **changes))
    assert (response.status_code, set(errors(response))) == (200, fields)
    assert "Co chybí?" in body(response)
    assert not Consultation.objects.exists()


@pytest.mark.parametrize("month", [3, 10])
@pytest.mark.parametrize("name", ["opens", "closes"])
def test_a_time_that_does_not_exist_or_comes_twice_is_refused_in_words(
    officer: Client, published: Edition, name: str, month: int
) -> None:
    night = changing(YEAR, month)
    promised = {"answers_promised_on": date(YEAR + 1, 1, 1).isoformat()}
    late = {"closes_0": (night + timedelta(days=30)).isoformat()} | promised
    sent = late | {f"{name}_0": night.isoformat(), f"{name}_1": "02:30"}
    response = officer.post(ADD, announcement(published, **sent))
    assert list(errors(response)) == [name]
    assert "2:30" in body(response)
    officer.post(ADD, announcement(published, **(sent | {f"{name}_1": "03:00"})))
    found = Consultation.objects.get()
    instant = found.opens_at if name == "opens" else found.closes_at
    hour = 1 if month == 3 else 2
    assert instant == datetime(night.year, night.month, night.day, hour, tzinfo=UTC)


def test_an_approved_text_is_consulted_only_by_who_says_so(
    officer: Client, published: Edition
) -> None:
    approved = publish(published.plan, Edition.State.APPROVED)
    assert list(errors(officer.post(ADD, announcement(approved)))) == ["approved_too"]
    officer.post(ADD, announcement(approved, approved_too="on"))
    assert Consultation.objects.get().edition == approved


@pytest.mark.parametrize("state", ["superseded", "withdrawn", "draft", "consulted"])
def test_only_what_stands_and_is_not_consulted_can_be_chosen(
    officer: Client, published: Edition, state: str
) -> None:
    if state == "consulted":
        open_consultation(published)
    elif state != "draft":
        put_out_of_force(published, state)
    chosen = draft_of(published.plan) if state == "draft" else published
    response = officer.post(ADD, announcement(chosen))
    assert list(errors(response)) == ["edition"]


# ---- changing


def test_how_to_take_part_can_be_changed_and_the_times_cannot(
    officer: Client, published: Edition
) -> None:
    found = open_consultation(published, hearing="V úterý.")
    form = officer.get(page_of(found)).context["adminform"].form
    assert set(form.fields) == {*deeds.OPTIONS, "version"}
    sent = announcement(published, hearing="Ve středu.", version=str(version_of(found)))
    assert officer.post(page_of(found), sent).status_code == 302
    before = found.closes_at
    found.refresh_from_db()
    assert (found.hearing, found.closes_at) == ("Ve středu.", before)
    assert found.history.first().history_user.username == "officer"


def test_whoever_sends_over_another_change_is_shown_both(
    officer: Client, published: Edition
) -> None:
    found = open_consultation(published, hearing="V úterý.")
    read = version_of(found)
    deeds.change(found, read, hearing="Ve čtvrtek.")
    sent = announcement(published, hearing="Ve středu.", version=str(read))
    response = officer.post(page_of(found), sent)
    compared = [
        ["".join(segment.text for segment in each) for each in both]
        for _label, *both in response.context["adminform"].form.compared
    ]
    assert ["Ve čtvrtek.", "Ve středu."] in compared
    found.refresh_from_db()
    assert found.hearing == "Ve čtvrtek."


def test_history_tells_times_to_the_minute_and_puts_an_earlier_wording_back(
    officer: Client, published: Edition
) -> None:
    found = open_consultation(published, hearing="V úterý.")
    deeds.change(found, version_of(found), hearing="Ve středu.")
    shown = body(officer.get(page_of(found, "history"))).replace("\xa0", " ")
    assert f"{localtime(found.opens_at):%H:%M}".lstrip("0") in shown
    oldest = found.history.last()
    address = reverse("admin:comments_consultation_restore", args=[found.pk, oldest.history_id])
    officer.post(address, {"version": version_of(found)})
    found.refresh_from_db()
    assert found.hearing == "V úterý."


def test_history_and_list_tell_the_last_day_as_the_pages_do(
    officer: Client, published: Edition
) -> None:
    found = open_consultation(published)
    midnight = end_of(localdate() + timedelta(days=20))
    Consultation.objects.filter(pk=found.pk).update(closes_at=midnight)
    Consultation.history.filter(pk=found.pk).update(closes_at=midnight)
    day = date_format(localdate() + timedelta(days=20), "DATE_FORMAT")
    entry = officer.get(page_of(found, "history")).context["entries"][-1]
    texts = [segment.text for change in entry.changes for segment in change.segments]
    assert [day in text and "0:00" not in text for text in texts].count(True) == 1
    row = body(officer.get(reverse("admin:comments_consultation_changelist")))
    assert f"{Consultation.State.OPEN.label}, " in row


# ---- extending


def test_it_is_extended_by_a_form_of_its_own(officer: Client, published: Edition) -> None:
    found = open_consultation(published)
    assert page_of(found, "extend") in links(officer.get(page_of(found)))
    day = found.last_day + timedelta(days=7)
    response = officer.post(page_of(found, "extend"), extension(found))
    assert response.headers["Location"] == page_of(found)
    found.refresh_from_db()
    assert found.last_day == day
    assert found.extensions.get().reason == "Prázdniny."


@pytest.mark.parametrize(
    "changes",
    [
        {"closes_0": (localdate() + timedelta(days=1)).isoformat()},
        {"answers_promised_on": localdate().isoformat()},
        {"reason": "  "},
        {"closes_0": changing(YEAR, 3).isoformat(), "closes_1": "02:30"},
        {"closes_0": changing(YEAR, 10).isoformat(), "closes_1": "02:30"},
    ],
)
def test_what_cannot_be_extended_comes_back_with_the_reason_typed(
    officer: Client, published: Edition, changes: dict[str, str]
) -> None:
    found = open_consultation(published)
    response = officer.post(page_of(found, "extend"), extension(found, **changes))
    assert response.status_code == 200
    assert len(errors(response)) == 1
    assert not found.extensions.exists()


def test_who_extends_over_another_extension_is_told_and_may_send_again(
    officer: Client, published: Edition
) -> None:
    found = open_consultation(published)
    sent = extension(found)
    deeds.extend(
        found,
        closes_at=found.closes_at + timedelta(days=1),
        answers_promised_on=found.answers_promised_on,
        reason="Jiný důvod.",
    )
    response = officer.post(page_of(found, "extend"), sent)
    assert (found.extensions.count(), list(errors(response))) == (1, ["__all__"])
    again = sent | {"read": response.context["form"]["read"].value()}
    officer.post(page_of(found, "extend"), again)
    assert found.extensions.count() == 2


def test_what_has_ended_offers_no_extension(officer: Client, published: Edition) -> None:
    found = open_consultation(published)
    publish_afterwards(published.plan)
    assert page_of(found, "extend") not in links(officer.get(page_of(found)))
    response = officer.post(page_of(found, "extend"), extension(found))
    assert (list(errors(response)), found.extensions.count()) == (["__all__"], 0)


def test_who_publishes_or_withdraws_is_told_which_consultation_ends(
    superuser: Client, published: Edition
) -> None:
    addresses = [
        reverse("admin:strategy_edition_publish", args=[draft_of(published.plan).pk]),
        reverse("admin:strategy_edition_withdraw", args=[published.pk]),
    ]
    assert ["<li><strong>" in body(superuser.get(it)) for it in addresses] == [False, False]
    open_consultation(published)
    assert ["<li><strong>" in body(superuser.get(it)) for it in addresses] == [True, True]


# ---- who may


@pytest.fixture
def superuser(db: None) -> Client:
    return client_of("superuser")


@pytest.mark.parametrize(
    ("name", "may_read", "may_write"),
    [
        ("officer", True, True),
        ("auditor", True, False),
        ("approver", True, False),
        ("editor", False, False),
        ("nobody", False, False),
    ],
)
def test_each_group_may_what_it_should(
    published: Edition, name: str, may_read: bool, may_write: bool
) -> None:
    client, found = client_of(name), open_consultation(published)
    other = publish_afterwards(published.plan)
    assert (client.get(page_of(found)).status_code == 200) == may_read
    client.post(ADD, announcement(other))
    assert Consultation.objects.filter(edition=other).exists() == may_write
    latest = Consultation.objects.filter(edition=other).first() or open_consultation(other)
    assert (client.get(page_of(latest, "extend")).status_code == 200) == may_write
    client.post(page_of(latest, "extend"), extension(latest))
    assert latest.extensions.exists() == may_write


def test_nobody_deletes_a_consultation(superuser: Client, published: Edition) -> None:
    found = open_consultation(published)
    address = page_of(found, "delete")
    assert [superuser.get(address).status_code, superuser.post(address).status_code] == [403, 403]


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_costs_the_same_however_long(
    officer: Client, published: Edition, django_assert_num_queries: Any, size: int
) -> None:
    for _number in range(size):
        open_consultation(publish_afterwards(published.plan))
    with django_assert_num_queries(8):
        response = officer.get(reverse("admin:comments_consultation_changelist"))
    assert len(response.context["cl"].result_list) == size


def test_a_missing_consultation_is_not_found(officer: Client) -> None:
    address = reverse("admin:comments_consultation_extend", args=[7])
    assert officer.get(address).status_code == 404
