"""One portal with everything in it, and the addresses of each route that are tried.

A route may have several under labels: what is one's own and what is somebody else's.
"""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.contrib.admin.sites import site
from django.contrib.auth.models import AnonymousUser, Group, User
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db.models import Model, QuerySet
from django.test import Client
from django.urls import resolve
from django.utils.timezone import localdate, now

from comments import links as comment_links
from comments.models import Comment, Handling, Settlement
from comments.settling.deed_views import DEEDS
from kpss.models import Document, Membership, Minutes, Objection, Series
from strategy import jobs, secret_links
from strategy.explaining import summaries
from strategy.importing import imports
from strategy.integrity import archive
from strategy.links import linking
from strategy.models import (
    AccessibilityStatement,
    ArchivedPdf,
    Edition,
    Feedback,
    Item,
    Job,
    MeasureLink,
    Organisation,
    PortalText,
    Term,
)
from strategy.progress import links as progress_links
from strategy.progress import reporting
from tests.authorisation import people
from tests.authorisation.routes import path_of, routes
from tests.comments.scene import make_scene as comments_scene
from tests.factories import draft_of, item_of, make_comment, make_plan, make_resolution, publish
from tests.kpss.scene import make_scene as planning_scene
from tests.strategy.importing_texts import SMALL
from tests.strategy.measures.measured import indicator_of, make_indicator, measure, measured_plan
from tests.strategy.progress.scene import lead_of, make_department
from tests.strategy.rounds.scene import EARLIER, closed, opened

OWN, OTHER = "own", "another’s"
# A link that was made for something else, and one that is none.
FOREIGN, BROKEN = "link for something else", "no link of ours"


class Ground(NamedTuple):
    """Browsers by name, those who are let in nowhere, and addresses by route and label.

    Most addresses have the label “”.
    """

    clients: dict[str, Client]
    outsiders: dict[str, Client]
    addresses: Mapping[str, Mapping[str, str]]


class Plans(NamedTuple):
    """What is consulted, and in force: led by the settler's department, and by another one."""

    consulted: Edition
    own: Edition
    other: Edition


def make() -> Ground:
    """Fill an empty database."""
    consulted = publish(make_plan())
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for scene in (comments_scene(consulted), planning_scene(consulted)):
        for address in [*scene.public.values(), *scene.secret.values(), *scene.staff.values()]:
            path = address.partition("?")[0]
            found[path_of(resolve(path))].setdefault("", path)
    own, other = make_department("OSP"), make_department("OŽP", "ozp@brno.example")
    plans = Plans(consulted, _measured("nas", own), _measured("cizi", other))
    clients = people.clients(own)
    found.update(_of_routes(plans, own, other))
    _add_admin(found)
    _add_rest(found, plans)
    _add_wrong_links(found)
    return Ground(clients, people.outsiders(), found)


def _measured(slug: str, department: Organisation) -> Edition:
    return measured_plan(make_indicator(), lead=department, slug=slug)


def _of_routes(plans: Plans, own: Organisation, other: Organisation) -> dict[str, dict[str, str]]:
    """Addresses of what the scenes of other tests do not hold, by route and label."""
    filled = [
        *_of_measures(plans), *_of_points(plans, own, other), *_of_comments(plans),
        *_of_office(plans),
    ]  # fmt: skip
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for path, label, values in filled:
        found[path][label] = fill(path, **values)
    return found


Filled = list[tuple[str, str, dict[str, Any]]]


def _of_measures(plans: Plans) -> Filled:
    """How far measures are: of one's own department and of another one."""
    item, far = item_of(plans.own, "A1.1"), item_of(plans.other, "A1.1")
    indicator = indicator_of(plans.own)
    readings = ((OWN, measure(indicator)), (OTHER, measure(indicator_of(plans.other))))
    report = reporting.report(item, "under_way")
    others_report = reporting.report(far, "under_way")
    begun, over = opened(plans.own), closed(plans.other, EARLIER)
    lead = lead_of(plans.own)
    token = progress_links.path(lead).split("/")[-2]
    desk, of_round = "/plneni/sprava/", "/<slug>/plneni/<year>/<period>/"
    told = {"slug": "cizi", "year": over.year, "period": "1-ctvrtleti", "form": "xlsx"}
    return [
        *((f"{desk}<key>/{end}", OWN, {"key": item.key}) for end in ("", "hodnoty/")),
        *((f"{desk}<key>/{end}", OTHER, {"key": far.key}) for end in ("", "hodnoty/")),
        *((f"{desk}hodnota/<pk>/{end}", label, {"pk": reading.pk})
          for label, reading in readings for end in ("", "odebrat/", "slova/")),
        *((f"{desk}{end}/<slug>/", "", {"slug": "nas"}) for end in ("opatreni", "prehled")),
        (f"{desk}zprava/<pk>/", OWN, {"pk": report.pk}),
        (f"{desk}zprava/<pk>/", OTHER, {"pk": others_report.pk}),
        *((f"{desk}obdobi/<pk>/{end}", "", {"pk": begun.pk})
          for end in ("", "uzavrit/", "zrusit/", "delsi/", "hodnoceni/")),
        (f"{desk}predani/organizace/<pk>/", "", {"pk": lead.organisation_id}),
        (f"{desk}predani/osoba/<pk>/", "", {"pk": User.objects.get(username="settler").pk}),
        *((f"{of_round}{end}", "", told) for end in ("", "vyhodnoceni.<form>")),
        *((f"/<slug>/ukazatel/<key>/{end}", "", {"slug": "nas", "key": indicator.key})
          for end in ("", "hodnoty.csv")),
        *((f"/odkaz/plneni/<token>/{end}", "", {"token": token}) for end in ("", "hotovo/")),
        *((f"{desk}hodnoty/<slug>/{end}", "", {"slug": "nas"}) for end in ("", "sablona.xlsx")),
    ]  # fmt: skip


