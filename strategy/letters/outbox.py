"""Writing letters: into a table, in the transaction of the deed that they tell of."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from strategy.models import Letter


def post(
    kind: str,
    to: str,
    context: Mapping[str, object],
    *,
    about: str = "",
    once: str = "",
    wanted: bool = False,
    unsubscribe_url: str = "",
    send_after: datetime | None = None,
) -> Letter | None:
    """Put a letter in the outbox; the worker sends it once the transaction is committed.

    `templates/letters/<kind>.txt` is its subject in the first line and its text below;
    `<kind>.html` beside it is the same for readers of HTML. A letter of the same `once` that was
    written already is not written again; then, and without an address, the answer is None.
    `about` names what it speaks of (“comments.comment:12”), `wanted` that its recipient confirmed
    the address or asked for this very letter.
    """
    if not to or (once and Letter.objects.filter(once=once).exists()):
        return None
    context = {"unsubscribe_url": unsubscribe_url, "site_name": settings.SITE_NAME} | dict(context)
    context |= {"site_url": settings.SITE_URL, "city_name": settings.CITY_NAME}
    subject, _break, plain = render_to_string(f"letters/{kind}.txt", context).partition("\n")
    headers = {"List-Unsubscribe": f"<{unsubscribe_url}>"} if unsubscribe_url else {}
    return Letter.objects.create(
        kind=kind,
        once=once or None,
        to=to,
        # One line, whatever a name in it holds.
        subject=" ".join(subject.split())[:200],
        plain=plain.strip() + "\n",
        html=render_to_string(f"letters/{kind}.html", context),
        headers=headers,
        message_id=make_msgid(uuid.uuid4().hex, urlsplit(settings.SITE_URL).hostname),
        wanted=wanted,
        about=about,
        send_after=send_after or timezone.now(),
    )
