"""Letters in the administration: what waits and what failed, to be read by those with the right."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from strategy.letters import kinds, outbox
from strategy.models import Letter

LIST = reverse("admin:strategy_letter_changelist")


@pytest.fixture
def failed(db: None) -> Letter:
    outbox.post("points_assigned", "oz@example.cz", {"organisation": {"name": "Odbor zdraví"}})
    Letter.objects.update(state="failed", error="550 unknown", attempts=3)
    return Letter.objects.get()


def signed_in(client: Client, *rights: str) -> Client:
    user = User.objects.create_user("uredni", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    return client


def send_again(client: Client, *chosen: Letter):
    sent = {"action": "send_again", "_selected_action": [letter.pk for letter in chosen]}
    return client.post(LIST, sent)


def pages(client: Client, letter: Letter) -> str:
    addresses = [LIST, reverse("admin:strategy_letter_change", args=[letter.pk])]
    return "".join(client.get(address).content.decode() for address in addresses)


def test_what_failed_is_shown_with_its_reason_but_neither_its_words_nor_its_reader(
    client, failed
) -> None:
    shown = pages(signed_in(client, "view_letter"), failed)
    assert "550 unknown" in shown
    assert "oz@example.cz" not in shown
    assert "Odbor zdrav" not in shown


def test_with_the_right_to_read_letters_both_are_shown(client, failed) -> None:
    shown = pages(signed_in(client, "view_letter", "read_letter"), failed)
    assert "oz@example.cz" in shown
    assert "Odbor zdrav" in shown


def test_a_reader_cannot_be_found_out_by_searching_either(client, failed) -> None:
    viewer = signed_in(client, "view_letter")
    assert list(viewer.get(LIST, {"q": "oz@example.cz"}).context["cl"].result_list) == []
    assert list(viewer.get(LIST, {"q": failed.subject}).context["cl"].result_list) == [failed]


def test_without_the_right_nothing_is_shown(client, failed) -> None:
    assert signed_in(client).get(LIST).status_code == 403


def test_what_failed_is_sent_again_by_who_may(client, failed) -> None:
    send_again(signed_in(client, "view_letter", "change_letter"), failed)
    failed.refresh_from_db()
    assert (failed.state, failed.attempts, failed.error) == ("waiting", 0, "")


def test_who_may_only_look_sends_nothing_again(client, failed) -> None:
    send_again(signed_in(client, "view_letter"), failed)
    failed.refresh_from_db()
    assert failed.state == "failed"


def test_nobody_writes_in_the_list(client, failed) -> None:
    User.objects.create_superuser("spravce")
    client.force_login(User.objects.get(username="spravce"))
    change = reverse("admin:strategy_letter_change", args=[failed.pk])
    assert client.post(change, {"subject": "x"}).status_code == 403
    assert client.get(reverse("admin:strategy_letter_add")).status_code == 403
    assert client.post(reverse("admin:strategy_letter_delete", args=[failed.pk])).status_code == 403
    assert Letter.objects.get() == failed


def test_secret_links_are_left_out_for_whoever_opened_one_could_act_as_the_reader(
    client, failed
) -> None:
    link = "https://plan.example/odkaz/moje/12-abc:1uX:kanar_ek/"
    Letter.objects.update(
        plain=f"Vaše připomínka: {link}\nDobrý den",
        html=f'<a href="{link}">',
        headers={"List-Unsubscribe": f"<{link}>"},
    )
    User.objects.create_superuser("spravce")
    client.force_login(User.objects.get(username="spravce"))
    shown = pages(client, failed)
    assert shown.count("https://plan.example/odkaz/…") == 1
    assert "Dobrý den" in shown
    assert "kanar_ek" not in shown


def test_every_letter_there_is_has_a_name_for_people() -> None:
    folder = Path(settings.BASE_DIR, "templates", "letters")
    templates = {path.stem for path in folder.glob("[!_]*.txt")} - {"base"}
    assert set(kinds.KINDS) == templates


def test_a_letter_is_called_by_its_name(client, failed) -> None:
    shown = pages(signed_in(client, "view_letter"), failed)
    assert shown.count(str(kinds.KINDS["points_assigned"])) > 2
    assert "points_assigned" not in shown


@pytest.mark.parametrize(("state", "told"), [("waiting", True), ("failed", False)])
def test_only_of_a_letter_that_waits_it_is_told_when_it_goes_out(
    client, failed, state: str, told: bool
) -> None:
    Letter.objects.update(state=state)
    change = reverse("admin:strategy_letter_change", args=[failed.pk])
    page = signed_in(client, "view_letter").get(change).content.decode()
    assert ("field-send_after" in page) is told
