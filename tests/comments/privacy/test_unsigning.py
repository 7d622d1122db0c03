"""Who lets their name be shown no more: no stored file shows it from that moment on."""

from pathlib import Path

import pytest
from django.test import Client

from comments import amending
from comments.models import Comment, Contact, ErasedFile, Erasure
from strategy.models import Edition, Job, Rendition
from tests.comments.privacy import canaries
from tests.comments.privacy.canaries import NAME
from tests.comments.privacy.stored_files import made_files, work_to_the_end
from tests.factories import item_of, make_comment

pytestmark = pytest.mark.usefixtures("folder", "press")


@pytest.fixture
def comment(published: Edition) -> Comment:
    return make_comment(item_of(published, "A1.1"), name=NAME)


def test_files_with_the_name_go_at_once_and_are_made_anew_without_it(
    comment: Comment, folder: Path
) -> None:
    made_files(comment)
    old = Rendition.objects.get().sha256
    assert len(canaries.files(folder)) == 2
    amending.hide_name(comment)
    assert (canaries.files(folder), Rendition.objects.count()) == (set(), 0)
    work_to_the_end()
    assert canaries.files(folder) == set()
    kept = ErasedFile.objects.get(kind=Job.Kind.EDITION_PDF)
    assert (kept.old_sha256, kept.new_sha256) == (old, Rendition.objects.get().sha256)


def test_the_former_pdf_is_not_to_be_had(client: Client, comment: Comment) -> None:
    edition = made_files(comment)
    address = f"{edition.get_absolute_url()}plan.pdf?drive=1"
    assert NAME.encode() in b"".join(client.get(address).streaming_content)
    amending.hide_name(comment)
    later = client.get(address)
    shown = b"".join(later.streaming_content) if later.streaming else later.content
    assert NAME.encode() not in shown


def test_the_name_itself_stays_with_the_contact_and_nothing_waits_to_be_scrubbed(
    comment: Comment,
) -> None:
    amending.show_name(comment)
    amending.hide_name(comment)
    assert Contact.objects.get().name == NAME
    noted = Erasure.objects.get()
    assert (noted.what, noted.done_by, noted.scrubbed_at is None) == ("unsigned", None, False)


def test_a_name_that_was_not_shown_drops_no_file(comment: Comment, folder: Path) -> None:
    made_files(comment)
    Comment.objects.update(name_public=False)
    amending.hide_name(comment)
    assert (len(canaries.files(folder)), Erasure.objects.count()) == (2, 0)


def test_of_what_was_never_public_no_file_is_made_anew(published: Edition) -> None:
    waiting = make_comment(item_of(published, "A1.2"), published=False, name=NAME, name_public=True)
    amending.hide_name(waiting)
    assert (Job.objects.count(), Erasure.objects.count()) == (0, 0)
