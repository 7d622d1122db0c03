"""Whether a file is the city's: the page of verification, and the copy with the city's seal."""

from typing import NamedTuple

from django.db.models import TextChoices
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt  # noqa: TID251  (reason beneath)
from django.views.decorators.http import require_http_methods, require_safe

from strategy import reading
from strategy.integrity import archive, recognition
from strategy.integrity.hashing import Busy, Hashed, TooLarge, hashed_form, one_of_few
from strategy.integrity.recognition import Match
from strategy.pages import WHOLE_PORTAL, storable
from strategy.pdf_views import archived_file


class Complaint(TextChoices):
    """What is wrong with a question, and the sentence that says so."""

    NOTHING = "nothing", _("Choose a file, or write its hash.")
    HASH = (
        "hash",
        _(
            "This is no SHA-256 hash. It has 64 digits and letters from a to f; "
            "spaces and colons between them do not matter."
        ),
    )
    EMPTY = "empty", _("The file %(name)s is empty. Download it once more and try again.")
    LARGE = (
        "large",
        _(
            "The file is larger than 100 MB; none of ours is. "
            "You can work out its SHA-256 hash on your computer and write it here."
        ),
    )
    BUSY = (
        "busy",
        _("Several other files are being verified just now. Please send it again in a moment."),
    )

    @property
    def status(self) -> int:
        """Of the answer."""
        return {self.LARGE: 413, self.BUSY: 503}.get(self, 422)

    @property
    def field(self) -> str:
        """The one to be filled in otherwise, if any."""
        if self is self.BUSY:
            return ""
        return "soubor" if self in {self.EMPTY, self.LARGE} else "otisk"


class Question(NamedTuple):
    """What a reader asked and what came of it.

    With a complaint, `sha256` is empty; `agrees` is None unless both a file and a hash were given.
    """

    typed: str = ""
    file: Hashed | None = None
    complaint: Complaint | None = None
    sha256: str = ""
    matches: list[Match] | None = None
    agrees: bool | None = None

    @property
    def refusal(self) -> str:
        """The complaint in words."""
        name = {"name": self.file.name if self.file else ""}
        return str(self.complaint.label) % name if self.complaint else ""


# Nothing is changed by asking, nobody is signed in for it and nothing of it is kept, so there
# is nothing a forged request could do; without the token the page can be stored for everyone.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def verification(request: HttpRequest) -> HttpResponse:
    """Tell which edition a file or a hash belongs to; a file is hashed as it comes, never kept."""
    if request.method != "POST" and not request.META["QUERY_STRING"]:
        response = render(request, "strategy/verification.html", {"asked": Question()})
        return storable(response, WHOLE_PORTAL)
    asked = _asked(request) if request.method == "POST" else _by_hash(request.GET.get("otisk", ""))
    status = asked.complaint.status if asked.complaint else 200
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
    return archived_file(request, read, copy, "-s-peceti.pdf")


def _asked(request: HttpRequest) -> Question:
    """The question of a sent form."""
    try:
        with one_of_few():
            typed, file = hashed_form(request)
    except Busy:
        return Question(complaint=Complaint.BUSY)
    except TooLarge:
        return Question(complaint=Complaint.LARGE)
    if file is None:
        return _by_hash(typed)
    if not file.size or file.is_too_large:
        return Question(typed, file, Complaint.LARGE if file.size else Complaint.EMPTY)
    agrees = recognition.normal(typed) == file.sha256 if typed else None
    return Question(typed, file, None, file.sha256, recognition.recognize(file.sha256), agrees)


def _by_hash(typed: str) -> Question:
    if not typed.strip():
        return Question(complaint=Complaint.NOTHING)
    sha256 = recognition.normal(typed)
    if not sha256:
        return Question(typed, complaint=Complaint.HASH)
    return Question(typed, None, None, sha256, recognition.recognize(sha256))
