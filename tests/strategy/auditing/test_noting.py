"""What gets into the audit log: one entry for each deed of staff, and no words."""

import json

import pytest
from django.contrib.admin.sites import site
from django.contrib.auth.models import Group, User
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.translation import override

from brnoplan import groups
from strategy.admin.auditing import AuditEntryAdmin
from strategy.auditing import chain, noting
from strategy.models import AuditEntry, Edition, Term
from tests.comments.checking.test_views import decide, state_of
from tests.comments.writing.sending import CHECK, typed
from tests.factories import item_of, make_comment
from tests.strategy.cast import client_of

pytestmark = pytest.mark.django_db


def entries() -> list[tuple[str, dict[str, str]]]:
    """Those since the last asking but signing in, as (deed, of what)."""
    found = AuditEntry.objects.exclude(deed__startswith="sign_").order_by("pk")
    return [(entry.deed, entry.about) for entry in found]


def test_a_decision_on_a_comment_is_one_entry(published: Edition) -> None:
    officer = client_of("officer")
    comment = make_comment(item_of(published, "A1"), published=False)
    decide(officer, comment, "publish")
    assert state_of(comment) == "published"
    assert entries() == [
        ("comments:checking_decide", {"comment_id": str(comment.pk), "deed": "publish"})
    ]
    entry = AuditEntry.objects.latest("pk")
    assert entry.by == User.objects.get(username="officer").pk
    assert entry.model.startswith("comments.")


def test_what_is_refused_or_only_read_is_no_entry(published: Edition) -> None:
    officer, editor = client_of("officer"), client_of("editor")
    comment = make_comment(item_of(published, "A1"), published=False)
    path = reverse("comments:checking_decide", args=[comment.pk])
    officer.get(reverse("comments:desk"))
    officer.get(path)
    editor.post(path, {"decision": "publish"})
    assert entries() == []


def test_rights_that_are_changed_are_one_entry(admin_client: Client) -> None:
    groups.create_groups()
    user = User.objects.create_user("jana", is_staff=True)
    group = Group.objects.get(name=groups.AUDITOR)
    path = reverse("admin:auth_user_change", args=[user.pk])
    given = {"username": "jana", "is_staff": "on", "is_active": "on", "groups": [group.pk]}
    assert admin_client.post(path, given).status_code == 302
    assert entries() == [("admin:auth_user_change", {"object_id": str(user.pk)})]


def test_rows_that_are_deleted_together_are_all_named() -> None:
    superuser = client_of("superuser")
    words = ("bydlení", "péče", "služba")
    pks = [Term.objects.create(word=word, explanation="Pomoc.").pk for word in words]
    chosen = {"action": "delete_selected", "_selected_action": pks, "post": "yes"}
    superuser.post(reverse("admin:strategy_term_changelist"), chosen)
    told = {"action": "delete_selected", "chosen": ", ".join(map(str, pks))}
    assert (Term.objects.count(), entries()) == (0, [("admin:strategy_term_changelist", told)])


def test_of_chosen_rows_only_keys_are_entered(rf: RequestFactory) -> None:
    sent = {"_selected_action": ["7", "Jana", "12"]}
    every = sent | {"select_across": "1"}
    told = [noting._about(rf.post("/", one)) for one in (sent, every, {})]
    assert told == [{"chosen": "7, 12"}, {"chosen": "all"}, {}]


def test_signing_in_and_out_and_failing_are_entries(client: Client) -> None:
    user = User.objects.create_user("jana", password="tajne-heslo-5", is_staff=True)
    for name, password in (("jana", "x"), ("tajne-heslo-5", "x"), ("jana", "tajne-heslo-5")):
        client.post("/admin/login/", {"username": name, "password": password})
    client.post("/admin/logout/")
    found = list(AuditEntry.objects.order_by("pk").values_list("deed", "by"))
    # A name that nobody has is not entered: anybody may type as many as they like.
    assert found == [("sign_in_failed", user.pk), ("sign_in", user.pk), ("sign_out", user.pk)]
    assert "tajne" not in json.dumps(list(AuditEntry.objects.values("about", "row", "deed")))


def test_a_citizen_writes_no_entry_and_pays_for_none(client: Client, published: Edition) -> None:
    client.post(CHECK, typed(item_of(published, "A1")))
    assert not AuditEntry.objects.exists()


def test_the_log_is_read_by_the_auditor_and_changed_by_nobody() -> None:
    auditor, approver, superuser = (client_of(one) for one in ("auditor", "approver", "superuser"))
    entry = AuditEntry.objects.first()
    assert entry is not None
    listed = reverse("admin:strategy_auditentry_changelist")
    page = reverse("admin:strategy_auditentry_change", args=[entry.pk])
    assert [one.get(listed).status_code for one in (auditor, approver)] == [200, 403]
    assert (auditor.get(page).status_code, superuser.get(page).status_code) == (200, 200)
    assert (auditor.post(page, {}).status_code, superuser.post(page, {}).status_code) == (403, 403)
    added = reverse("admin:strategy_auditentry_add")
    deleted = reverse("admin:strategy_auditentry_delete", args=[entry.pk])
    assert [superuser.post(path).status_code for path in (added, deleted)] == [403, 403]


def test_the_log_says_in_words_what_was_done_and_sorts_out_what_was_opened() -> None:
    auditor = client_of("auditor")
    noting.note("read admin:kpss_person_change", by=None, object_id="7")
    noting.note("admin:kpss_person_delete", by=None, model="kpss.Person", row=7)
    noting.note("comments:desk_deed", by=None, model="comments.Point", row=3, slug="plan")
    listed = reverse("admin:strategy_auditentry_changelist")

    def shown(kind: str) -> list[tuple[str, str]]:
        rows = auditor.get(f"/en{listed}?druh={kind}").context["cl"].result_list
        page = AuditEntryAdmin(AuditEntry, site)
        with override("en"):
            return [(page.called(row), page.what(row)) for row in rows]

    assert shown("read") == [("opened: person: change", "object_id: 7")]
    assert shown("deed") == [
        ("comments:desk_deed", "point of a comment 3, slug: plan"),
        ("Person: delete", "person 7"),
    ]
    assert shown("sign") == [("Signed in", "–")]


def test_erasing_a_citizen_leaves_the_chain_as_it_is(published: Edition) -> None:
    officer = client_of("officer")
    comment = make_comment(item_of(published, "A1"), name="Jana Nováková", email="a@example.cz")
    officer.post(reverse("comments:erase", args=[comment.pk]), {"reason": "Žádost."})
    chain.extend()
    log = json.dumps(list(AuditEntry.objects.values("deed", "row", "about", "model")))
    assert "Nov" not in log
    assert chain.verify() is None
