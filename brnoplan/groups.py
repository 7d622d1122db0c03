"""The groups that staff are put into, with what each may do.

A city that wants it otherwise makes groups of its own under other names: these are set
back to this list whenever `create_groups` runs.
"""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

EDITOR = "Editor plánu"
COMMENT_OFFICER = "Referent připomínek"
SETTLER = "Vypořadatel"
APPROVER = "Schvalovatel"
COORDINATOR = "Koordinátor KPSS"
FULFILMENT = "Koordinátor plnění"
AUDITOR = "Auditor"

# What the plan is, for everyone who works with it.
READ_PLAN = ["view_plan", "view_tier", "view_edition", "view_item", "view_resolution"]
# How the plan is carried out. Whose organisation leads a measure reports on it by that alone.
READ_PLAN += ["view_measurestate", "view_progressreport", "view_lead", "view_round", "view_reading"]
WRITE_RESOLUTION = ["add_resolution", "change_resolution", "delete_resolution"]
PLANNING = [
    "body",
    "rules",
    "person",
    "membership",
    "series",
    "meeting",
    "minutes",
    "task",
    "decision",
    "targetgroup",
    "concern",
    "cycle",
    "phase",
    "project",
    "document",
    "news",
    "subsidyrules",
    "call",
    "funding",
]
EXPLAINING = ["term", "summary", "translation"]
# What the public sent, which nobody adds by hand.
SENT = ["application", "topic"]
RIGHTS = {
    EDITOR: [
        *READ_PLAN,
        *WRITE_RESOLUTION,
        # The packet for the council holds minutes; groups write them with their coordinator.
        "view_minutes",
        *(f"{deed}_synonyms" for deed in ("view", "add", "change", "delete")),
        "change_plan",
        "add_item",
        "change_item",
        "delete_item",
        "export_packet",
        # Measures name organisations; one that the directory lacks is put there on the way.
        "view_organisation",
        "add_organisation",
        "view_planimport",
        "add_planimport",
        "view_measurelink",
        "add_measurelink",
        "delete_measurelink",
        # What explains the plan, and what the portal says of itself.
        *(
            f"{deed}_{model}"
            for model in EXPLAINING
            for deed in ("view", "add", "change", "delete")
        ),
        "view_accessibilitystatement",
        "add_accessibilitystatement",
        "change_accessibilitystatement",
        "view_portaltext",
        "add_portaltext",
        "change_portaltext",
    ],
    COMMENT_OFFICER: [
        *READ_PLAN,
        "view_consultation",
        "add_consultation",
        "change_consultation",
        "add_comment",
        "check_comment",
        "view_comment",
        "view_commentversion",
        "view_contact",
        "view_original",
        "erase_contact",
        "view_point",
        "add_settlement",
        "change_settlement",
        "view_settlement",
        "publish_settlement",
        "view_handling",
        "change_handling",
        "view_answertemplate",
        "add_answertemplate",
        "change_answertemplate",
        "delete_answertemplate",
        "view_invitation",
        "change_invitation",
        "view_organisation",
        "add_organisation",
        "change_organisation",
        "view_letter",
        "read_letter",
        "change_letter",
        "view_feedback",
        "change_feedback",
    ],
    # In a department or working group: drafts answers to the points that it was given. Reads of
    # comments what is published, as does an approver: who neither checks nor sees contacts.
    SETTLER: [
        *READ_PLAN,
        "view_comment",
        "view_point",
        "add_settlement",
        "change_settlement",
        "view_settlement",
        "view_answertemplate",
    ],
    APPROVER: [
        *WRITE_RESOLUTION,
        "publish_edition",
        "withdraw_edition",
        "export_packet",
        "add_archivedpdf",
    ],
    # Runs community planning: bodies, meetings, minutes, the cycle and what belongs to it.
    COORDINATOR: [
        *READ_PLAN,
        *(f"{deed}_{model}" for model in PLANNING for deed in ("view", "add", "change", "delete")),
        *(f"{deed}_{model}" for model in SENT for deed in ("view", "change")),
        "view_organisation",
        "add_organisation",
        "change_organisation",
        "view_comment",
        "view_point",
        "change_settlement",
        "view_settlement",
    ],
    # Sees to it that what was approved is carried out: asks leads, opens and closes rounds, hands
    # over, and enters reports and readings for anyone.
    FULFILMENT: [
        *READ_PLAN,
        "add_progressreport",
        # To take words with somebody's personal data out of a report; nothing else is changed.
        "change_progressreport",
        "add_round",
        "change_round",
        "close_round",
        "view_roundanswer",
        "add_reading",
        "change_reading",
        "add_lead",
        "change_lead",
        "add_handover",
        "view_handover",
        "view_organisation",
        "add_organisation",
        "change_organisation",
    ],
    # Reads everything, contacts and what was hidden too, and changes nothing.
    AUDITOR: [],
}
NOT_OF_APPROVAL = [
    "view_contact",
    "view_mention",
    "view_original",
    "view_subscription",
    "view_person",
    "view_application",
    "view_correspondent",
    "view_newssubscription",
    "view_feedback",
    "view_auditentry",
]
APPS = ["strategy", "comments", "kpss"]


def create_groups() -> list[Group]:
    """Make the groups, or set them back to their rights; running again changes nothing."""
    with transaction.atomic():
        Group.objects.bulk_create([Group(name=name) for name in RIGHTS], ignore_conflicts=True)
        groups = {group.name: group for group in Group.objects.filter(name__in=RIGHTS)}
        _give({groups[name].pk: rights for name, rights in _permissions().items()})
    return [groups[name] for name in RIGHTS]


def _permissions() -> dict[str, set[int]]:
    """The numbers of the rights of each group, by its name."""
    ours = Permission.objects.filter(content_type__app_label__in=APPS)
    known = ours.values_list("codename", "pk")
    return {name: {pk for right, pk in known if _has(name, right)} for name in RIGHTS}


def _has(name: str, right: str) -> bool:
    if right in RIGHTS[name]:
        return True
    # Who sent a comment or follows the plan, and what was hidden, is no matter of approval.
    hidden = {AUDITOR: [], APPROVER: NOT_OF_APPROVAL}
    return right.startswith("view_") and name in hidden and right not in hidden[name]


def _give(rights: dict[int, set[int]]) -> None:
    """Let groups have just these rights, all by their numbers, whatever they had before."""
    through = Group.permissions.through.objects
    given = {
        (group, right): pk
        for pk, group, right in through.filter(group_id__in=rights).values_list(
            "pk", "group_id", "permission_id"
        )
    }
    wanted = {(group, right) for group, its in rights.items() for right in its}
    through.filter(pk__in=[pk for pair, pk in given.items() if pair not in wanted]).delete()
    through.bulk_create(
        through.model(group_id=group, permission_id=right)
        for group, right in sorted(wanted - given.keys())
    )
