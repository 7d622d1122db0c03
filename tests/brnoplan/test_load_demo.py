import json
import re
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from brnoplan import demo
from comments.consulting import standing
from comments.models import Comment, Consultation
from comments.table import lines
from strategy import days, editions, tree
from strategy.compare import compare
from strategy.models import Edition, Item, Organisation, Plan
from strategy.pdf import document
from tests.factories import draft_of, item_of, root_of
from tests.rows import all_rows

SOURCE = (Path(__file__).parents[2] / "fixtures/zavedeni-kpss.txt").read_text()


@pytest.fixture
def loaded(db: None) -> None:
    call_command("load_demo", stdout=StringIO())


@pytest.fixture
def strategy(loaded: None) -> Plan:
    return Plan.objects.get(slug="brno-2050")


@pytest.fixture
def approved(loaded: None) -> Edition:
    plans = Edition.objects.select_related("plan")
    return plans.get(stamp="approved", plan__slug="komunitni-plan-2009")


def test_the_demo_is_the_real_plan_published_for_consultation(strategy: Plan) -> None:
    published = editions.current(strategy)
    assert strategy.title == "Strategie Brno 2050"
    assert (published.number, published.state) == (1, "consultation")
    # Midnight in Prague at the beginning of 26. 6. 2018.
    assert published.published_at == datetime(2018, 6, 25, 22, tzinfo=UTC)
    assert Item.objects.filter(edition=published, tier__is_measure=True).count() == 46


def test_the_comments_speak_of_the_published_text(strategy: Plan) -> None:
    published = editions.current(strategy)
    e3 = item_of(published, "E3")
    assert [comment.item for comment in Comment.objects.published().order_by("number")] == [
        root_of(published),
        e3,
        e3,
    ]


def test_a_working_draft_stands_beside_it(strategy: Plan) -> None:
    draft = draft_of(strategy)
    assert draft.number == 2
    assert Item.objects.filter(edition=draft).count() == 68
    assert tree.find_faults(draft) == []


def test_the_three_comments_go_all_the_way(strategy: Plan) -> None:
    found = lines(Comment.objects.filter(plan=strategy))
    assert [(line.label, line.outcome, line.text) for line in found] == [
        ("1", "noted", "Bez připomínek"),
        (
            "2",
            "explained",
            "U priority E3 doplnit i zmapování komunit dle tematické členění a podle právní "
            "subjektivity, přehled dostupných komunit zveřejnit.",
        ),
        (
            "3",
            "accepted",
            "Priorita E3 Podporovat vznik, fungování a udržování komunit: Doplnit také podporu "
            "mezioborové a mezigenerační spolupráce.",
        ),
    ]
    assert [line.comment.received for line in found] == ["26. 6. 2018", "28. 6. 2018", "4. 7. 2018"]
    assert found[2].changed_in_draft == "E3"


def test_what_no_source_tells_is_said_to_be_made_up(strategy: Plan) -> None:
    _noted, *answers = [line.answer for line in lines(Comment.objects.filter(plan=strategy))]
    assert [answer.reasoning.split(":")[0] for answer in answers if answer] == (
        ["Ukázka vypořádání"] * 2
    )
    names = [answer.settled_by for answer in answers if answer]
    assert ["ukázk" in name.lower() for name in names] == [True, True]
    trial = Consultation.objects.get(edition__plan=strategy)
    assert trial.questions.startswith("Ukázkové řízení")


def test_staff_see_what_the_accepted_comment_changed_and_the_public_text_stays(
    strategy: Plan,
) -> None:
    published = editions.current(strategy)
    [change] = compare(published, draft_of(strategy)).changes
    texts = [line.text for line in (change.before, change.after) if line]
    assert texts[0] == item_of(published, "E3").text
    assert texts[1].startswith(texts[0])


def test_a_visitor_can_try_to_comment_for_three_weeks(strategy: Plan) -> None:
    trial = Consultation.objects.get(edition__plan=strategy)
    assert trial.is_open()
    assert trial.closes_at == days.start_of(timezone.localdate() + timedelta(days=21))
    assert trial.answers_promised_on > timezone.localdate(trial.closes_at)


def test_the_other_plan_has_neither_comments_nor_a_consultation(approved: Edition) -> None:
    assert Comment.objects.filter(plan=approved.plan).count() == 0
    assert Consultation.objects.filter(edition__plan=approved.plan).count() == 0


def test_a_group_that_is_left_of_an_older_demo_is_taken_over(db: None) -> None:
    Organisation.objects.create(kind="working_group", name=demo.GROUP_NAME)
    call_command("load_demo", stdout=StringIO())
    assert Organisation.objects.filter(name=demo.GROUP_NAME).count() == 1


