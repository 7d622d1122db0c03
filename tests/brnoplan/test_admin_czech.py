"""The admin speaks Czech throughout, also where Django's own catalogue does not."""

from pathlib import Path

import django
import pytest
from babel.messages.catalog import Catalog
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from django.utils.translation.trans_real import DjangoTranslation

from brnoplan import catalogue
from strategy.models import Plan
from tests.factories import draft_of, item_of
from tests.strategy.cast import client_of

DJANGO = Path(django.__file__).parent
OURS = settings.LOCALE_PATHS[1] / "cs/LC_MESSAGES"
PARTS = ["conf", "contrib/admin", "contrib/auth"]


def of(part: str, language: str, domain: str) -> Catalog:
    source = DJANGO / part / f"locale/{language}/LC_MESSAGES/{domain}.po"
    return catalogue.read(source) if source.exists() else Catalog()


def texts(messages: Catalog, *, translated: bool = False) -> set[str]:
    return {
        message.id if isinstance(message.id, str) else message.id[0]
        for message in messages
        if message.id and not (translated and not is_translated(message.string))
    }


def is_translated(string: str | tuple[str, ...]) -> bool:
    return all(string) if isinstance(string, tuple) else bool(string)


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_nothing_of_the_admins_is_left_in_english(domain: str) -> None:
    ours = texts(catalogue.read(OURS / f"{domain}.po"), translated=True)
    lacking = {
        text
        for part in PARTS
        for text in texts(of(part, "en", domain)) - texts(of(part, "cs", domain), translated=True)
    }
    assert lacking - ours == set()


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_we_say_anew_only_what_django_says(domain: str) -> None:
    said = set().union(*(texts(of(part, "en", domain)) for part in PARTS))
    assert texts(catalogue.read(OURS / f"{domain}.po")) - said == set()


def test_our_sentences_come_before_djangos() -> None:
    with override("cs"):
        czech = DjangoTranslation("cs", domain="django")
    assert czech.gettext("Error:") == "Chyba:"
    short = "This password is too short. It must contain at least %d character."
    assert czech.ngettext(short, f"{short[:-1]}s.", 12).endswith("alespoň %d znaků.")


@pytest.fixture
def superuser(db: None) -> Client:
    return client_of("superuser")


def test_the_lists_to_choose_from_speak_czech(superuser: Client) -> None:
    script = superuser.get(reverse("admin:jsi18n")).content.decode()
    assert '"Choose all %s": "Vybrat v\\u0161e (%s)"' in script


def test_what_was_saved_is_told_in_a_czech_sentence(superuser: Client, plan: Plan) -> None:
    item = item_of(draft_of(plan), "A1.1")
    wording = {"code": "A1.1", "text": "Nový záměr (i firem).", "description": "", "version": 1}
    address = reverse("admin:strategy_item_change", args=[item.pk])
    (told,) = superuser.post(address, wording, follow=True).context["messages"]
    assert told.message.endswith(">A1.1 Nový záměr (i firem).</a>“ byl uložen.")


def test_a_refused_form_says_so_in_the_title(superuser: Client) -> None:
    response = superuser.post(reverse("admin:auth_group_add"), {"name": ""})
    assert "<title>Chyba:" in response.content.decode()


def test_when_somebody_signed_in_is_to_be_read_only(superuser: Client) -> None:
    page = superuser.get(reverse("admin:auth_user_change", args=[User.objects.get().pk]))
    fields = page.context["adminform"].form.fields
    assert {"last_login", "date_joined"} & fields.keys() == set()
