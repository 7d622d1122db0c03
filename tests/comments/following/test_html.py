"""The pages of following a comment, read as strictly as the standard says."""

import pytest
from django.test import Client
from django.utils import timezone

from comments import amending, links, publication, receiving
from comments.links import Purpose
from comments.models import Comment, Contact, Subscription
from comments.receiving import Said
from strategy.models import Edition
from tests.factories import draft_of, item_of, make_comment, open_consultation, reword, settle
from tests.html_checker import faults


@pytest.fixture
def comment(published: Edition) -> Comment:
    """In two parts and two versions, with an answer to one part that it is not content with."""
    open_consultation(published)
    parts = [Said(item_of(published, f"A1.{number}"), "Slova.", "Takto.") for number in (1, 2)]
    comment = receiving.receive(parts, name="Občanka", email="o@example.cz", channel="import")
    Contact.objects.update(confirmed_at=timezone.now())
    comment = publication.publish(comment)
    publication.publish(amending.amend(comment, [parts[0]._replace(text="Jiná slova."), parts[1]]))
    changed = reword(item_of(draft_of(published.plan), "A1.1"))
    answer = settle(comment.points.get(part=1), outcome="accepted", changed_item=changed)
    amending.react(answer, satisfied=False, words="Nestačí.")
    return comment


def test_every_page_is_good_html(client: Client, comment: Comment) -> None:
    withdrawn = amending.withdraw(make_comment(comment.item))
    other = make_comment(comment.item)
    subscription = Subscription.objects.create(plan=comment.plan, email="o@example.cz")
    mine, public = (
        links.path(*links.mine(comment)),
        comment.get_absolute_url(),
    )
    addresses = [
        "/zkusebni-plan/pripominky/",
        "/zkusebni-plan/pripominky/?polozka=Z9",
        public,
        f"{public}verze/",
        withdrawn.get_absolute_url(),
        mine,
        f"{mine}upravit/",
        f"{mine}vzit-zpet/",
        f"{links.path(*links.mine(other))}upravit/",
        f"{links.path(*links.mine(other))}vzit-zpet/",
        links.path(Purpose.SUBSCRIPTION, subscription.pk),
        links.path(Purpose.UNSUBSCRIBE, subscription.pk),
        links.path(*links.no_letters(comment)),
        "/zkusebni-plan/A1.1/",
    ]
    pages = {address: client.get(address).content.decode() for address in addresses}
    pages["reaction"] = client.post(
        f"{mine}odpoved/{comment.points.get(part=1).settlements.get().pk}/"
    ).content.decode()
    pages["subscription"] = client.post(
        "/pripominka/odber/", {"item": str(comment.item_key), "email": "nikdo"}
    ).content.decode()
    assert {address: found for address, page in pages.items() if (found := faults(page))} == {}
