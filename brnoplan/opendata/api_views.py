"""The interface for programs: what there is, many records of a subject, one of them."""

import re
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brnoplan.opendata import asking, openapi
from brnoplan.opendata.answering import as_json, open_data
from brnoplan.opendata.subject import PAGE, Chosen, Subject
from brnoplan.opendata.subjects import SUBJECTS
from strategy.naming import absolute


@open_data
def root(request: HttpRequest) -> HttpResponse:
    """What can be asked for."""
    listed = [
        {"name": one.name, "title": one.title, "about": one.about, "address": one.address}
        for one in SUBJECTS.values()
    ]
    content = {
        "title": settings.SITE_NAME,
        "description": absolute(reverse("opendata:openapi")),
        "licence": settings.DATA_LICENCE,
        "subjects": listed,
    }
    return as_json(request, content)


@open_data
def openapi_description(request: HttpRequest) -> HttpResponse:
    return as_json(request, openapi.description(), "application/openapi+json;version=3.1")


@open_data
def many(request: HttpRequest, name: str) -> HttpResponse:
    """A page of records."""
    subject = known(name)
    given = request.GET.dict()
    chosen, page = asking.chosen(subject, given), asking.page_number(given)
    found = subject.read(chosen, (page - 1) * PAGE, PAGE + 1)
    if page > 1 and not found:
        raise Http404(_("The list has no page %(number)s.") % {"number": page})
    pages = {
        "self": _address(subject, chosen, page),
        "first": _address(subject, chosen, 1),
        "prev": _address(subject, chosen, page - 1) if page > 1 else None,
        "next": _address(subject, chosen, page + 1) if len(found) > PAGE else None,
    }
    content = {"pages": pages, "data": [subject.data(record) for record in found[:PAGE]]}
    response = as_json(request, content)
    response.headers["Link"] = ", ".join(
        f'<{address}>; rel="{relation}"' for relation, address in pages.items() if address
    )
    return response


@open_data
def one(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """One record under the address that it keeps."""
    subject = known(name)
    found = subject.read({"key": key}, 0, 1) if re.fullmatch(subject.key_pattern, key) else []
    if not found:
        raise Http404(_("No record has the key “%(key)s”.") % {"key": key[:80]})
    return as_json(request, subject.data(found[0]))


@open_data
def missing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Whatever else stands under the address of interfaces."""
    raise Http404(_("What there is stands at %(address)s.") % {"address": reverse("opendata:root")})


def known(name: str) -> Subject:
    """The subject of that name. Raises Http404."""
    if name not in SUBJECTS:
        raise Http404(_("There are no data called “%(name)s”.") % {"name": name[:40]})
    return SUBJECTS[name]


def _address(subject: Subject, chosen: Chosen, page: int) -> str:
    words = dict(chosen) | ({asking.PAGE_NUMBER: str(page)} if page > 1 else {})
    return f"{subject.address}?{urlencode(words)}" if words else subject.address
