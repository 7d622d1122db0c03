"""The page shown where nothing can be stored now: it holds what was typed, to be sent once more.

Disks fill up and databases go away; whoever has written a long comment must not write it again.
"""

import errno
from collections.abc import Iterator
from http import HTTPStatus

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse

from brnoplan.context_processors import site

# The disk is full, a quota is used up, a file is too long, or the disk is read only or broken.
_OF_DISKS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO}
RETRY_SECONDS = 60
# What is never shown nor put into a page.
_NEVER = ("password", "csrfmiddlewaretoken")


def is_of_storage(failure: BaseException | None) -> bool:
    """Whether the database or the disk has failed, which mends itself or by somebody's hand."""
    of_disk = isinstance(failure, OSError) and failure.errno in _OF_DISKS
    return of_disk or isinstance(failure, OperationalError | InterfaceError)


def answer(request: HttpRequest) -> HttpResponse:
    """503, with the very form that was sent. Asks no database."""
    context = {
        "contact": settings.CONTACT_EMAIL,
        "sent_to": request.get_full_path() if request.method == "POST" else "",
        "fields": list(_fields(request)),
        "words": [value for _name, value in _fields(request) if _is_typed(value)],
        "token": _posted(request).get("csrfmiddlewaretoken", ""),
        "with_files": "multipart/form-data" in request.META.get("CONTENT_TYPE", ""),
    }
    content = render_to_string("brnoplan/unstored.html", context | site(request))
    response = HttpResponse(content, status=HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = str(RETRY_SECONDS)
    response["Cache-Control"] = "no-store"
    return response


def _fields(request: HttpRequest) -> Iterator[tuple[str, str]]:
    if request.path.startswith(reverse("admin:second_step")):
        # Codes that let in.
        return
    for name, values in _posted(request).lists():
        if not any(never in name for never in _NEVER):
            yield from ((name, str(value)) for value in values)


def _posted(request: HttpRequest) -> QueryDict:
    try:
        return request.POST
    except Exception:  # noqa: BLE001  (whatever kept it from being read keeps it now)
        return QueryDict()


def _is_typed(value: str) -> bool:
    """Several words; keys, ticks and codes are none."""
    return len(value.split()) > 1
