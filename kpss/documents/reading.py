"""What everyone reads of documents: which there are, and where the file of one is."""

from typing import Any, NamedTuple

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kpss import plans
from kpss.documents.formats import label_of
from kpss.models import Body, Document, Project
from kpss.plans import PublicPlan

# The choice that leaves nothing out.
EVERYTHING = ("", _("everything"))


class FilterForm(forms.Form):
    """By what the list is narrowed; the plans and bodies are those that have a document."""

    druh = forms.ChoiceField(label=_("Kind"), required=False)
    plan = forms.ChoiceField(label=_("Plan"), required=False)
    skupina = forms.ChoiceField(label=pgettext_lazy("planning", "Body"), required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, auto_id="dokumenty_%s")
        used = public().values("plans")
        known = [(plan.slug, plan.title) for plan in plans.public(used).values()]
        bodies = Body.objects.filter(documents__is_public=True).distinct()
        self._offer("druh", Document.Kind.choices)
        self._offer("plan", known)
        self._offer("skupina", list(bodies.values_list("slug", "name")))
        for name in ("plan", "skupina"):
            if self._choices(name) == [EVERYTHING]:
                del self.fields[name]

    def _offer(self, name: str, choices: list[Any]) -> None:
        field: Any = self.fields[name]
        field.choices = [EVERYTHING, *choices]

    def _choices(self, name: str) -> list[Any]:
        field: Any = self.fields[name]
        return list(field.choices)

    @property
    def wanted(self) -> dict[str, str]:
        """What was chosen; what is not offered is left out."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}


_LOOKUPS = {"druh": "kind", "plan": "plans__slug", "skupina": "bodies__slug"}


def public() -> QuerySet[Document]:
    return Document.objects.filter(is_public=True)


def narrowed(wanted: dict[str, str]) -> QuerySet[Document]:
    """The public documents of what was chosen, the newest first; those without a day last."""
    lookups = {_LOOKUPS[name]: value for name, value in wanted.items()}
    return public().filter(**lookups).select_related("author").order_by("-dated", "title", "pk")


class Belonging(NamedTuple):
    """What a document belongs to, as everyone may read it."""

    plans: list[PublicPlan]
    bodies: list[Body]
    projects: list[Project]


def belonging(document: Document) -> Belonging:
    """Three queries."""
    of_it = document.plans.values("pk")
    return Belonging(
        plans=list(plans.public(of_it).values()),
        bodies=list(document.bodies.all()),
        projects=list(Project.objects.filter(outputs=document)),
    )


def file_address(document: Document) -> str:
    """Where the file of a document is; the address says its name. Empty where it has none."""
    if not document.sha256:
        return ""
    return reverse("kpss:document_file", args=[document.key, document.file_name])


def type_of(document: Document) -> str:
    """What the type of its file is called, such as “PDF”."""
    return label_of(document.file_type) if document.file_type else ""
