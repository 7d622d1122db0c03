import pytest
from django.test import Client
from django.urls import reverse

from strategy.models import Edition
from tests.brnoplan.test_security import carried
from tests.searching import catch_up

# Where a NUL came to PostgreSQL: as a handle, inside one, as a plan, in the admin's filter.
PATHS = [
    "/brno-2050/%00/",
    "/brno-2050/A%00B/",
    "/brno-2050/1/A%00/",
    "/%00/",
    "/%00",
    "/brno-2050/?pripominky=%00",
    "/admin/comments/comment/?kontrola=%00",
    "/admin/comments/comment/?q=a%00b",
]


@pytest.mark.parametrize("path", PATHS)
def test_an_address_with_a_nul_leads_to_the_page_that_nothing_is_there(
    path: str, admin_client: Client, published: Edition
) -> None:
    answer = admin_client.get(path)
    assert answer.status_code == 404
    assert next(template.name for template in answer.templates) == "404.html"
    assert carried(answer) == carried(admin_client.get("/neni/"))


@pytest.mark.parametrize("number", [2**63, 99999999999999999999])
def test_a_number_that_no_row_can_have_is_no_address(number: int, client: Client, db: None) -> None:
    for path in ("/kpss/jednani/{}/zapis/", "/kpss/organizace/{}/"):
        assert client.get(path.format(number)).status_code == 404


def test_a_percent_sign_that_only_looks_like_a_nul_is_text(
    client: Client, published: Edition
) -> None:
    assert client.get(f"{published.plan.get_absolute_url()}?od=%2500").status_code == 200


def test_the_search_takes_a_nul_for_no_letter(client: Client, published: Edition) -> None:
    catch_up()
    [wanted, asked] = [client.get(f"/hledani/?q=podporovat{nul}+A1.1") for nul in ("", "%00")]
    assert (asked.status_code, asked.context["found"].count > 0) == (200, True)
    assert asked.context["found"].found.keys == wanted.context["found"].found.keys
    assert client.get("/hledani/naseptavac.json?q=A1%00.1").json()["suggestions"] != []
    assert client.get("/hledani/%00/?q=a").status_code == 404


@pytest.mark.parametrize("length", ["mnoho", "-1", "1e3"])
def test_a_body_whose_length_is_no_number_is_refused(length: str, db: None) -> None:
    browser = Client(enforce_csrf_checks=True)
    form = "application/x-www-form-urlencoded"
    for address in ("/pripominka/odeslat/", "/admin/login/"):
        answer = browser.post(address, "a=b", content_type=form, CONTENT_LENGTH=length)
        assert (answer.status_code, answer.templates[0].name) == (400, "400.html")


@pytest.mark.parametrize("key", ["x", "1e3", "\0", "9" * 30, ""])
def test_a_deed_of_a_list_for_a_row_that_cannot_be_is_refused(
    key: str, admin_client: Client
) -> None:
    deed = {"action": "delete_selected", "_selected_action": key}
    for model in ("strategy_term", "auth_user", "kpss_news"):
        answer = admin_client.post(reverse(f"admin:{model}_changelist"), deed)
        assert (answer.status_code, answer.templates[0].name) == (400, "400.html")