def _of_points(plans: Plans, own: Organisation, other: Organisation) -> Filled:
    """Points to be settled by the settler's department, by another one, and by nobody."""
    filled: Filled = []
    for label, department in ((OWN, own), (OTHER, other), ("nobody’s", None)):
        point = make_comment(item_of(plans.consulted, "A1.3"), text="Kdy?").points.get()
        Handling.objects.create(point=point, assigned_to=department)
        given = {"point_id": point.pk}
        desk = "/pripominky/vyporadani/<point_id>/"
        filled += [(desk, label, given), (f"{desk}rozdelit/", label, given)]
        filled += [(f"{desk}<deed>/", f"{label}, {deed}", given | {"deed": deed}) for deed in DEEDS]
    return filled


def _of_comments(plans: Plans) -> Filled:
    """What authors and officers do with comments beside what the scene shows."""
    waiting = Comment.objects.filter(state=Comment.State.RECEIVED).latest("pk")
    answered = Settlement.objects.filter(reaction__isnull=False).get()
    entered = make_comment(item_of(plans.consulted, "A1.2"), channel=Comment.Channel.PAPER)
    token = comment_links.path(*comment_links.mine(answered.point.comment)).split("/")[-2]
    receipt = secret_links.sign(comment_links.Purpose.RECEIPT, waiting.pk)
    checking = "/pripominky/kontrola/"
    return [
        (f"{checking}<comment_id>/rozhodnout/", "", {"comment_id": waiting.pk}),
        (f"{checking}<comment_id>/odkryt/", "", {"comment_id": waiting.pk}),
        (f"{checking}slova/<settlement_id>/", "", {"settlement_id": answered.pk}),
        ("/pripominky/zapsat/e-mail/<comment_id>/", "", {"comment_id": entered.pk}),
        *((f"/odkaz/prijato/<token>/{end}", "", {"token": receipt})
          for end in ("e-mail/", "bez-e-mailu/")),
        *((f"/odkaz/moje/<token>/{end}", "", {"token": token})
          for end in ("podpis/", "udaje.json")),
        ("/odkaz/moje/<token>/odpoved/<settlement_id>/", "",
         {"token": token, "settlement_id": answered.pk}),
        ("/odkaz/moje/<token>/odpoved/<settlement_id>/", OTHER,
         {"token": token, "settlement_id": Settlement.objects.exclude(
             point__comment=answered.point.comment).published().first().pk}),
    ]  # fmt: skip


