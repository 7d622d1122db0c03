"""Passages of a comment that must not be shown: hidden in every version, kept inside."""

import re
from collections.abc import Sequence

from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments import publication
from comments.models import Comment, CommentVersion, Erasure, Original, Point
from comments.privacy import cutting, files, searching
from comments.privacy.hidden import HIDDEN
from comments.stems import stems_of
from strategy import languages
from strategy.ledger import entries as ledger
from strategy.models import PageRevision

FIELDS = ("text", "proposal", "rationale")
# Shorter ones stand everywhere.
SHORTEST = 2


class RedactionRefused(Exception):
    """Why nothing was hidden or shown again; its text is for the reader."""


def hide(
    comment: Comment,
    passages: Sequence[str],
    reason: str,
    *,
    by: User | AnonymousUser | None = None,
    seen: int | None = None,
) -> Erasure:
    """Put “[údaj skryt]” instead of passages wherever they stand in any case and spacing.

    In all versions of the comment, its points, those too that hold but a piece of one, and what
    was written about it; stored files that may show them are dropped. What a wording said before
    is kept as its `Original`. `seen` is as for `publication.publish`. Raises RedactionRefused,
    DecidedMeanwhile.
    """
    with transaction.atomic():
        comment = _locked(comment, seen)
        pattern = pattern_of(comment, passages)
        _refuse_reason(reason, pattern)
        _raise_page(comment)
        cutting.hide_pieces(comment, pattern, HIDDEN)
        for version in _versions(comment):
            _hide_in(version, pattern)
        for passage in cleaned(passages):
            searching.replace_everywhere(comment, passage)
        erasure = Erasure.objects.create(
            comment=comment,
            what=Erasure.What.REDACTED,
            reason=reason.strip(),
            done_by=by if isinstance(by, User) else None,
        )
        # What was never public stands in no file.
        if comment.published_at:
            files.drop_files_of(comment, erasure)
        marks = [ledger.mark(passage) for passage in cleaned(passages)]
        ledger.record("comment.redacted", comment=str(comment.submission_key), passages=marks)
        _record(comment, gettext_lazy("a passage was hidden"))
        return erasure


def restore(comment: Comment, *, seen: int | None = None) -> Comment:
    """Show again what was hidden in the wordings and points of a comment.

    What was written about it stays as it is. Raises RedactionRefused, DecidedMeanwhile.
    """
    with transaction.atomic():
        comment = _locked(comment, seen)
        hidden = [version for version in _versions(comment) if hasattr(version, "original")]
        if not hidden:
            raise RedactionRefused(_("Nothing is hidden in this comment."))
        _raise_page(comment)
        for version in hidden:
            if version.number == comment.version:
                _restore_points(comment, version)
            original = {name: getattr(version.original, name) for name in FIELDS}
            CommentVersion.objects.filter(pk=version.pk).put_instead(**original)
            version.original.delete()
        ledger.record("comment.restored", comment=str(comment.submission_key))
        _record(comment, gettext_lazy("hidden passages are shown again"))
        return comment


def pattern_of(comment: Comment, passages: Sequence[str]) -> re.Pattern[str]:
    """What finds any of the passages. Raises RedactionRefused where one of them is not there."""
    wanted = cleaned(passages)
    if not wanted:
        raise RedactionRefused(_("Write which passages are to be hidden, one on each line."))
    wording = [getattr(version, name) for version in _versions(comment) for name in FIELDS]
    for passage in wanted:
        found = _pattern([passage])
        if len(passage) < SHORTEST or found.search(HIDDEN):
            raise RedactionRefused(_("“%(passage)s” is too short.") % {"passage": passage})
        if not any(found.search(text) for text in wording):
            told = _("“%(passage)s” does not stand in the comment. Copy it as it is written.")
            raise RedactionRefused(told % {"passage": passage})
    return _pattern(wanted)


def cleaned(passages: Sequence[str]) -> list[str]:
    """The passages without empty ones and repetition, the longest first."""
    joined = {" ".join(passage.split()) for passage in passages}
    return sorted(filter(None, joined), key=lambda passage: (-len(passage), passage))


def hidden_in(text: str, pattern: re.Pattern[str]) -> str:
    """The text as it will be shown."""
    return pattern.sub(HIDDEN, text)


def _pattern(passages: Sequence[str]) -> re.Pattern[str]:
    ways = (r"\s+".join(map(re.escape, passage.split())) for passage in passages)
    return re.compile("|".join(ways), re.IGNORECASE)


def _locked(comment: Comment, seen: int | None) -> Comment:
    searching.hold([comment])
    comment = Comment.objects.get(pk=comment.pk)
    publication.refuse_unseen(comment, seen)
    return comment


def _versions(comment: Comment) -> list[CommentVersion]:
    versions = CommentVersion.objects.filter(comment=comment).select_related("original")
    return list(versions.order_by("number", "part"))


def _refuse_reason(reason: str, pattern: re.Pattern[str]) -> None:
    if not reason.strip():
        raise RedactionRefused(_("Say why the passage is hidden."))
    if pattern.search(reason):
        raise RedactionRefused(_("The reason repeats what is to be hidden."))


def _hide_in(version: CommentVersion, pattern: re.Pattern[str]) -> None:
    before = {name: getattr(version, name) for name in FIELDS}
    after = {name: hidden_in(text, pattern) for name, text in before.items()}
    if after != before:
        Original.objects.get_or_create(version=version, defaults=before)
        CommentVersion.objects.filter(pk=version.pk).put_instead(**after)


def _restore_points(comment: Comment, version: CommentVersion) -> None:
    for point in Point.objects.filter(comment=comment, part=version.part):
        shown = _shown_again(point.text, version.text, version.original.text)
        if shown != point.text:
            point.text, point.stems = shown, stems_of(shown)
            point.save()


def _shown_again(passage: str, redacted: str, original: str) -> str:
    """A passage of a redacted text with the words that stood there; as it is where it is none.

    One that was cut in the middle of what was hidden gets all of it.
    """
    pieces = map(re.escape, redacted.split(HIDDEN))
    whole = re.fullmatch("(.+?)".join(pieces), original, re.DOTALL)
    found = _pattern([passage]).search(redacted)
    if whole is None or found is None:
        return passage
    words = iter(whole.groups()[redacted[: found.start()].count(HIDDEN) :])
    return re.sub(re.escape(HIDDEN), lambda _hidden: next(words), passage)


def _raise_page(comment: Comment) -> None:
    if comment.state == Comment.State.PUBLISHED:
        PageRevision.raise_for(comment.plan_id)


def _record(comment: Comment, what: Promise) -> None:
    """Leave a record of the deed; whoever decides on what stood before is then told."""
    # What was written about it, in its own row too, may have been replaced.
    comment.refresh_from_db()
    comment._change_reason = languages.in_own(what)  # type: ignore[attr-defined]
    comment.save()
