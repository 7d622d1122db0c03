"""Each way of erasing leaves an entry in the ledger: a new one that leaves none is red here."""

import ast
from collections.abc import Iterator

from django.conf import settings

from strategy.ledger import replaying

# What erasing is done with: who calls one of these takes words or people out for good.
TOOLS = {
    *("after_commit", "erase_for", "put_instead", "hide_wording", "let_go", "forget_letters"),
    *("end_subscriptions", "drop_waiting", "erasing", "empty", "forget", "drop_files_of"),
}
PEOPLE = {
    *("Contact", "Person", "Subscription", "Correspondent", "NewsSubscription", "Feedback"),
    *("Original", "Mention"),
}
PART = "a part of a way that is recorded"
FOLLOWS = "the text of a file goes with its document, whose removal is no erasing"
TIME = "done again by time, before a restored portal opens"
# Every function that uses them: the kind that it records, or why it records nothing.
WAYS = {
    "strategy/feedback/sending.py:erase": "feedback.erased",
    "strategy/feedback/sending.py:expire": TIME,
    "strategy/ledger/own.py:_hide_reading": "does anew",
    "strategy/letters/outbox.py:empty": PART,
    "strategy/letters/outbox.py:forget_sent": TIME,
    "strategy/letters/sending.py:_send": PART,
    "strategy/measures/hiding.py:hide": "reading.hidden",
    "strategy/progress/hiding.py:hide": "report.hidden",
    "strategy/rounds/letters.py:drop": "what is dropped was never sent, and names an office",
    "comments/amending.py:show_name": "comment.signed",
    "comments/amending.py:hide_name": "comment.unsigned",
    "comments/entering/correcting.py:correct_email": "a correction, lost with the copy",
    "comments/inviting/invite.py:invite_again": "a correction, lost with the copy",
    "comments/privacy/erasing.py:erase": "comment.erased",
    "comments/privacy/erasing.py:let_go": PART,
    "comments/privacy/erasing.py:hide_wording": PART,
    "comments/privacy/erasing.py:forget_letters": PART,
    "comments/privacy/erasing.py:drop_waiting": PART,
    "comments/privacy/erasing.py:end_subscriptions": PART,
    "comments/privacy/erasing.py:_erase_contact": PART,
    "comments/privacy/expiring.py:expire_subscriptions": TIME,
    "comments/privacy/expiring.py:_expire": TIME,
    "comments/privacy/expiring.py:_expire_contact": TIME,
    "comments/privacy/files.py:drop_files_of": PART,
    "comments/privacy/mentions.py:hide": PART,
    "comments/privacy/mentions.py:_decide": "mention.decided",
    "comments/privacy/searching.py:_write": PART,
    "comments/receiving.py:go_on_without_email": "email.forgotten",
    "comments/receiving.py:correct_email": "a correction, lost with the copy",
    "comments/redaction.py:hide": "comment.redacted",
    "comments/redaction.py:restore": "comment.restored",
    "comments/redaction.py:_hide_in": PART,
    "comments/subscribing/news.py:mark": "erases nothing",
    "comments/subscription.py:end": "subscription.ended",
    "comments/templatetags/comments.py:comment_form": "an empty form",
    "comments/templatetags/following.py:follow": "an empty form",
    "kpss/admin/documents.py:save_model": FOLLOWS,
    "kpss/documents/texts.py:read_next": FOLLOWS,
    "kpss/joining/deciding.py:expire": TIME,
    "kpss/joining/deciding.py:_delete_unconfirmed": TIME,
    "kpss/minutes/course.py:hide": "passages.hidden",
    "kpss/news/subscribing.py:_delete": PART,
    "kpss/news/subscribing.py:end": "news.ended",
    "kpss/privacy.py:erase": "person.erased",
    "kpss/privacy.py:_forget_letters": PART,
    "kpss/privacy.py:_forget_sender": PART,
    "kpss/privacy.py:_hide_everywhere": PART,
    "kpss/privacy.py:_renew_what_is_shown": PART,
    "brnoplan/importing.py:make_ordered": "forgets how far a job is",
    "brnoplan/management/commands/forget_second_step.py:handle": "a key of staff, no words",
    "brnoplan/signing_in/views.py:_signed_in": "a key of staff, no words",
}


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for app in ("strategy", "comments", "kpss", "brnoplan"):
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            if not {"migrations", "backup"} & set(path.parts):
                name = path.relative_to(settings.BASE_DIR)
                tree = ast.parse(path.read_text())
                yield from (
                    (f"{name}:{one.name}", one)
                    for one in ast.walk(tree)
                    if isinstance(one, ast.FunctionDef)
                )


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def calls(function: ast.FunctionDef) -> list[ast.Call]:
    return [one for one in ast.walk(function) if isinstance(one, ast.Call)]


def recorded(function: ast.FunctionDef) -> list[str]:
    return [
        call.args[0].value
        for call in calls(function)
        if called(call) == "record" and isinstance(call.args[0], ast.Constant)
        if isinstance(call.args[0].value, str)
    ]


def erases(function: ast.FunctionDef) -> bool:
    for call in calls(function):
        names = {one.id for one in ast.walk(call.func) if isinstance(one, ast.Name)}
        if called(call) in TOOLS or (called(call) in {"delete", "update"} and names & PEOPLE):
            return True
    return bool(recorded(function))


def test_every_way_of_erasing_is_known_and_records_what_it_is_said_to() -> None:
    found = {name: recorded(one) for name, one in functions() if erases(one)}
    kinds = set(replaying.DEEDS)
    assert found == {name: [said] if said in kinds else [] for name, said in WAYS.items()}
    assert kinds == {said for said in WAYS.values() if "." in said}


def test_a_way_that_records_nothing_is_seen() -> None:
    planted = ast.parse("def wipe(pk):\n    Person.objects.filter(pk=pk).update(name='')\n").body[0]
    assert isinstance(planted, ast.FunctionDef)
    assert (erases(planted), recorded(planted)) == (True, [])
