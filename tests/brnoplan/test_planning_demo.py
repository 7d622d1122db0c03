"""Community planning in the demo: every fact stands in the text that it is from."""

import re
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from brnoplan.management.commands.load_demo import DEMOS
from brnoplan.planning_demo import texts
from brnoplan.planning_demo.concerns import SITUATIONS
from brnoplan.planning_demo.texts import BEGINNINGS, PARTNERSHIP, PROJECT, text_of
from kpss.models import (
    AgendaPoint,
    Attendance,
    Body,
    ConcernPart,
    Cycle,
    Decision,
    KeyActivity,
    Meeting,
    Membership,
    Minutes,
    News,
    Person,
    Phase,
    Project,
    Rules,
    Series,
    TargetGroup,
    TargetGroupName,
    Task,
)
from strategy.models import Edition, Item, Organisation, Plan
from tests.brnoplan.planning_texts import quotes, says
from tests.rows import all_rows

CITY = "Statutární město Brno"
FIRST_TITLE = "Komunitní plán sociálních služeb města Brna do roku 2009"
IN_BRNO = "města Brna pro období"


def names_of(group: TargetGroup) -> list[str]:
    return list(group.names.values_list("name", flat=True))


# ---- target groups


@pytest.mark.usefixtures("loaded")
def test_target_groups_have_the_later_names_of_the_source() -> None:
    assert [names_of(group) for group in TargetGroup.objects.all()] == [
        ["Senioři"],
        ["Rodiny s dětmi", "Děti, mládež, rodina"],
        ["Osoby s duševním onemocněním"],
        ["Osoby s mentálním postižením, autismem a kombinovaným postižením"],
        ["Osoby s tělesným postižením"],
        ["Osoby se smyslovým postižením"],
        ["Společensky nepřizpůsobení", "Osoby ohrožené sociálním vyloučením"],
        ["Etnické menšiny", "Romové a cizinci ohrožení sociálním vyloučením"],
    ]
    for group in TargetGroup.objects.all():
        first, *later = names_of(group)
        listed = f"{first} (později {later[0]})" if later else f"• {first}"
        assert says(BEGINNINGS, listed) == []


@pytest.mark.usefixtures("loaded")
def test_no_day_of_a_renaming_is_given() -> None:
    rows = TargetGroup.objects.values_list("valid_from", "valid_to", "names__since")
    assert set(rows) == {("", "", "")}
    known = TargetGroupName.objects.exclude(last_known="").values_list("number", "last_known")
    assert list(known) == [(1, "2006-03")] * 3
    assert says(BEGINNINGS, "zahájila v březnu 2006 konference") == []


@pytest.mark.usefixtures("loaded")
def test_the_items_of_the_plan_lead_to_the_groups_of_today(client: Client) -> None:
    plan = Plan.objects.get(slug="komunitni-plan-2009")
    for item in Item.objects.published().shown().filter(edition__plan=plan):
        group = TargetGroup.objects.get(names__name=item.text)
        html = client.get(f"{plan.get_absolute_url()}{item.handle}/").content.decode()
        assert f'href="{group.get_absolute_url()}"' in html


# ---- bodies


@pytest.mark.usefixtures("loaded")
def test_the_coordination_group_is_nine_in_equal_thirds() -> None:
    body = Body.objects.get(kind=Body.Kind.COORDINATION)
    rules = Rules.objects.get()
    assert [rules.seats(side) for side in ("commissioner", "provider", "service_user")] == [3] * 3
    assert (rules.body, rules.valid_from, rules.document, rules.quorum) == (body, None, None, None)
    words = "devítičlenná koordinační skupina, složená rovnoměrně ze zástupců zadavatele"
    assert body.about.startswith("Byla devítičlenná, rovnoměrně ze zástupců zadavatele")
    assert len(quotes(body.about)) == 1
    assert says(BEGINNINGS, words, *quotes(body.about)) == []
    assert says(PROJECT, "Koordinační skupiny KPSS v Brně") == []


@pytest.mark.usefixtures("loaded")
def test_eight_working_groups_mirror_the_target_groups() -> None:
    bodies = Body.objects.filter(kind=Body.Kind.TARGET_GROUP)
    assert sorted(bodies.values_list("target_group__position", flat=True)) == list(range(1, 9))
    assert {body.name for body in bodies} == {
        f"Pracovní skupina {group}" for group in TargetGroup.objects.all()
    }
    assert says(PROJECT, "8 pracovních skupin brněnského KPSS dle cílových skupin") == []
    assert says(BEGINNINGS, "naplnění pracovních skupin (jež kopírovaly ty cílové)") == []


@pytest.mark.usefixtures("loaded")
def test_groups_without_a_name_are_told_of_and_not_made() -> None:
    """Three further ones are in the project, thematic ones of the partnership in its text."""
    kinds = list(Body.objects.order_by("kind").values_list("kind", flat=True))
    assert kinds == ["coordination", "partnership", *["target_group"] * 8]
    told = KeyActivity.objects.get(number=1).points.get(position=3).text
    assert told.startswith("Zřízení a setkávání 3 nových pracovních skupin")
    partnership = Body.objects.get(kind=Body.Kind.PARTNERSHIP)
    assert "které se budou scházet jednou za dva měsíce" in partnership.about
    assert len(quotes(partnership.about)) == 3
    assert says(PARTNERSHIP, "lokálního partnerství Brno", *quotes(partnership.about)) == []


