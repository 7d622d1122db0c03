"""Take a read document in: the plan into its working draft, the comments beside it.

The plan's part is `strategy.importing`; comments are another app's, so the two meet here.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from comments import publication, receiving
from comments.models import Comment
from comments.rows import Said
from strategy.editing import Author
from strategy.importing import applying, imports, progress
from strategy.importing.comment_section import WrittenComment
from strategy.importing.content import Content, Tell, nobody
from strategy.importing.matching import Difference
from strategy.importing.refusal import ImportRefused
from strategy.models import Edition, Item, Job, PageRevision, Plan, PlanImport
from strategy.tree import TreeRefused

# Keys of imported comments: the same comment of a plan has the same key for ever.
NAMESPACE = uuid.UUID("6d9b4f0e-52a7-4c31-9e8e-0f1c7a3b9d25")

LONGEST_TITLE = 200
LONGEST_SLUG = 50


@dataclass
class Imported:
    """What an import did, or would do."""

    plan: Plan
    draft: Edition
    difference: Difference
    is_new: bool
    is_retitled: bool
    comments_added: list[WrittenComment] = field(default_factory=list)
    comments_known: int = 0

    @property
    def changes_nothing(self) -> bool:
        anything_new = self.is_new or self.is_retitled or self.comments_added
        return self.difference.is_empty and not anything_new


def bring_in(
    content: Content,
    *,
    slug: str = "",
    title: str = "",
    dry_run: bool = False,
    by: Author = None,
    created: Mapping[str, str] | None = None,
    tell: Tell = nobody,
) -> Imported:
    """Import into the plan of this address, begun where there is none, in one transaction.

    Without a title a new plan bears its first item's; without a slug the address is made of
    that title. `created` are organisations to put into the directory, each with its kind.
    A dry run does everything and takes it back. Raises ImportRefused and TreeRefused.
    """
    document = content.document
    first_title = title or document.nodes[0].text
    slug = slug or slugify(first_title)[:LONGEST_SLUG].strip("-")
    with transaction.atomic():
        plan = Plan.objects.filter(slug=slug).first()
        is_new = plan is None
        plan = plan or applying.begin_plan(slug, first_title[:LONGEST_TITLE])
        # Before the draft's row is locked, for the comments are published after.
        PageRevision.hold(plan.pk)
        draft = applying.working_draft(plan)
        is_retitled = bool(title) and title != plan.title
        if is_retitled:
            plan = applying.retitle(plan, title)
        difference = applying.bring_in(content, draft, by, created=created or {}, tell=tell)
        imported = Imported(plan, draft, difference, is_new, is_retitled)
        _record_comments(document.comments, imported)
        transaction.set_rollback(dry_run)
    return imported


def make_ordered(job: Job) -> None:
    """Write a file that was confirmed. Why one cannot be is told in the job's `result`."""
    found = PlanImport.objects.select_related("plan", "by").defer("read").get(pk=int(job.variant))
    if found.written_at:
        return
    try:
        imported = _write(found, progress.telling(job))
    except (ImportRefused, TreeRefused) as refusal:
        job.result = str(refusal)
    else:
        job.result = _said(imported.difference)
    finally:
        progress.forget(job)


def _write(found: PlanImport, tell: Tell) -> Imported:
    now = imports.understood(found)
    if now.exact.faults:
        raise ImportRefused(_("The draft has changed since. Look at the file anew."))
    with transaction.atomic():
        if found.plan is None and Plan.objects.filter(slug=found.slug).exists():
            raise ImportRefused(_("A plan of this address has been begun in the meantime."))
        imported = bring_in(
            # Comments are published by whoever may do so, with the command.
            replace(now.content, document=replace(now.document, comments=[])),
            slug=found.plan.slug if found.plan else found.slug,
            title="" if found.plan else found.title,
            by=found.by,
            created=found.created,
            tell=tell,
        )
        imports.written(found, imported.plan)
    return imported


def _said(difference: Difference) -> str:
    told = _("Added %(added)d, changed %(changed)d, moved %(moved)d, removed %(removed)d.")
    parts = ("added", "changed", "moved", "removed")
    return told % {part: len(getattr(difference, part)) for part in parts}


def _record_comments(written: list[WrittenComment], imported: Imported) -> None:
    """Record and publish what the plan does not have yet, whatever became of it since."""
    known = _known(imported.plan)
    for comment in written:
        key = _key(imported.plan, comment)
        if known.isdisjoint({key, (comment.date, comment.name, comment.text)}):
            _record(comment, imported.draft, key)
            imported.comments_added.append(comment)
            known.add(key)
        else:
            imported.comments_known += 1


def _known(plan: Plan) -> set[object]:
    """Keys of the plan's comments, and (date, name, wording) of every version of them."""
    rows = Comment.objects.filter(plan=plan).values_list(
        "submission_key", "received_at", "contact__name", "versions__text"
    )
    known: set[object] = set()
    for key, received_at, name, text in rows:
        known |= {key, (timezone.localdate(received_at), name, text)}
    return known


def _key(plan: Plan, comment: WrittenComment) -> uuid.UUID:
    """Outlives the erasure of the name: who was erased does not come back by an import."""
    return uuid.uuid5(
        NAMESPACE, "\n".join([str(plan.pk), comment.date.isoformat(), comment.name, comment.text])
    )


def _record(comment: WrittenComment, draft: Edition, key: uuid.UUID) -> None:
    # The source gives the day only, and has published the name.
    received = receiving.receive(
        [Said(_item(comment, draft), comment.text)],
        name=comment.name,
        organisation=comment.organisation,
        name_public=True,
        kind=_kind(comment),
        channel=Comment.Channel.IMPORT,
        received_at=timezone.make_aware(datetime.combine(comment.date, time(12))),
        submission_key=key,
        day_only=True,
    )
    publication.publish(received)


def _item(comment: WrittenComment, draft: Edition) -> Item:
    items = Item.objects.filter(edition=draft).select_related("edition")
    return items.get(code=comment.code) if comment.code else items.get(parent=None)


def _kind(comment: WrittenComment) -> str:
    if comment.says_nothing:
        return Comment.Kind.NONE
    return Comment.Kind.PART if comment.code else Comment.Kind.GENERAL
