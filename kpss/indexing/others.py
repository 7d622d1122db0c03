"""Groups, target groups, organisations, documents, projects and news: a row each."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kpss import when
from kpss.documents import reading as documents
from kpss.models import Body, News, Project, TargetGroup
from kpss.models import Document as Paper
from kpss.organisations import reading as organisations
from strategy.models import Organisation
from strategy.searching.documents import Document, Kind, Source, Watch

BODY, TARGET_GROUP, ORGANISATION = "body", "target_group", "organisation"
PAPER, PROJECT, NEWS = "document", "project", "news"
KINDS = {
    BODY: Kind(pgettext_lazy("planning", "Group"), _("Groups that plan"), "skupina pracovní"),
    PAPER: Kind(_("Document"), _("Documents"), "dokument"),
    TARGET_GROUP: Kind(_("Target group"), _("Target groups"), "cílová skupina"),
    ORGANISATION: Kind(_("Organisation"), _("Organisations"), "organizace úřad"),
    PROJECT: Kind(_("Project"), _("Projects"), "projekt grant"),
    NEWS: Kind(pgettext_lazy("kind", "News"), _("News"), "aktualita zpráva"),
}
Said = dict[str, Any]


def _of_body(body: Body) -> Said:
    return {"address": body.get_absolute_url(), "title": body.name, "text": body.about}


def _of_target_group(group: TargetGroup) -> Said:
    *former, name = [one.name for one in group.names.all()] or [""]
    return {
        "address": group.get_absolute_url(),
        "title": name,
        "text": _lines(*former, group.about),
    }


def _of_organisation(organisation: Organisation) -> Said:
    addresses = organisations.addresses([organisation.pk])
    return {
        "address": addresses[organisation.pk],
        "title": organisation.name,
        "text": organisation.abbreviation,
    }


def of_paper(paper: Paper) -> Said:
    author = paper.author.name if paper.author else ""
    plans = list(paper.plans.values_list("pk", flat=True)[:2])
    return {
        "address": paper.get_absolute_url(),
        "title": paper.title,
        "context": f"{paper.get_kind_display()} {author}".strip(),
        "text": paper.about,
        "plan_id": plans[0] if len(plans) == 1 else None,
        **_dated(paper.dated),
    }


def _of_project(project: Project) -> Said:
    activities = [f"{one.title}\n{one.text}" for one in project.activities.all()]
    return {
        "address": project.get_absolute_url(),
        "title": project.title,
        "context": _lines(project.programme, project.registration),
        "text": _lines(project.about, *activities),
        **_dated(project.begins),
    }


def _of_news(piece: News) -> Said:
    return {
        "address": piece.get_absolute_url(),
        "title": piece.title,
        "context": piece.body.name if piece.body else "",
        "text": piece.text,
        **_dated(piece.happened),
    }


def _dated(stored: str) -> Said:
    """The year where the source gives one, and the first day that it may mean."""
    year = stored[:4]
    return {"year": int(year) if year.isdigit() else None, "day": when.first_day(stored)}


def _lines(*texts: str) -> str:
    return "\n".join(filter(None, texts))


def _source(
    name: str,
    kind: str,
    rows: Callable[[], "QuerySet[Any]"],
    said: Callable[[Any], Said],
    watched: Iterable[Watch],
) -> Source:
    """Where each row is a document of its own."""

    def found(wholes: Sequence[str]) -> Iterator[Document]:
        for row in rows().filter(pk__in=wholes).order_by("pk"):
            yield Document(whole=str(row.pk), ref=str(row.pk), kind=kind, **said(row))

    return Source(
        name, found, lambda: rows().order_by("pk").values_list("pk", flat=True), list(watched)
    )


SOURCES = [
    _source("bodies", BODY, Body.objects.all, _of_body, [Watch("kpss_body", "{row}.id")]),
    _source(
        "documents",
        PAPER,
        lambda: documents.public().select_related("author"),
        of_paper,
        [
            Watch("kpss_document", "{row}.id"),
            Watch("kpss_document_plans", "{row}.document_id"),
            Watch(
                "strategy_organisation",
                "(SELECT id AS whole FROM kpss_document WHERE author_id = {row}.id)",
                events=("UPDATE",),
            ),
        ],
    ),
    _source(
        "target_groups",
        TARGET_GROUP,
        lambda: TargetGroup.objects.prefetch_related("names"),
        _of_target_group,
        [Watch("kpss_targetgroup", "{row}.id"), Watch("kpss_targetgroupname", "{row}.group_id")],
    ),
    _source(
        "organisations",
        ORGANISATION,
        organisations.public,
        _of_organisation,
        [
            Watch("strategy_organisation", "{row}.id"),
            # What makes one public, and what no longer does.
            Watch("kpss_membership", "{row}.organisation_id"),
            Watch("kpss_involvement", "{row}.organisation_id"),
            Watch("kpss_funding", "{row}.organisation_id"),
            Watch("kpss_document", "{row}.author_id"),
        ],
    ),
    _source(
        "projects",
        PROJECT,
        Project.objects.all,
        _of_project,
        [Watch("kpss_project", "{row}.id"), Watch("kpss_keyactivity", "{row}.project_id")],
    ),
    _source(
        "news",
        NEWS,
        lambda: News.objects.published().select_related("body"),
        _of_news,
        [Watch("kpss_news", "{row}.id")],
    ),
]