@pytest.mark.usefixtures("loaded")
def test_of_every_group_it_is_said_that_no_source_tells_of_today() -> None:
    for body in Body.objects.all():
        assert "zda pracuje i dnes, neříká žádný" in body.about
        assert "jen na zkoušku" in body.about


@pytest.mark.usefixtures("loaded")
def test_nobody_is_a_member_for_no_source_names_one() -> None:
    for model in (Person, Membership, Attendance, Series, Minutes, Task, Decision):
        assert (model.__name__, model.objects.count()) == (model.__name__, 0)


# ---- plans and their cycles


@pytest.mark.usefixtures("loaded")
def test_plans_have_the_names_and_years_of_the_texts() -> None:
    plans = Cycle.objects.order_by("pk").values_list(
        "plan__title", "plan__period_from", "plan__period_to"
    )
    assert list(plans) == [
        (FIRST_TITLE, None, 2009),
        ("2. komunitní plán sociálních služeb pro období 2010 – 2013", 2010, 2013),
        (f"3. komunitní plán sociálních služeb {IN_BRNO} 2013 – 2015", 2013, 2015),
        ("Akční plán pro rok 2013", 2013, 2013),
        ("Akční plán pro rok 2014", 2014, 2014),
        ("Strategický plán sociálního začleňování pro období 2016 – 2019", 2016, 2019),
    ]
    assert says(BEGINNINGS, FIRST_TITLE) == []
    said = (
        "2. komunitního plánu sociálních služeb pro období 2010 – 2013",
        "3. komunitní plán sociálních služeb města Brna pro období 2013 – 2015",
        "Akční plány pro rok 2013 a 2014",
    )
    assert says(PROJECT, *said) == []
    assert says(PARTNERSHIP, "Strategický plán sociálního začleňování pro období 2016 – 2019") == []


@pytest.mark.usefixtures("loaded")
def test_plans_follow_one_another_as_the_texts_say() -> None:
    rows = Cycle.objects.values_list("plan__slug", "follows__plan__slug", "carries_out__plan__slug")
    assert {row[0]: row[1:] for row in rows} == {
        "komunitni-plan-2009": (None, None),
        "komunitni-plan-2010-2013": ("komunitni-plan-2009", None),
        "komunitni-plan-2013-2015": ("komunitni-plan-2010-2013", None),
        "akcni-plan-2013": (None, "komunitni-plan-2013-2015"),
        "akcni-plan-2014": (None, "komunitni-plan-2013-2015"),
        "strategicky-plan-zaclenovani-2016-2019": (None, None),
    }
    following = "plánování na další období v případě pokračování brněnského procesu tj. 2010 – 2013"
    assert says(BEGINNINGS, following) == []
    titled = "3. komunitní plán sociálních služeb města Brna pro období 2013 – 2015 a akční plány"
    assert says(PROJECT, f"{titled} pro roky 2013 a 2014") == []


@pytest.mark.usefixtures("loaded")
def test_plans_without_a_text_have_an_empty_draft_and_nothing_else() -> None:
    others = Plan.objects.exclude(slug__in=[plan.slug for plan in DEMOS])
    editions = Edition.objects.filter(plan__in=others)
    assert set(editions.values_list("state", flat=True)) == {"draft"}
    assert (others.count(), editions.count()) == (5, 5)
    assert not Item.objects.shown().filter(edition__in=editions).exists()
    assert not any(plan.tiers.exists() for plan in others)


@pytest.mark.usefixtures("loaded")
def test_phases_have_the_dates_of_the_texts_and_no_other() -> None:
    dated = Phase.objects.exclude(begins="", ends="").order_by("cycle", "kind")
    rows = dated.values_list("cycle__plan__slug", "kind", "begins", "ends")
    assert list(rows) == [
        ("komunitni-plan-2009", "1_preparation", "2004", "2006-03"),
        ("komunitni-plan-2009", "5_approval", "XXXX-10", ""),
        ("komunitni-plan-2009", "6_realisation", "", "2009"),
        ("strategicky-plan-zaclenovani-2016-2019", "5_approval", "2016-03-15", ""),
        ("strategicky-plan-zaclenovani-2016-2019", "6_realisation", "2016-05", ""),
    ]
    said = ("v roce 2004 byla vyškolena", "v březnu 2006", "na svém říjnovém zasedání schválilo")
    assert says(BEGINNINGS, *said, "do konce roku 2009") == []
    assert says(PARTNERSHIP, "dne 15. března 2016", "od května 2016") == []


OF_TEXT = {"Zavedení": BEGINNINGS, "Grantový": PROJECT, "Zpráva": PARTNERSHIP}


