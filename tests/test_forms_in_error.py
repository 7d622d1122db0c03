"""Every form filled in badly says so in the title, above it with links, and at the field."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse
from lxml import html

from comments.writing import tickets
from tests.comments.scene import everything
from tests.forms_in_error import faults, is_in_error, posting_forms, sent_carelessly
from tests.test_every_page import of_comments, of_planning, of_plans, of_the_office

# Whatever the database gives; that forms refuse on both, their own tests say.
pytestmark = pytest.mark.looks

SOUND = """<title>Chyba: T</title><div class=error-summary role=alert tabindex=-1 autofocus>
  <a href="#a">Kdo?</a></div><p class=field__error id=e>Kdo?</p>
  <input id=a name=a aria-invalid=true aria-describedby=e>"""
# What is taken out of it, what is put there, and what is said of that.
PLANTED = [
    ("error-summary", "notice", "it has no summary"),
    (" autofocus", "", "the summary does not take the focus"),
    (' href="#a"', "", "no link of the summary leads to a"),
    ("#a", "#b", "the summary leads nowhere: #b"),
    (" aria-invalid=true", "", "no field says that it is wrong"),
    (" aria-describedby=e", "", "a is not described by what is wrong with it"),
    ("Chyba: ", "", "the title keeps silent: T"),
]
# Who sends each form of the portal carelessly is refused by these, and by no fewer.
REFUSED = [
    "admin:comments_consultation_add", "admin:comments_consultation_change",
    "admin:comments_consultation_extend", "comments:comment_check", "comments:desk_split",
    "comments:entering_email", "comments:entering_one", "comments:entering_sheet",
    "comments:erase", "comments:mine_edit", "comments:mine_reaction", "comments:redaction",
    "comments:subscription_check", "kpss:application", "kpss:application_decide",
    "kpss:attendance_answer", "kpss:decision_effects", "kpss:meeting_attendance",
    "kpss:meeting_call_off", "kpss:meeting_change", "kpss:meeting_plan", "kpss:meeting_reinstate",
    "kpss:minutes_deed", "kpss:minutes_objection", "kpss:minutes_write", "kpss:news_subscription",
    "kpss:person_erase", "kpss:seat", "kpss:seat_end", "kpss:seat_go_on", "kpss:series_change",
    "kpss:series_plan", "kpss:target_group_rename", "kpss:task_close", "kpss:topic",
    "kpss:topic_decide", "packet", "strategy:feedback", "strategy:handover_organisation",
    "strategy:handover_person", "strategy:import_list", "strategy:links_item",
    "strategy:progress_by_link", "strategy:progress_report", "strategy:reading_change",
    "strategy:reading_list", "strategy:reading_sheet", "strategy:report_hide",
    "strategy:round_extend", "strategy:round_open", "strategy:summary_write",
    "strategy:verification",
]  # fmt: skip
REFUSED_BY_ADMINISTRATION = [
    "admin:auth_group_add", "admin:auth_user_add", "admin:comments_answertemplate_add",
    "admin:comments_consultation_add", "admin:kpss_body_add", "admin:kpss_call_add",
    "admin:kpss_concern_add", "admin:kpss_cycle_add", "admin:kpss_document_add",
    "admin:kpss_funding_add", "admin:kpss_meeting_add", "admin:kpss_membership_add",
    "admin:kpss_news_add", "admin:kpss_person_add", "admin:kpss_phase_add",
    "admin:kpss_project_add", "admin:kpss_rules_add", "admin:kpss_series_add",
    "admin:kpss_subsidyrules_add", "admin:kpss_targetgroup_add", "admin:login",
    "admin:password_change", "admin:strategy_accessibilitystatement_add",
    "admin:strategy_archivedpdf_add", "admin:strategy_organisation_add",
    "admin:strategy_plan_add", "admin:strategy_portaltext_add", "admin:strategy_resolution_add",
    "admin:strategy_synonyms_add", "admin:strategy_term_add",
]  # fmt: skip


@pytest.fixture
def client(db: None, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(tickets, "READING_SECONDS", 0)
    return Client()


def in_error(client: Client, addresses: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """(name of the view, page that came) of each form that was sent carelessly and refused."""
    sent = set()
    for address in addresses:
        for form in posting_forms(_page(client.get(address, follow=True))):
            action = (form.get("action") or address).partition("#")[0] or address
            said = sent_carelessly(form)
            name = resolve(action.partition("?")[0]).view_name
            if (name, *said) in sent:
                continue
            sent.add((name, *said))
            with transaction.atomic():
                page = _page(client.post(action, said, follow=True))
                transaction.set_rollback(True)
            if is_in_error(page):
                yield name, page


def _page(answer: Any) -> Any:
    is_html = answer.get("Content-Type", "").startswith("text/html")
    return html.document_fromstring(answer.content.decode() if is_html else "<p></p>")


def looked_at(client: Client, addresses: Iterable[str]) -> tuple[set[str], dict[str, list[str]]]:
    """(names of the views that refused, what is wrong with their pages)."""
    refused, wrong = set(), {}
    for name, page in in_error(client, addresses):
        refused.add(name)
        if found := faults(page):
            wrong[name] = found
    return refused, wrong


@pytest.mark.parametrize(("part", "other", "told"), PLANTED)
def test_what_is_not_told_of_an_error_is_found(part: str, other: str, told: str) -> None:
    assert faults(html.document_fromstring(SOUND)) == []
    assert told in faults(html.document_fromstring(SOUND.replace(part, other)))


def test_every_form_of_the_portal_tells_what_is_wrong_and_leads_to_it(client: Client) -> None:
    made = [of_the_office(), of_comments(), of_planning(), of_plans()]
    client.force_login(User.objects.get(username="jana"))
    refused, wrong = looked_at(client, [one for pages in made for one in pages.values()])
    assert wrong == {}
    assert sorted(refused) == REFUSED


def test_every_form_of_the_administration_tells_what_is_wrong_and_leads_to_it(
    client: Client,
) -> None:
    client.force_login(everything())
    forms = [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
        for model in admin.site._registry
    ]
    refused, wrong = looked_at(client, [*forms, reverse("admin:password_change")])
    client.logout()
    signing_in, silent = looked_at(client, [reverse("admin:login")])
    assert wrong | silent == {}
    assert sorted(refused | signing_in) == REFUSED_BY_ADMINISTRATION
