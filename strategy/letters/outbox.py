"""Writing letters: into a table, in the transaction of the deed that they tell of."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from strategy import languages, naming
from strategy.characters import in_one_line
from strategy.letters import folder, wording
from strategy.letters.message import Attachment
from strategy.letters.recipients import key_of
from strategy.models import Letter
from strategy.prepared import Insertion

# By kind, for letters that many deeds at once promise: gives such a letter its words, in the
# worker, and says whether there is still something to tell. It locks what the letter tells of.
WRITERS: dict[str, Callable[[Letter], bool]] = {}

# A conflict can only be of `once`: somebody else's transaction has written the same.
_LETTERS = Insertion(Letter, conflict="DO NOTHING")

# What a letter says and to whom; that it was written, and when it went out, stays.
_EMPTY = dict.fromkeys(["to", "recipient", "plain", "html", "attachment", "error"], "")


def compose(
    kind: str,
    to: str,
    context: Mapping[str, object],
    *,
    about: str = "",
    once: str = "",
    wanted: bool = False,
    unsubscribe_url: str = "",
    send_after: datetime | None = None,
    attachment: Attachment | None = None,
    language: str = "",
) -> Letter:
    """A letter to be put in the outbox, with the words of `templates/letters/<kind>.txt`.

    `language` is that in which its reader wrote to us, empty for the portal's own. See `promise`
    for the rest, and `wording` for how its words are written.
    """
    letter = promise(kind, to, about=about, once=once, wanted=wanted, send_after=send_after)
    if attachment:
        letter.attachment_name, letter.attachment_type, letter.attachment = attachment
    put_into_words(letter, context, unsubscribe_url, language)
    return letter


def promise(
    kind: str,
    to: str,
    *,
    about: str = "",
    once: str = "",
    wanted: bool = False,
    send_after: datetime | None = None,
) -> Letter:
    """A letter to be put in the outbox, whose words the worker finds: of a kind in WRITERS.

    A letter of the same `once` is written once. `about` names what it speaks of
    (“comments.comment:12”), `wanted` that its recipient confirmed the address or asked for this
    very letter.
    """
    address_is_one = _is_address(to)
    return Letter(
        kind=kind,
        # Never handed to the server; staff see it in the administration.
        state=Letter.State.WAITING if address_is_one else Letter.State.FAILED,
        error="" if address_is_one else _("That is no e-mail address."),
        once=once or None,
        # The database takes no NUL; nothing else of an address is ever changed by that.
        to=in_one_line(to),
        recipient=key_of(in_one_line(to)),
        message_id=f"<{uuid.uuid4().hex}@{urlsplit(naming.absolute('/')).hostname}>",
        wanted=wanted,
        about=about,
        send_after=send_after or timezone.now(),
    )


def put_into_words(
    letter: Letter, context: Mapping[str, object], unsubscribe_url: str = "", language: str = ""
) -> None:
    """Give a letter its words and headers; the caller saves it."""
    template = f"letters/{letter.kind}.txt"
    with languages.of_reader(language):
        words = wording.read(render_to_string(template, _given(context, unsubscribe_url)))
        letter.html = render_to_string("letters/base.html", words._asdict())
        letter.headers = _headers(naming.spoken(unsubscribe_url))
    letter.subject, letter.plain = words.subject, words.plain


def put(letters: Iterable[Letter]) -> None:
    """Put letters in the outbox; the worker sends them once the transaction is committed.

    One query. Left out are those without an address, and those written already.
    """
    addressed = [letter for letter in letters if letter.to]
    _LETTERS.write(addressed)


def post(kind: str, to: str, context: Mapping[str, object], **given: object) -> None:
    """Compose a letter and put it in the outbox; takes what `compose` takes."""
    if to:
        put([compose(kind, to, context, **given)])  # type: ignore[arg-type]


def want(address: str) -> None:
    """Let what waits for a mailbox go out at once: its owner has shown that it is theirs."""
    waiting = Letter.objects.waiting().filter(recipient=key_of(in_one_line(address)), wanted=False)
    # One that is being sent, or between two attempts, keeps its time.
    waiting.filter(attempts=0).update(send_after=timezone.now())
    waiting.update(wanted=True)


def empty(letters: QuerySet[Letter]) -> None:
    """Leave of letters only that they were written and whether they went out.

    In the transaction of the deed. The files of those that went out as such go at once.
    """
    found = dict(letters.values_list("pk", "message_id"))
    letters = Letter.objects.filter(pk__in=found)
    letters.filter(state=Letter.State.WAITING).update(state=Letter.State.DROPPED)
    letters.update(headers={}, subject="", **_EMPTY)
    folder.forget(found.values())


def forget_sent(before: datetime) -> int:
    """Empty what was written before that instant and waits no more.

    That it was sent stays, to whom and what it said does not. Returns how many were emptied.
    """
    over = Letter.objects.exclude(state=Letter.State.WAITING).exclude(to="")
    with transaction.atomic():
        found = over.filter(written_at__lt=before).select_for_update()
        letters = dict(found.values_list("pk", "message_id"))
        Letter.objects.filter(pk__in=letters).update(headers={}, **_EMPTY)
        folder.forget(letters.values())
    return len(letters)


def _is_address(given: str) -> bool:
    try:
        validate_email(given)
    except ValidationError:
        return False
    # The validator takes separators of lines for letters of a domain.
    return given.isprintable()


def _given(context: Mapping[str, object], unsubscribe_url: str) -> dict[str, object]:
    given = {
        "site_name": settings.SITE_NAME,
        "site_url": naming.absolute("/"),
        "city_name": settings.CITY_NAME,
        "unsubscribe_url": unsubscribe_url,
        **context,
    }
    return {name: _spoken(value) for name, value in given.items()}


def _spoken(value: object) -> object:
    """A value of a letter, with the addresses in it as they are in the letter's language."""
    if isinstance(value, str):
        return naming.spoken(value)
    return [_spoken(one) for one in value] if type(value) in (list, tuple) else value  # type: ignore[attr-defined]


def _headers(unsubscribe_url: str) -> dict[str, str]:
    language = {} if languages.is_own() else {"Content-Language": languages.asked_in()}
    if not unsubscribe_url:
        return language
    # RFC 8058: one click in the reader's mail program.
    return language | {
        "List-Unsubscribe": f"<{unsubscribe_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