@pytest.mark.usefixtures("loaded")
def test_what_is_told_of_phases_and_plans_quotes_the_words_of_their_source() -> None:
    told = [(phase.source, phase.note) for phase in Phase.objects.all()]
    told += [(cycle.source, cycle.about) for cycle in Cycle.objects.exclude(about="")]
    told += [(project.source, project.about) for project in Project.objects.all()]
    assert len(told) == 14 + 4 + 2
    for source, words in told:
        where = [OF_TEXT[line.split()[0]] for line in source.splitlines()]
        for line in words.splitlines():
            found = quotes(line)
            assert found != []
            assert [one for one in found if all(says(name, one) for name in where)] == []


@pytest.mark.usefixtures("loaded")
def test_every_number_and_day_on_a_page_of_a_plan_is_known_from_the_texts(client: Client) -> None:
    known = set(re.findall(r"\d+", "".join(map(text_of, (BEGINNINGS, PROJECT, PARTNERSHIP)))))
    for cycle in Cycle.objects.all():
        html = client.get(cycle.get_absolute_url()).content.decode()
        main = re.sub(r"<(svg|title)\b.*?</\1>", "", html[html.index("<main") :], flags=re.S)
        text = re.sub(r"<[^>]*>", " ", main[: main.index("</main>")])
        assert (cycle.plan.slug, set(re.findall(r"\d{3,}", text)) - known) == (
            cycle.plan.slug,
            set(),
        )


# ---- what happened


@pytest.mark.usefixtures("loaded")
def test_the_meeting_has_the_day_and_the_place_of_the_text_and_no_agenda() -> None:
    meeting = Meeting.objects.get()
    assert (meeting.day, meeting.time_from, meeting.guests) == (date(2016, 4, 14), None, None)
    assert (meeting.place, meeting.attended_in_words) == ("Nová radnice", "na osm desítek lidí")
    said = ("Brno, 14. 4. 2016", "v budově Nové radnice", "Setkání se zúčastnilo na osm desítek")
    assert says(PARTNERSHIP, *said) == []
    assert AgendaPoint.objects.count() == 0


@pytest.mark.usefixtures("loaded")
def test_the_news_are_the_words_of_the_texts_without_the_web_around_them() -> None:
    news = {piece.slug: piece for piece in News.objects.published()}
    assert {slug: piece.happened for slug, piece in news.items()} == {
        "konference-2006": "2006-03",
        "setkani-lokalniho-partnerstvi-2016": "2016-04-14",
    }
    conference, meeting = news["konference-2006"], news["setkani-lokalniho-partnerstvi-2016"]
    assert says(BEGINNINGS, *quotes(conference.text)) == []
    [told] = quotes(meeting.text)
    assert says(PARTNERSHIP, meeting.title, *told.splitlines()) == []
    assert meeting.text.startswith("„Brno, 14. 4. 2016 – Dnes se v budově Nové radnice")
    assert meeting.text.endswith("ale i samotných občanů.“")
    assert (conference.text[0], conference.text[-1]) == ("„", "“")
    for noise in ("Facebook", "YouTube", "Tisk", "E-mail", "//]]>", "Přihlašte", "Napsali"):
        assert noise not in meeting.text + conference.text


# ---- loading


@pytest.mark.usefixtures("loaded")
def test_loading_again_changes_nothing() -> None:
    before = all_rows()
    call_command("load_demo", stdout=StringIO())
    assert all_rows() == before


def test_planning_of_a_city_of_its_own_is_left_alone(db: None) -> None:
    Body.objects.create(kind="theme", name="Naše skupina", slug="nase")
    call_command("load_demo", stdout=StringIO())
    assert (Body.objects.count(), Cycle.objects.count()) == (1, 0)


def test_an_organisation_that_is_there_already_is_taken(db: None) -> None:
    Organisation.objects.create(kind="authority", name=CITY)
    call_command("load_demo", stdout=StringIO())
    assert Organisation.objects.filter(name=CITY).count() == 1


def test_a_source_that_says_something_else_is_refused() -> None:
    text = text_of(PROJECT)
    with pytest.raises(ValueError, match="no longer says"):
        texts.said(text, "Projekt se nekonal")
    with pytest.raises(ValueError, match="substring"):
        texts.key_activities(text.replace(texts.ACTIVITIES_FOLLOW, ""))


# ---- what concerns readers


@pytest.mark.usefixtures("loaded")
def test_a_situation_holds_what_plans_say_of_it_by_its_very_words() -> None:
    found = {
        situation.slug: {
            item.code
            for part in ConcernPart.objects.filter(concern__slug=situation.slug)
            for item in Item.objects.published().filter(key=part.item_key)
            if any(said in item.text for said in situation.said)
            and item.edition.plan_id == part.plan_id
        }
        for situation in SITUATIONS
    }
    assert found["pecuji-o-blizke"] == {"A1.2", "A1.3"}
    assert "A1.1" in found["jsem-senior"]
    assert sum(map(len, found.values())) == ConcernPart.objects.count()
