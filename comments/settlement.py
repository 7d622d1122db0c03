"""The answer to a point: drafted quietly, checked, then published in one act.

The rows of a point are the versions of its answer; one is in work at most. What several points
get together is `comments.settling.grouping`'s to say, and published here with their leader's.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments import letters
from comments.models import AnswerTemplate, Comment, Point, Settlement
from comments.reading import point_label
from comments.settling.changed import Redlines
from comments.subscribing import news
from strategy import languages
from strategy.characters import plain
from strategy.editing import Author
from strategy.models import Item, PageRevision

# What may have changed the text, and so names the item that it changed.
CHANGING = (Settlement.Outcome.ACCEPTED, Settlement.Outcome.PARTLY)


# What is answered to “no comments”.
NOTED = gettext_lazy("We note that you have no comments. Thank you.")


class SettlementRefused(Exception):
    """Why a settlement cannot be drafted or published; its text is for the reader."""


class AnsweredMeanwhile(SettlementRefused):
    """Somebody has saved since it was read; `current` is the answer in work now, if any."""

    def __init__(self, current: Settlement | None) -> None:
        super().__init__(_("Someone else has saved a change in the meantime."))
        self.current = current


def note(point: Point, *, at: datetime) -> Settlement:
    """Answer “no comments” by itself: there is nothing to decide."""
    return Settlement.objects.create(
        point=point,
        outcome=Settlement.Outcome.NOTED,
        reasoning=languages.in_own(NOTED),
        state=Settlement.State.PUBLISHED,
        published_at=at,
    )


def draft(
    point: Point,
    *,
    outcome: str,
    reasoning: str,
    changed_item: Item | None = None,
    template: AnswerTemplate | None = None,
    by: Author = None,
    seen: str | None = None,
) -> Settlement:
    """Write or rewrite the answer to a point; nobody outside sees it yet.

    What was checked before has to be checked again. `seen` is the `mark` of what its author has
    read, where one has. Raises AnsweredMeanwhile where that is no longer so, and
    SettlementRefused where the answer is published, gives no reason, or is another point's.
    """
    _refuse_without_reasoning(reasoning)
    wanted = {
        "outcome": outcome,
        "reasoning": plain(reasoning),
        "changed_item_id": changed_item.pk if changed_item else None,
        "template_id": template.pk if template else None,
    }
    with transaction.atomic():
        point = _locked_point(point)
        current = in_work(point)
        _refuse_undraftable(point, current)
        _refuse_wrong_outcome(point, outcome, changed_item)
        # The same form sent twice changes nothing, and has seen its own change by then.
        if current and all(getattr(current, name) == value for name, value in wanted.items()):
            return current
        if seen is not None and seen != mark(point, current):
            raise AnsweredMeanwhile(current)
        answer = current or Settlement(point=point)
        for name, value in wanted.items():
            setattr(answer, name, value)
        return _saved(answer, Settlement.State.DRAFT, by)


def check(settlement: Settlement, *, by: Author = None, seen: str | None = None) -> Settlement:
    """Say of a draft that it may be published, as `publish` will ask for.

    Where two pairs of eyes are asked for, by someone else than who drafted it last; a command
    has no author. Raises SettlementRefused, and AnsweredMeanwhile as `draft` does.
    """
    with transaction.atomic():
        point = _locked_point(settlement.point)
        answer = Settlement.objects.filter(pk=settlement.pk).first()
        if answer is None or answer.state not in Settlement.IN_WORK:
            raise SettlementRefused(_("This answer is published and cannot be changed here."))
        _refuse_unseen(point, answer, seen)
        _refuse_unready(answer, Redlines())
        if settings.FOUR_EYES and by is not None and last_drafter_id(answer) == by.pk:
            raise SettlementRefused(_("You drafted this answer. Somebody else has to check it."))
        if answer.state == Settlement.State.CHECKED:
            return answer
        return _saved(answer, Settlement.State.CHECKED, by)


def reopen(point: Point, reason: str, *, by: Author = None) -> Settlement:
    """Take up a published answer again: a draft after it, beginning with its words.

    The published answer stands until the new one is. A point that was settled together with
    another goes on alone from here. Raises SettlementRefused.
    """
    if not reason.strip():
        raise SettlementRefused(_("Say why the settlement is reopened."))
    with transaction.atomic():
        point = _locked_point(point)
        if in_work(point):
            raise SettlementRefused(_("A new answer is being drafted already."))
        published = Settlement.objects.published().filter(point=point).first()
        if published is None:
            raise SettlementRefused(_("There is no published answer to reopen."))
        draft = Settlement(
            point=point,
            number=published.number + 1,
            outcome=_own_outcome(published),
            reasoning=published.reasoning,
            changed_item=published.changed_item,
            reopening_reason=reason.strip(),
        )
        return _saved(draft, Settlement.State.DRAFT, by)


def discard(settlement: Settlement, *, seen: str | None = None, by: Author = None) -> None:
    """Throw away an answer in work; history keeps it. What is published stands."""
    with transaction.atomic():
        point = _locked_point(settlement.point)
        answer = Settlement.objects.in_work().filter(pk=settlement.pk).first()
        if answer is None:
            raise SettlementRefused(_("This answer is published and cannot be changed here."))
        _refuse_unseen(point, answer, seen)
        answer._history_user = by  # type: ignore[attr-defined]
        answer.delete()


def publish(
    settlements: Iterable[Settlement], by: str, seen: Mapping[int, str] | None = None
) -> list[Settlement]:
    """Show checked answers to the public all at once, with those of the points that get the same.

    `by` is the name under which they are given where their point is assigned to nobody; `seen`
    holds marks by the answers' keys, as in `draft`. One that cannot be published keeps all the
    others back. Returns the given answers in the order of their keys, then those of followers.
    Raises SettlementRefused, whose text says which of them and why.
    """
    wanted = {settlement.pk: settlement.point_id for settlement in settlements}
    with transaction.atomic():
        began = timezone.now()
        points = _locked_family(set(wanted.values()))
        found = list(Settlement.objects.filter(pk__in=wanted).order_by("pk"))
        for answer in found:
            answer.point = points[answer.point_id]
        _refuse_all(found, missing=len(found) < len(wanted), seen=seen or {})
        for plan_id in sorted({answer.point.comment.plan_id for answer in found}):
            PageRevision.raise_for(plan_id)
        for answer in found:
            _show(answer, by)
        leaders = {answer.point_id: answer for answer in found}
        shown = found + [
            _show_together(point, leaders[point.together_with_id])
            for point in points.values()
            if point.together_with_id in leaders and _follows(point)
        ]
        letters.answered(shown)
        news.mark({answer.point.comment_id for answer in shown}, since=began)
        return shown


def in_work(point: Point) -> Settlement | None:
    """The answer to a point that nobody outside sees yet."""
    return Settlement.objects.in_work().filter(point=point).first()


def mark(point: Point, settlement: Settlement | None) -> str:
    """Differs once the comment's wording or the answer in work does. Needs `point.comment`."""
    records = Settlement.history.filter(id=settlement.pk) if settlement else None
    newest = records.aggregate(newest=Max("history_id"))["newest"] if records else None
    return mark_of(point.comment.version, point.comment.newest_version, newest)


