"""Writing the log: an entry for each transaction in which staff wrote a row, and within it.

It hangs on Django's own signals of rows. What is written past them (`update`, `bulk_create`) calls
`note_written`, and what writes no row (signing in, reading what is protected) `note`. The tests
watch what requests of staff write, so no deed forgets it.
"""

import re
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import connection, transaction
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.http import HttpRequest
from simple_history.models import HistoricalRecords

from strategy import secret_links
from strategy.auditing import chain
from strategy.models import (
    AuditEntry,
    AuditHead,
    ItemTally,
    MeasureState,
    PageRevision,
    PortalRevision,
    SearchEntry,
)

# Rows of these apps are deeds of staff.
APPS = {"strategy", "comments", "kpss", "auth", "otp_totp", "otp_static"}
# The buttons of forms and the actions of lists, where their value is a word of ours.
BUTTONS = ("action", "deed", "decision", "do", "state")
_WORD = re.compile(r"[a-z][a-z_-]{0,39}")
_KEY = re.compile(r"[0-9a-f-]{1,36}")
OURS = (AuditEntry, AuditHead)
# What is counted anew from other rows.
DERIVED = (ItemTally, MeasureState, PageRevision, PortalRevision, SearchEntry)


def note(deed: str, *, by: int | None, model: str = "", row: object = "", **about: Any) -> None:
    """Write an entry with the transaction that runs; it gets its place once that is committed."""
    _write(None, deed=deed[:120], by=by, model=model, row=str(row)[:64], about=about)


class _Placing:
    """Waits for the commit; as long as it waits, the request's transaction has its entry.

    Django lets go of it with whatever is rolled back, and so does the entry go.
    """

    def __init__(self, request: HttpRequest | None) -> None:
        self.request = request

    def __call__(self) -> None:
        chain.extend()


def _write(request: HttpRequest | None, **entry: Any) -> None:
    with transaction.atomic():
        AuditEntry.objects.create(**entry)
        transaction.on_commit(_Placing(request), robust=True)


def _is_noted(request: HttpRequest) -> bool:
    waiting = (entry[1] for entry in connection.run_on_commit)
    return any(isinstance(one, _Placing) and one.request is request for one in waiting)


def on_row(sender: type[Model], instance: Any = None, **given: Any) -> None:
    """A row was written or deleted: where staff asked for it, and it is the first, note it."""
    request = getattr(HistoricalRecords.context, "request", None)
    if request is None or not _is_deed(sender, request) or _is_noted(request):
        return
    if given.get("update_fields") == frozenset({"last_login"}):
        return  # the signing in itself, which is noted as such
    _write(
        request,
        deed=_called(request)[:120],
        by=request.user.pk,
        model=sender._meta.label,
        row=str(instance.pk)[:64] if isinstance(instance, Model) else "",
        about=_about(request),
    )


def note_written(row: Model) -> None:
    """Note a row that was written past Django's signals; in the transaction that wrote it."""
    on_row(type(row), row)


def _is_deed(sender: type[Model], request: HttpRequest) -> bool:
    # Who has no session is not asked for one, for the answer would then speak of cookies.
    if request.method != "POST" or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    # Whoever acts under a secret link acts as its owner.
    if not _is_kept(sender) or secret_links.is_secret(request.path_info):
        return False
    user = getattr(request, "user", None)
    return bool(user and user.is_active and user.is_staff)


def _is_kept(model: type[Model]) -> bool:
    """Whether its rows are deeds. Of a row and the record of its history the row is."""
    is_record = hasattr(model, "history_object")
    return model._meta.app_label in APPS and model not in (*OURS, *DERIVED) and not is_record


def _called(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name if match else request.method or ""


def _about(request: HttpRequest) -> dict[str, str]:
    """Keys of the address and of the rows chosen in a list, and the word of the button; nothing
    that somebody has typed."""
    match = request.resolver_match
    told = {name: str(value) for name, value in match.kwargs.items()} if match else {}
    pressed = {name: request.POST.get(name, "") for name in BUTTONS}
    told |= {name: word for name, word in pressed.items() if _WORD.fullmatch(word)}
    return told | _chosen(request)


def _chosen(request: HttpRequest) -> dict[str, str]:
    """Of a deed done with many rows at once the log would else name the first row alone."""
    if request.POST.get("select_across") == "1":
        return {"chosen": "all"}  # the rows of all pages of a list, of which one page is sent
    keys = filter(_KEY.fullmatch, request.POST.getlist(ACTION_CHECKBOX_NAME))
    return {"chosen": chosen} if (chosen := ", ".join(keys)) else {}


def on_sign_in(sender: Any, request: HttpRequest, user: User, **_given: Any) -> None:
    if user.is_staff:
        note("sign_in", by=user.pk)


def on_sign_out(sender: Any, request: HttpRequest, user: User | None, **_given: Any) -> None:
    if user is not None and user.is_staff:
        note("sign_out", by=user.pk)


def on_failure(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **_given: Any
) -> None:
    """Whose account it was. Names that nobody has, and who is locked out, are not entered: the
    log can never be made shorter, and anybody may type."""
    named = str(credentials.get("username", ""))
    found = User.objects.filter(username=named, is_staff=True).values_list("pk", flat=True).first()
    if found and not getattr(request, "axes_locked_out", False):
        note("sign_in_failed", by=found)


def connect() -> None:
    """Listen to the rows that are deeds of staff, and to no others: Django reads rows that somebody
    listens to before it deletes them."""
    post_save.connect(on_row, dispatch_uid="strategy.auditing")
    m2m_changed.connect(on_row, dispatch_uid="strategy.auditing")
    for model in apps.get_models():
        if _is_kept(model):
            post_delete.connect(on_row, sender=model, dispatch_uid="strategy.auditing")
    user_logged_in.connect(on_sign_in, dispatch_uid="strategy.auditing")
    user_logged_out.connect(on_sign_out, dispatch_uid="strategy.auditing")
    user_login_failed.connect(on_failure, dispatch_uid="strategy.auditing")
