from io import StringIO

from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from brnoplan import groups

READING = {"view_plan", "view_tier", "view_edition", "view_item", "view_resolution"}
READING |= {"view_measurestate", "view_progressreport", "view_lead", "view_round", "view_reading"}
RESOLVING = {"add_resolution", "change_resolution", "delete_resolution", "export_packet"}

CONSULTING = {"view_consultation", "add_consultation", "change_consultation"}
INVITING = {
    "view_invitation",
    "change_invitation",
    "view_organisation",
    "add_organisation",
    "change_organisation",
    "view_letter",
    "read_letter",
    "change_letter",
}
TEMPLATES = {
    "view_answertemplate",
    "add_answertemplate",
    "change_answertemplate",
    "delete_answertemplate",
}
EXPLAINING = {
    *(f"{deed}_term" for deed in ("view", "add", "change", "delete")),
    *(f"{deed}_translation" for deed in ("view", "add", "change", "delete")),
    *(f"{deed}_summary" for deed in ("view", "add", "change", "delete")),
    *(f"{deed}_accessibilitystatement" for deed in ("view", "add", "change")),
    *(f"{deed}_portaltext" for deed in ("view", "add", "change")),
}


def rights(name: str) -> set[str]:
    return set(Group.objects.get(name=name).permissions.values_list("codename", flat=True))


def all_views() -> set[str]:
    ours = Permission.objects.filter(content_type__app_label__in=groups.APPS)
    return set(ours.filter(codename__startswith="view_").values_list("codename", flat=True))


def test_each_group_may_do_its_work_and_no_more(db: None) -> None:
    groups.create_groups()
    assert rights("Editor plánu") == READING | RESOLVING | EXPLAINING | {
        "view_minutes",
        *(f"{deed}_synonyms" for deed in ("view", "add", "change", "delete")),
        "change_plan",
        "add_item",
        "change_item",
        "delete_item",
        "view_organisation",
        "add_organisation",
        "view_planimport",
        "add_planimport",
        "view_measurelink",
        "add_measurelink",
        "delete_measurelink",
    }
    assert rights("Referent připomínek") == READING | CONSULTING | INVITING | TEMPLATES | {
        "view_feedback",
        "change_feedback",
        "add_comment",
        "check_comment",
        "view_comment",
        "view_commentversion",
        "view_contact",
        "view_original",
        "erase_contact",
        "view_point",
        "view_settlement",
        "add_settlement",
        "change_settlement",
        "publish_settlement",
        "view_handling",
        "change_handling",
    }
    assert rights("Vypořadatel") == READING | {
        "view_comment",
        "view_point",
        "view_settlement",
        "add_settlement",
        "change_settlement",
        "view_answertemplate",
    }
    planning = {
        f"{deed}_{model}"
        for model in groups.PLANNING
        for deed in ("view", "add", "change", "delete")
    }
    sent = {f"{deed}_{model}" for model in groups.SENT for deed in ("view", "change")}
    assert rights("Koordinátor KPSS") == READING | planning | sent | {
        "view_organisation",
        "add_organisation",
        "change_organisation",
        "view_comment",
        "view_point",
        "change_settlement",
        "view_settlement",
    }
    assert rights("Koordinátor plnění") == READING | {
        "add_progressreport",
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
    }
    private = {"view_contact", "view_mention", "view_original", "view_subscription"}
    private |= {"view_person", "view_application", "view_correspondent", "view_newssubscription"}
    private |= {"view_feedback", "view_auditentry"}
    assert rights("Schvalovatel") == (all_views() - private) | RESOLVING | {
        "publish_edition",
        "withdraw_edition",
        "add_archivedpdf",
    }
    assert rights("Auditor") == all_views()
    assert READING | {"view_historicalitem"} | private <= all_views()


def test_making_them_again_sets_them_back(db: None) -> None:
    call_command("create_groups", stdout=StringIO())
    before = {name: rights(name) for name in groups.RIGHTS}
    Group.objects.get(name=groups.AUDITOR).permissions.add(
        Permission.objects.get(codename="publish_edition")
    )
    output = StringIO()
    call_command("create_groups", stdout=output)
    assert {name: rights(name) for name in groups.RIGHTS} == before
    assert Group.objects.count() == len(output.getvalue().splitlines()) == 7


def test_every_named_right_exists(db: None) -> None:
    named = {right for listed in groups.RIGHTS.values() for right in listed}
    known = set(Permission.objects.values_list("codename", flat=True))
    assert named - known == set()