def mark_of(version: int, newest_version: int, record: int | None) -> str:
    """The mark of a comment's versions and the newest history record of the answer in work."""
    return f"{version}-{newest_version}-{record or 0}"


def last_drafter_id(settlement: Settlement) -> int | None:
    """Who wrote the answer as it is; None where a command did."""
    drafts = settlement.history.filter(state=Settlement.State.DRAFT, history_user__isnull=False)
    newest = drafts.order_by("-history_id").first()
    return newest.history_user_id if newest else None


def label(point: Point) -> str:
    """How a point is called: “12”, or “12/2” where its comment has several."""
    several = Point.objects.filter(comment=point.comment_id).exclude(pk=point.pk).exists()
    return point_label(point.comment.number, point.position, of_several=several)


def _locked_point(point: Point) -> Point:
    """The point as it is now, locked after its comment, whose wording is what is answered."""
    Comment.objects.select_for_update().get(pk=point.comment_id)
    locked = Point.objects.select_for_update(of=["self"])
    return locked.select_related("comment", "item__edition").get(pk=point.pk)


def _locked_family(keys: set[int]) -> dict[int, Point]:
    """Those points and the ones that follow them, locked after their comments, by key."""
    family = Q(pk__in=keys) | Q(together_with__in=keys)
    wanted = Comment.objects.filter(pk__in=Point.objects.filter(family).values("comment"))
    comments = {comment.pk for comment in wanted.select_for_update().order_by("pk")}
    locked = Point.objects.select_for_update(of=["self"]).filter(family).order_by("pk")
    at_hand = ("comment__plan", "item__edition", "handling__assigned_to")
    points = {point.pk: point for point in locked.select_related(*at_hand)}
    # Who was waited for may have put a further point among them.
    now = set(Point.objects.filter(family).values_list("pk", flat=True))
    if now != set(points) or any(it.comment_id not in comments for it in points.values()):
        raise AnsweredMeanwhile(None)
    return points


def _saved(answer: Settlement, state: str, by: Author) -> Settlement:
    answer.state = state
    if by is not None:
        answer._history_user = by  # type: ignore[attr-defined]
    answer.save()
    return answer


def _show(answer: Settlement, by: str) -> None:
    for former in Settlement.objects.published().filter(point=answer.point_id):
        former.state = Settlement.State.REPLACED
        former.save()
    handling = getattr(answer.point, "handling", None)
    body = handling.assigned_to if handling else None
    answer.settled_by = str(body) if body else by or settings.CITY_NAME
    answer.published_at = timezone.now()
    _stand_alone(answer)
    _saved(answer, Settlement.State.PUBLISHED, None)


