"""What tests of public pages share: the plan's address, a page's text and links, a new wording."""

import re
from typing import Any

from strategy.models import Edition, Item
from tests.factories import item_of

PLAN = "/zkusebni-plan/"


def body(response: Any) -> str:
    return response.content.decode()


def links(response: Any) -> set[str]:
    return set(re.findall(r'href="([^"]*)"', body(response)))


def reword(edition: Edition, code: str, text: str) -> Item:
    item = item_of(edition, code)
    item.text = text
    item.save()
    return item
