"""The coordinator's pages of rounds."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from lxml import html

from strategy.models import Edition, Letter, Organisation, Round
from strategy.progress import reporting
from strategy.rounds import answers, periods
from tests.factories import item_of, make_plan
from tests.strategy.cast import client_of
from tests.strategy.progress.scene import in_force
from tests.strategy.rounds.scene import PERIOD, closed, opened

DESK = "/plneni/sprava/obdobi/"
OPEN = f"{DESK}nove/"


def path_of(found: Round, deed: str = "") -> str:
    return f"{DESK}{found.pk}/{deed}"


def sent(edition: Edition, **given: object) -> dict[str, object]:
    period = periods.offered(localdate())[1]
    told = {"plan": edition.plan_id, "period": period.written}
    return told | {"answers_by": (localdate() + timedelta(days=21)).isoformat()} | given


def test_the_coordinator_opens_a_round(fulfilment: Client, edition: Edition) -> None:
    make_plan("bez-edice")
    form = fulfilment.get(OPEN).context["form"]
    assert list(form.fields["plan"].queryset) == [edition.plan]
    answer = fulfilment.post(OPEN, sent(edition))
    found = Round.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (303, path_of(found))
    assert periods.of(found) == periods.offered(localdate())[1]
    assert Letter.objects.filter(kind="round_opened").count() == 1
    page = fulfilment.get(DESK)
    assert [row[0] for row in page.context["open"]] == [found]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"plan": ""}, "plan"),
        ({"plan": "999"}, "plan"),
        ({"period": "2026/7-ctvrtleti"}, "period"),
        ({"answers_by": ""}, "answers_by"),
        ({"answers_by": "2020-01-01"}, "__all__"),
    ],
)
def test_what_cannot_be_is_refused_on_the_form(
    fulfilment: Client, edition: Edition, given: dict[str, str], field: str
) -> None:
    answer = fulfilment.post(OPEN, sent(edition, **given))
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, [field])
    assert (Round.objects.count(), Letter.objects.count()) == (0, 0)


def test_it_is_seen_who_has_answered_the_silent_first(fulfilment: Client, edition: Edition) -> None:
    found = opened(edition)
    reporting.report(item_of(edition, "A1.1"), "done")
    page = fulfilment.get(path_of(found))
    assert [(row.item.code, row.is_answered) for row in page.context["page"]] == [
        ("A1.2", False),
        ("A1.3", False),
        ("A1.1", True),
    ]
    assert page.context["tally"] == answers.Tally(3, 1)
    assert page.context["leads"] == [("Odbor OSP", answers.Tally(3, 1))]


def test_it_is_closed_and_then_public(fulfilment: Client, edition: Edition) -> None:
    found = opened(edition)
    answer = fulfilment.post(path_of(found, "uzavrit/"))
    assert (answer.status_code, answer.headers["Location"]) == (303, path_of(found))
    found.refresh_from_db()
    assert found.closed_at is not None
    page = fulfilment.get(path_of(found))
    public = page.context["public_path"]
    assert Client().get(public).status_code == 200
    assert page.context["may_close"] is False


def test_closing_twice_is_refused_in_words(fulfilment: Client, edition: Edition) -> None:
    found = opened(edition)
    told = []
    for _time in range(2):
        page = fulfilment.post(path_of(found, "uzavrit/"), follow=True)
        told.append([message.level_tag for message in page.context["messages"]])
    assert told == [["success"], ["error"]]


def test_it_is_called_off_while_it_is_open(fulfilment: Client, edition: Edition) -> None:
    found = opened(edition)
    answer = fulfilment.post(path_of(found, "zrusit/"))
    assert (answer.headers["Location"], Round.objects.count()) == (DESK, 0)
    kept = closed(edition)
    fulfilment.post(path_of(kept, "zrusit/"))
    assert list(Round.objects.all()) == [kept]


def test_words_of_evaluation_are_written_and_never_lost(
    fulfilment: Client, edition: Edition
) -> None:
    found = opened(edition)
    path = path_of(found, "hodnoceni/")
    fulfilment.post(path, {"evaluation": "První\r\nřádek.", "seen": ""})
    found.refresh_from_db()
    assert found.evaluation == "První\nřádek."
    late = fulfilment.post(path, {"evaluation": "Jiné.", "seen": ""})
    form = late.context["form"]
    assert (late.status_code, list(form.errors)) == (200, ["__all__"])
    assert form["evaluation"].value() == "Jiné."
    again = fulfilment.post(path, {"evaluation": "Jiné.", "seen": form["seen"].value()})
    found.refresh_from_db()
    assert (again.status_code, found.evaluation) == (303, "Jiné.")


PAGES = ["", "nove/", "{}/"]
DEEDS = ["nove/", "{}/uzavrit/", "{}/zrusit/", "{}/hodnoceni/"]


@pytest.mark.parametrize(("who", "status"), [("nobody", 302), ("editor", 403), ("auditor", 403)])
def test_others_do_nothing(edition: Edition, who: str, status: int) -> None:
    found, client = opened(edition), client_of(who)
    given = sent(edition) | {"evaluation": "Cizí."}
    statuses = {
        deed: client.post(DESK + deed.format(found.pk), given).status_code for deed in DEEDS
    }
    assert statuses == dict.fromkeys(DEEDS, status)
    found.refresh_from_db()
    assert (found.closed_at, found.evaluation, Round.objects.count()) == (None, "", 1)


@pytest.mark.parametrize(
    ("who", "statuses"),
    [("nobody", [302, 302, 302]), ("editor", [200, 403, 200]), ("fulfilment", [200, 200, 200])],
)
def test_who_sees_the_pages(edition: Edition, who: str, statuses: list[int]) -> None:
    found, client = opened(edition), client_of(who)
    assert [client.get(DESK + page.format(found.pk)).status_code for page in PAGES] == statuses


def test_a_get_changes_nothing(fulfilment: Client, edition: Edition) -> None:
    found = opened(edition)
    answers_to_get = [
        fulfilment.get(path_of(found, deed)).status_code
        for deed in ("uzavrit/", "zrusit/", "hodnoceni/")
    ]
    found.refresh_from_db()
    assert (answers_to_get, found.closed_at) == ([405, 405, 405], None)


def test_the_register_in_the_administration_only_looks(
    fulfilment: Client, edition: Edition
) -> None:
    found = opened(edition)
    listed = fulfilment.get(reverse("admin:strategy_round_changelist"))
    assert list(listed.context["cl"].result_list) == [found]
    one = reverse("admin:strategy_round_change", args=[found.pk])
    page = fulfilment.get(one).content.decode()
    assert path_of(found) in page
    changed = [
        fulfilment.get(reverse("admin:strategy_round_add")).status_code,
        fulfilment.post(one, {"evaluation": "Mimo."}).status_code,
        fulfilment.post(reverse("admin:strategy_round_delete", args=[found.pk])).status_code,
    ]
    found.refresh_from_db()
    assert (changed, found.evaluation) == ([403, 403, 403], "")


@pytest.mark.parametrize("measures", [1, 3])
def test_the_page_of_a_round_asks_as_much_for_three_measures_as_for_one(
    fulfilment: Client, department: Organisation, measures: int, django_assert_num_queries
) -> None:
    found = opened(in_force(department, measures), PERIOD)
    with django_assert_num_queries(11):
        assert len(fulfilment.get(path_of(found)).context["page"].object_list) == measures


@pytest.mark.parametrize("page", ["", "nove/", "{}/"])
def test_the_menu_marks_one_place_as_the_current_one(
    fulfilment: Client, edition: Edition, page: str
) -> None:
    shown = html.fromstring(fulfilment.get(DESK + page.format(opened(edition).pk)).content)
    current = shown.xpath("//nav[contains(@class, 'desk-nav')]//a[@aria-current]/@href")
    assert current == [DESK]


def test_the_menu_marks_fulfilment_on_its_own_pages(fulfilment: Client, edition: Edition) -> None:
    shown = html.fromstring(fulfilment.get("/plneni/sprava/").content)
    current = shown.xpath("//nav[contains(@class, 'desk-nav')]//a[@aria-current]/@href")
    assert current == ["/plneni/sprava/"]
