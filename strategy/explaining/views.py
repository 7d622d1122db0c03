"""The glossary for everyone, and the office's page of summaries."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from strategy.editing import Outdated, version_of
from strategy.explaining import glossary as terms
from strategy.explaining import summaries
from strategy.explaining.summaries import Explained
from strategy.form_fields import PlainField
from strategy.models import Summary
from strategy.pages import WHOLE_PORTAL, storable
from strategy.redirecting import see_other
from strategy.staff import for_staff

LONGEST = 2000


class SummaryForm(forms.Form):
    """A summary of one wording, by its digest; `version` is of the summary that was read."""

    use_required_attribute = False
    digest = forms.CharField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)
    text = PlainField(
        label=gettext_lazy("Summary in plain language"),
        longest=LONGEST,
        lines=True,
        widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy(
            "Two or three short sentences: what will be done, for whom, what it changes. "
            "At most 2,000 characters."
        ),
        error_messages={"required": gettext_lazy("Write the summary.")},
    )


def glossary(request: HttpRequest) -> HttpResponse:
    """The words of the plans by letter. One query."""
    letters = terms.letters()
    context = {"letters": letters, "number": sum(len(letter.terms) for letter in letters)}
    return storable(render(request, "strategy/explaining/glossary.html", context), WHOLE_PORTAL)


@for_staff("strategy.change_summary")
def summary_list(request: HttpRequest) -> HttpResponse:
    """Plans with the summaries that explain an older wording than their drafts have."""
    context = {"plans": summaries.of_plans()}
    return render(request, "strategy/explaining/summary_list.html", context)


@for_staff("strategy.change_summary")
def summary_write(request: HttpRequest, key: UUID) -> HttpResponse:
    """The wordings of an item that stand, each with a form for its summary."""
    wordings = summaries.standing(key)
    if not wordings:
        raise Http404
    sent = SummaryForm(request.POST, auto_id=_field_id(request)) if request.POST else None
    if sent is not None and sent.is_valid() and _wrote(request, sent, wordings):
        messages.success(request, _("The summary was saved."))
        return see_other(reverse("strategy:summary_write", args=[key]))
    context = {
        "item": wordings[0].item,
        "wordings": [(one, _form_of(one, sent)) for one in wordings],
    }
    return render(request, "strategy/explaining/summary_write.html", context)


def _wrote(request: HttpRequest, form: SummaryForm, wordings: list[Explained]) -> bool:
    """Whether it was written; if not, the form says why and can be sent on top of that."""
    said = form.cleaned_data
    explained = next((one for one in wordings if one.digest == said["digest"]), None)
    if explained is None:
        form.add_error(None, _("The wording has changed in the meantime; it is below."))
        return False
    try:
        summaries.write(explained.item, said["version"], said["text"], request.user)
    except Outdated as outdated:
        _offer_again(form, outdated.current)
        return False
    return True


def _offer_again(form: SummaryForm, current: object) -> None:
    told = _("Somebody has written it otherwise in the meantime: “%(text)s” Sending replaces that.")
    form.add_error(None, told % {"text": getattr(current, "text", "")})
    if isinstance(current, Summary):
        form.data = {**form.data.dict(), "version": version_of(current)}  # type: ignore[attr-defined]


def _form_of(one: Explained, sent: SummaryForm | None) -> SummaryForm:
    if sent is not None and sent.data.get("digest") == one.digest:
        return sent
    known = one.summary or one.before
    initial = {
        "digest": one.digest,
        "version": version_of(one.summary) if one.summary else 0,
        "text": known.text if known else "",
    }
    return SummaryForm(initial=initial, auto_id=f"shrnuti_{one.digest[:8]}_%s")


def _field_id(request: HttpRequest) -> str:
    digest = request.POST.get("digest", "")
    return f"shrnuti_{digest[:8] if digest.isalnum() else ''}_%s"
