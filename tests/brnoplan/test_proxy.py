import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from brnoplan.proxy import ClientAddressMiddleware


def address_seen(**headers: str) -> str:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(request.META["REMOTE_ADDR"])

    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", **headers)
    return ClientAddressMiddleware(view)(request).content.decode()


@pytest.mark.parametrize(
    ("forwarded", "seen"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("198.51.100.1, 192.0.2.7", "192.0.2.7"),  # the first one a visitor may have invented
        ("2001:db8::7", "2001:db8::7"),
        ("", "10.0.0.1"),
    ],
)
def test_the_visitor_is_whom_our_own_proxy_wrote_last(forwarded: str, seen: str) -> None:
    assert address_seen(HTTP_X_FORWARDED_FOR=forwarded) == seen


def test_without_the_header_the_address_stays() -> None:
    assert address_seen() == "10.0.0.1"
