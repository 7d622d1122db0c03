"""The coordinator's pages: what breaks the balance, seats, terms, erasing."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from lxml import html

from brnoplan import pagestore
from kpss.bodies import seating
from kpss.models import Body, Membership, Person, Side
from tests.kpss.factories import make_body, make_member, make_person
from tests.strategy.cast import client_of

pytestmark = pytest.mark.django_db
BALANCE = reverse("kpss:balance")


@pytest.fixture
def body() -> Body:
    return make_body(slug="seniori")


@pytest.fixture
def coordinator(db: None) -> Client:
    return client_of("coordinator")


def addresses(member: Membership) -> dict[str, str]:
    body = [member.body.slug]
    return {
        "balance": BALANCE,
        "seats": reverse("kpss:seats", args=body),
        "seat": reverse("kpss:seat", args=body),
        "seat_end": reverse("kpss:seat_end", args=[member.pk]),
        "seat_go_on": reverse("kpss:seat_go_on", args=[member.pk]),
        "person_erase": reverse("kpss:person_erase", args=[member.person_id]),
    }


def consent_sent(client: Client, member: Membership, agreed: bool):
    address = reverse("kpss:seat_name", args=[member.pk])
    return client.post(address, {"agreed": "1" if agreed else "0"})


@pytest.mark.parametrize(
    ("who", "opened"),
    [
        ("nobody", set()),
        ("editor", set()),
        ("officer", set()),
        ("approver", {"balance", "seats"}),
        ("auditor", {"balance", "seats"}),
        (
            "coordinator",
            {"balance", "seats", "seat", "seat_end", "seat_go_on", "person_erase"},
        ),
    ],
)
def test_who_opens_which_page(body, who, opened) -> None:
    client = client_of(who)
    found = {name: client.get(it).status_code for name, it in addresses(make_member(body)).items()}
    turned_away = 302 if who == "nobody" else 403
    assert found == {name: 200 if name in opened else turned_away for name in found}


def test_what_breaks_the_balance_is_told_with_whose_term_ends(coordinator, body) -> None:
    for side in Side:
        make_member(body, side, role="chair" if side == Side.COMMISSIONER else "member")
    assert coordinator.get(BALANCE).context["broken"] == []
    ending = make_member(body, term_to=localdate() + timedelta(days=5))
    page = coordinator.get(BALANCE)
    (broken,) = page.context["broken"]
    assert [one.code for one in broken.breaks] == ["ending"]
    assert str(ending.person) in page.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_seats_cost_the_same_however_many_there_are(
    coordinator, body, number, django_assert_num_queries
) -> None:
    for _number in range(number):
        member = make_member(body)
        make_member(body, role="deputy", deputy_for=member)
    address = reverse("kpss:seats", args=[body.slug])
    coordinator.get(address)
    with django_assert_num_queries(12):
        assert coordinator.get(address).status_code == 200


def test_who_is_to_sit_later_is_told_from_who_sits(coordinator, body) -> None:
    make_member(body)
    make_member(body, term_from=localdate() + timedelta(days=1))
    page = coordinator.get(reverse("kpss:seats", args=[body.slug])).content.decode()
    assert page.count('<span class="badge">') == 1


def seat(client: Client, body: Body, **fields):
    given = {"side": "provider", "role": "member", "term_from": "2020-01-01"} | fields
    return client.post(reverse("kpss:seat", args=[body.slug]), given)


def test_somebody_new_is_seated(coordinator, body) -> None:
    answer = seat(coordinator, body, name="Jana Nová", email="jana@example.cz")
    assert (answer.status_code, answer["Location"]) == (
        303,
        reverse("kpss:seats", args=[body.slug]),
    )
    member = Membership.objects.get()
    assert (member.person.name, member.person.email, member.person.name_public) == (
        "Jana Nová",
        "jana@example.cz",
        False,
    )
    assert (member.side, member.term_from) == (Side.PROVIDER, date(2020, 1, 1))
    assert member.history.get().history_user.username == "coordinator"


def test_a_day_may_be_typed_as_one_writes_it(coordinator, body) -> None:
    seat(coordinator, body, name="Jana Nová", term_from="1. 3. 2020")
    assert Membership.objects.get().term_from == date(2020, 3, 1)


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"person": "there"}, "person"),
        ({}, "person"),
        ({"person": "there", "name": "Jana Nová"}, "person"),
        ({"name": "Jana Nová", "term_to": "2019-12-31"}, "term_to"),
        ({"name": "Jana Nová", "role": "deputy"}, "deputy_for"),
        ({"name": "Jana Nová", "role": "chair"}, "role"),
        ({"name": "Jana Nová", "term_from": "32. 1. 2020"}, "term_from"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(
    coordinator, body, fields, where
) -> None:
    there = make_member(body, role="chair")
    given = fields | ({"person": there.person.pk} if "person" in fields else {})
    page = seat(coordinator, body, email="psano@example.cz", **given)
    assert (page.status_code, list(page.context["form"].errors)) == (200, [where])
    assert "psano@example.cz" in page.content.decode()
    assert (Membership.objects.get(), Person.objects.count()) == (there, 1)


def test_a_term_is_ended(coordinator, body) -> None:
    member = make_member(body)
    address = reverse("kpss:seat_end", args=[member.pk])
    page = coordinator.post(address, {"day": "2017-01-01"})
    assert (page.status_code, page.context["form"].is_valid()) == (200, False)
    assert coordinator.post(address, {"day": "2020-12-31"}).status_code == 303
    member.refresh_from_db()
    assert member.term_to == date(2020, 12, 31)


def test_a_member_becomes_the_chair_from_a_day_on(coordinator, body) -> None:
    member = make_member(body)
    address = reverse("kpss:seat_go_on", args=[member.pk])
    given = {"side": "provider", "role": "chair", "from_day": "2020-01-01", "term_to": ""}
    assert coordinator.post(address, given).status_code == 303
    rows = Membership.objects.order_by("term_from").values_list("role", "term_to")
    assert list(rows) == [("member", date(2019, 12, 31)), ("chair", None)]


@pytest.mark.parametrize("who", ["nobody", "officer", "auditor"])
def test_nobody_else_writes_down_a_consent(body, who) -> None:
    member = make_member(body, Side.SERVICE_USER)
    assert consent_sent(client_of(who), member, True).status_code == (
        302 if who == "nobody" else 403
    )
    assert Membership.objects.get().name_consent is False


def test_a_service_user_who_agrees_is_named_until_they_do_so_no_more(
    coordinator, body, client, monkeypatch
) -> None:
    monkeypatch.setattr(pagestore, "REREAD_SECONDS", 0)
    member = make_member(body, Side.SERVICE_USER, person=make_person("Eva Tichá"))
    for agreed in (True, False):
        assert consent_sent(coordinator, member, agreed).status_code == 303
        text = client.get(body.get_absolute_url()).content.decode()
        assert (agreed, "Eva Tichá" in text) == (agreed, agreed)
    assert member.history.count() == 3


def test_the_button_of_a_consent_offers_what_is_not_so_yet(coordinator, body) -> None:
    member = make_member(body, Side.SERVICE_USER, person=make_person("Eva Tichá"))
    make_member(body, Side.PROVIDER)
    address = reverse("kpss:seat_name", args=[member.pk])
    offered = []
    for agreed in (True, False):
        page = html.fromstring(coordinator.get(addresses(member)["seats"]).content)
        (form,) = page.xpath("//form[input[@name='agreed']]")
        button = form.xpath(".//button")[0].text_content()
        offered.append((form.get("action"), form.xpath("input[@name='agreed']/@value"), button))
        consent_sent(coordinator, member, agreed)
    assert [one[:2] for one in offered] == [(address, ["1"]), (address, ["0"])]
    assert offered[0][2] != offered[1][2]


def test_of_another_side_no_consent_is_written_down(coordinator, body) -> None:
    member = make_member(body, Side.PROVIDER)
    assert consent_sent(coordinator, member, True).status_code == 303
    assert Membership.objects.get().name_consent is False
    page = seat(coordinator, body, name="Jana Nová", name_consent="on")
    assert list(page.context["form"].errors) == ["name_consent"]
    assert 'href="#id_name_consent"' in page.content.decode()


def test_a_consent_goes_on_with_the_seat_and_not_to_another_side(body) -> None:
    member = make_member(body, Side.SERVICE_USER, name_consent=True)
    make_member(body, Side.SERVICE_USER, name_consent=True, role="deputy", deputy_for=member)
    again = seating.go_on(member, date(2019, 1, 1))
    assert again.name_consent is True
    seating.go_on(again, date(2020, 1, 1), side=Side.PROVIDER)
    terms = Membership.objects.order_by("term_from", "pk").values_list("side", "name_consent")
    assert list(terms) == [("service_user", True)] * 4 + [("provider", False)] * 2


def test_the_form_of_a_new_term_comes_with_the_consent(coordinator, body) -> None:
    member = make_member(body, Side.SERVICE_USER, name_consent=True)
    form = coordinator.get(reverse("kpss:seat_go_on", args=[member.pk])).context["form"]
    assert form["name_consent"].value() is True


def test_a_new_term_that_would_begin_before_the_former_is_refused_at_its_field(
    coordinator, body
) -> None:
    member = make_member(body)
    given = {"side": "provider", "role": "chair", "from_day": "2018-01-01"}
    page = coordinator.post(reverse("kpss:seat_go_on", args=[member.pk]), given)
    assert list(page.context["form"].errors) == ["from_day"]
    assert Membership.objects.count() == 1


def test_a_person_is_erased_with_a_reason(coordinator) -> None:
    person = make_person("Jana Nová")
    address = reverse("kpss:person_erase", args=[person.pk])
    assert not coordinator.post(address, {"reason": " "}).context["form"].is_valid()
    assert coordinator.post(address, {"reason": "Žádost.", "texts": "on"}).status_code == 303
    person.refresh_from_db()
    assert (person.name, person.email) == ("", "")
    assert coordinator.get(address).status_code == 200


def test_of_a_namesake_the_page_warns_and_leaves_texts_alone_unless_asked(coordinator) -> None:
    person, _other = make_person("Jana Nová"), make_person("Jana Nová")
    page = coordinator.get(reverse("kpss:person_erase", args=[person.pk]))
    assert page.context["namesakes"] == 1
    assert page.context["form"]["texts"].initial is False


def test_every_form_carries_the_token_that_django_asks_for(coordinator, body) -> None:
    pages = addresses(make_member(body))
    forms = ("seat", "seat_end", "seat_go_on", "person_erase")
    without = [
        name for name in forms if b"csrfmiddlewaretoken" not in coordinator.get(pages[name]).content
    ]
    assert without == []


@pytest.mark.parametrize(("who", "reads"), [("approver", False), ("auditor", True)])
def test_names_are_for_who_may_see_persons(body, who, reads) -> None:
    hidden = make_person("Tajná Jana")
    member = make_member(body, Side.SERVICE_USER, person=hidden, term_to=localdate())
    make_member(body, role="deputy", deputy_for=member, person=make_person("Tajný Jan"))
    client = client_of(who)
    pages = [BALANCE, reverse("kpss:seats", args=[body.slug])]
    found = ["Tajn" in client.get(page).content.decode() for page in pages]
    assert found == [reads, reads]
