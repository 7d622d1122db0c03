"""What a decision settles and changes, said by staff; allowed whatever the state of the minutes."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kpss.minutes import decisions
from kpss.minutes.decisions import EffectRefused
from kpss.models import Decision, DecisionEffect
from strategy.form_fields import PlainField
from strategy.models import Plan
from strategy.staff import for_staff


class EffectForm(forms.Form):
    """A plan, and a comment on it or an item of it."""

    use_required_attribute = False
    plan = forms.ModelChoiceField(label=gettext_lazy("Plan"), queryset=Plan.objects.all())
    comment = PlainField(
        label=gettext_lazy("Settles comment no."),
        longest=20,
        required=False,
        help_text=gettext_lazy("For example 12, or 12/2 where it has several points."),
    )
    code = PlainField(
        label=gettext_lazy("Changes the item with the code"),
        longest=100,
        required=False,
        help_text=gettext_lazy("For example A1.1; of an item without one the end of its address."),
    )


@for_staff("kpss.change_decision")
@require_http_methods(["GET", "HEAD", "POST"])
def decision_effects(request: HttpRequest, pk: int) -> HttpResponse:
    """Link a decision with comments and items, and take links back."""
    decision = get_object_or_404(Decision.objects.select_related("meeting__body"), pk=pk)
    form = EffectForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if "unlink" in request.POST:
            return _unlink(request, decision)
        if form.is_valid() and _link(request, decision, form):
            return redirect("kpss:decision_effects", pk)
    context = {
        "decision": decision,
        "meeting": decision.meeting,
        "form": form,
        "effects": decisions.effects_of(decision, inside=True),
    }
    return render(request, "kpss/minutes/decision_effects.html", context)


def _link(request: HttpRequest, decision: Decision, form: EffectForm) -> bool:
    """Do what was asked for; False, with the reason in the form, where it is refused."""
    given = form.cleaned_data
    if not given["comment"] and not given["code"]:
        form.add_error(None, _("Write the number of a comment, or the code of an item."))
        return False
    # Both, or neither.
    with transaction.atomic():
        for name, link in (("comment", decisions.settle), ("code", decisions.change)):
            try:
                if given[name]:
                    link(decision, given["plan"], given[name], request.user)
            except EffectRefused as refusal:
                form.add_error(name, str(refusal))
        transaction.set_rollback(bool(form.errors))
    if form.errors:
        return False
    messages.success(request, _("The decision is linked."))
    return True


def _unlink(request: HttpRequest, decision: Decision) -> HttpResponse:
    given = request.POST["unlink"]
    effects = DecisionEffect.objects.filter(decision=decision, pk=given if given.isdecimal() else 0)
    for effect in effects.select_related("decision", "comment_point__comment"):
        decisions.unlink(effect, request.user)
        messages.success(request, _("The link is taken back."))
    return redirect("kpss:decision_effects", decision.pk)
