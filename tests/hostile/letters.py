"""Letters of hostile words: of the same deeds once more, and of every branch of each template."""

import email
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from email import policy
from typing import Any, NamedTuple

import pytest
from django.db.models import Model, QuerySet
from django.template import Context, Node
from django.template.base import FilterExpression, NodeList, TextNode, TokenType, VariableNode
from django.template.defaulttags import IfNode, LoadNode
from django.template.loader import get_template, render_to_string
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

from strategy.letters import outbox, sending
from strategy.letters.message import message_of
from strategy.models import Letter
from tests.hostile.looking import in_calendar, in_html, is_marked
from tests.hostile.planting import instead_of

OWN_HEADERS = re.compile(
    r"(Content-(Type|Language|Transfer-Encoding|Disposition)|MIME-Version|Subject|From|To|Date"
    r"|Reply-To|Message-ID|List-Unsubscribe(-Post)?|Auto-Submitted|X-Auto-Response-Suppress)"
)
Blocks = dict[str, BlockNode]
LINK = re.compile(r'href="([^"]*)"')


class Told(NamedTuple):
    """What a letter was made of; see `outbox.compose`."""

    kind: str
    context: dict[str, Any]
    unsubscribe_url: str
    language: str


@contextmanager
def noted() -> Iterator[list[Told]]:
    """What is put into words meanwhile."""
    told: list[Told] = []
    put = outbox.put_into_words

    def note(
        letter: Letter, context: dict[str, Any], unsubscribe_url: str = "", language: str = ""
    ) -> None:
        told.append(Told(letter.kind, dict(context), unsubscribe_url, language))
        put(letter, context, unsubscribe_url, language)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outbox, "put_into_words", note)
        yield told


def written(told: list[Told], instead: dict[str, str]) -> Iterator[Letter]:
    """Those of `told` anew, and those that were only promised so far."""
    for one in told:
        letter = Letter(kind=one.kind, to="jana@example.cz", message_id="<1@example.cz>")
        context = _afresh(one.context, instead)
        outbox.put_into_words(letter, context, one.unsubscribe_url, one.language)
        yield letter
    for letter in Letter.objects.waiting().filter(plain=""):
        sending.fulfil(letter)
        letter.refresh_from_db()
        if letter.state == Letter.State.WAITING:
            yield letter


def _afresh(value: Any, instead: dict[str, str]) -> Any:
    if isinstance(value, Model) and value.pk:
        found = type(value)._base_manager.filter(pk=value.pk).first()
        return found or value
    if isinstance(value, QuerySet):
        return value.all()
    if isinstance(value, dict):
        return {name: _afresh(one, instead) for name, one in value.items()}
    if type(value) in (list, tuple):
        return [_afresh(one, instead) for one in value]
    return instead_of(value, instead)


def filled(kind: str, words: Iterator[str]) -> Letter:
    """A letter with all that its template can say, and the next words wherever something is put.

    As if nothing guarded them before: no filter, such as that of quotes, is applied.
    """
    template = get_template(f"letters/{kind}.txt").template
    printed = "".join(_printed(template.nodelist, words, {}))

    def render(name: str, given: dict[str, Any]) -> str:
        return printed if name.endswith(".txt") else render_to_string(name, given)

    letter = Letter(kind=kind, to="jana@example.cz", message_id="<1@example.cz>")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outbox, "render_to_string", render)
        outbox.put_into_words(letter, {})
    return letter


def _printed(nodes: Iterable[Node], words: Iterator[str], blocks: Blocks) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, VariableNode):
            yield next(words)
        elif isinstance(node, BlockTranslateNode):
            for token in node.singular + (node.plural or []):
                yield next(words) if token.token_type is TokenType.VAR else token.contents
        elif isinstance(node, TextNode | TranslateNode | LoadNode):
            yield node.render(Context())
        else:
            for nodelist in _within(node, blocks):
                yield from _printed(nodelist, words, blocks)


def _within(node: Node, blocks: Blocks) -> list[NodeList]:
    """All that a node may print, whatever its condition."""
    match node:
        case ExtendsNode():
            blocks.update(node.blocks)
            return [_template(node.parent_name)]
        case IncludeNode():
            return [_template(node.template)]
        case BlockNode():
            return [blocks.get(node.name, node).nodelist]
        case IfNode():
            return [nodelist for _condition, nodelist in node.conditions_nodelists]
    return [getattr(node, name) for name in node.child_nodelists if hasattr(node, name)]


def _template(named: FilterExpression) -> NodeList:
    nodes: NodeList = get_template(named.resolve(Context())).template.nodelist
    return nodes


def wrong_in(letter: Letter) -> list[str]:
    """Headers and elements that a payload made, and links to where one leads."""
    raw = message_of(letter).message().as_bytes()
    parsed = email.message_from_bytes(raw, policy=policy.default)
    found = [f"defect {defect}" for defect in parsed.defects]
    for part in parsed.walk():
        found += [f"header {name}" for name in part if not OWN_HEADERS.fullmatch(name)]
        if part.get_content_type() == "text/html":
            found += in_html(part.get_content().encode())
            links = LINK.findall(part.get_content())
            found += [f"link {link}" for link in links if is_marked(link) or "zlo." in link]
        if part.get_content_type() == "text/calendar":
            found += in_calendar(part.get_payload(decode=True))
    if parsed["To"] != letter.to or parsed["Bcc"] is not None:
        found.append(f"goes to {parsed['To']}")
    return found
