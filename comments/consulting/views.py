"""The public pages of a consultation: what is asked and for how long, then what came of it."""

from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comments.consulting import standing
from comments.consulting.chart import chart
from comments.consulting.results import Results, answered_on, results
from comments.models import Cancellation, Consultation
from strategy import reading
from strategy.days import end_of, next_midnight
from strategy.models import Edition
from strategy.pages import storable, valid_until
from strategy.reading import Reading


class Promise(NamedTuple):
    """Whether the answers came when they were promised.

    `kept` is None as long as there is time left. `days` is by how many days they are, or came,
    late; once all is `settled`, they came.
    """

    kept: bool | None
    settled: bool
    days: int


@require_safe
def consultation_list(request: HttpRequest, slug: str) -> HttpResponse:
    """All consultations on a plan, the newest first, and what was called off.

    The only one is shown at once.
    """
    read = reading.read(slug)
    found = sorted(
        standing.of_editions(read.editions).values(), key=lambda one: one.opens_at, reverse=True
    )
    cancelled = list(
        Cancellation.objects.filter(edition__in=read.editions).select_related("edition")
    )
    if len(found) == 1 and not cancelled:
        return redirect(found[0])
    standing.true_until(request, found)
    context = {"read": read, "consultations": found, "cancelled": cancelled}
    return storable(render(request, "comments/consultation_list.html", context), read.plan.pk)


@require_safe
def consultation_detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The consultation on an edition; where the last one was called off, that it was."""
    read = reading.read(slug, number)
    try:
        consultation = found(read)
    except Http404:
        return _cancelled(request, read)
    state = consultation.state
    context: dict[str, Any] = {
        "read": read,
        "consultation": consultation,
        "state": state,
        "questions": consultation.questions.splitlines(),
        "extensions": list(consultation.extensions.all()),
    }
    standing.true_until(request, [consultation])
    if state in (state.SETTLING, state.SETTLED):
        context |= _what_came_of_it(
            request, consultation, newest(read), settled=state == state.SETTLED
        )
    response = render(request, "comments/consultation_detail.html", context)
    return storable(response, read.plan.pk)


def _cancelled(request: HttpRequest, read: Reading) -> HttpResponse:
    """That a consultation was announced and called off, and why. Raises Http404."""
    cancellation = Cancellation.objects.filter(edition=read.edition).first()
    if cancellation is None:
        raise Http404(_("No consultation on this text has been announced."))
    context = {"read": read, "cancellation": cancellation}
    return storable(render(request, "comments/consultation_cancelled.html", context), read.plan.pk)


def found(read: Reading) -> Consultation:
    """The consultation on the edition that is read, with what is unfinished. Raises Http404."""
    consultation = Consultation.objects.with_unfinished().filter(edition=read.edition).first()
    if consultation is None:
        raise Http404(_("No consultation on this text has been announced."))
    consultation.edition = read.edition
    return consultation


def newest(read: Reading) -> Edition:
    """The last published edition of the plan."""
    return max(read.editions, key=lambda edition: edition.number)


def _what_came_of_it(
    request: HttpRequest, consultation: Consultation, latest: Edition, *, settled: bool
) -> dict[str, Any]:
    came = results(consultation.edition, latest)
    promise = _promise(consultation, came, settled=settled)
    if promise.kept is None:
        # At that midnight a promise that was not kept is broken.
        valid_until(request, end_of(consultation.answers_promised_on))
    elif not settled:
        # Late by one day more at each midnight.
        valid_until(request, next_midnight())
    return {
        "results": came,
        "chart": chart(came.outcomes),
        "promise": promise,
        "latest": latest if latest.number > consultation.edition.number else None,
    }


def _promise(consultation: Consultation, came: Results, *, settled: bool) -> Promise:
    last = answered_on(consultation.edition) if settled and came.answered else None
    end = last or (consultation.answers_promised_on if settled else localdate())
    late = max((end - consultation.answers_promised_on).days, 0)
    if settled or late:
        return Promise(kept=not late, settled=settled, days=late)
    return Promise(kept=None, settled=False, days=0)
