"""Standing disagreements in the packet: the commenters' own word, apart from what was refused."""

import re

from strategy.models import Edition
from tests.brnoplan.packets import settle
from tests.brnoplan.test_packet_document import html_of, part
from tests.factories import draft_of, item_of, make_comment, react


def disagreements(html: str) -> tuple[list[str], list[str]]:
    """Wordings under the commenters' own word, and of what was refused without one."""
    body, _head, unsaid = part(html, "disagreements").partition('<h3 class="voice__head">')
    first, second = (re.findall(r'comment__text">([^<]+)', half) for half in (body, unsaid))
    return first, second


def test_disagreements_are_the_commenters_own_word(published: Edition) -> None:
    item = item_of(published, "A1")
    for outcome in ("accepted", "partly", "not_accepted"):
        for said in ("sad", "glad", "silent"):
            words = f"{outcome} {said}"
            answer = settle(make_comment(item, text=words), outcome, reasoning="Důvod.")
            if said != "silent":
                react(answer, f"Slova k {words}.", satisfied=said == "glad")
    html = html_of(draft_of(published.plan))
    assert disagreements(html) == (
        ["accepted sad", "partly sad", "not_accepted sad"],
        ["partly silent", "not_accepted silent"],
    )
    said = re.findall(r"Slova k\s(\w+ \w+)\.", part(html, "disagreements"))
    assert said == ["accepted sad", "partly sad", "not_accepted sad"]


def test_what_is_only_noted_is_no_disagreement(published: Edition) -> None:
    item = item_of(published, "A1")
    for outcome in ("explained", "noted", "forwarded"):
        settle(make_comment(item), outcome)
    assert disagreements(html_of(draft_of(published.plan))) == ([], [])
