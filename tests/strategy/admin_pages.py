"""What tests of the administration share: addresses, and what a page or a form holds."""

from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.urls import reverse

from strategy import editing
from strategy.models import Edition, Item


def page(name: str, *arguments: object) -> str:
    return reverse(f"admin:strategy_{name}", args=arguments)


def tree_of(edition: Edition) -> str:
    return f"{page('item_changelist')}?edition={edition.pk}"


def codes(edition: Edition) -> list[str]:
    items = Item.objects.filter(edition=edition, level__gt=0).order_by("lft")
    return [item.code or "value" for item in items]


def shown(response: HttpResponse) -> list[str]:
    return [item.code or "value" for item in response.context["cl"].result_list]


def value_of(edition: Edition) -> Item:
    return Item.objects.get(edition=edition, tier__name="Hodnota")


def levels_of_messages(response: HttpResponse) -> list[str]:
    return [message.level_tag for message in get_messages(response.wsgi_request)]


def sent(item: Item, **changes: object) -> dict[str, object]:
    """What the item's form sends, with the version its author has read."""
    wording = {name: getattr(item, name) for name in editing.ITEM_WORDING}
    return wording | {"version": item.version} | changes
