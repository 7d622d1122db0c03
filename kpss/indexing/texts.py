"""What is written in the files of public documents, piece by piece.

Each piece leads to its document, as one more text of it: of several the best is shown.
"""

from collections.abc import Iterator, Sequence

from django.db.models import F

from kpss.documents.texts import pieces
from kpss.indexing.others import PAPER, of_paper
from kpss.models import DocumentText
from strategy.searching.documents import Document, Source, Watch


def documents(wholes: Sequence[str]) -> Iterator[Document]:
    kept = DocumentText.objects.filter(
        document__in=map(int, wholes), document__is_public=True, document__sha256=F("sha256")
    )
    for read in kept.select_related("document__author").order_by("pk"):
        said = of_paper(read.document)
        for number, piece in enumerate(pieces(read.text), start=1):
            place = {"whole": str(read.pk), "ref": f"{read.pk}:{number}", "kind": PAPER}
            yield Document(**(said | place | {"text": piece, "is_part": True}))


SOURCE = Source(
    name="document_texts",
    documents=documents,
    wholes=lambda: DocumentText.objects.order_by("pk").values_list("pk", flat=True),
    watched=[
        Watch("kpss_documenttext", "{row}.document_id"),
        Watch("kpss_document", "{row}.id", events=("UPDATE",)),
        Watch("kpss_document_plans", "{row}.document_id"),
        Watch(
            "strategy_organisation",
            "(SELECT id AS whole FROM kpss_document WHERE author_id = {row}.id)",
            events=("UPDATE",),
        ),
    ],
    effort=25,
)
