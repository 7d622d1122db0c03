"""Read a plan from a text file into its working draft, and say what that changes."""

import os
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brnoplan.importing import Imported, bring_in
from strategy.importing.comment_section import WrittenComment
from strategy.importing.matching import Change, Move, label
from strategy.importing.content import of_document
from strategy.importing.document import Document
from strategy.importing.reading import read
from strategy.importing.refusal import ImportRefused, shortened
from strategy.tree import TreeRefused


class Command(BaseCommand):
    help = "Read a plan from a text file into its working draft."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="text in UTF-8 or another encoding")
        parser.add_argument("--plan", default="", help="address of the plan, existing or new")
        parser.add_argument("--title", default="", help="title of the plan")
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")

    def handle(self, *, file: Path, plan: str, title: str, dry_run: bool, **_options: Any) -> None:
        try:
            document = read(file.read_bytes())
            imported = bring_in(of_document(document), slug=plan, title=title, dry_run=dry_run)
        except FileNotFoundError as error:
            raise CommandError(_("There is no file “%(file)s”.") % {"file": file}) from error
        except OSError as error:
            message = _("“%(file)s” cannot be read; it is a folder, or you may not read it.")
            raise CommandError(message % {"file": file}) from error
        except (ImportRefused, TreeRefused) as refusal:
            message = _("Nothing was imported from “%(file)s”. %(reason)s")
            raise CommandError(message % {"file": file, "reason": refusal}) from refusal
        lines = [*_understood(document, imported), *_changes(imported)]
        if dry_run:
            lines.append(_("This was a dry run: nothing was written."))
        self._say(lines)

    def _say(self, lines: list[str]) -> None:
        try:
            for line in lines:
                self.stdout.write(line)
            self.stdout.flush()
        except BrokenPipeError:
            # The reader (head) has seen enough; Python would complain once more as it ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _understood(document: Document, imported: Imported) -> list[str]:
    heading = _("“%(title)s” (%(slug)s), working draft no. %(number)d")
    lines = [
        heading
        % {
            "title": imported.plan.title,
            "slug": imported.plan.slug,
            "number": imported.draft.number,
        }
    ]
    for level in document.levels():
        count = sum(node.level is level for node in document.nodes)
        lines.append(f"  {level.plural}: {count}")
    lines.append("  " + _("Comments: %(count)d") % {"count": len(document.comments)})
    if document.left_out:
        lines.append("  " + _left_out(document.left_out))
    return lines


def _left_out(numbers: list[int]) -> str:
    message = ngettext(
        "%(count)d line before the first heading was left out: %(numbers)s",
        "%(count)d lines before the first heading were left out: %(numbers)s",
        len(numbers),
    )
    return message % {"count": len(numbers), "numbers": ", ".join(map(str, numbers))}


def _changes(imported: Imported) -> list[str]:
    if imported.changes_nothing:
        return [_("Nothing changes.")]
    difference = imported.difference
    lines = [_("New title: “%(title)s”") % {"title": imported.plan.title}] * imported.is_retitled
    lines += _part(_("Items added"), [f"{node.label} {node.text}" for node in difference.added])
    lines += _part(_("Items changed"), [_changed(change) for change in difference.changed])
    lines += _part(_("Items moved"), [_moved(move) for move in difference.moved])
    removed = [f"{label(item)} {item.text}" for item in difference.removed]
    lines += _part(_("Items removed"), removed)
    lines += _part(_("Comments added"), [_commented(new) for new in imported.comments_added])
    if imported.comments_known:
        lines.append(_("Comments recorded before: %(count)d") % {"count": imported.comments_known})
    return lines


def _part(heading: str, entries: list[str]) -> list[str]:
    if not entries:
        return []
    return [f"{heading}: {len(entries)}", *(f"  {entry}" for entry in entries)]


def _commented(comment: WrittenComment) -> str:
    place = comment.code or _("the whole plan")
    return f"{date_format(comment.date, 'j. n. Y')} {comment.name} → {place}"


def _changed(change: Change) -> str:
    differences = "; ".join(
        f"{shortened(change.before[name]) or '–'} → {shortened(change.after[name]) or '–'}"
        for name in change.before
    )
    return f"{change.label}: {differences}"


def _moved(move: Move) -> str:
    before, after = move.before or _("the plan"), move.after or _("the plan")
    if before == after:
        return _("%(item)s: to another place under %(parent)s") % {
            "item": move.node.label,
            "parent": after,
        }
    return _("%(item)s: from %(before)s to %(after)s") % {
        "item": move.node.label,
        "before": before,
        "after": after,
    }
