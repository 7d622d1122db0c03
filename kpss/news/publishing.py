"""Publishing a piece of news, and taking it back."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kpss.models import News, PlanningRevision
from kpss.news import telling
from strategy.editing import signed


class NewsRefused(Exception):
    """Why it is not done; the text is for the editor."""


def publish(piece: News, by: User) -> News:
    """Let everyone read it, and tell those who subscribed. Raises NewsRefused."""
    with transaction.atomic():
        current = _locked(piece)
        if current.published_at is not None:
            raise NewsRefused(_("This piece of news is published already."))
        current.published_at = timezone.now()
        signed(current, by).save()
        telling.mark(current)
        PlanningRevision.raise_it()
        return current


def withdraw(piece: News, by: User) -> News:
    """Put it back among those being written; whom a letter told of it keeps that letter.

    Raises NewsRefused.
    """
    with transaction.atomic():
        current = _locked(piece)
        if current.published_at is None:
            raise NewsRefused(_("This piece of news is not published."))
        current.published_at = None
        signed(current, by).save()
        PlanningRevision.raise_it()
        return current


def _locked(piece: News) -> News:
    current = News.objects.select_for_update().filter(pk=piece.pk).first()
    if current is None:
        raise NewsRefused(_("Someone has deleted this record in the meantime."))
    return current
