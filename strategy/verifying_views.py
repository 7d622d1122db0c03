"""Whether a file is the city's: the page of verification, and the copy with the city's seal."""

from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from strategy import archive, reading, recognition
from strategy.hashing import Busy, Hashed, TooLarge, hashed_form, one_of_few
from strategy.pages import ALL_PLANS, storable, storable_file
from strategy.pdf_views import file_response
from strategy.recognition import Match


class Question(NamedTuple):
    """What a reader asked and what came of it.

    `complaint` names what is wrong with the question, `sha256` is empty then; `agrees` is
    None unless both a file and a hash were given.
    """

    typed: str = ""
    file: Hashed | None = None
    complaint: str = ""
    sha256: str = ""
    matches: list[Match] | None = None
    agrees: bool | None = None


# Nothing is changed by asking, nobody is signed in for it and nothing of it is kept, so there
# is nothing a forged request could do; without the token the page can be stored for everyone.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def verification(request: HttpRequest) -> HttpResponse:
    """Tell which edition a file or a hash belongs to; a file is hashed as it comes, never kept."""
    if request.method != "POST" and not request.META["QUERY_STRING"]:
        response = render(request, "strategy/verification.html", {"asked": Question()})
        return storable(response, ALL_PLANS)
    asked = _asked(request) if request.method == "POST" else _by_hash(request.GET.get("otisk", ""))
    status = {"": 200, "large": 413, "busy": 503}.get(asked.complaint, 422)
    response = render(request, "strategy/verification.html", {"asked": asked}, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
def sealed_pdf(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """The newest copy with the city's seal."""
    read = reading.read(slug, number)
    copy = archive.sealed(read.edition)
    if copy is None:
        raise Http404
    response = file_response(request, copy, f"{slug}-zneni-{number}-s-peceti.pdf")
    return storable_file(response, read.plan.pk, copy.file.path)


def _asked(request: HttpRequest) -> Question:
    """The question of a sent form."""
    try:
        with one_of_few():
            typed, file = hashed_form(request)
    except Busy:
        return Question(complaint="busy")
    except TooLarge:
        return Question(complaint="large")
    if file is None:
        return _by_hash(typed)
    if not file.size or file.is_too_large:
        return Question(typed, file, "large" if file.size else "empty")
    agrees = recognition.normal(typed) == file.sha256 if typed else None
    return Question(typed, file, "", file.sha256, recognition.recognize(file.sha256), agrees)


def _by_hash(typed: str) -> Question:
    if not typed.strip():
        return Question(complaint="nothing")
    sha256 = recognition.normal(typed)
    if not sha256:
        return Question(typed, complaint="hash")
    return Question(typed, None, "", sha256, recognition.recognize(sha256))
