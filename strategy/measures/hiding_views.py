"""The page on which former words of a value are hidden, where they hold personal data."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from strategy.measures import hiding
from strategy.measures.readings import ReadingRefused
from strategy.models import Reading
from strategy.numbers import written
from strategy.progress.forms import HidingForm
from strategy.redirecting import see_other
from strategy.staff import for_staff

# The same as for words of reports.
HIDE = "strategy.change_progressreport"


@for_staff(HIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def reading_hide(request: HttpRequest, pk: int) -> HttpResponse:
    """Take former words of a value out of its history, also of one that was taken back."""
    history = list(hiding.records(pk))
    if not history:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = HidingForm(hiding.former(pk), hiding.WORDS, sent)
    if sent is not None and form.is_valid():
        try:
            hiding.hide(pk, form.cleaned_data["parts"], request.user)  # type: ignore[arg-type]
        except ReadingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The words are hidden everywhere."))
            return see_other(request.path)
    context = {
        "pk": pk,
        "item_key": history[0].item_key,
        "is_there": Reading.objects.filter(pk=pk).exists(),
        "records": [(one, written(one.value)) for one in history],
        "form": form,
    }
    return render(request, "strategy/measures/reading_hide.html", context)
