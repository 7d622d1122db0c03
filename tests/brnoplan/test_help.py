"""Help, and pages of what went wrong, which keep the way open."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from brnoplan import pages
from brnoplan.groups import RIGHTS
from comments.privacy.expiring import UNCONFIRMED
from comments.writing.forms import SenderForm

HELP = ["/napoveda/", "/napoveda/pripominka/", "/napoveda/vznik-planu/", "/napoveda/sledovani/"]
OFFICE = "/napoveda/urad/"
WAYS = ["strategy:front", "help", "contact"]


def leads(page: str) -> list[str]:
    """Where the part "where to go from here" leads."""
    part = re.search(r'<section class="ways-on".*?</section>', page, re.DOTALL)
    return re.findall(r'<a href="([^"]+)"', part[0]) if part else []


@pytest.mark.parametrize("address", [*HELP, OFFICE, "/o-portalu/kontakt/"])
def test_every_page_of_help_leads_only_to_what_is_there(
    client: Client, db: None, address: str
) -> None:
    answer = client.get(address)
    links = set(re.findall(r'href="(/[^"#?]*)', answer.content.decode()))
    own = {link for link in links if not link.startswith("/static/")}
    assert len(own) > 5
    assert {link: client.get(link).status_code for link in own} == dict.fromkeys(own, 200)


def test_the_index_of_help_leads_to_each_of_its_pages(client: Client, db: None) -> None:
    page = client.get("/napoveda/").content.decode()
    assert [address for address in [*HELP[1:], OFFICE] if f'href="{address}"' not in page] == []


def test_help_tells_what_the_form_insists_on(client: Client, db: None) -> None:
    """The name, and that a comment with an unconfirmed e-mail does not stay."""
    page = client.get("/en/napoveda/pripominka/").content.decode()
    assert ("We ask for your name" in page) == SenderForm().fields["name"].required
    assert ("within seven days" in page) == (timedelta(days=7) == UNCONFIRMED)
    assert "no name" not in client.get("/en/napoveda/").content.decode() + page


def test_the_guide_has_a_part_for_each_group_of_staff(client: Client, db: None) -> None:
    page = client.get(OFFICE).content.decode()
    assert len(re.findall(r'<h2 id="\w+">', page)) == len(RIGHTS)


def test_the_office_leads_to_its_guide(client: Client, db: None) -> None:
    client.force_login(User.objects.create_superuser("spravce"))
    assert f'href="{OFFICE}"' in client.get(reverse("admin:index")).content.decode()


@pytest.mark.parametrize(
    ("page", "status"),
    [(pages.bad_request, 400), (pages.permission_denied, 403)],
)
def test_what_was_refused_keeps_the_way_open(rf: RequestFactory, page, status: int) -> None:
    answer: HttpResponse = page(rf.get("/"), Exception())
    expected = [reverse(name) for name in WAYS]
    assert (answer.status_code, leads(answer.content.decode())[:3]) == (status, expected)


def test_a_fault_keeps_the_way_open_and_tells_whom_to_write_to(
    rf: RequestFactory, settings
) -> None:
    settings.CONTACT_EMAIL = "plan@example.cz"
    answer = pages.server_error(rf.get("/"))
    expected = [*(reverse(name) for name in WAYS), "mailto:plan@example.cz"]
    assert (answer.status_code, leads(answer.content.decode())) == (500, expected)


def test_a_page_that_is_not_there_keeps_the_way_open(client: Client, db: None) -> None:
    answer = client.get("/neni/")
    assert (answer.status_code, leads(answer.content.decode())[:3]) == (
        404,
        [reverse(name) for name in WAYS],
    )


def test_a_form_without_its_token_keeps_the_way_open(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/zpetna-vazba/", {})
    assert (answer.status_code, leads(answer.content.decode())[:3]) == (
        403,
        [reverse(name) for name in WAYS],
    )


def test_a_fault_needs_no_request_that_works() -> None:
    assert pages.server_error(HttpRequest()).status_code == 500
