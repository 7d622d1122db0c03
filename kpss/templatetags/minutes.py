"""What the templates of minutes, decisions and tasks need to say."""

from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from comments.models import Point
from kpss import home
from kpss.minutes import decisions
from kpss.minutes.content import Content, SideLine
from kpss.models import Minutes, Side
from kpss.of_items import DECISIONS
from strategy.beside import may_have
from strategy.models import Item

register = template.Library()
register.filter("decided", decisions.public_text)

# How deep an indent may go.
DEEPEST = 3


@register.filter
def times(content: Content) -> str:
    """“9:00–11:00”, or from when where no end is known."""
    if content.time_to:
        return f"{content.time_from}–{content.time_to}"
    return _("from %(time)s") % {"time": content.time_from}


@register.filter
def attended(content: Content) -> list[str]:
    """Who came, in counts by side, each a line."""
    lines = [_of_side(line) for line in content.attendance]
    if content.guests:
        lines.append(
            ngettext("%(count)d guest", "%(count)d guests", content.guests)
            % {"count": content.guests}
        )
    return [*lines, *filter(None, [content.attended_in_words])]


@register.filter
def depth(level: int) -> int:
    return min(level, DEEPEST)


@register.filter
def anchor(number: str) -> str:
    """The number of a point as a part of an anchor: “1-2”."""
    return number.replace(".", "-")


@register.inclusion_tag("kpss/minutes/_decided.html")
def decisions_of_item(item: Item) -> dict[str, Any]:
    """Which bodies decided on an item. Needs `item.edition`; one query, two where there is any."""
    if not may_have(item, DECISIONS):
        return {"decisions": []}
    return {"decisions": list(decisions.of_item(item.edition.plan_id, item.key))}


@register.inclusion_tag("kpss/minutes/_decided.html")
def decisions_of_comment(plan_id: int, number: str) -> dict[str, Any]:
    """Which bodies decided on a comment. One query, two where there is any."""
    return {"decisions": list(decisions.of_comment(plan_id, int(number)))}


@register.inclusion_tag("kpss/minutes/_decided_inside.html")
def decisions_of_point(point: Point) -> dict[str, Any]:
    """Which bodies decided on a point, published or not yet. One query."""
    return {"decisions": list(decisions.of_point(point))}


@register.simple_tag
def latest_minutes() -> list[Minutes]:
    """Those that were published last, as everyone reads them. Two queries, one of none."""
    return home.latest_minutes()


def _of_side(line: SideLine) -> str:
    side = {
        Side.COMMISSIONER.value: _("commissioners"),
        Side.PROVIDER.value: _("providers"),
        Side.SERVICE_USER.value: _("service users"),
    }.get(line.side, pgettext("attendance", "members"))
    said = [_("%(side)s: %(count)d present") % {"side": side, "count": line.present}]
    if line.deputies:
        deputies = ngettext("of them %(count)d deputy", "of them %(count)d deputies", line.deputies)
        said.append(deputies % {"count": line.deputies})
    if line.excused:
        said.append(_("%(count)d excused") % {"count": line.excused})
    if line.absent:
        said.append(_("%(count)d absent") % {"count": line.absent})
    return ", ".join(said)