def _of_office(plans: Plans) -> Filled:
    item, far = item_of(plans.own, "A1.1"), item_of(plans.other, "A1.1")
    link = linking.link(item, MeasureLink.Kind.SAME_AS, far)
    summaries.write(item, 0, "Pomůžeme lidem doma.")
    Term.objects.create(word="terénní služba", explanation="Pomoc doma.")
    PortalText.objects.create(page="about", text="O portálu.")
    AccessibilityStatement.objects.create()
    Group.objects.create(name="Zkušební")
    make_resolution(draft_of(plans.consulted.plan), adopted=False)
    feedback = Feedback.objects.create(submission_key=uuid.uuid4(), kind="idea", text="Děkuji.")
    packet = jobs.order(Job.Kind.PACKET, plans.consulted, "portrait")
    packet.file.save("podklad.pdf", ContentFile(b"%PDF-1.7"), save=False)
    Job.objects.filter(pk=packet.pk).update(
        state=Job.State.DONE, file=packet.file.name, finished_at=now()
    )
    anybody = AnonymousUser()
    brought = imports.begin("plan.txt", SMALL.encode(), anybody, slug="novy", title="Nový").pk
    for kind in ArchivedPdf.Kind.values:
        archive.keep(plans.own, kind, f"%PDF-1.7 {kind}".encode())
    twice = publish(publish(make_plan("dvakrat")).plan)
    objection = Objection.objects.filter(state="open").get()
    minutes = {"pk": objection.minutes.meeting_id}
    told = Minutes.objects.filter(published_at__isnull=False).first()
    [document] = Document.objects.all()
    course = "/kpss/koordinace/jednani/<pk>/zapis/"
    return [
        ("/vazby/sprava/<pk>/zrusit/", "", {"pk": link.pk}),
        *((f"/zpetna-vazba/sprava/<pk>/{end}", "", {"pk": feedback.pk})
          for end in ("", "vyrizeno/", "vymazat/")),
        *((f"/dovoz/<pk>/{end}", "", {"pk": brought, "number": 1})
          for end in ("", "provest/", "<number>/")),
        ("/<slug>/edice/<number>/podklad/<job_id>.pdf", "", {"job_id": packet.pk}),
        (f"{course}stav/<deed>/", "", minutes | {"deed": "schvalit"}),
        (f"{course}namitky/<objection>/", "", minutes | {"objection": objection.pk}),
        ("/kpss/jednani/<pk>.ics", "", minutes),
        ("/kpss/jednani/<pk>/zapis.pdf", "draft", minutes),
        ("/kpss/jednani/<pk>/zapis.pdf", "published", {"pk": told.meeting_id}),
        ("/<slug>/edice/<number>/plan-s-peceti.pdf", "", {"slug": "nas"}),
        *((f"/<slug>/srovnani/<older>/<newer>/{end}", "",
           {"slug": twice.plan.slug, "older": 1, "newer": 2}) for end in ("", "zmeny.json")),
        ("/api/v1/<name>/<key>/", "", {"name": "plany", "key": plans.own.plan.slug}),
        ("/kpss/koordinace/jednani/rada/<pk>/", "", {"pk": Series.objects.get().pk}),
        ("/kpss/koordinace/clenstvi/<pk>/jmeno/", "", {"pk": Membership.objects.first().pk}),
        ("/kpss/skupiny/<slug>/jednani.ics", "", {"slug": "koordinacni"}),
        ("/kpss/dokumenty/<key>/<name>", "", {"key": document.key, "name": "zprava.pdf"}),
        ("/admin/r/<content_type_id>/<object_id>/", "",
         {"content_type_id": ContentType.objects.get_for_model(Item).pk, "object_id": item.pk}),
        ("/admin/strategy/item/hints/<edition>/", "",
         {"edition": Edition.objects.filter(state="draft").first().pk}),
    ]  # fmt: skip


def _add_admin(found: dict[str, dict[str, str]]) -> None:
    """Of each model that the admin knows, its first row."""
    for model in site._registry:
        begin = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        rows = {label: some.order_by("pk").first() for label, some in _tried(model)}
        assert None not in rows.values(), f"no {model.__name__} in the ground"
        beginnings = (f"{begin}<object_id>", f"{begin}<id>")
        for path in [path for path in routes() if path.startswith(beginnings)]:
            found[path] = {label: _of_row(path, row) for label, row in rows.items()}


def _of_row(path: str, row: Any) -> str:
    return fill(path, object_id=row.pk, id=row.pk, history_id=_past_of(row))


def _tried(model: type[Model]) -> list[tuple[str, QuerySet[Any]]]:
    """Rows of a model by label: of what is published there is a draft, too."""
    rows = model._default_manager.all()
    if model not in (Edition, Item):
        return [("", rows)]
    state = "state" if model is Edition else "edition__state"
    rows = rows if model is Edition else rows.exclude(parent=None)
    draft = {state: "draft"}
    return [("draft", rows.filter(**draft)), ("published", rows.exclude(**draft))]


def _past_of(row: Model) -> int:
    history = getattr(type(row), "history", None)
    past = history.filter(id=row.pk).first() if history else None
    return past.history_id if past else 0


def _add_rest(found: dict[str, dict[str, str]], plans: Plans) -> None:
    """What a plan and an item of it are enough for, or nothing at all."""
    item = item_of(plans.consulted, "A1.1")
    usual = {
        "slug": plans.consulted.plan.slug, "number": 1, "older": 1, "newer": 1, "key": item.key,
        "handle": "A1.1", "day": f"{localdate():%Y-%m-%d}", "language": "en", "kind": "json",
        "name": "plany", "file": "plany.csv", "version": 1, "rest": "neni", "url": "neni",
        "digest": "0", "app_label": "strategy",
    }  # fmt: skip
    for route in routes().values():
        if route.path not in found:
            found[route.path] = {"": fill(route.path, **usual)}


def _add_wrong_links(found: dict[str, dict[str, str]]) -> None:
    """To each route under a secret link the same address with a token that is not for it."""
    for path, labelled in found.items():
        if path.startswith("/odkaz/"):
            foreign = secret_links.sign(_foreign(path), 1)
            parts = next(iter(labelled.values())).split("/")
            for label, token in ((FOREIGN, foreign), (BROKEN, "neni")):
                labelled[label] = "/".join([*parts[:3], token, *parts[4:]])


def _foreign(path: str) -> secret_links.SecretPurpose:
    """What a link of that route is not for."""
    invitation, receipt = comment_links.Purpose.INVITATION, comment_links.Purpose.RECEIPT
    return invitation if path.startswith("/odkaz/prijato/") else receipt


def fill(path: str, **values: Any) -> str:
    """An address of a route."""
    for name in routes()[path].parameters:
        path = path.replace(f"<{name}>", str(values[name] if name in values else DEFAULTS[name]))
    return path


DEFAULTS = {"slug": "zkusebni-plan", "number": 1}
