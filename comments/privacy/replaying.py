"""Erasing anew what the ledger tells of comments, in a database that was restored from a copy."""

from collections.abc import Callable
from typing import Any

from comments import amending, receiving, redaction, subscription
from comments.models import Comment, CommentVersion, Mention, Subscription
from comments.privacy import erasing, mentions
from strategy.ledger import entries, replaying

What = dict[str, Any]
# A reason that repeats nothing: a passage has two characters at least.
NO_WORDS = "–"


def _of_comment(deed: Callable[[Comment, What], bool]) -> Callable[[What], bool]:
    """For deeds on a comment, of which a copy from before its time knows nothing."""

    def done(what: What) -> bool:
        comment = Comment.objects.filter(submission_key=what["comment"]).first()
        return comment is not None and deed(comment, what)

    return done


def _erase(comment: Comment, what: What) -> bool:
    extent = {name: what[name] for name in ("wording", "subscriptions", "in_answers")}
    try:
        erasing.erase(comment, replaying.reason(), None, **extent)
    except erasing.ErasingRefused:
        return False
    return True


def _redact(comment: Comment, what: What) -> bool:
    rows = CommentVersion.objects.filter(comment=comment).values_list(*redaction.FIELDS)
    texts = [text for row in rows for text in row]
    passages = [one for text in texts for one in entries.found(text, what["passages"])]
    if not passages:
        return False
    try:
        redaction.hide(comment, passages, replaying.reason())
    except redaction.RedactionRefused:
        # Our own reason may repeat a passage; that must not leave it to be seen.
        redaction.hide(comment, passages, NO_WORDS)
    return True


def _restore(comment: Comment, what: What) -> bool:
    try:
        redaction.restore(comment)
    except redaction.RedactionRefused:
        return False
    return True


def _sign(comment: Comment, *, public: bool) -> bool:
    if comment.name_public == public:
        return False
    (amending.show_name if public else amending.hide_name)(comment)
    return True


def _forget_email(comment: Comment, what: What) -> bool:
    try:
        receiving.go_on_without_email(comment)
    except receiving.ReceivingRefused:
        return False
    return True


def _decide(comment: Comment, what: What) -> bool:
    waiting = Mention.objects.waiting().filter(erasure__comment=comment)
    same = [one for one in waiting if entries.digest(one.said) == what["said"]]
    for mention in same:
        (mentions.hide if what["hidden"] else mentions.leave)(mention, None)
    return bool(same)


def _end_subscription(what: What) -> bool:
    theirs = Subscription.objects.filter(plan=what["plan"], item_key=what["item"])
    ended = [one for one in theirs if entries.digest(one.email) == what["email"]]
    for one in ended:
        subscription.end(one.pk)
    return bool(ended)


DEEDS: dict[str, Callable[[What], bool]] = {
    "comment.erased": _of_comment(_erase),
    "comment.redacted": _of_comment(_redact),
    "comment.restored": _of_comment(_restore),
    "comment.signed": _of_comment(lambda comment, _what: _sign(comment, public=True)),
    "comment.unsigned": _of_comment(lambda comment, _what: _sign(comment, public=False)),
    "email.forgotten": _of_comment(_forget_email),
    "mention.decided": _of_comment(_decide),
    "subscription.ended": _end_subscription,
}
