"""The card on a measure's page: who answers for it, and by when."""

import re

from django.test import Client

from strategy import editing
from strategy.models import Plan
from tests.factories import draft_of, item_of, publish


def card(client: Client, code: str) -> list[str]:
    """What the card says; empty where there is none."""
    html = client.get(f"/zkusebni-plan/{code}/").content.decode()
    found = re.search(r'<dl class="facts">(.*?)</dl>', html, re.DOTALL)
    return re.findall(r"<dd>(.*?)</dd>", found[1]) if found else []


def test_the_card_says_what_is_known_and_is_not_there_for_nothing(
    client: Client, plan: Plan
) -> None:
    draft = draft_of(plan)
    editing.change_item(item_of(draft, "A1.1"), 1, lead="Odbor <A>", due="31. 12. 2020")
    editing.change_item(item_of(draft, "A1.2"), 1, lead="Odbor B")
    publish(plan)
    assert {code: card(client, code) for code in ("A1.1", "A1.2", "A1.3", "A1")} == {
        "A1.1": ["Odbor &lt;A&gt;", "31.\xa012. 2020"],
        "A1.2": ["Odbor B"],
        "A1.3": [],
        "A1": [],
    }
