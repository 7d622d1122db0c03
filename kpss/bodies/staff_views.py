"""The coordinator's pages of bodies: what breaks their balance, and who sits in them."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kpss import privacy, triad
from kpss.bodies import reading, seating
from kpss.bodies.forms import EndForm, ErasingForm, GoOnForm, SeatForm, initial_of
from kpss.bodies.recorded import recorded
from kpss.models import Application, Body, Membership, Person
from strategy.auditing.reading import noted_reading
from strategy.editing import Author
from strategy.form_fields import number_in
from strategy.redirecting import see_other
from strategy.staff import for_staff


@for_staff("kpss.view_membership")
@require_safe
def balance(request: HttpRequest) -> HttpResponse:
    """What breaks the balance of which body, with a reason."""
    context = {"broken": triad.broken(), "bodies": Body.objects.count()}
    return render(request, "kpss/bodies/balance.html", context)


@for_staff("kpss.view_membership")
@noted_reading
@require_safe
def seats(request: HttpRequest, slug: str) -> HttpResponse:
    """Who sits in a body, by name, and what breaks its balance."""
    body = get_object_or_404(Body, slug=slug)
    context = {
        "body": body,
        "meter": triad.meter(body),
        "members": reading.seated(body),
        "today": localdate(),
    }
    return render(request, "kpss/bodies/seats.html", context)


@for_staff("kpss.add_membership")
@noted_reading
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def seat(request: HttpRequest, slug: str) -> HttpResponse:
    """Seat somebody in a body; from an application, which `?prihlaska=` names, who applied."""
    body = get_object_or_404(Body, slug=slug)
    number = number_in(request.GET.get("prihlaska", ""))
    if seating.has_seated(body, number):
        messages.warning(request, _("Somebody was seated from this application already."))
        return see_other(reverse("kpss:seats", args=[body.slug]))
    application = seating.to_be_seated(body, number)
    form = SeatForm(body, request.POST or None, initial_of(application))
    sent = request.method == "POST" and form.is_valid()
    if sent and _done(form, lambda: _seat(form, request.user, application)):
        messages.success(request, _("The member sits in the body."))
        return see_other(reverse("kpss:seats", args=[body.slug]))
    return render(request, "kpss/bodies/seat.html", {"body": body, "form": form})


@for_staff("kpss.change_membership")
@require_http_methods(["GET", "HEAD", "POST"])
def seat_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a term end with a day."""
    membership = _membership(pk)
    form = EndForm(request.POST or None)
    sent = request.method == "POST" and form.is_valid()
    if sent and _done(
        form, lambda: seating.end(membership, form.cleaned_data["day"], request.user)
    ):
        messages.success(request, _("The term ends with that day."))
        return see_other(reverse("kpss:seats", args=[membership.body.slug]))
    context = {"membership": membership, "body": membership.body, "form": form}
    return render(request, "kpss/bodies/seat_end.html", context)


@for_staff("kpss.change_membership")
@require_http_methods(["GET", "HEAD", "POST"])
def seat_go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a member sit otherwise from a day on, or for another term."""
    membership = _membership(pk)
    form = _go_on_form(request, membership)
    sent = request.method == "POST" and form.is_valid()
    if sent and _done(form, lambda: _go_on(pk, form, request.user)):
        messages.success(request, _("A new term begins with that day."))
        return see_other(reverse("kpss:seats", args=[membership.body.slug]))
    context = {"membership": membership, "body": membership.body, "form": form}
    return render(request, "kpss/bodies/seat_go_on.html", context)


@for_staff("kpss.change_membership")
@require_POST
def seat_name(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that who sits for the service users agrees to be named, or does so no more."""
    membership = _membership(pk)
    try:
        seating.agree(membership, request.POST.get("agreed") == "1", request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("It is written down; the pages are made anew."))
    return see_other(reverse("kpss:seats", args=[membership.body.slug]))


@for_staff("kpss.delete_person")
@noted_reading
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def person_erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase a person: what it does, why it is done, and then it is done."""
    person = get_object_or_404(Person, pk=pk)
    namesakes = privacy.namesakes(person).count()
    form = ErasingForm(request.POST or None, initial={"texts": not namesakes})
    if request.method == "POST" and form.is_valid():
        given, by = form.cleaned_data, request.user if request.user.is_authenticated else None
        try:
            privacy.erase(person, given["reason"], by, texts=given["texts"])
        except privacy.ErasingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The personal data were erased."))
            return see_other(request.path)
    running = person.memberships.exclude(reading.ended()).select_related("body")
    context = {"person": person, "form": form, "namesakes": namesakes, "running": running}
    return render(request, "kpss/bodies/person_erase.html", context)


def _go_on_form(request: HttpRequest, membership: Membership) -> GoOnForm:
    # The form writes into the row that it shows; the deed gets its own.
    shown = Membership(**{name: getattr(membership, name) for name in GoOnForm.Meta.fields})
    shown.term_to = None
    return GoOnForm(request.POST or None, instance=shown)


def _membership(pk: int) -> Membership:
    rows = Membership.objects.select_related("body", "person", "organisation")
    return get_object_or_404(rows, pk=pk)


def _seat(form: SeatForm, by: Author, application: Application | None) -> Membership:
    with transaction.atomic():
        person = form.new_person()
        if person is None:
            return seating.seat(form.instance, by, application)
        seating.hold(form.instance.body)
        form.instance.person = recorded(person)
        try:
            return seating.seat(form.instance, by, application)
        except ValidationError as refusal:
            raise _at_the_email(refusal) from refusal


def _at_the_email(refusal: ValidationError) -> ValidationError:
    """What is wrong about a person who was found by their e-mail stands there."""
    found = _by_field(refusal)
    return ValidationError({"email" if name == "person" else name: found[name] for name in found})


def _end(pk: int, form: EndForm, by: Author) -> Membership:
    return seating.end(_membership(pk), form.cleaned_data["day"], by)


def _go_on(pk: int, form: GoOnForm, by: Author) -> Membership:
    values = dict(form.cleaned_data)
    return seating.go_on(_membership(pk), values.pop("from_day"), by, **values)


def _done(form: forms.BaseForm, deed: Callable[[], object]) -> bool:
    """Do it; where it is refused, say so at the fields that the form has."""
    try:
        deed()
    except ValidationError as refusal:
        for name, sentences in _by_field(refusal).items():
            form.add_error(name if name in form.fields else None, sentences)
        return False
    return True


def _by_field(refusal: ValidationError) -> dict[str, list[str]]:
    return refusal.message_dict if hasattr(refusal, "error_dict") else {"": refusal.messages}
