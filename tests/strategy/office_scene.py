"""A plan that is carried out and measured, and every page that shows or asks that, by name.

What comments and community planning add has scenes of its own. For whoever looks at all pages.
"""

from datetime import timedelta
from typing import NamedTuple

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.timezone import localdate

from comments.models import Comment
from strategy.feedback import sending
from strategy.importing import imports
from strategy.links import linking
from strategy.models import Edition, MeasureLink, Organisation, ProgressReport, Reading, Round
from strategy.progress import links, reporting
from strategy.rounds import closing, opening
from strategy.rounds.periods import Kind, Period
from tests.factories import draft_of, item_of, make_comment, reword
from tests.scenes import LONG, Scene
from tests.strategy.importing_texts import SMALL
from tests.strategy.measures.measured import indicator_of, make_indicator, measure, measured_plan
from tests.strategy.progress.scene import lead_of

SLUG = "provadeny-plan"


class _Cast(NamedTuple):
    """The rows that pages are about."""

    edition: Edition
    department: Organisation
    report: ProgressReport
    reading: Reading
    closed: Round
    open: Round
    entered: Comment


def make_scene(staff: User) -> Scene:
    """What `staff` did, too: a file that waits to be confirmed as a plan."""
    department = Organisation.objects.create(
        name=f"Odbor {LONG}", abbreviation="OSP", email="osp@brno.example"
    )
    edition = measured_plan(
        make_indicator(name=f"Osoby {LONG}"), measures=2, lead=department, slug=SLUG
    )
    first, second = (item_of(edition, code) for code in ("A1.1", "A1.2"))
    reading = measure(indicator_of(edition), 42, note=f"Podle {LONG}.")
    closed = _round(edition, 1)
    report = reporting.report(
        first, "done", share=100, commentary=f"Stavba {LONG} stojí. Volejte 604 123 987.",
        organisation=department, channel="link",
    )  # fmt: skip
    closing.close(closed, f"Vyhodnoceno {LONG}.")
    linking.link(first, MeasureLink.Kind.SAME_AS, second)
    reword(item_of(draft_of(edition.plan), "A1.2"))
    entered = make_comment(first, organisation=f"Spolek {LONG}")
    Comment.objects.filter(pk=entered.pk).update(channel=Comment.Channel.PAPER)
    cast = _Cast(edition, department, report, reading, closed, _round(edition, 2), entered)
    return Scene(_public_pages(cast), _secret_pages(cast), _staff_pages(cast, staff))


def _round(edition: Edition, quarter: int) -> Round:
    period = Period(Kind.QUARTER, 2026, quarter)
    return opening.open_round(edition.plan, period, localdate() + timedelta(days=21)).round


def _public_pages(cast: _Cast) -> dict[str, str]:
    item = item_of(cast.edition, "A1.1")
    plan = cast.edition.plan.get_absolute_url()
    return {
        "search": "/hledani/",
        "found": "/hledani/?q=komunit%C3%AD",
        "found nothing": f"/hledani/?q={LONG}",
        "plan that is carried out": plan,
        "measure with values": item.get_absolute_url(),
        "changes of the plan": f"{plan}zmeny/?od=2018-01-01",
        "formats of an edition": f"{plan}edice/{cast.edition.number}/formaty/",
        "course": reverse("strategy:progress_course", args=[item.key]),
        "numbers": f"{plan}plneni/",
        "measures of all plans": reverse("strategy:measures_all"),
        "rounds": f"{plan}plneni/obdobi/",
        "round that is closed": f"{plan}plneni/2026/1-ctvrtleti/",
        "links between plans": reverse("strategy:links_map"),
        "card": reverse("sharing:card", args=[item.key]),
        "how a plan is made": reverse("help_plan"),
        "how to follow": reverse("help_follow"),
    }


def _secret_pages(cast: _Cast) -> dict[str, str]:
    asked = links.path(lead_of(cast.edition))
    return {"lead's answer": asked, "lead's thanks": f"{asked}hotovo/"}


def _staff_pages(cast: _Cast, staff: User) -> dict[str, str]:
    plan, item = cast.edition.plan, item_of(cast.edition, "A1.1")
    message = sending.send(
        cast.entered.submission_key, address="192.0.2.1", kind="obstacle", page="/",
        text=f"Nepřečtu {LONG}.", email="jana@example.cz",
    )  # fmt: skip
    member = User.objects.create_user("referentka", is_staff=True)
    brought = imports.begin("plan.txt", SMALL.encode(), staff, slug="dovezeny", title="Dovoz")
    lists = ["feedback_list", "handover_list", "import_list", "links_desk", "measured_plans",
             "my_measures", "rounds_desk", "round_open", "staff_dashboard_all",
             "staff_measures_all", "summary_list", "translation_list"]  # fmt: skip
    of_plan = ["staff_dashboard", "staff_measures", "reading_sheet", "plan_hints"]
    of_item = ["progress_report", "reading_list", "links_item", "summary_write"]
    of_reading = ["reading_change", "reading_hide"]
    return {
        **{name: reverse(f"strategy:{name}") for name in lists},
        **{name: reverse(f"strategy:{name}", args=[plan.slug]) for name in of_plan},
        **{name: reverse(f"strategy:{name}", args=[item.key]) for name in of_item},
        **{name: reverse(f"strategy:{name}", args=[cast.reading.pk]) for name in of_reading},
        "all measures": reverse("strategy:my_measures") + "?fronta=vse",
        "report_hide": reverse("strategy:report_hide", args=[cast.report.pk]),
        "round_status": reverse("strategy:round_status", args=[cast.open.pk]),
        "round that is over": reverse("strategy:round_status", args=[cast.closed.pk]),
        "feedback_read": reverse("strategy:feedback_read", args=[message.pk]),
        "handover_organisation": reverse(
            "strategy:handover_organisation", args=[cast.department.pk]
        ),
        "handover_person": reverse("strategy:handover_person", args=[member.pk]),
        "import_preview": reverse("strategy:import_preview", args=[brought.pk]),
        "import_item": reverse("strategy:import_item", args=[brought.pk, 2]),
        "translation_write": reverse("strategy:translation_write", args=[plan.slug, "en"]),
        "what of one person is published": reverse("comments:mention_list") + "?slova=604",
        "entering_email": reverse("comments:entering_email", args=[cast.entered.pk]),
        "packet": reverse("packet", args=[plan.slug, draft_of(plan).number]),
        "comparison with the draft": reverse(
            "comparison_draft", args=[plan.slug, cast.edition.number]
        ),
    }
