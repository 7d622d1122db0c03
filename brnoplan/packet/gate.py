"""What a packet still lacks, before it goes to the council. Nothing here forbids anything."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    Model,
    OuterRef,
    Q,
    Subquery,
)
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brnoplan.packet.contents import about, approved_before, comments_since, unclosed, voices
from comments.consulting.standing import until
from comments.models import Point, Reaction
from comments.models.comments import CommentQuerySet
from kpss.minutes import personal, showing
from kpss.models import Minutes
from strategy.models import CardField, Cost, Edition, Indicator, Item, Plan, Responsibility
from strategy.tree import find_faults

Person = User | AnonymousUser

EXAMPLES = 8
# Who may open what mends a lack, by its name, where not everyone can who exports a packet.
RIGHTS = {
    "unchecked": "comments.check_comment",
    "words": "comments.check_comment",
    "unsettled": "comments.change_settlement",
}


def _no_words(*names: str) -> ExpressionWrapper:
    """Whether the card is not there, or all those of its columns are empty."""
    empty = Q(**{f"card__{name}": "" for name in names})
    return ExpressionWrapper(Q(card__isnull=True) | empty, output_field=BooleanField())


def _no_rows(model: type[Model], **of: str) -> Any:
    return ~Exists(model._default_manager.filter(item=OuterRef("pk"), **of))


# By what a measure lacks a field of its card, where a plan uses that. Not every measure has
# co-leads, partners, risks or remarks, nor follows from another document.
LACKING: dict[CardField, Any] = {
    CardField.LEAD: ExpressionWrapper(Q(lead=""), output_field=BooleanField()),
    CardField.IMPLEMENTERS: _no_rows(Responsibility, role=Responsibility.Role.IMPLEMENTER),
    CardField.DUE: ExpressionWrapper(Q(due=""), output_field=BooleanField()),
    CardField.PERIOD: _no_words("begins", "ends"),
    CardField.TARGET_GROUPS: _no_words("target_groups"),
    CardField.ACTIVITIES: _no_words("activities"),
    CardField.OUTPUTS: _no_words("outputs"),
    CardField.INDICATORS: _no_rows(Indicator),
    CardField.CRITERION: _no_words("criterion"),
    CardField.COSTS: _no_rows(Cost),
}


class Example(NamedTuple):
    """One of the places in question, with the page where it is mended."""

    label: str
    url: str


class Lack(NamedTuple):
    """Something that is missing: in words, with some of its places and how many more there are.

    `url` is where it is mended; `name` tells the kinds apart.
    """

    name: str
    text: str
    url: str
    examples: list[Example] = []
    more: int = 0


def lacks(edition: Edition) -> list[Lack]:
    """What the packet of an edition lacks. Needs `edition.plan`; ten queries at most."""
    comments = comments_since(approved_before(edition), edition)
    return [
        *_consultations(edition),
        *_unchecked(comments),
        *_unread_words(comments),
        *_unsettled(comments),
        *_incomplete_measures(edition),
        *_resolution(edition),
        *_broken_tree(edition),
        *_minutes(edition),
    ]


def within_reach(lacks: list[Lack], reader: Person) -> list[Lack]:
    """The same without addresses that the reader may not open."""
    return [
        lack
        if lack.name not in RIGHTS or reader.has_perm(RIGHTS[lack.name])
        else lack._replace(url="", examples=[one._replace(url="") for one in lack.examples])
        for lack in lacks
    ]


def warnings(edition: Edition) -> list[Lack]:
    """What somebody should look at first, though nothing is missing: never printed.

    Three queries at most.
    """
    sentence = _(
        "The minutes seem to hold an e-mail address, a telephone or a birth number. "
        "They are printed as they stand."
    )
    suspect = [
        _of_minutes(minutes)
        for minutes, content in showing.for_packet(edition.plan_id)
        if personal.looks_so(content)
    ]
    return _listed("personal", sentence, _minutes_url(edition), suspect)


def _consultations(edition: Edition) -> list[Lack]:
    """Those in which people can still say something that the packet cannot hold yet."""
    return [
        Lack(
            "consultation",
            _("The consultation on edition %(number)s runs until %(day)s.")
            % {"number": found.edition.number, "day": until(found)},
            reverse("admin:comments_consultation_change", args=[found.pk]),
        )
        for found in unclosed(edition).select_related("edition")
    ]


def _unchecked(comments: CommentQuerySet) -> list[Lack]:
    found = comments.awaiting_check().order_by("number").values_list("number", "pk")
    numbered = [_numbered(number, "checking_comment", pk) for number, pk in found]
    sentence = ngettext(
        "%(count)d comment has not been checked yet.",
        "%(count)d comments have not been checked yet.",
        len(numbered),
    )
    return _listed("unchecked", sentence, reverse("comments:checking"), numbered)


def _unread_words(comments: CommentQuerySet) -> list[Lack]:
    """Comments whose author said of an answer what nobody has looked at, so it is not printed."""
    said = Reaction.objects.awaiting_check().filter(settlement__point__comment__in=comments)
    names = ("settlement__point__comment__number", "settlement__point__comment")
    numbered = [
        _numbered(number, "checking_comment", pk)
        for number, pk in said.order_by(*names).values_list(*names).distinct()
    ]
    sentence = ngettext(
        "Of %(count)d comment the author’s words on the answer have not been checked yet.",
        "Of %(count)d comments the authors’ words on the answers have not been checked yet.",
        len(numbered),
    )
    return _listed("words", sentence, f"{reverse('comments:checking')}#slova", numbered)


def _unsettled(comments: CommentQuerySet) -> list[Lack]:
    """Each with the first of its points that waits, for that is what gets an answer."""
    waiting = Point.objects.unanswered().filter(comment=OuterRef("pk")).order_by("position")
    found = comments.awaiting_settlement().annotate(point=Subquery(waiting.values("pk")[:1]))
    numbered = [
        _numbered(number, "desk_point", point)
        for number, point in found.order_by("number").values_list("number", "point")
    ]
    sentence = ngettext(
        "%(count)d comment has no published settlement.",
        "%(count)d comments have no published settlement.",
        len(numbered),
    )
    return _listed("unsettled", sentence, reverse("comments:desk"), numbered)


def _numbered(number: int, page: str, key: int) -> Example:
    return Example(
        _("no. %(number)s") % {"number": number}, reverse(f"comments:{page}", args=[key])
    )


def _incomplete_measures(edition: Edition) -> list[Lack]:
    """Measures that lack what the plan asks of them. One query, none where it asks nothing."""
    asked = list(_asked(edition.plan))
    if not asked:
        return []
    measures = Item.objects.filter(edition=edition, tier__is_measure=True).order_by("lft")
    lacking = {f"lacks_{name}": LACKING[name] for name in asked}
    rows = list(
        measures.annotate(**lacking)
        .filter(Q(*((name, True) for name in lacking), _connector=Q.OR))
        .values("pk", "code", "handle", *lacking)
    )
    return [
        lack
        for name in asked
        for lack in _measures_without(edition, name, [row for row in rows if row[f"lacks_{name}"]])
    ]


def _asked(plan: Plan) -> Iterator[CardField]:
    """The lead and the deadline where the plan misses them, else what its cards tell."""
    insisted = {CardField.LEAD: plan.asks_for_lead, CardField.DUE: plan.asks_for_due}
    for name in CardField:
        if insisted.get(name, name.value in plan.card_fields) and name in LACKING:
            yield name


def _measures_without(edition: Edition, name: CardField, rows: list[dict[str, Any]]) -> list[Lack]:
    examples = [
        Example(
            row["code"] or row["handle"], reverse("admin:strategy_item_change", args=[row["pk"]])
        )
        for row in rows
    ]
    url = f"{reverse('admin:strategy_item_changelist')}?edition={edition.pk}"
    return _listed(name.value, _without(name, len(rows)), url, examples)


def _without(name: CardField, count: int) -> str:
    if name == CardField.LEAD:
        return ngettext("%(count)d measure has no lead.", "%(count)d measures have no lead.", count)
    if name == CardField.DUE:
        return ngettext(
            "%(count)d measure has no deadline.", "%(count)d measures have no deadline.", count
        )
    sentence = ngettext(
        "The card of %(count)d measure does not tell: %(field)s.",
        "The cards of %(count)d measures do not tell: %(field)s.",
        count,
    )
    return sentence.replace("%(field)s", str(name.label).replace("%", "%%"))


def _resolution(edition: Edition) -> list[Lack]:
    """The resolution that approves and its cover report."""
    main = about(voices(edition))
    if main is None:
        url = f"{reverse('admin:strategy_resolution_add')}?edition={edition.pk}"
    else:
        url = reverse("admin:strategy_resolution_change", args=[main.resolution.pk])
    missing = []
    if main is None or not main.approves:
        missing.append(Lack("resolution", _("No resolution that approves is prepared."), url))
    if main is None or not main.resolution.report.strip():
        missing.append(Lack("report", _("The cover report is not written."), url))
    return missing


def _broken_tree(edition: Edition) -> list[Lack]:
    count = len(find_faults(edition))
    sentence = ngettext(
        "The tree of the plan is not whole: %(count)d item stands wrong. "
        "The administrator mends it with the command check_tree.",
        "The tree of the plan is not whole: %(count)d items stand wrong. "
        "The administrator mends it with the command check_tree.",
        count,
    )
    url = f"{reverse('admin:strategy_item_changelist')}?edition={edition.pk}"
    return [Lack("tree", sentence % {"count": count}, url)] if count else []


def _minutes(edition: Edition) -> list[Lack]:
    """Those that are to go into it and are not approved, and where there are none that are."""
    marked = Minutes.objects.filter(plan=edition.plan_id, in_packet=True)
    marked = marked.select_related("meeting__body").order_by("meeting__day", "pk")
    url, waiting = _minutes_url(edition), [one for one in marked if one.state not in Minutes.AGREED]
    sentence = ngettext(
        "%(count)d minutes are marked as part of the packet and not approved by the group yet.",
        "%(count)d minutes are marked as part of the packet and not approved by the groups yet.",
        len(waiting),
    )
    lacking = _listed("unapproved", sentence, url, [_of_minutes(one) for one in waiting])
    if len(waiting) < len(marked):
        return lacking
    sentence = _("No approved minutes of a group are marked as part of the packet.")
    return [Lack("minutes", sentence, url), *lacking]


def _of_minutes(minutes: Minutes) -> Example:
    return Example(str(minutes), reverse("kpss:minutes_course", args=[minutes.meeting_id]))


def _minutes_url(edition: Edition) -> str:
    return f"{reverse('admin:kpss_minutes_changelist')}?plan__id__exact={edition.plan_id}"


def _listed(name: str, sentence: str, url: str, places: list[Example]) -> list[Lack]:
    """A lack that is found at places; none where there are none."""
    if not places:
        return []
    more = max(0, len(places) - EXAMPLES)
    return [Lack(name, sentence % {"count": len(places)}, url, places[:EXAMPLES], more)]
