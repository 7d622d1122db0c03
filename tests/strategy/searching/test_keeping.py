"""The index says what is published, is made anew when it changes, and can be compared."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from strategy.models import Edition, Plan, SearchDue, SearchEntry, SearchStem
from strategy.searching import documents, keeping, watching
from tests.factories import draft_of, item_of, publish_afterwards, reword
from tests.searching import catch_up, found


def entries() -> list[tuple[int, str]]:
    """Of plans."""
    found = SearchEntry.objects.filter(source="items")
    return list(found.order_by("pk").values_list("pk", "title"))


def test_nothing_of_a_draft_is_in_the_index(plan: Plan) -> None:
    keeping.order_all()
    catch_up()
    stems = SearchStem.objects.filter(entry__source="items")
    assert (entries(), stems.count(), SearchDue.objects.count()) == ([], 0, 0)


def test_publishing_puts_the_edition_there(published: Edition) -> None:
    assert list(SearchDue.objects.values_list("source", "whole")) == [
        ("items", str(published.plan_id))
    ]
    catch_up()
    titles = {title for _pk, title in entries()}
    texts = published.items.exclude(parent=None).values_list("text", flat=True)
    assert titles == {published.title, *texts}


def test_what_says_the_same_stays_as_it_is(published: Edition) -> None:
    catch_up()
    before = entries()
    keeping.order_all()
    catch_up()
    assert entries() == before


def test_a_new_edition_writes_only_what_is_new(published: Edition) -> None:
    catch_up()
    before = dict(entries())
    reword(item_of(draft_of(published.plan), "A1.2"), "Xylofon pro každého.")
    publish_afterwards(published.plan)
    catch_up()
    kept = before.keys() & dict(entries()).keys()
    # The plan itself, the wording that went, and the one that came are written.
    assert len(before) - len(kept) == 2
    assert found("xylofony") == ["/zkusebni-plan/A1.2/"]


def test_another_address_of_a_plan_is_taken_over(published: Edition) -> None:
    catch_up()
    Plan.objects.filter(pk=published.plan_id).update(slug="jinde")
    catch_up()
    assert found("A1.1") == ["/jinde/A1.1/"]


def test_words_read_in_a_new_way_are_read_again(
    published: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    catch_up()
    before = entries()
    keeping.order_missing()
    # What the programme itself says is read again with each version of it.
    assert set(SearchDue.objects.values_list("source", flat=True)) == {"pages"}
    monkeypatch.setattr(documents, "VERSION", "12345678")
    monkeypatch.setattr(keeping, "VERSION", "12345678")
    keeping.order_missing()
    catch_up()
    assert {pk for pk, _title in before} & {pk for pk, _title in entries()} == set()


def test_the_check_tells_what_differs(published: Edition) -> None:
    keeping.order_all()
    catch_up()
    call_command("rebuild_search", "--check", stdout=StringIO())
    SearchEntry.objects.filter(code="A1").update(digest="jiný")
    SearchStem.objects.filter(entry__code="A").delete()
    SearchEntry.objects.filter(code="A").delete()
    SearchEntry.objects.create(
        source="items", whole="0", ref="cizí", kind="item", in_force=True, address="/", digest=""
    )
    assert keeping.compare() == (1, 1, 1)
    with pytest.raises(CommandError, match=r"1.+1.+1"):
        call_command("rebuild_search", "--check", stdout=StringIO())
    call_command("rebuild_search", stdout=StringIO())
    assert keeping.compare() == (0, 0, 0)


def test_missing_triggers_are_told_of_and_put_on(published: Edition) -> None:
    keeping.order_all()
    catch_up()
    watching.uninstall(connection)
    with pytest.raises(CommandError):
        call_command("rebuild_search", "--check", stdout=StringIO())
    call_command("rebuild_search", stdout=StringIO())
    assert watching.installed(connection) is True
    call_command("rebuild_search", "--check", stdout=StringIO())
