"""Comments and answers as they can be found: what is published, and nobody's name."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comments.models import Comment
from comments.privacy.hidden import HIDDEN
from comments.reading import PublicComment, of_comments
from strategy.searching.documents import Document, Kind, Source, Watch

COMMENT, ANSWER = "comment", "answer"
KINDS = {
    COMMENT: Kind(pgettext_lazy("search", "Comment"), _("Comments"), "připomínka podnět námět"),
    ANSWER: Kind(_("Answer of the city"), _("Answers of the city"), "odpověď vypořádání"),
}


def documents(wholes: Sequence[str]) -> Iterator[Document]:
    rows = Comment.objects.filter(pk__in=wholes)
    known = {
        (slug, str(number)): (str(pk), plan)
        for pk, plan, slug, number in rows.values_list("pk", "plan", "plan__slug", "number")
    }
    for comment in of_comments(rows):
        whole, plan = known[_place(comment)]
        beside = {"plan_id": plan, "context": _about(comment), "whole": whole}
        yield _comment(comment, beside)
        yield from _answers(comment, beside)


def _place(comment: PublicComment) -> tuple[str, str]:
    """The plan's part of the address, and the number."""
    return comment.url.split("/")[-4], comment.number


def _comment(comment: PublicComment, beside: dict[str, Any]) -> Document:
    said = [(part.text, part.proposal, part.rationale) for part in comment.parts]
    return Document(
        ref=beside["whole"],
        kind=COMMENT,
        address=comment.url,
        code=comment.number,
        text=_joined(*(text for texts in said for text in texts), comment.organisation),
        year=comment.received_at.year,
        day=comment.received_at.date(),
        **beside,
    )


def _answers(comment: PublicComment, beside: dict[str, Any]) -> Iterator[Document]:
    for point in comment.points:
        if answer := point.answer:
            yield Document(
                ref=f"{beside['whole']}:{point.label}",
                kind=ANSWER,
                address=comment.url,
                code=point.label,
                text=_joined(answer.reasoning, answer.settled_by),
                year=comment.received_at.year,
                day=comment.received_at.date(),
                **beside,
            )


def _about(comment: PublicComment) -> str:
    return _joined(*(f"{part.item_code} {part.item_text}".strip() for part in comment.parts))


def _joined(*texts: str) -> str:
    """Without the sign of a hidden passage, which is no word of theirs."""
    return "\n".join(text.replace(HIDDEN, "…") for text in texts if text)


_OF_POINT = "(SELECT comment_id AS whole FROM comments_point WHERE id = {row}.point_id)"
SOURCE = Source(
    name="comments",
    documents=documents,
    wholes=lambda: Comment.objects.order_by("pk").values_list("pk", flat=True),
    watched=[
        Watch("comments_comment", "{row}.id", "{row}.state = 'published'"),
        # Of a new comment the row itself tells once it is published.
        Watch("comments_commentversion", "{row}.comment_id", events=("UPDATE", "DELETE")),
        Watch("comments_point", "{row}.comment_id", events=("UPDATE", "DELETE")),
        Watch("comments_settlement", _OF_POINT, "{row}.state = 'published'"),
        # Comments on a working draft appear with it.
        Watch(
            "strategy_edition",
            "(SELECT about.id AS whole FROM comments_comment about"
            " JOIN strategy_item ON strategy_item.id = about.item_id"
            " WHERE strategy_item.edition_id = {row}.id AND OLD.state = 'draft'"
            " AND NEW.state <> 'draft')",
            events=("UPDATE",),
            hides=False,
        ),
        Watch(
            "strategy_plan",
            "(SELECT about.id AS whole FROM comments_comment about"
            " WHERE about.plan_id = {row}.id AND OLD.slug <> NEW.slug)",
            events=("UPDATE",),
            hides=False,
        ),
    ],
)
