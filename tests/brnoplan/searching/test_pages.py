"""The portal's own pages are found, and what the city adds to them."""

from strategy.models import PortalText, SearchEntry
from strategy.searching import keeping
from tests.searching import catch_up, found


def test_help_is_found_by_what_it_says(db: None) -> None:
    keeping.order_missing()
    catch_up()
    assert found("jak poslat připomínku")[0] == "/napoveda/pripominka/"
    assert found("cookies")[0] == "/o-portalu/cookies/"
    pages = SearchEntry.objects.filter(source="pages")
    assert pages.count() == 9
    assert [page.address for page in pages if not page.title or "<" in page.text] == []


def test_what_the_city_adds_is_found_and_gone_at_once_when_it_is_taken_back(db: None) -> None:
    PortalText.objects.create(page="contact", text="Podatelna je v ulici Xylofonové.")
    catch_up()
    assert found("xylofonová") == ["/o-portalu/kontakt/"]
    PortalText.objects.all().delete()
    assert found("xylofonová") == []
    catch_up()
    assert (found("xylofonová"), found("kontakt")[0]) == ([], "/o-portalu/kontakt/")
