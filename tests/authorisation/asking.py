"""Asking every route as everybody, and what was answered in the words of the matrix."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import cycle

from django.contrib.admin.sites import site
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client, RequestFactory

from tests.authorisation import printing
from tests.authorisation.ground import Ground
from tests.authorisation.people import NAMES

EVERYBODY_ASKS = ("GET", "POST")
RARE = ("HEAD", "PUT", "DELETE", "OPTIONS")
# Who is nobody may be anybody, and who may do everything is refused for nobody's sake: where these
# two are answered alike, everybody is.
LEAST, MOST = "anonymous", "superuser"
# Who asks by a rare method: nobody, staff without a right, and who has all of them.
FEW = (LEAST, "newcomer", MOST)
# How the line of an action begins.
ACTION = "action "
Answers = dict[str, str]


def lines(ground: Ground, path: str) -> Iterator[str]:
    """Those of a route: its address, the methods, and who is answered how."""
    for label, address in ground.addresses[path].items():
        yield from _of_address(ground, f"{path} ({label})" if label else path, address)


def _of_address(ground: Ground, called: str, address: str) -> Iterator[str]:
    by_answers: dict[str, list[str]] = defaultdict(list)
    for method in _methods(called):
        names = FEW if method in RARE else NAMES
        by_answers[_told(_answers(ground, method, address, names))].append(method)
    for told, methods in by_answers.items():
        yield f"{called} {' '.join(methods)}: {told}"


def _methods(called: str) -> tuple[str, ...]:
    """In the administration Django takes whatever is no POST for a GET."""
    path = called.partition(" ")[0]
    if not path.startswith("/admin/"):
        return (*EVERYBODY_ASKS, *RARE)
    return ("GET",) if path.endswith(("<object_id>/", "/history/")) else EVERYBODY_ASKS


def _answers(ground: Ground, method: str, address: str, names: Sequence[str]) -> Answers:
    ends = {name: answer(ground.clients[name], method, address) for name in (LEAST, MOST)}
    if len({*ends.values()}) == 1:
        return dict.fromkeys(NAMES, ends[LEAST])
    return {name: ends.get(name) or answer(ground.clients[name], method, address) for name in names}


def guarded(ground: Ground) -> Iterator[str]:
    """Addresses that lead who is nobody to the sign-in, as the matrix says."""
    for line in printing.lines():
        called, told = line.split(": ", 1)
        path, methods = printing.path_of(line), called.split()
        label = called.partition(" (")[2].partition(")")[0]
        if label not in ground.addresses[path]:
            continue  # the matrix is compared elsewhere
        if "GET" in methods and re.search(r"\blogin anonymous", told):
            yield ground.addresses[path][label]


def otherwise_in_english(ground: Ground) -> Iterator[str]:
    """Where the same page under `/en/` answers otherwise than the matrix says.

    Of each line that tells people apart one of them asks, each time the next, by one method.
    """
    who = cycle(NAMES)
    for line in printing.lines():
        called, told = line.split(": ", 1)
        path, *methods = re.sub(r" \(.*\)", "", called).split()
        label = called.partition(" (")[2].rpartition(")")[0]
        if path == ACTION.strip() or told.endswith(" all") or methods[0] in RARE:
            continue
        name = next(one for one in who if re.search(rf"\b{one}\b", told))
        said = re.search(rf"(\w+) (?:[a-z]+ )*{name}\b", told)
        address = "/en" + ground.addresses[path][label]
        answered = answer(ground.clients[name], methods[0], address)
        # A file has one address, to which it leads.
        if said and answered not in (said[1], "301"):
            yield f"{methods[0]} {address} as {name}: {answered} for {said[1]}"


def answer(client: Client, method: str, address: str) -> str:
    """The status, or “login” where it leads to the sign-in. Nothing of it stays."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        # From another machine: this one is told more of how the portal is.
        response = client.generic(
            method, address, _sent(address), "application/x-www-form-urlencoded",
            REMOTE_ADDR="192.0.2.7",
        )  # fmt: skip
        transaction.set_rollback(True)
    client.cookies = cookies
    leads_to = response.headers.get("Location", "")
    is_login = leads_to.removeprefix("/en").startswith("/admin/login/") and "next=" in leads_to
    return "login" if is_login else str(response.status_code)


def _sent(address: str) -> str:
    """Nothing; but an earlier wording is put back onto the one that was read."""
    return "version=0" if address.endswith("/restore/") else ""


def actions() -> Iterator[str]:
    """A line of each action of the admin's lists: who is offered it, and so who can do it."""
    users = [User.objects.get(username=name) for name in NAMES if name != LEAST]
    for model, page in site._registry.items():
        offered: dict[str, list[str]] = defaultdict(list)
        for user in users:
            request = RequestFactory().get("/")
            request.user = user
            for action in page.get_actions(request):
                offered[action].append(user.username)
        for action, names in offered.items():
            yield f"{ACTION}{model._meta.label_lower} {action}: {' '.join(names)}"


def _told(answers: Answers) -> str:
    """“200 officer superuser; 403 editor”: who gets which answer."""
    people: dict[str, list[str]] = defaultdict(list)
    for name, told in answers.items():
        people[told].append(name)
    return "; ".join(f"{told} {_together(names)}" for told, names in sorted(people.items()))


def _together(names: list[str]) -> str:
    return "all" if len(names) == len(NAMES) else " ".join(names)
