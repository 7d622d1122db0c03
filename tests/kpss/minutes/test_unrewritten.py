"""Minutes stay as they were sent and approved, past all doors: by updates and by plain SQL."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from comments.privacy.hidden import HIDDEN
from kpss import privacy, unrewritten
from kpss.models import Erasing, Minutes, MinutesVersion
from tests.kpss.factories import make_meeting, make_person
from tests.kpss.minutes.scene import LATER, Scene, approved, sent


@pytest.fixture
def version(scene: Scene) -> MinutesVersion:
    """Sent by somebody, not approved yet."""
    sent(scene, opening="Přišla Jana Nová.")
    author = User.objects.create_user("koordinatorka")
    first = MinutesVersion.objects.get()
    return MinutesVersion.objects.create(
        minutes=first.minutes, number=2, content=first.content, made_by=author
    )


def update(version: MinutesVersion, **fields: object) -> None:
    MinutesVersion.objects.filter(pk=version.pk).update(**fields)


def bulk(version: MinutesVersion) -> None:
    version.content = version.content | {"opening": "Jinak."}
    MinutesVersion.objects.bulk_update([version], ["content"])


def save(version: MinutesVersion) -> None:
    version.content["opening"] = "Jinak."
    version.save()


def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def other_minutes(version: MinutesVersion) -> Minutes:
    return Minutes.objects.create(meeting=make_meeting(version.minutes.meeting.body, LATER))


REFUSED: dict[str, Callable[[MinutesVersion], object]] = {
    "another wording": lambda it: update(it, content={"opening": "Jinak."}),
    "in a bulk": bulk,
    "saved": save,
    "another number": lambda it: update(it, number=7),
    "of another meeting": lambda it: update(it, minutes=other_minutes(it)),
    "at another time": lambda it: update(it, made_at=timezone.now() - timedelta(days=1)),
    "by another author": lambda it: update(it, made_by=User.objects.create_user("jina")),
    "deleted": lambda it: it.delete(),
    "all deleted": lambda _it: MinutesVersion.objects.all().delete(),
    "updated by SQL": lambda _it: execute("UPDATE kpss_minutesversion SET content = '{}'"),
    "deleted by SQL": lambda _it: execute("DELETE FROM kpss_minutesversion"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_rewrite_minutes_is_refused(version: MinutesVersion, name: str) -> None:
    deed, before = REFUSED[name], MinutesVersion.objects.order_by("pk").values()
    stood = list(before)
    with pytest.raises(IntegrityError, match=unrewritten.MESSAGE), transaction.atomic():
        deed(version)
    assert list(before.all()) == stood
    version.refresh_from_db()
    unrewritten.uninstall(connection)
    deed(version)


def test_approved_minutes_get_no_other_version(scene: Scene) -> None:
    minutes = approved(scene)
    given = {"minutes": minutes, "number": 9, "content": {}}
    with pytest.raises(IntegrityError, match=unrewritten.MESSAGE), transaction.atomic():
        MinutesVersion.objects.create(**given)
    unrewritten.uninstall(connection)
    MinutesVersion.objects.create(**given)


def test_an_account_that_is_gone_leaves_the_version(version: MinutesVersion) -> None:
    User.objects.all().delete()
    version.refresh_from_db()
    assert (version.made_by, version.content["opening"]) == (None, "Přišla Jana Nová.")


def test_who_is_erased_is_gone_from_kept_minutes_too(version: MinutesVersion) -> None:
    privacy.erase(make_person("Jana Nová"), "Žádost.", None)
    openings = [one.content["opening"] for one in MinutesVersion.objects.all()]
    assert openings == [f"Přišla {HIDDEN}."] * 2
    assert not Erasing.objects.exists()
    with pytest.raises(IntegrityError, match=unrewritten.MESSAGE), transaction.atomic():
        bulk(version)


def test_not_even_an_erasing_changes_whose_minutes_they_are(version: MinutesVersion) -> None:
    for fields in ({"number": 7}, {"made_at": timezone.now() - timedelta(days=1)}):
        with (
            pytest.raises(IntegrityError, match=unrewritten.MESSAGE),
            transaction.atomic(),
            unrewritten.erasing(),
        ):
            update(version, **fields)
    with (
        pytest.raises(IntegrityError, match=unrewritten.MESSAGE),
        transaction.atomic(),
        unrewritten.erasing(),
    ):
        version.delete()


def test_an_erasing_that_fails_lets_nothing_through_afterwards(version: MinutesVersion) -> None:
    with pytest.raises(RuntimeError, match="nejde to"), unrewritten.erasing():
        raise RuntimeError("nejde to")
    assert not Erasing.objects.exists()
    with pytest.raises(IntegrityError, match=unrewritten.MESSAGE), transaction.atomic():
        bulk(version)
