"""The steps of sending a comment, as a browser takes them."""

import re
import time
from typing import Any

import time_machine
from django.http import HttpResponse
from django.test import Client

from comments.models import Comment
from strategy.models import Item

CHECK, SEND = "/pripominka/kontrola/", "/pripominka/odeslat/"
TEXT = "U priority E3 doplnit i zmapování komunit.\n\n<b>Přehled</b> zveřejnit & udržovat."


def typed(item: Item, **words: str) -> dict[str, str]:
    """What the form on the item's page sends, with an e-mail."""
    words = {"text": TEXT, "name": "Občanka Brněnská", "email": "obcanka@example.cz"} | words
    return {"item": str(item.pk)} | words


def shown(response: HttpResponse) -> dict[str, str]:
    """What the fields of an edit page hold, by the names they have there."""
    submission = response.context["submission"]
    forms = [submission.sender, *submission.points]
    return {
        form.add_prefix(name): form[name].value() or "" for form in forms for name in form.fields
    }


def hidden(response: HttpResponse) -> dict[str, str]:
    """What the buttons of a check page send on."""
    words = response.context["words"] | {"ticket": response.context["ticket"]}
    page = response.content.decode()
    fields = re.findall(r'<input type="hidden" name="([\w-]+)"', page)
    assert set(fields) - {"csrfmiddlewaretoken"} == set(words)
    return words


def later(seconds: float) -> Any:
    return time_machine.travel(time.time() + seconds, tick=True)


def send(client: Client, given: dict[str, str]) -> HttpResponse:
    """Check a comment and send it three seconds after."""
    check = client.post(CHECK, given)
    with later(3):
        return client.post(SEND, hidden(check))


def sent(client: Client, given: dict[str, str]) -> Comment:
    """The comment that was sent so."""
    assert send(client, given).status_code == 303
    return Comment.objects.latest("pk")