def _show_together(follower: Point, leading: Settlement) -> Settlement:
    """Give a point the answer of the one that it follows."""
    former = Settlement.objects.published().filter(point=follower).first()
    answer = Settlement(
        point=follower,
        number=former.number + 1 if former else 1,
        outcome=Settlement.Outcome.TOGETHER,
        reasoning=leading.reasoning,
        changed_item=leading.changed_item,
        reopening_reason=leading.reopening_reason if former else "",
    )
    if former:
        former.state = Settlement.State.REPLACED
        former.save()
    answer.settled_by, answer.published_at = leading.settled_by, leading.published_at
    return _saved(answer, Settlement.State.PUBLISHED, None)


def _stand_alone(answer: Settlement) -> None:
    """A point that gets an answer of its own follows no other from now on."""
    if answer.point.together_with_id is not None:
        answer.point.together_with = None
        answer.point.save(update_fields=["together_with"])


def _follows(point: Point) -> bool:
    """Whether a point gets its leader's answer: not one on its way out, nor a hidden one."""
    return point.comment.state == Comment.State.PUBLISHED and in_work(point) is None


def _own_outcome(published: Settlement) -> str:
    """With what outcome a point goes on that had it together with another until now."""
    if published.outcome != Settlement.Outcome.TOGETHER:
        return published.outcome
    leaders = Settlement.objects.published().filter(point__followers=published.point_id)
    return leaders.values_list("outcome", flat=True).first() or Settlement.Outcome.EXPLAINED


def _refuse_all(found: list[Settlement], *, missing: bool, seen: Mapping[int, str]) -> None:
    """Refuse them together, naming each that cannot be published and why."""
    if missing:
        raise AnsweredMeanwhile(None)
    redlines, reasons = Redlines(), []
    for answer in found:
        try:
            _refuse_unpublishable(answer, redlines, seen.get(answer.pk))
        except SettlementRefused as refusal:
            point = _("No. %(label)s") % {"label": label(answer.point)}
            reasons.append(f"{point}: {refusal}")
    if reasons:
        raise SettlementRefused("\n".join(reasons))


def _refuse_unpublishable(answer: Settlement, redlines: Redlines, seen: str | None) -> None:
    if answer.state not in Settlement.IN_WORK:
        raise SettlementRefused(_("This answer is published and cannot be changed here."))
    _refuse_unseen(answer.point, answer, seen)
    if answer.point.comment.state != Comment.State.PUBLISHED:
        raise SettlementRefused(_("The comment itself is not published."))
    if answer.point.comment.is_amended:
        raise SettlementRefused(_("An amendment of the comment still waits for its check."))
    if answer.state != Settlement.State.CHECKED:
        raise SettlementRefused(_("Nobody has checked this answer yet."))
    _refuse_unready(answer, redlines)


def _refuse_unready(answer: Settlement, redlines: Redlines) -> None:
    _refuse_without_reasoning(answer.reasoning)
    item = answer.changed_item
    if item is None:
        if answer.outcome == Settlement.Outcome.ACCEPTED:
            raise SettlementRefused(_("What was accepted says which item of the draft it changed."))
    elif not redlines.is_changed(item, since=answer.point.item.edition):
        raise SettlementRefused(
            _("“%(item)s” says the same as in the edition that was commented on.") % {"item": item}
        )


def _refuse_undraftable(point: Point, current: Settlement | None) -> None:
    if current is not None:
        return
    if Settlement.objects.published().filter(point=point).exists():
        raise SettlementRefused(_("This answer is published and cannot be changed here."))
    if point.together_with is not None:
        raise SettlementRefused(
            _("This point gets the answer to no. %(label)s.")
            % {"label": label(point.together_with)}
        )


def _refuse_wrong_outcome(point: Point, outcome: str, changed_item: Item | None) -> None:
    if outcome not in Settlement.Outcome.values or outcome == Settlement.Outcome.TOGETHER:
        raise SettlementRefused(_("Choose how the point is settled."))
    if changed_item is None:
        return
    if outcome not in CHANGING:
        raise SettlementRefused(_("Only what was accepted, at least partly, changed the text."))
    commented = point.item.edition
    later = changed_item.edition
    if later.plan_id != commented.plan_id or later.number <= commented.number:
        raise SettlementRefused(_("Choose an item of the working draft of the same plan."))


def _refuse_unseen(point: Point, answer: Settlement, seen: str | None) -> None:
    if seen is not None and seen != mark(point, answer):
        raise AnsweredMeanwhile(answer)


def _refuse_without_reasoning(reasoning: str) -> None:
    if not reasoning.strip():
        raise SettlementRefused(_("Every settlement says why."))