def test_the_council_approved_one_thing_and_took_note_of_another(approved: Edition) -> None:
    resolution = approved.approved_by
    parts = list(resolution.parts.values_list("verb", "subject", "wording"))
    title = "Komunitního plánu sociálních služeb města Brna do roku 2009"
    assert (approved.state, resolution.body, resolution.date) == ("approved", "city_council", None)
    assert parts == [
        ("approves", "part", f"priority a opatření {title}"),
        ("notes", "finances", "návrh finančních požadavků na realizaci jeho priorit"),
    ]
    for words in (resolution.date_in_words, *(wording for *_, wording in parts)):
        assert words in SOURCE


def test_the_approved_plan_holds_what_the_source_says_and_no_measure(approved: Edition) -> None:
    items = Item.objects.shown().filter(edition=approved).order_by("lft")
    assert [item.text for item in items] == [
        "Senioři",
        "Rodiny s dětmi",
        "Osoby s duševním onemocněním",
        "Osoby s mentálním postižením, autismem a kombinovaným postižením",
        "Osoby s tělesným postižením",
        "Osoby se smyslovým postižením",
        "Společensky nepřizpůsobení",
        "Etnické menšiny",
    ]
    assert [item.description for item in items if item.description] == [
        "Později Děti, mládež, rodina.",
        "Později Osoby ohrožené sociálním vyloučením.",
        "Později Romové a cizinci ohrožení sociálním vyloučením.",
    ]
    assert not items.filter(tier__is_measure=True).exists()
    assert tree.find_faults(approved) == []


# What the source names; the plan's own title and the years of its neighbours.
YEARS = {"2009"}


def years(text: str) -> set[str]:
    # A group of digits in the key of an item is no year.
    text = re.sub(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", "", text)
    visible = re.sub(r"<(?:head|form|footer)\b.*?</(?:head|form|footer)>", "", text, flags=re.S)
    return set(re.findall(r"\b(?:19|20)\d\d\b", re.sub(r"<[^>]*>", " ", visible)))


def test_no_page_and_no_document_gives_the_approval_a_day_or_a_year(
    client: Client, approved: Edition
) -> None:
    address = approved.plan.get_absolute_url()
    item = Item.objects.shown().filter(edition=approved).first()
    for page in (address, f"{address}edice/1/", f"{address}{item.handle}/"):
        html = client.get(page).content.decode()
        main = html[html.index("<main") : html.index("</main>")]
        assert "(říjen, rok zdroj neuvádí)" in main.replace("\N{NO-BREAK SPACE}", " ")
        assert (page, years(main)) == (page, YEARS)
    assert years(document.html(approved)) == YEARS
    sealed = json.loads(approved.seal.document)
    assert sealed["edition"]["published_at"] is None
    assert years(approved.seal.document) == YEARS


def test_of_no_day_is_said_whether_the_plan_was_in_force(client: Client, approved: Edition) -> None:
    address = approved.plan.get_absolute_url()
    today = timezone.localdate()
    for day in (date(2008, 1, 1), date(2009, 6, 1), today - timedelta(days=1), today):
        response = client.get(f"{address}k/{day.isoformat()}/")
        unknown = "Žádný zdroj neuvádí, od kterého dne tento plán platil."
        assert (response.status_code, response.context["refusal"]) == (404, unknown)
        html = response.content.decode()
        assert f'href="{address}edice/1/"' in html
        assert 'class="band"' not in html
    strategy = Edition.objects.get(stamp="consultation")
    with pytest.raises(days.NoSuchDay) as refusal:
        days.in_force([strategy], date(2008, 1, 1))
    assert unknown != str(refusal.value)


def test_a_plan_whose_period_is_over_is_not_shown_as_in_force(
    client: Client, approved: Edition
) -> None:
    shelves = client.get("/").context["shelves"]
    assert approved.cover.period_to < timezone.localdate().year
    other = Edition.objects.exclude(plan=approved.plan).get(stamp="approved")
    assert [[plan.edition for plan in shelf] for shelf in shelves] == [
        [other, approved, editions.current(Plan.objects.get(slug="brno-2050"))],
        [],
        [other, approved],
    ]


def test_the_home_page_offers_the_trial_alone(client: Client, strategy: Plan) -> None:
    shelves = client.get("/").context["shelves"]
    drafts = standing.shelves(shelves.standing)
    assert [shelved.edition for shelved, _consultation in drafts.open] == [
        editions.current(strategy)
    ]


def test_a_source_that_says_something_else_is_refused() -> None:
    with pytest.raises(ValueError, match="resolved"):
        demo.resolved(SOURCE.replace("schválilo", "projednalo"))


def test_loading_again_leaves_what_people_did_alone(strategy: Plan) -> None:
    tree.delete_item(item_of(draft_of(strategy), "A1.1"))
    before = all_rows()
    call_command("load_demo", stdout=StringIO())
    assert all_rows() == before


def test_where_one_plan_is_there_the_others_are_loaded(strategy: Plan) -> None:
    slugs = list(Plan.objects.published().order_by("pk").values_list("slug", flat=True))
    assert slugs == [
        "brno-2050",
        "komunitni-plan-2009",
        "akcni-plan-socialni-vylouceni-2016-2020",
    ]
