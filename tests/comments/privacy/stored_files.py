"""Files that show a name, and what the worker does of them."""

from brnoplan import working
from comments.models import Comment
from comments.privacy import files
from strategy import jobs
from strategy.models import Edition, Job
from strategy.pdf import library


def made_files(comment: Comment) -> Edition:
    """The PDF of the edition and a packet, both with the name on them."""
    Comment.objects.filter(pk=comment.pk).update(name_public=True)
    edition = Edition.objects.select_related("plan").get(pk=comment.item.edition_id)
    library.make(edition)
    jobs.order(Job.Kind.PACKET, edition, "portrait")
    working.do(jobs.take(1))
    return edition


def work_to_the_end() -> None:
    while working.do_next_job() or files.know_new_hashes():
        pass
