"""The page on which somebody's measures, comments and tasks are passed on, and its record."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from strategy.handing_over import handing, kinds
from strategy.handing_over.forms import HandoverForm
from strategy.handing_over.handing import HandoverRefused
from strategy.handing_over.kinds import Holder
from strategy.models import Handover, Organisation
from strategy.redirecting import see_other
from strategy.staff import for_staff

ON_PAGE = 50


@for_staff("strategy.view_handover")
def handover_list(request: HttpRequest) -> HttpResponse:
    """What was handed over, the newest first; and from whom something can be."""
    records = Handover.objects.select_related(
        "from_organisation", "from_person", "to_organisation", "to_person", "by"
    )
    titles = {kind.name: kind.title for kind in kinds.KINDS}
    page = Paginator(records, ON_PAGE).get_page(request.GET.get("strana"))
    told = [
        (one, [(titles.get(name, name), number) for name, number in one.passed.items()])
        for one in page
    ]
    valid = Organisation.objects.valid()
    # Who has ended already may still hold what nobody passed on then.
    people = User.objects.filter(is_staff=True, is_superuser=False)
    context = {
        "page": page,
        "told": told,
        "organisations": valid.order_by("name"),
        "ended": Organisation.objects.exclude(pk__in=valid).order_by("name"),
        "people": people.order_by("-is_active", "last_name", "first_name", "username"),
    }
    return render(request, "strategy/handing_over/list.html", context)


@for_staff("strategy.add_handover")
@require_http_methods(["GET", "HEAD", "POST"])
def handover_organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """An organisation ends, or gives away what it answers for."""
    found = get_object_or_404(Organisation, pk=pk)
    return _handover(request, Holder(organisation=found))


@for_staff("strategy.add_handover")
@require_http_methods(["GET", "HEAD", "POST"])
def handover_person(request: HttpRequest, pk: int) -> HttpResponse:
    """A person leaves, or gives away what they answer for."""
    return _handover(request, Holder(person=get_object_or_404(User, pk=pk, is_superuser=False)))


def _handover(request: HttpRequest, holder: Holder) -> HttpResponse:
    things = handing.held(holder)
    form = HandoverForm(holder, things, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            handing.hand_over(
                holder,
                form.takers(),
                day=form.cleaned_data["day"],
                reason=form.cleaned_data["reason"],
                by=request.user if request.user.is_authenticated else None,
                ends=form.cleaned_data["ends"],
            )
        except HandoverRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Handed over: %(name)s.") % {"name": holder})
            return see_other(reverse("strategy:handover_list"))
    titles = {kind.name: kind.title for kind in kinds.KINDS}
    context = {
        "holder": holder,
        "form": form,
        "things": [(titles[name], found) for name, found in things.items()],
    }
    return render(request, "strategy/handing_over/handover.html", context)
