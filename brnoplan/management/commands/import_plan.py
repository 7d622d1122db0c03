"""Read a plan from a file into its working draft, and say what that changes."""

import os
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brnoplan.importing import Imported, bring_in
from strategy.importing import exact, imports
from strategy.importing.bodies import Bodies, likely_kind
from strategy.importing.comment_section import WrittenComment
from strategy.importing.content import Content, of_document
from strategy.importing.document import Document
from strategy.importing.faults import Fault
from strategy.importing.matching import Change, Move, label
from strategy.importing.refusal import ImportRefused, shortened
from strategy.importing.understanding import understand
from strategy.measures.directory import Directory
from strategy.models import Plan
from strategy.tree import TreeRefused


class Command(BaseCommand):
    help = "Read a plan from a file of any kind into its working draft."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, help="DOCX, PDF, XLSX, CSV, Markdown, plain text or our own JSON"
        )
        parser.add_argument("--plan", default="", help="address of the plan, existing or new")
        parser.add_argument("--title", default="", help="title of the plan")
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")
        parser.add_argument(
            "--create-organisations",
            action="store_true",
            help="put organisations that the file names and nobody knows into the directory",
        )

    def handle(
        self,
        *,
        file: Path,
        plan: str,
        title: str,
        dry_run: bool,
        create_organisations: bool = False,
        **_options: Any,
    ) -> None:
        try:
            content = _content(file, plan)
            names = content.names()
            missing = Bodies(Directory.read()).missing(names) if names else []
            created = {name: likely_kind(name) for name in missing if create_organisations}
            imported = bring_in(
                content,
                slug=plan,
                title=title,
                dry_run=dry_run,
                created=created,
                tell=self._tell,
            )
        except FileNotFoundError as error:
            raise CommandError(_("There is no file “%(file)s”.") % {"file": file}) from error
        except OSError as error:
            message = _("“%(file)s” cannot be read; it is a folder, or you may not read it.")
            raise CommandError(message % {"file": file}) from error
        except (ImportRefused, TreeRefused) as refusal:
            message = _("Nothing was imported from “%(file)s”. %(reason)s")
            raise CommandError(message % {"file": file, "reason": refusal}) from refusal
        lines = [*_understood(content.document, imported), *_named(missing, created)]
        lines += _changes(imported)
        if dry_run:
            lines.append(_("This was a dry run: nothing was written."))
        self._say(lines)

    def _tell(self, percent: int) -> None:
        """A line that grows, where somebody looks on."""
        if self.stderr.isatty():
            self.stderr.write(f"\r{percent:3} %", ending="" if percent < 100 else "\r     \r")

    def _say(self, lines: list[str]) -> None:
        try:
            for line in lines:
                self.stdout.write(line)
            self.stdout.flush()
        except BrokenPipeError:
            # The reader (head) has seen enough; Python would complain once more as it ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _content(file: Path, slug: str) -> Content:
    """What the file would have the draft say. Raises ImportRefused, OSError."""
    data = file.read_bytes()
    plan = Plan.objects.filter(slug=slug).first() if slug else None
    draft = imports.draft_of(plan)
    found = exact.read(file.name, data, draft)
    if found is None:
        document = understand(file.name, data, draft)
        if document.refusal:
            raise document.refusal
        return of_document(document)
    if found.faults:
        raise ImportRefused(
            "\n".join([_("It has to be mended first:"), *map(_fault, found.faults)])
        )
    return found.content


def _fault(fault: Fault) -> str:
    place = f"{fault.row} {fault.column}".strip()
    return f"  {place}: {fault.message}"


def _named(missing: list[str], created: dict[str, str]) -> list[str]:
    """Organisations that the directory lacks."""
    if created:
        return _part(_("Organisations created"), list(created))
    return _part(_("Organisations that the directory does not have, left as words"), missing)


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
        lines.append("  " + _left_out(document))
    return lines + _unsure(document)


def _left_out(document: Document) -> str:
    """Lines without an item; that all stand before the plan is said only where it is so."""
    numbers = document.left_out
    if numbers[-1] < document.nodes[0].line:
        message = ngettext(
            "%(count)d line before the first heading was left out: %(numbers)s",
            "%(count)d lines before the first heading were left out: %(numbers)s",
            len(numbers),
        )
    else:
        message = ngettext(
            "%(count)d line was left out: %(numbers)s",
            "%(count)d lines were left out: %(numbers)s",
            len(numbers),
        )
    return message % {"count": len(numbers), "numbers": ", ".join(map(str, numbers))}


def _unsure(document: Document) -> list[str]:
    """What a preview would ask about; nobody is asked here, so it is told."""
    doubts = document.doubts
    if not doubts:
        return []
    heading = ngettext(
        "%(count)d place is unsure, read as well as it could be:",
        "%(count)d places are unsure, read as well as they could be:",
        len(doubts),
    )
    each = _("line %(line)d: %(text)s – %(rule)s")
    return [
        "  " + heading % {"count": len(doubts)},
        *(
            "    " + each % {"line": one.line, "text": shortened(one.text), "rule": one.rule.label}
            for one in doubts
        ),
    ]


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
