"""The number of a version is the same wherever it is told."""

from django.test import Client
from django.utils import timezone

from comments import amending, publication
from comments.following import versions
from comments.models import Contact
from comments.receiving import Said
from strategy.models import Edition, Letter
from tests.factories import item_of, make_comment, open_consultation


def test_versions_have_one_number_everywhere(client: Client, published: Edition) -> None:
    open_consultation(published)
    item = item_of(published, "A1.1")
    comment = make_comment(item, text="První.", email="o@example.cz")
    Contact.objects.filter(comment=comment).update(confirmed_at=timezone.now())
    amending.amend(comment, [Said(item, "Druhé, nezkontrolované.")])
    comment = publication.publish(amending.amend(comment, [Said(item, "Třetí.")]))
    found = client.get(f"{comment.get_absolute_url()}verze/").context["versions"]
    assert [(one.number, one.of) for one in found] == [(3, 3), (1, 3)]
    assert [one.number for one in versions.own(comment)] == [1, 2, 3]
    assert "verzi 3 z 3" in client.get(comment.get_absolute_url()).content.decode().replace(
        "\xa0", " "
    )
    assert Letter.objects.filter(kind="comment_amended", plain__contains=" 3").count() == 1
