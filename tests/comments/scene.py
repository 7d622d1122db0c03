"""A plan with comments in every state, and every page that shows them, by name.

For whoever looks at all pages: the browser's tests, the HTML checker.
"""

from datetime import timedelta

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from comments import amending, consultation, links, publication, receiving, settlement
from comments.inviting import invite
from comments.links import Purpose
from comments.models import (
    AnswerTemplate,
    Comment,
    Contact,
    Handling,
    Invitation,
    Point,
    Subscription,
)
from comments.receiving import Said
from strategy.models import Edition, Item, Organisation, Plan
from tests.factories import (
    draft_of,
    item_of,
    make_comment,
    make_plan,
    open_consultation,
    publish,
    reword,
    settle,
)
from tests.scenes import Scene

LONG = "Nejneobhospodařovávatelnějšími/nejneobhospodařovávatelnějšími"
SAID = "Prosíme doplnit přehled komunitních center.\n\nVolejte 602 123 456 nebo pište na a@b.cz."


def make_scene(edition: Edition, code: str = "A1.1", other: str = "A1.2") -> Scene:
    """On two measures of a plan's current edition, which need not be consulted yet."""
    consulted = consultation.of(edition) or open_consultation(
        edition,
        questions="Co v plánu chybí?\nCo je v něm navíc?",
        email="pripominky@example.cz",
        postal_address=f"Odbor {LONG}\nDominikánské náměstí 1\nBrno",
        hearing="V úterý v 17 hodin v zasedací místnosti.",
    )
    consultation.extend(
        consulted,
        closes_at=consulted.closes_at + timedelta(days=7),
        answers_promised_on=consulted.answers_promised_on + timedelta(days=7),
        reason="Prosili nás o to.",
    )
    items = item_of(edition, code), item_of(edition, other)
    answered = _answered(items)
    withdrawn = amending.withdraw(make_comment(items[0], text="Beru zpět."))
    waiting = make_comment(items[0], text=SAID, published=False, email="obcan@example.cz")
    for text in ("Doplnit, kdo to zaplatí.", f"Doplnit {LONG}."):
        make_comment(items[1], text=text, organisation=f"Spolek {LONG}", name_public=True)
    point = make_comment(items[0], text="Chceme lavičky a stromy v ulicích.").points.get()
    AnswerTemplate.objects.create(name="Děkujeme", outcome="noted", text="Děkujeme.")
    department = Organisation.objects.create(
        name=f"Odbor {LONG}", kind="department", email="odbor@example.cz"
    )
    Handling.objects.create(point=point, assigned_to=department, due_on=localdate())
    settlement.draft(point, outcome="noted", reasoning="Děkujeme za připomínku.")
    return Scene(
        _public_pages(edition, answered, withdrawn) | _other_consultations(),
        _secret_pages(edition, answered, waiting, department),
        _staff_pages(edition, waiting, point),
    )


def everything() -> User:
    """Somebody who may do everything, whose password is the name."""
    return User.objects.create_superuser("jana", password="jana", first_name="Jana")


def _answered(items: tuple[Item, Item]) -> Comment:
    """In two parts and two versions, answered with a changed text, and disagreed with."""
    parts = [
        Said(items[0], SAID, f"Rozvíjet {LONG}.", "Nelze říct, kde chybí."),
        Said(items[1], "Kdy?"),
    ]
    comment = receiving.receive(parts, name="Občanka", email="o@example.cz", channel="import")
    Contact.objects.filter(comment=comment).update(confirmed_at=timezone.now())
    comment = publication.publish(comment)
    amended = [parts[0]._replace(text="Prosíme doplnit přehled všech center."), parts[1]]
    publication.publish(amending.amend(comment, amended))
    changed = item_of(draft_of(comment.plan), items[0].code)
    reword(changed, f"{changed.text} Financovat komunitní centra.")
    changed.refresh_from_db()
    answer = settle(comment.points.get(part=1), outcome="accepted", changed_item=changed)
    amending.react(answer, satisfied=False, words="Nestačí to.")
    return Comment.objects.get(pk=comment.pk)


def _public_pages(edition: Edition, answered: Comment, withdrawn: Comment) -> dict[str, str]:
    plan, comment = edition.plan.get_absolute_url(), answered.get_absolute_url()
    return {
        "plan with comments": plan,
        "item with comments": answered.item.get_absolute_url(),
        "register": f"{plan}pripominky/",
        "register of an item that is none": f"{plan}pripominky/?polozka=Z9",
        "register of what waits": f"{plan}pripominky/?stav=cekaji",
        "comment": comment,
        "versions": f"{comment}verze/",
        "comment taken back": withdrawn.get_absolute_url(),
        "settlement table": f"{plan}vyporadani/",
        "part of the table": f"{plan}vyporadani/?vysledek=ceka",
        "table of nothing": f"{plan}vyporadani/?text=nikde",
        "open consultation": f"{plan}rizeni/{edition.number}/",
        "paper form": f"{plan}rizeni/{edition.number}/formular/",
        "asked for news": reverse("comments:subscription_sent"),
    }


