"""From the question in a letter to what everyone reads, in a browser without scripts."""

from django.contrib.auth.models import Group, User

from brnoplan import groups
from strategy.models import Edition, ProgressReport
from tests.comments.browsing import Browser
from tests.mails import sent
from tests.strategy.progress.scene import state_of
from tests.strategy.public_pages import PLAN


def test_a_lead_is_asked_answers_by_link_and_everyone_reads_it(edition: Edition) -> None:
    groups.create_groups()
    user = User.objects.create_user("jana", is_staff=True)
    user.groups.add(Group.objects.get(name=groups.FULFILMENT))
    office = Browser().sign_in(user).open("/plneni/sprava/")
    office.send("/plneni/sprava/pozadat/", measure=office.boxes("measure")[:1])
    (letter,) = sent()
    (link,) = [address for address in letter.links if "/odkaz/plneni/" in address]
    lead = Browser().open(link)
    assert edition.title in lead.words
    lead.send(outlook="done", commentary="Postaveno a předáno.")
    report = ProgressReport.objects.get()
    assert lead.address.endswith("/hotovo/")
    assert "Postaveno a předáno." in lead.words
    assert (report.channel, state_of(edition).is_proven) == ("link", False)
    reader = Browser().open(f"{PLAN}A1.1/")
    assert "Postaveno a předáno." in reader.words
    # Who erred says it anew, on top of what was said.
    lead.open(next(one for one in lead.links if one.startswith("/odkaz/plneni/")))
    lead.send(outlook="done", evidence="Kolaudační souhlas")
    assert (ProgressReport.objects.count(), state_of(edition).is_proven) == (2, True)
