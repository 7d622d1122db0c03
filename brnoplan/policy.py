"""What a page may load: said with every answer, and the same on all of them."""

from functools import cached_property

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class PolicyMiddleware(CSPMiddleware):
    """Puts the policy together once; that of django-csp does so for each answer.

    A view may take its answer out of it (`csp_exempt`) or bring another; none of ours adds to it.
    """

    def process_request(self, request: HttpRequest) -> None:
        """No page of ours has a script in it, and none needs a nonce."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if settings.DEBUG:  # Django's own pages of faults bring their style along
            return super().process_response(request, response)
        if not getattr(response, "_csp_exempt", False):
            response.headers.setdefault(HEADER, self._policy)
        return response

    @cached_property
    def _policy(self) -> str:
        return build_policy()
