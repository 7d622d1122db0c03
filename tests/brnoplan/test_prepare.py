import io
import re
from pathlib import Path

import pytest
from django.conf import global_settings
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import RequestFactory
from django.utils import translation

from brnoplan.addresses import addresses, announcement
from brnoplan.management.commands import prepare
from brnoplan.management.commands.create_staff import new_password
from strategy import jobs
from strategy.integrity import archive, checking
from strategy.models import ArchivedPdf, Edition, Job, Plan
from tests.factories import publish


def said(command: str, *arguments: str) -> str:
    output = io.StringIO()
    call_command(command, *arguments, stdout=output)
    return output.getvalue()


@pytest.fixture
def static(tmp_path: Path, settings) -> Path:
    """A folder with one static file, the only one there is."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "site.css").write_text("a {}")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    return source


@pytest.fixture
def collected(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    calls: list[str] = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **_options: calls.append(name))
    return calls


@pytest.mark.django_db
def test_the_first_account_opens_the_admin_with_the_password_that_was_said() -> None:
    password = re.search(r"[a-z0-9]{5}(-[a-z0-9]{5}){3}", said("create_staff"))
    request = RequestFactory().post("/admin/login/")
    user = authenticate(request, username="spravce", password=password and password[0])
    assert user is not None
    assert (user.is_staff, user.is_superuser) == (True, True)


@pytest.mark.django_db
def test_the_password_of_the_first_account_is_kept_nowhere_in_clear(settings) -> None:
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS  # else quick ones, as all tests
    output = said("create_staff")
    kept = get_user_model().objects.get().password
    assert kept.startswith("pbkdf2_")
    assert kept not in output


@pytest.mark.django_db
def test_where_there_is_a_staff_account_no_other_is_made() -> None:
    get_user_model().objects.create_user("martina", is_staff=True)
    said("create_staff")
    assert list(get_user_model().objects.values_list("username", flat=True)) == ["martina"]


def test_no_two_passwords_are_alike() -> None:
    assert len({new_password() for _ in range(100)}) == 100


@pytest.mark.django_db
def test_preparing_the_demo_twice_loses_and_doubles_nothing() -> None:
    said("prepare", "--demo")
    before = (Plan.objects.count(), Edition.objects.count(), get_user_model().objects.count())
    password = get_user_model().objects.get().password
    assert said("prepare", "--demo") == ""
    assert before == (8, 11, 1)
    after = (Plan.objects.count(), Edition.objects.count(), get_user_model().objects.count())
    assert after == before
    assert get_user_model().objects.get().password == password


@pytest.mark.django_db
def test_the_demo_is_not_loaded_beside_somebodys_accounts() -> None:
    get_user_model().objects.create_user("martina")
    said("prepare", "--demo")
    assert (Plan.objects.count(), get_user_model().objects.count()) == (0, 1)


@pytest.mark.django_db
def test_preparing_a_city_makes_groups_and_neither_plan_nor_account() -> None:
    said("prepare")
    assert (Plan.objects.count(), get_user_model().objects.count()) == (0, 0)
    assert Group.objects.count() == 7


def ordered() -> list[tuple[str, int]]:
    return list(Job.objects.order_by("pk").values_list("kind", "edition__number"))


def test_what_was_approved_before_archives_gets_its_pdf_ordered_once(plan: Plan) -> None:
    publish(plan)
    approved = [publish(plan, Edition.State.APPROVED) for _twice in range(3)]
    archive.keep(approved[0], ArchivedPdf.Kind.ORIGINAL, b"%PDF-1.7\n%%EOF\n")
    Job.objects.all().delete()
    for _twice in range(2):
        said("prepare")
        assert ordered() == [("archived_pdf", 3), ("archived_pdf", 4)]
    assert checking.verify() == []


def test_a_pdf_that_failed_for_good_is_missed_until_it_is_ordered_again(plan: Plan) -> None:
    publish(plan, Edition.State.APPROVED)
    for attempt in range(1, jobs.MOST_ATTEMPTS + 1):
        job = jobs.take(1)
        assert job is not None
        jobs.fail(job, "Nepovedlo se.")
        is_missed = [fault.place for fault in checking.verify()] == ["strategy_archivedpdf"]
        assert is_missed == (attempt == jobs.MOST_ATTEMPTS)
    said("prepare")
    assert checking.verify() == []


def test_the_files_alone_need_no_database(static: Path) -> None:
    # No mark django_db: any query would fail this test.
    said("prepare", "--files-only")
    assert (static.parent / "static/staticfiles.json").exists()


def test_static_files_are_collected_again_only_when_one_has_changed(
    static: Path, collected: list[str]
) -> None:
    prepare.collect_static()
    prepare.collect_static()
    assert collected == ["collectstatic"]
    (static / "site.css").write_text("b {}")
    prepare.collect_static()
    assert collected == ["collectstatic"] * 2


def test_an_interrupted_collection_is_made_again(
    static: Path, collected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare.collect_static()
    (static / "site.css").write_text("b {}")
    with monkeypatch.context() as patch:
        patch.setattr(prepare, "call_command", lambda *_names, **_options: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            prepare.collect_static()
    (static / "site.css").write_text("a {}")
    prepare.collect_static()
    assert collected == ["collectstatic"] * 2


def test_the_addresses_lead_to_the_portal_the_plan_the_admin_and_the_pdf(
    published: Edition,
) -> None:
    slug = published.plan.slug
    assert [address for _label, address in addresses("http://here")] == [
        "http://here/",
        f"http://here/{slug}/",
        "http://here/admin/",
        f"http://here/{slug}/plan.pdf",
    ]


@pytest.mark.django_db
def test_without_a_plan_the_addresses_are_the_portal_and_the_admin() -> None:
    assert [address for _label, address in addresses("")] == ["/", "/admin/"]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["cs", "en"])
def test_the_folder_of_letters_is_there_and_is_told_beside_its_label(
    settings, tmp_path: Path, language: str
) -> None:
    settings.EMAIL_HOST, settings.MAIL_FOLDER = "", tmp_path / "mail"
    with translation.override(language):
        lines = announcement("http://here").splitlines()
    assert settings.MAIL_FOLDER.stat().st_mode & 0o777 == 0o700
    assert [line.split()[-1] for line in lines[1:]] == [
        "http://here/",
        "http://here/admin/",
        str(settings.MAIL_FOLDER),
    ]
    assert len({line.index(line.split()[-1]) for line in lines[1:]}) == 1
