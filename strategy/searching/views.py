"""Searching in all that is public: the page, suggestions while typing, and the way for browsers."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from strategy.characters import plain
from strategy.pages import WHOLE_PORTAL, storable, takes_any_text
from strategy.paging import page_number, pages_around
from strategy.searching import asking, results, suggesting
from strategy.searching.documents import KINDS
from strategy.searching.finding import Narrowing
from strategy.searching.pace import Exhausted, Pace
from strategy.searching.results import Ground, Results

# Of each process at most a fifth, and two seconds at a time.
PACE = Pace(share=0.2, most=2.0)
ALL_EDITIONS = "vse"
# Whatever a question is, neither the browser nor a proxy keeps the answer.
UNKEPT = "private, no-store"
NO_YEAR = _("Write a year in digits, such as 2018. All years were searched.")


class SearchForm(forms.Form):
    """The question and its narrowing. What makes no sense narrows by nothing, and says so."""

    q = forms.CharField(label=_("What are you looking for?"), required=False, strip=True)
    plan = forms.ChoiceField(
        label=_("Plan"),
        required=False,
        error_messages={
            "invalid_choice": _("There is no such plan here. All plans were searched.")
        },
    )
    edice = forms.ChoiceField(
        label=_("Editions"),
        required=False,
        choices=[("", _("in force and under consultation")), (ALL_EDITIONS, _("older ones too"))],
    )
    rok = forms.IntegerField(
        label=_("Year"),
        required=False,
        min_value=1900,
        max_value=2200,
        localize=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), NO_YEAR),
    )
    druh = forms.ChoiceField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, ground: Ground) -> None:
        super().__init__(data, auto_id="hledani_%s")
        self._plans = {plan.slug: plan.pk for plan in ground.plans}
        plans = [(plan.slug, plan.title) for plan in ground.plans]
        self._field("plan").choices = [("", _("all")), *plans]
        self._field("druh").choices = [("", ""), *((kind, kind) for kind in KINDS)]
        self.fields["q"].widget.attrs |= {
            "type": "search",
            "maxlength": asking.MOST_LETTERS,
            "autocomplete": "off",
        }
        self.fields["rok"].widget = forms.TextInput({"maxlength": 4, "size": 5})
        self.is_valid()

    @property
    def wanted(self) -> dict[str, str]:
        """What was chosen beside the question, by the names of the fields."""
        names = ("druh", "plan", "edice", "rok")
        return {name: str(value) for name in names if (value := self.cleaned_data.get(name))}

    @property
    def is_unfolded(self) -> bool:
        """Something narrows, or was to; kinds are chosen below the fields."""
        return bool((self.wanted.keys() | self.errors.keys()) - {"druh"})

    @property
    def narrowing(self) -> Narrowing:
        chosen = self.cleaned_data
        return Narrowing(
            kind=chosen.get("druh", ""),
            plan_id=self._plans.get(chosen.get("plan", "")),
            year=chosen.get("rok"),
            all_editions=chosen.get("edice") == ALL_EDITIONS,
        )

    def _field(self, name: str) -> Any:
        return self.fields[name]


@takes_any_text
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The form, and below it what was found. At most five queries."""
    ground = results.ground()
    typed = _readable(request.GET)
    form = SearchForm(typed, ground)
    if "q" not in typed:
        return storable(render(request, "strategy/search.html", {"form": form}), WHOLE_PORTAL)
    asked = asking.read(str(typed["q"]), ground.synonyms)
    found = Results(asked, form.narrowing, page_number(request))
    if found.is_past_the_end:
        raise Http404
    context = {
        "form": form,
        "asked": asked,
        "found": found,
        "pages": pages_around(
            found.page,
            more=found.has_more,
            query=urlencode({"q": asked.text, **form.wanted}),
        ),
        "tabs": [(tab, _query(asked, form, druh=tab.kind)) for tab in found.tabs],
        "widened": _query(asked, form, druh="", plan="", rok="", edice=ALL_EDITIONS),
        "meant": urlencode({"q": found.meant}),
    }
    return _unkept(render(request, "strategy/search.html", context))


@takes_any_text
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """What the words typed so far may mean, as JSON; 429 where too much is asked at once."""
    try:
        with PACE.spending():
            found = suggesting.suggest(str(_readable(request.GET).get("q", "")))
    except Exhausted:
        response = JsonResponse({"suggestions": []}, status=429, headers={"Retry-After": "2"})
    else:
        response = JsonResponse({"suggestions": [one._asdict() for one in found]})
    return _unkept(response)


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """How a browser searches here from its own bar (OpenSearch 1.1)."""
    response = render(
        request,
        "strategy/opensearch.xml",
        content_type="application/opensearchdescription+xml",
    )
    return storable(response, WHOLE_PORTAL)


def _readable(given: QueryDict) -> QueryDict:
    """What was asked, without characters that nobody types and no database takes."""
    typed = given.copy()
    for name in given:
        typed[name] = plain(str(given[name]))
    return typed


def _unkept(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = UNKEPT
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _query(asked: asking.Asked, form: SearchForm, **instead: str) -> str:
    """What follows the question mark of the same search with something else chosen."""
    wanted = {"q": asked.text, **form.wanted, **instead}
    return urlencode({name: value for name, value in wanted.items() if value or name == "q"})
