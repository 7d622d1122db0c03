"""Somebody whose data are planted in every place, and a look into every place there is."""

import json
from pathlib import Path
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone

from comments import settlement
from comments.models import (
    Comment,
    Contact,
    Handling,
    Original,
    Reaction,
)
from strategy.models import Item, Letter
from tests import factories

NAME, EMAIL, PHONE = "Kanár Žlutý", "kanarek@example.cz", "604 123 987"
WORDS = f"Podepsán {NAME}, {EMAIL}"

# Where the name or the e-mail is planted: every column that anybody's words get into.
PLACES = {
    "comments_comment.organisation",
    "comments_historicalcomment.organisation",
    "comments_historicalcomment.history_change_reason",
    "comments_commentversion.text",
    "comments_commentversion.proposal",
    "comments_commentversion.rationale",
    "comments_original.text",
    "comments_original.proposal",
    "comments_original.rationale",
    "comments_contact.name",
    "comments_contact.email",
    "comments_point.text",
    "comments_handling.note",
    "comments_historicalhandling.note",
    "comments_settlement.reasoning",
    "comments_settlement.reopening_reason",
    "comments_historicalsettlement.reasoning",
    "comments_historicalsettlement.reopening_reason",
    "comments_reaction.words",
    "django_admin_log.object_repr",
    "django_admin_log.change_message",
    *(
        f"strategy_letter.{column}"
        for column in ("to", "recipient", "subject", "plain", "html", "headers", "error")
    ),
}
# Of those, what others than who sent the comment have written.
OF_OTHERS = {
    f"comments_{column}"
    for column in (
        "handling.note",
        "historicalhandling.note",
        "settlement.reasoning",
        "settlement.reopening_reason",
        "historicalsettlement.reasoning",
        "historicalsettlement.reopening_reason",
    )
}


def plant(item: Item, **fields: Any) -> Comment:
    """A published, amended, redacted and answered comment that says who sent it in every place."""
    given = {"name": NAME, "email": EMAIL, "organisation": f"Truhlářství {NAME}"} | fields
    wording = {"proposal": WORDS, "rationale": WORDS}
    comment = factories.make_comment(item, text=f"{WORDS}, tel. {PHONE}", **wording, **given)
    comment.history.update(history_change_reason=WORDS)
    Contact.objects.filter(comment=comment).update(confirmed_at=timezone.now())
    Original.objects.create(version=comment.versions.get(), text=WORDS, **wording)
    point = comment.points.get()
    Handling.objects.create(point=point, note=WORDS)
    factories.settle(point, reasoning=WORDS)
    again = settlement.reopen(point, f"Ozval se {NAME}.")
    Reaction.objects.create(
        settlement=point.settlements.get(state="published"), satisfied=False, words=WORDS
    )
    settlement.publish([settlement.check(again)], by="Koordinátorka")
    _log(comment)
    _write_to(comment)
    return comment


def _log(comment: Comment) -> None:
    LogEntry.objects.create(
        user=get_user_model().objects.get_or_create(username="referentka")[0],
        content_type=ContentType.objects.get_for_model(Contact),
        object_id=str(comment.pk),
        object_repr=NAME,
        action_flag=CHANGE,
        change_message=json.dumps([{"changed": {"name": NAME}}]),
    )


def _write_to(comment: Comment) -> None:
    given = dict.fromkeys(["subject", "plain", "html", "error"], WORDS)
    given |= {"to": EMAIL, "recipient": EMAIL, "about": f"comments.comment:{comment.pk}"}
    for state in ("sent", "waiting"):
        Letter.objects.create(
            kind="comment_published",
            headers={"X-Name": NAME},
            message_id=f"<{comment.pk}-{state}@localhost>",
            state=state,
            sent_at=timezone.now() if state == "sent" else None,
            **given,
        )


def sung(text: str, *canaries: str) -> bool:
    """Whether a text holds one, also as JSON or a database's log writes it."""
    written = {way for canary in canaries for way in (canary, json.dumps(canary)[1:-1])}
    return any(way.casefold() in text.casefold() for way in written)


def places(*canaries: str) -> set[str]:
    """The columns of all tables of the database, whatever they are, that hold a canary."""
    canaries = canaries or (NAME, EMAIL)
    found = set()
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                cells = zip(columns, row, strict=True)
                found |= {f"{table}.{name}" for name, cell in cells if sung(str(cell), *canaries)}
    return found


def files(folder: Path, *canaries: str) -> set[str]:
    """Names of the files under a folder that hold a canary."""
    canaries = canaries or (NAME, EMAIL)
    contents = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {
        path.name
        for path, content in contents.items()
        if sung(content.decode("utf-8", "replace"), *canaries)
    }
