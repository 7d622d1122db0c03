from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kpss.admin.days import DaysMixin
from kpss.admin.revision import RaisingMixin
from kpss.models import News, NewsSubscription
from kpss.news import publishing, telling
from strategy.admin.changing import ChangingMixin
from strategy.admin.noted import NotedReading
from strategy.admin.refusals import RefusableForm
from strategy.admin.rights import ReadOnly
from strategy.admin.titles import PlainTitles

WORDING = ("title", "slug", "text", "happened", "source", "body")
LISTS = ("plans",)
# Addresses under that of the news that are no piece of it.
RESERVED = {"odber"}


class Deed(NamedTuple):
    """What its page is called, what it does, and the sentence that says that it is done."""

    title: Any
    do: Callable[[News, User], News]
    done: Any


DEEDS = {
    "publish": Deed(_("Publish"), publishing.publish, _("Everyone can read it now.")),
    "withdraw": Deed(_("Take it back"), publishing.withdraw, _("It is no longer public.")),
}


class NewsForm(RefusableForm):
    """A piece of news; without an address it gets one of its title."""

    wording = WORDING

    class Meta:
        model = News
        fields = (*WORDING, *LISTS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("Empty: made of the title. Fixed once published.")

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data.get("slug") or _free_slug(self.cleaned_data.get("title", ""))
        if slug in RESERVED:
            raise ValidationError(
                gettext("“%(address)s” is an address of the portal itself. Choose another.")
                % {"address": slug}
            )
        return slug

    def changes(self) -> dict[str, Any]:
        return super().changes() | {
            name: self.cleaned_data[name] for name in LISTS if name in self.fields
        }


@admin.register(News)
class NewsAdmin(DaysMixin, RaisingMixin, ChangingMixin, PlainTitles):
    """News as it is written, published and taken back."""

    form = NewsForm
    change_form_template = "kpss/admin/news/change_form.html"
    list_display = ["title", "body", "happened", "published_at"]
    list_filter = ["body", ("published_at", admin.EmptyFieldListFilter)]
    list_select_related = ["body"]
    search_fields = ["title", "text"]
    filter_horizontal = LISTS
    fields = ["title", "slug", "text", "happened", "source", "body", "plans", "published_at"]
    wording = WORDING
    history_fields = (*WORDING, "published_at")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Whoever has saved a link to what was published finds it there."""
        return ["published_at", "slug"] if obj and obj.published_at else ["published_at"]

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                f"<path:object_id>/{name}/",
                self.admin_site.admin_view(partial(self.deed_view, name=name)),
                name=f"kpss_news_{name}",
            )
            for name in DEEDS
        ]
        return [*own, *super().get_urls()]

    def view_on_site(self, piece: News) -> str | None:
        return piece.get_absolute_url() if piece.published_at else None

    def deed_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        """What the deed would do, and the button that does it."""
        piece = self._changeable(request, object_id)
        if request.method != "POST":
            return self._deed_page(request, piece, name)
        deed = DEEDS[name]
        try:
            deed.do(piece, request.user)  # type: ignore[arg-type]
        except publishing.NewsRefused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        else:
            self.log_change(request, piece, str(deed.done))
            self.message_user(request, str(deed.done), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:kpss_news_change", args=[piece.pk]))

    def _changeable(self, request: HttpRequest, object_id: str) -> News:
        piece = self.get_object(request, unquote(object_id))
        if not self.has_change_permission(request, piece):
            raise PermissionDenied
        if piece is None:
            raise Http404
        return piece

    def _deed_page(self, request: HttpRequest, piece: News, name: str) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": DEEDS[name].title,
            "subtitle": str(piece),
            "opts": self.opts,
            "object": piece,
            "deed": name,
            "subscribed": telling.of(piece).count(),
        }
        return TemplateResponse(request, "kpss/admin/news/deed.html", context)


@admin.register(NewsSubscription)
class NewsSubscriptionAdmin(NotedReading, ReadOnly, PlainTitles):
    """Who gets the news; their owners end them, the portal deletes what was never confirmed."""

    list_display = ["email", "body", "made_at", "confirmed_at"]
    list_filter = ["body"]
    list_select_related = ["body"]
    search_fields = ["email"]
    fields = ["email", "body", "made_at", "confirmed_at"]


def _free_slug(title: str) -> str:
    """An address of a title that no other piece has."""
    longest = News._meta.get_field("slug").max_length or 80
    wanted = slugify(title)[: longest - 4].strip("-") or "zprava"
    taken = set(News.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in [wanted, *numbered] if slug not in taken | RESERVED)
