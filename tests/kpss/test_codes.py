"""Items by the code that somebody types."""

import pytest

from kpss import codes
from kpss.codes import NoSuchItem
from strategy import editing
from strategy.models import Edition, Item
from tests import factories
from tests.factories import draft_of, item_of


def test_the_refusal_names_codes_that_are_near(published: Edition) -> None:
    with pytest.raises(NoSuchItem, match=r"A1\.9.*A1\.1, A1\.2, A1\.3"):
        codes.find(published.plan, "A1.9")


def test_a_code_means_the_item_that_has_it_now(published: Edition) -> None:
    former = item_of(published, "A1.1")
    draft = item_of(draft_of(published.plan), "A1.1")
    editing.change_item(draft, draft.version, code="B7")
    assert codes.find(published.plan, "A1.1").key == former.key
    assert codes.find(published.plan, "B7").key == former.key
    factories.publish(published.plan)
    assert codes.find(published.plan, "B7").key == former.key


def test_an_item_without_a_code_is_found_by_the_end_of_its_address(published: Edition) -> None:
    item = Item.objects.get(edition=published, code="", parent__isnull=False)
    assert codes.codes({item.key}) == {item.key: item.handle}
    assert codes.find(published.plan, f" {item.handle} ").key == item.key


@pytest.mark.parametrize("code", ["", " ", "-"])
def test_no_code_means_no_item(published: Edition, code: str) -> None:
    with pytest.raises(NoSuchItem):
        codes.find(published.plan, code)
