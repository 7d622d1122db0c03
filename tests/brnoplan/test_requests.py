import pytest
from django.test import Client

from strategy.models import Edition
from tests.brnoplan.test_security import carried

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


def test_a_percent_sign_that_only_looks_like_a_nul_is_text(
    client: Client, published: Edition
) -> None:
    assert client.get(f"{published.plan.get_absolute_url()}?od=%2500").status_code == 200
