"""Pages on which personal data are erased or taken along."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from comments.links import Purpose
from comments.models import Comment, Contact, Mention
from comments.privacy import erasing, mentions, own_data
from comments.privacy.forms import ErasingForm, StaffErasingForm
from comments.privacy.searching import mentions_elsewhere
from comments.secret import under_link
from strategy import languages
from strategy.auditing.reading import noted_reading
from strategy.redirecting import see_other
from strategy.staff import for_staff


@for_staff("comments.erase_contact")
@noted_reading
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def erase(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Staff erase who sent a comment: what it does, why it is done, and then it is done."""
    comment = _comment(comment_id)
    form = StaffErasingForm(comment, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            by = request.user if request.user.is_authenticated else None
            reason = form.cleaned_data["reason"]
            erasing.erase_all(form.comments, reason, by, **form.extent)
        except erasing.ErasingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The personal data were erased."))
            return see_other(request.path)
    return render(request, "comments/privacy/erase.html", _context(comment, form))


@for_staff("comments.erase_contact")
@noted_reading
@require_http_methods(["GET", "HEAD", "POST"])
def mention_list(request: HttpRequest) -> HttpResponse:
    """Where others wrote names of who erased themselves, to be hidden or left."""
    if request.method == "POST":
        given = request.POST.get("mention", "")
        known = Mention.objects.select_related("erasure__comment")
        mention = get_object_or_404(known, pk=int(given) if given.isdecimal() else 0)
        deeds = {"hide": mentions.hide, "leave": mentions.leave}
        try:
            if deed := deeds.get(request.POST.get("deed", "")):
                deed(mention, request.user)
                messages.success(request, _("Done; the name is kept no more."))
        except mentions.DecidedAlready as refusal:
            messages.error(request, str(refusal))
        return see_other(request.path)
    context = {"waiting": mentions.waiting()}
    return render(request, "comments/privacy/mention_list.html", context)


@under_link(Purpose.MINE)
@require_http_methods(["GET", "HEAD", "POST"])
def mine_erase(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Who sent a comment has their own data erased; asked by GET, done by POST."""
    comment = _comment(comment_id)
    form = ErasingForm(comment, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reason = languages.in_own(gettext_lazy("At the request of whoever sent it."))
            erasing.erase_all(form.comments, reason, None, in_answers=False, **form.extent)
        except erasing.ErasingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return see_other(request.path)
    return render(request, "comments/privacy/mine_erase.html", _context(comment, form))


@under_link(Purpose.MINE)
@require_safe
def mine_data(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Everything that is held about a comment, as a file for who sent it."""
    comment = _comment(comment_id)
    told = JsonResponse(
        own_data.of(comment), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    name = f"{comment.plan.slug}-pripominka-{comment.number}-udaje.json"
    told["Content-Disposition"] = f'attachment; filename="{name}"'
    return told


def _comment(comment_id: int) -> Comment:
    return get_object_or_404(Comment.objects.select_related("plan", "item"), pk=comment_id)


def _context(comment: Comment, form: ErasingForm) -> dict[str, object]:
    contact = Contact.objects.filter(comment=comment).first()
    return {
        "comment": comment,
        "contact": contact,
        "form": form,
        "mentions": mentions_elsewhere(comment, contact.name, contact.email) if contact else [],
        "erasures": comment.erasures.all(),
    }
