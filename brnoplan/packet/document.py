"""The packet for the council as one HTML document, ready to be typeset."""

from datetime import UTC
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import pgettext

from brnoplan.packet.contents import (
    Voice,
    about,
    approved_before,
    comments_since,
    said_so_far,
    voices,
)
from brnoplan.packet.gate import Lack, lacks
from comments.causes import causes
from comments.table import GROUPS, Hidden, Line, hidden, lines, named_in_draft
from comments.tables.document import Orientation
from kpss.minutes import showing
from kpss.minutes.content import Content
from strategy.compare import Comparison, compare
from strategy.kinds import DEEPEST_HEADING
from strategy.models import Edition
from strategy.outline import outline
from strategy.pdf.document import Block, blocks, edition_name

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


class Section(NamedTuple):
    """A part of the packet; `name` is also that of its template.

    The redline brings its heading along (`is_headed`), with an anchor that no item may have.
    """

    name: str
    title: str
    is_headed: bool = False

    @property
    def handle(self) -> str:
        """Its anchor. No item's can be the same: theirs never have two hyphens in a row."""
        return "zmeny" if self.is_headed else f"podklad--{self.name}"

    @property
    def template(self) -> str:
        return f"packet/pdf/_{self.name}.html"


class Packet(NamedTuple):
    """All that the packet shows. `comparison` is None where nothing was approved before.

    `about` is the resolution that it is about, proposed or adopted, where there is one.
    """

    edition: Edition
    lacks: list[Lack]
    about: Voice | None
    said: list[Voice]
    blocks: list[Block]
    comparison: Comparison | None
    causes: dict[UUID, list[int]]
    lines: list[Line]
    hidden: list[Hidden]
    minutes: list[Content]

    @property
    def groups(self) -> "dict[str, StrPromise]":
        """Heads of the settlement table."""
        return GROUPS

    @property
    def disagreements(self) -> list[Line]:
        """By the commenter's own word, whatever the outcome."""
        return [line for line in self.lines if line.disagrees]

    @property
    def unsaid(self) -> list[Line]:
        """Refused in full or in part, and the commenter has not said what they think of it."""
        return [line for line in self.lines if line.is_refused and line.disagrees is None]

    @property
    def sections(self) -> list[Section]:
        """Those that hold something; where nothing is an answer too, they say so in words."""
        report = self.about is not None and self.about.resolution.report.strip()
        shown = {
            "report": (pgettext("packet", "Cover report"), report),
            "resolution": (self._resolution_title, self.about),
            "said": (pgettext("packet", "What has been said so far"), self.said),
            "plan": (pgettext("packet", "The plan"), True),
            "changes": (pgettext("packet", "Changes since the last approval"), True),
            "table": (pgettext("packet", "Settlement of comments"), True),
            "disagreements": (pgettext("packet", "Standing disagreements"), True),
            "minutes": (pgettext("packet", "Minutes"), self.minutes),
        }
        headed = "changes" if self.comparison else ""
        return [
            Section(name, title, is_headed=name == headed)
            for name, (title, present) in shown.items()
            if present
        ]

    @property
    def _resolution_title(self) -> str:
        if self.about is not None and self.about.resolution.adopted:
            return pgettext("packet", "Adopted resolution")
        return pgettext("packet", "Draft resolution")


def packet_of(edition: Edition) -> Packet:
    """The packet of an edition. Needs `edition.plan`; a fixed number of queries."""
    approved = approved_before(edition)
    comments, found = comments_since(approved, edition), voices(edition)
    return Packet(
        edition=edition,
        lacks=lacks(edition),
        about=about(found),
        said=said_so_far(found),
        blocks=[_one_rank_lower(block) for block in blocks(outline(edition).rows)],
        comparison=compare(approved, edition) if approved else None,
        causes=causes(approved, edition) if approved else {},
        lines=[named_in_draft(line) for line in lines(comments)],
        hidden=hidden(comments),
        minutes=[content for _minutes, content in showing.for_packet(edition.plan_id)],
    )


def html(edition: Edition, orientation: str = Orientation.PORTRAIT) -> str:
    """The whole document; watermarked, with the list on its second page, where it lacks anything.

    Needs `edition.plan` at hand.
    """
    packet, now = packet_of(edition), timezone.now()
    return render_to_string(
        "packet/pdf/packet.html",
        {
            "packet": packet,
            "plan": edition.cover,
            "edition_name": edition_name(edition),
            "watermark": pgettext("watermark", "DRAFT") if packet.lacks else "",
            "orientation": orientation,
            "city_name": settings.CITY_NAME,
            "site_name": settings.SITE_NAME,
            "made_at": now,
            "written_at": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        },
    )


def file_name(edition: Edition) -> str:
    """Name under which the packet is saved: brno-2050-podklad-3.pdf."""
    return f"{edition.plan.slug}-podklad-{edition.number}.pdf"


def _one_rank_lower(block: Block) -> Block:
    """The plan's headings stand under the packet's own."""
    if not block.rank:
        return block
    return block._replace(rank=str(min(int(block.rank) + 1, DEEPEST_HEADING)))
