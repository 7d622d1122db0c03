"""What a view says to the page store."""

from django.http import HttpResponse

# Pages that show something of every plan.
ALL_PLANS = 0


def storable(response: HttpResponse, plan_id: int) -> HttpResponse:
    """Let a page be kept until something public of the plan changes.

    The page must be the same for everyone: nothing of the reader, no session, no token on it.
    """
    response.page_store_plan = plan_id  # type: ignore[attr-defined]
    return response
