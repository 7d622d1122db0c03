"""What staff send while they bring a file in: the file itself, and corrections of it."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from strategy.form_fields import number_in
from strategy.importing.corrections import NOT_SAID, Correction
from strategy.importing.grammar.field_words import Part
from strategy.importing.refusal import ImportRefused
from strategy.importing.sources.reading import LARGEST, READERS
from strategy.models import Edition, Plan

ENDINGS = ",".join(f".{ending}" for ending in (*READERS, "json"))
# Parts that an item may be given by hand.
PARTS = [(part.value, part.label) for part in Part if part not in NOT_SAID]


class UploadForm(forms.Form):
    """A file, and the plan that it is for: one there is, or a new one."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "DOCX, PDF with text, XLSX, CSV, Markdown or plain text. What this portal "
            "gave out of the same plan (XLSX, CSV, JSON, DOCX, Markdown) is read to the "
            "letter: only what somebody changed in it changes."
        ),
        widget=forms.ClearableFileInput({"accept": ENDINGS}),
    )
    plan = forms.ModelChoiceField(
        Plan.objects.filter(editions__state=Edition.State.DRAFT).distinct(),
        label=gettext_lazy("Into the draft of"),
        required=False,
        empty_label=gettext_lazy("a new plan"),
    )
    title = forms.CharField(label=gettext_lazy("Title of a new plan"), required=False)
    slug = forms.SlugField(
        label=gettext_lazy("Address of a new plan"),
        required=False,
        help_text=gettext_lazy(
            "The part of the web address that names the plan, for example “brno-2050”."
        ),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size and file.size > LARGEST:
            told = _("The file is larger than %(most)s. Cut it into more files.")
            raise forms.ValidationError(told % {"most": filesizeformat(LARGEST)})
        file.name = PurePath(file.name or "").name[:200]
        return file

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("plan") is None and "plan" not in self.errors:
            for name in ("title", "slug"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("A new plan needs this."))
        return given


def correction_in(sent: QueryDict, node: int) -> Correction:
    """What a form of one item asks for. Raises ImportRefused where it asks for nothing known."""
    match sent.get("do", ""):
        case "level":
            return {"do": "level", "node": node, "level": _words(sent, "level")}
        case "parent":
            return {"do": "parent", "node": node, "parent": _number(sent, "parent")}
        case "code" | "text" as name:
            return {"do": name, "node": node, "value": sent.get("value", "")}
        case "entry":
            return {"do": "entry", "node": node, "entry": _number(sent, "entry"), **_said(sent)}
        case "drop_entry":
            return {"do": "drop_entry", "node": node, "entry": _number(sent, "entry")}
        case "add_entry":
            return {"do": "add_entry", "node": node, **_said(sent)}
        case "leave_out":
            return {"do": "leave_out", "node": node}
        case "split":
            return {"do": "split", "node": node, "at": _place(sent)}
        case "merge":
            return {"do": "merge", "node": node, "into": _number(sent, "into")}
    raise ImportRefused(_("Choose what to correct."))


def taking_in(sent: QueryDict) -> Correction:
    """A line that was left out is to be an item of a level."""
    return {"do": "take", "verdict": _number(sent, "take"), "level": _words(sent, "level")}


def _said(sent: QueryDict) -> dict[str, str]:
    part = sent.get("part", "")
    if part not in dict(PARTS):
        raise ImportRefused(_("Choose what it says of the item."))
    return {"part": part, "text": _words(sent, "text")}


def _words(sent: QueryDict, name: str) -> str:
    found = sent.get(name, "").strip()
    if not found:
        raise ImportRefused(_("Write it out first."))
    return found


def _number(sent: QueryDict, name: str) -> int | None:
    """None where nothing is chosen, such as the plan itself for a parent."""
    written = sent.get(name, "")
    return number_in(written, otherwise=-1) if written else None


def _place(sent: QueryDict) -> int:
    """Where in its wording an item is to be split: before the words that are given."""
    text, words = sent.get("text", ""), _words(sent, "before")
    at = text.find(words)
    if at < 1:
        raise ImportRefused(_("Write the first words of the second part just as they stand."))
    return at
