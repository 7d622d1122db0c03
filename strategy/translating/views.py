"""The office's pages of translations: how much is done, and a plan's items beside their own."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from strategy import languages
from strategy.form_fields import PlainField
from strategy.models import Edition, Item, Plan
from strategy.paging import page_number, pages_around
from strategy.redirecting import see_other
from strategy.staff import for_staff
from strategy.translating import translations
from strategy.translating.translations import Overtaken, Said, mark

ITEMS_ON_PAGE = 50
LONGEST = 4000


class TranslationsForm(forms.Form):
    """Items of one page, each with a field of its translation and what that was when read."""

    use_required_attribute = False
    source = PlainField(
        label=gettext_lazy("Who translated it"),
        longest=200,
        required=False,
        help_text=gettext_lazy("Shown with what you change here. It may stay empty."),
    )

    def __init__(self, items: list[Item], known: dict[int, Any], data: Any = None) -> None:
        super().__init__(data)
        self.items = items
        for item in items:
            there = known.get(item.pk)
            text = there.text if there else ""
            self.fields[f"text_{item.pk}"] = _translation_field(text)
            self.fields[f"read_{item.pk}"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=mark(text)
            )
        self.initial["source"] = next((one.source for one in known.values() if one.source), "")

    def rows(self) -> list[tuple[Item, forms.BoundField, forms.BoundField]]:
        return [(item, self[f"text_{item.pk}"], self[f"read_{item.pk}"]) for item in self.items]

    def said(self) -> list[Said]:
        given = self.cleaned_data
        return [
            Said(item, given[f"read_{item.pk}"], given[f"text_{item.pk}"]) for item in self.items
        ]

    def offer_again(self, overtaken: Overtaken) -> None:
        """Say at the fields what others wrote; sending once more replaces it."""
        told = _("Somebody has translated it otherwise in the meantime: “%(text)s”")
        for pk, text in overtaken.texts.items():
            self.add_error(f"text_{pk}", told % {"text": text})
        read = {f"read_{pk}": mark(text) for pk, text in overtaken.texts.items()}
        self.data = {**self.data.dict(), **read}  # type: ignore[attr-defined]


@for_staff("strategy.change_translation")
def translation_list(request: HttpRequest) -> HttpResponse:
    """How much of each plan is translated."""
    rows = [(one, settings.LANGUAGE_NAMES[one.language]) for one in translations.progress()]
    return render(request, "strategy/translating/translation_list.html", {"rows": rows})


@for_staff("strategy.change_translation")
def translation_write(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """A page of a plan's items, each with its translation."""
    plan = get_object_or_404(Plan, slug=slug)
    edition = translations.text_of(plan)
    if language not in languages.others() or edition is None:
        raise Http404
    page = page_number(request)
    items, more = _items(edition, page)
    known = translations.known(items, language)
    form = TranslationsForm(items, known, request.POST or None)
    if form.is_bound and form.is_valid() and _wrote(request, plan, language, form):
        return see_other(request.get_full_path())
    context = {
        "plan": plan,
        "edition": edition,
        "form": form,
        "language": language,
        "language_name": settings.LANGUAGE_NAMES[language],
        "pages": pages_around(page, more=more),
    }
    return render(request, "strategy/translating/translation_write.html", context)


def _items(edition: Edition, page: int) -> tuple[list[Item], bool]:
    start = (page - 1) * ITEMS_ON_PAGE
    found = list(translations.items_of(edition)[start : start + ITEMS_ON_PAGE + 1])
    if page > 1 and not found:
        raise Http404
    return found[:ITEMS_ON_PAGE], len(found) > ITEMS_ON_PAGE


def _wrote(request: HttpRequest, plan: Plan, language: str, form: TranslationsForm) -> bool:
    try:
        source = form.cleaned_data["source"]
        number = translations.write(plan, language, form.said(), source, request.user)
    except Overtaken as overtaken:
        form.offer_again(overtaken)
        return False
    told = ngettext(
        "%(number)s translation was saved.", "%(number)s translations were saved.", number
    )
    messages.success(request, told % {"number": number})
    return True


def _translation_field(text: str) -> PlainField:
    return PlainField(
        label=gettext_lazy("Translation"),
        longest=LONGEST,
        lines=True,
        required=False,
        initial=text,
        widget=forms.Textarea({"rows": 3}),
    )