def _other_consultations() -> dict[str, str]:
    """One that is to come, one that is over and has its answers, one that got no comment."""
    today, now = localdate(), timezone.now()
    pages = {}
    for name, opens in (("coming", 10), ("past", -40), ("silent", -40)):
        edition = publish(make_plan(slug=f"plan-{name}", title=f"Plán {name}"))
        if name == "past":
            comment = make_comment(item_of(edition, "A1.2"), text="Chybí termín.")
            changed = reword(item_of(draft_of(edition.plan), "A1.2"))
            settle(comment.points.get(), outcome="accepted", changed_item=changed)
            make_comment(item_of(edition, "A1.1"), text="Kdo to zaplatí?")
        start = now + timedelta(days=opens)
        open_consultation(
            edition,
            opens_at=start,
            closes_at=start + timedelta(days=21),
            answers_promised_on=today + timedelta(days=90),
        )
        address = f"/plan-{name}/"
        pages[f"{name} consultation"] = f"{address}rizeni/1/"
        pages[f"plan of a {name} consultation"] = address
    open_consultation(publish(Plan.objects.get(slug="plan-silent")))
    return pages | {
        "consultations": "/plan-silent/rizeni/",
        "paper form that is too late": "/plan-past/rizeni/1/formular/",
        "empty register": "/plan-silent/pripominky/",
        "empty table": "/plan-silent/vyporadani/",
    }


def _secret_pages(
    edition: Edition, answered: Comment, waiting: Comment, department: Organisation
) -> dict[str, str]:
    mine, of_waiting = (links.path(*links.mine(one)) for one in (answered, waiting))
    consulted = consultation.of(edition)
    assert consulted is not None
    invite.choose(consulted, [department])
    invite.invite(consulted)
    invitation = Invitation.objects.get(consultation=consulted, organisation=department)
    subscription = Subscription.objects.create(plan=edition.plan, email="o@example.cz")
    receipt = links.path(Purpose.RECEIPT, waiting.pk)
    return {
        "receipt": receipt,
        "confirmation": links.path(Purpose.CONFIRMATION, waiting.pk, waiting.contact.email),
        "mine": mine,
        "mine that waits": of_waiting,
        "amending": f"{of_waiting}upravit/",
        "amending what is answered": f"{mine}upravit/",
        "taking back": f"{of_waiting}vzit-zpet/",
        "erasing mine": f"{of_waiting}vymazat/",
        "invitation": links.path(*links.invited(invitation)),
        "confirming news": links.path(Purpose.SUBSCRIPTION, subscription.pk),
        "ending news": links.path(Purpose.UNSUBSCRIBE, subscription.pk),
        "no letters": links.path(*links.no_letters(answered)),
        "broken link": "/odkaz/moje/neni/",
    }


def _staff_pages(edition: Edition, waiting: Comment, point: Point) -> dict[str, str]:
    consulted = consultation.of(edition)
    assert consulted is not None
    desk = reverse("comments:desk")
    at = {
        "queue": reverse("comments:checking"),
        "one to be checked": reverse("comments:checking_comment", args=[waiting.pk]),
        "redaction": reverse("comments:redaction", args=[waiting.pk]),
        "erasing": reverse("comments:erase", args=[waiting.pk]),
        "choice to enter": reverse("comments:entering"),
        "entering": reverse("comments:entering_one", args=[consulted.pk]),
        "upload": reverse("comments:entering_sheet", args=[consulted.pk]),
        "bodies": reverse("comments:inviting_list"),
        "invited": reverse("comments:inviting", args=[consulted.pk]),
        "desk": f"{desk}?fronta=vse",
        "empty desk": f"{desk}?fronta=moje",
        "point": f"{desk}{point.pk}/",
        "splitting": f"{desk}{point.pk}/rozdelit/",
    }
    admin = "admin:comments_consultation"
    return at | {
        "admin of consultations": reverse(f"{admin}_changelist"),
        "admin of a new consultation": reverse(f"{admin}_add"),
        "admin of a consultation": reverse(f"{admin}_change", args=[consulted.pk]),
        "admin of extending": reverse(f"{admin}_change", args=[consulted.pk]).replace(
            "change", "extend"
        ),
    }
