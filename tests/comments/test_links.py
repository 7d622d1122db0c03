"""Secret links: for one purpose, for a time, told to nobody."""

import time

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from comments import links
from comments.links import LinkExpired, LinkRefused, Purpose
from strategy.models import Edition
from tests.factories import item_of, make_comment, open_consultation

QUIET = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "max-age=0, no-cache, no-store, must-revalidate, private",
}


@pytest.mark.parametrize("purpose", Purpose)
def test_a_link_tells_its_row_for_its_purpose_and_its_time_alone(purpose: Purpose) -> None:
    token = links.sign(purpose, 12)
    assert links.read(purpose, token) == 12
    for other in Purpose:
        if other is not purpose:
            with pytest.raises(LinkRefused):
                links.read(other, token)
    holds = purpose.holds.total_seconds()
    with time_machine.travel(time.time() + holds - 60):
        assert links.read(purpose, token) == 12
    with time_machine.travel(time.time() + holds + 60), pytest.raises(LinkExpired) as expired:
        links.read(purpose, token)
    assert expired.value.about == 12


@pytest.mark.parametrize("purpose", Purpose)
def test_each_link_stands_where_logs_leave_it_out(purpose: Purpose) -> None:
    assert links.path(purpose, 12).startswith("/odkaz/")
    assert reverse(purpose.view, args=["x"]).startswith("/odkaz/")


def test_a_token_that_was_touched_is_refused() -> None:
    token = links.sign(Purpose.MINE, 12)
    for forged in (token[:-1], f"1{token}", token.replace("12", "13", 1), "", "12", "x:y:z"):
        with pytest.raises(LinkRefused):
            links.read(Purpose.MINE, forged)


def test_a_link_can_hold_only_while_its_row_says_the_same() -> None:
    token = links.sign(Purpose.CONFIRMATION, 12, "obcanka@example.cz")
    assert links.read(Purpose.CONFIRMATION, token) == 12
    assert links.is_still(token, "obcanka@example.cz")
    assert not links.is_still(token, "jina@example.cz")
    assert not links.is_still(links.sign(Purpose.CONFIRMATION, 12), "obcanka@example.cz")
    assert "obcanka" not in token


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("potvrdit/{confirmation}/", 200),
        ("prijato/{receipt}/", 200),
        ("potvrdit/podvrh/", 404),
        ("neznamy/{receipt}/", 404),
        ("prijato/{receipt}", 301),
        ("prijato/{receipt}/e-mail/", 405),
    ],
)
def test_whatever_is_answered_under_a_secret_link_is_told_to_nobody(
    client: Client, published: Edition, path: str, status: int
) -> None:
    open_consultation(published)
    comment = make_comment(item_of(published, "A1.1"), email="obcanka@example.cz", published=False)
    confirmation = links.sign(Purpose.CONFIRMATION, comment.pk, "obcanka@example.cz")
    receipt = links.sign(Purpose.RECEIPT, comment.pk)
    response = client.get("/odkaz/" + path.format(confirmation=confirmation, receipt=receipt))
    assert response.status_code == status
    assert {name: response[name] for name in QUIET} == QUIET


def test_a_page_beside_them_is_as_ever(client: Client, published: Edition) -> None:
    response = client.get(published.get_absolute_url())
    assert response["Referrer-Policy"] == "same-origin"
    assert "X-Robots-Tag" not in response
