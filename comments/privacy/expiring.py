"""What is kept no longer than needed: found and erased a little at a time, by the worker."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.models import Comment, Contact, Erasure, Point, Settlement, Subscription
from comments.privacy import files, scrubbing
from comments.privacy.erasing import end_subscriptions, forget_letters, let_go
from strategy import limits
from strategy.letters import outbox

# As long as a link of confirmation holds.
UNCONFIRMED = timedelta(days=7)
# Long enough to find out why somebody got none.
LETTERS = timedelta(days=30)
# Rows in one step, so that others get their turn in between.
BATCH = 50


def work() -> bool:
    """One step of what is due; whether there was any."""
    return any(step() for step in STEPS)


def expire_unconfirmed() -> bool:
    """Erase comments whose sender has not confirmed the e-mail in time; numbers stay taken."""
    over = _unconfirmed().order_by("received_at").values_list("pk", flat=True)[:BATCH]
    return sum(map(_expire, over)) > 0


def expire_contacts() -> bool:
    """Erase contacts of comments that were settled, or are over, a set time ago."""
    over = contacts_over(timezone.now() - timedelta(days=settings.CONTACT_DAYS))
    found = over.values_list("pk", flat=True)[:BATCH]
    return sum(map(_expire_contact, found)) > 0


def expire_subscriptions() -> bool:
    """Delete what somebody subscribed to and never confirmed, with the letter that asked."""
    over = Subscription.objects.filter(confirmed_at=None, made_at__lte=timezone.now() - UNCONFIRMED)
    with transaction.atomic():
        return end_subscriptions(over.order_by("pk")[:BATCH]) > 0


def forget_letters_sent() -> bool:
    """Empty letters that went out, or never will, a while ago."""
    return outbox.forget_sent(timezone.now() - LETTERS) > 0


def contacts_over(instant: datetime) -> QuerySet[Contact]:
    """Contacts of comments of which nothing has been open since that instant.

    All points answered, no answer in work; or withdrawn, or rejected.
    """
    answers = Settlement.objects.filter(point__comment=OuterRef("pk"))
    unanswered = Point.objects.unanswered().filter(comment=OuterRef("pk"))
    answered = (
        Q(comment__state=Comment.State.PUBLISHED)
        & Exists(answers.published())
        & ~Exists(answers.filter(Q(published_at=None) | Q(published_at__gt=instant)))
        & ~Exists(unanswered)
    )
    changed = Comment.history.filter(id=OuterRef("pk"), history_date__gt=instant)
    rejected = Q(comment__state=Comment.State.REJECTED) & ~Exists(changed)
    over = answered | rejected | Q(comment__withdrawn_at__lte=instant)
    # A name that its owner lets us show stays with the comment; the address goes.
    held = Q(comment__name_public=False) | ~Q(email="")
    return Contact.objects.filter(held, over).order_by("pk")


def _unconfirmed() -> QuerySet[Comment]:
    return Comment.objects.filter(
        state=Comment.State.UNCONFIRMED, received_at__lte=timezone.now() - UNCONFIRMED
    )


def _expire(comment_id: int) -> bool:
    """Unless it was confirmed a moment ago; who confirms it now finds that it is gone."""
    with transaction.atomic():
        comment = _unconfirmed().select_for_update().filter(pk=comment_id).first()
        if comment is None:
            return False
        _note(comment, _("The e-mail was not confirmed within %(days)d days."), UNCONFIRMED.days)
        let_go(comment)
        Contact.objects.filter(comment=comment).delete()
        comment.name_public = False
        comment.save()
        return True


def _expire_contact(comment_id: int) -> bool:
    with transaction.atomic():
        comment = Comment.objects.select_for_update().get(pk=comment_id)
        over = contacts_over(timezone.now() - timedelta(days=settings.CONTACT_DAYS))
        contact = over.filter(pk=comment_id).first()
        if contact is None:
            return False
        _note(comment, _("Settled more than %(days)d days ago."), settings.CONTACT_DAYS)
        forget_letters(comment, contact, all_of_them=False)
        if comment.name_public:
            Contact.objects.filter(pk=comment_id).update(email="", wants_letters=False)
        else:
            contact.delete()
        return True


def _note(comment: Comment, reason: str, days: int) -> None:
    Erasure.objects.create(
        comment=comment, what=Erasure.What.EXPIRED, reason=reason % {"days": days}
    )


# The last ones also finish what an erasure began.
STEPS = [
    expire_unconfirmed,
    expire_contacts,
    expire_subscriptions,
    forget_letters_sent,
    limits.forget_ended,
    files.know_new_hashes,
    scrubbing.scrub_due,
]
