"""Hiding passages of a comment: chosen, seen as they will be, then confirmed."""

import re
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from comments import redaction
from comments.checking import personal
from comments.checking.waiting import label_of
from comments.models import Comment, CommentVersion, Original
from comments.privacy.hidden import HIDDEN
from comments.publication import CheckRefused
from comments.redaction import RedactionRefused
from strategy.editing import version_of
from strategy.form_fields import PlainField, number_in
from strategy.staff import for_staff


class RedactionForm(forms.Form):
    """Which passages, and why; `seen` is the record that the officer had before them."""

    use_required_attribute = False
    passages = PlainField(
        label=gettext_lazy("What is to be hidden"),
        longest=20_000,
        lines=True,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One passage on each line, copied from below. Likely personal data is filled in."
        ),
        error_messages={
            "required": gettext_lazy("Write which passages are to be hidden, one on each line.")
        },
    )
    reason = PlainField(
        label=gettext_lazy("Why"),
        longest=500,
        help_text=gettext_lazy("For the record. Do not repeat what is hidden."),
        error_messages={"required": gettext_lazy("Say why the passage is hidden.")},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def chosen(self) -> list[str]:
        return str(self.cleaned_data["passages"]).splitlines()


class Wording(NamedTuple):
    """A field of a part in one version; `pieces` stand between what is hidden, if anything is."""

    version: int
    field: str
    text: str
    pieces: list[str]


@for_staff("comments.check_comment")
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def redaction_page(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Choose what to hide, see the result, confirm it."""
    comment = _found(comment_id)
    if request.method != "POST":
        return _choosing(request, comment, RedactionForm(initial=_suggested(comment)))
    form = RedactionForm(request.POST)
    if not form.is_valid():
        return _choosing(request, comment, form)
    try:
        if "confirm" in request.POST:
            return _hide(request, comment, form)
        pattern = redaction.pattern_of(comment, form.chosen())
    except (RedactionRefused, CheckRefused) as refusal:
        form.add_error("passages", str(refusal))
        # Whoever was overtaken has the newer wordings before them now.
        form.data = request.POST.dict() | {"seen": version_of(comment)}
        return _choosing(request, comment, form)
    if "edit" in request.POST:
        return _choosing(request, comment, form)
    return _confirming(request, comment, form, pattern)


@for_staff("comments.view_original")
@for_staff("comments.check_comment")
@require_POST
def redaction_undo(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Show again what was hidden; only for who may read it."""
    comment = _found(comment_id)
    try:
        redaction.restore(comment, seen=seen_in(request))
    except (RedactionRefused, CheckRefused) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("What was hidden is shown again."))
    return redirect("comments:checking_comment", comment.pk)


def seen_in(request: HttpRequest) -> int:
    """The record that a form carries; of anything else the number of none."""
    return number_in(request.POST.get("seen", ""), otherwise=-1)


def _found(comment_id: int) -> Comment:
    comments = Comment.objects.exclude(state__in=Comment.UNSEEN)
    return get_object_or_404(comments.select_related("plan"), pk=comment_id)


def _suggested(comment: Comment) -> dict[str, Any]:
    """What is probably personal in any version of the comment."""
    texts = (wording.text for wording in _wordings(comment))
    found = (
        " ".join(text[passage.start : passage.end].split())
        for text in texts
        for passage in personal.found_in(text)
    )
    return {
        "passages": "\n".join(dict.fromkeys(found)),
        "seen": version_of(comment),
    }


def _hide(request: HttpRequest, comment: Comment, form: RedactionForm) -> HttpResponse:
    given = form.cleaned_data
    redaction.hide(comment, form.chosen(), given["reason"], by=request.user, seen=given["seen"])
    messages.success(request, _("The passages are hidden."))
    return redirect("comments:checking_comment", comment.pk)


def _choosing(request: HttpRequest, comment: Comment, form: RedactionForm) -> HttpResponse:
    context: dict[str, Any] = {
        "comment": comment,
        "form": form,
        "wordings": _wordings(comment),
        "hidden": HIDDEN,
        "seen": version_of(comment),
        "has_original": Original.objects.filter(version__comment=comment).exists(),
    }
    if request.user.has_perm("comments.view_original"):
        context["originals"] = _originals(comment)
    return render(request, "comments/checking/redaction.html", context)


def _confirming(
    request: HttpRequest, comment: Comment, form: RedactionForm, pattern: re.Pattern[str]
) -> HttpResponse:
    changed = [
        wording._replace(pieces=redaction.hidden_in(wording.text, pattern).split(HIDDEN))
        for wording in _wordings(comment)
        if pattern.search(wording.text)
    ]
    context = {"comment": comment, "form": form, "wordings": changed, "hidden": HIDDEN}
    return render(request, "comments/checking/redaction_confirm.html", context)


def _wordings(comment: Comment) -> list[Wording]:
    """Every version of a comment, the newest first."""
    versions = CommentVersion.objects.filter(comment=comment).order_by("-number", "part")
    return [wording for version in versions for wording in _fields(version, version.number)]


def _originals(comment: Comment) -> list[Wording]:
    originals = Original.objects.filter(version__comment=comment).select_related("version")
    ordered = originals.order_by("-version__number", "version__part")
    return [wording for it in ordered for wording in _fields(it, it.version.number)]


def _fields(row: CommentVersion | Original, number: int) -> list[Wording]:
    return [
        Wording(number, label_of(name), text, [text])
        for name in redaction.FIELDS
        if (text := getattr(row, name))
    ]
