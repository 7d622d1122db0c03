"""Nobody from outside comes upon a canary, wherever they ask."""

import logging
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from brnoplan import pagestore
from comments.models import Comment
from strategy.searching import keeping
from tests.authorisation import ground
from tests.authorisation.ground import Ground
from tests.pressing import unpressed
from tests.privacy import crawling, planting, reading
from tests.privacy.planting import Canaries

# Views and templates choose what they show; what is found by searching, and what triggers note for
# the index, is tried on both in tests/strategy/searching and tests/brnoplan/searching.
pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]


class Planted(NamedTuple):
    ground: Ground
    canaries: Canaries


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: Any) -> Iterator[Planted]:
    """A portal with everything in it, a canary in each private column of each row."""
    with django_db_blocker.unblock(), transaction.atomic():
        everything = ground.make()
        canaries = planting.plant()
        pagestore.store.clear()
        cache.clear()
        keeping.order_all()
        while keeping.catch_up():
            pass
        yield Planted(everything, canaries)
        transaction.set_rollback(True)
    # Those that were made for it are known in this process still, and in no database.
    ContentType.objects.clear_cache()


@pytest.fixture(autouse=True)
def quietly() -> Iterator[None]:
    """A PDF is its source, in which its words and what it says of itself can be read."""
    logging.disable(logging.CRITICAL)
    with unpressed():
        yield
    logging.disable(logging.NOTSET)


def test_no_private_column_is_without_a_canary(planted: Planted) -> None:
    assert planting.needed() == set(planted.canaries.values())


def test_no_private_word_is_found_from_outside(planted: Planted) -> None:
    statuses, heard = crawling.crawl(crawling.addresses(planted.ground))
    assert crawling.told(heard, planted.canaries) == {}
    assert [address for address, status in statuses.items() if status >= 500] == []
    assert sum(status == 200 for status in statuses.values()) > 300
    asked_with_words = {one for one in statuses if "?" in one}
    assert (len(asked_with_words) > 20, crawling.stored()) == (True, set())
    words = list(planted.canaries)
    assert crawling.indexed() == set()
    assert crawling.found_by_searching(words[:: len(words) // 40]) == []


def test_who_opens_a_page_with_contacts_is_entered(planted: Planted) -> None:
    opened = list(reading.opened(*planted))
    shown = {path for path, contacts, _entered in opened if contacts}
    silent = {path for path, contacts, entered in opened if contacts and len(entered) != 1}
    assert {reading.name_of(path) for path in silent} == reading.NAMED_AT_WORK
    assert len(shown) > 20


LEAKING = """{% extends "comments/comment_detail.html" %}
{% block breadcrumbs %}{{ block.super }}{{ leaked.contact.email }}{% endblock %}"""


def test_a_template_that_shows_an_address_of_mail_is_heard(
    planted: Planted, settings: Any, tmp_path: Path
) -> None:
    shown = Comment.objects.published().filter(contact__isnull=False).first()
    assert shown is not None
    leaking = tmp_path / "comments/comment_detail.html"
    leaking.parent.mkdir()
    leaking.write_text(LEAKING)
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [tmp_path, *templates[0]["DIRS"]]
    templates[0]["OPTIONS"]["context_processors"].append("tests.privacy.test_crawl.leak")
    settings.TEMPLATES = templates
    address = shown.get_absolute_url()
    answer = Client().get(address)
    words = crawling.words_in(answer, answer.content)
    assert {planted.canaries[word] for word in words} == {"comments.Contact.email"}


def leak(request: Any) -> dict[str, Any]:
    """The comment itself, which no page has at hand."""
    return {"leaked": Comment.objects.published().filter(contact__isnull=False).first()}
