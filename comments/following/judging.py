"""What an author says of the city's answers to a comment."""

from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext_lazy as _

from comments import amending
from comments.checking import personal
from comments.models import Reaction, Settlement
from strategy.form_fields import PlainField

SATISFIED = [("1", _("Yes, I am satisfied")), ("0", _("No, I stand by my comment"))]


class ReactionForm(forms.Form):
    """Whether an answer satisfies, and in what way not."""

    use_required_attribute = False
    satisfied = forms.ChoiceField(
        label=_("Does the answer satisfy you?"),
        choices=SATISFIED,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether the answer satisfies you.")},
    )
    words = PlainField(
        label=_("In your words"),
        longest=5_000,
        lines=True,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "We publish it with the answer once we have checked it, and the council gets it. So"
            " write no personal data, such as a telephone number or an address."
        ),
    )

    def __init__(self, *args: Any, settlement: Settlement, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": f"odpoved-{settlement.pk}_%s"} | options)
        self.settlement = settlement

    def clean_words(self) -> str:
        """No likely personal data: who checks them can publish them as they are or not at all."""
        words: str = self.cleaned_data["words"]
        codes = dict.fromkeys(passage.code for passage in personal.found_in(words))
        found = [str(personal.Code(code).label) for code in codes]
        if found:
            raise forms.ValidationError(
                _("This would be published: %(found)s. Please leave it out.")
                % {"found": ", ".join(found)}
            )
        return words

    def said(self) -> dict[str, Any]:
        """As `amending.react` takes it."""
        given = self.cleaned_data
        return {"satisfied": given["satisfied"] == "1", "words": given["words"]}


class Judged(NamedTuple):
    """A published answer with what its receiver says; `refusal` is why it can be said no more."""

    settlement: Settlement
    reaction: Reaction | None
    form: ReactionForm
    refusal: str


def judged(answers: list[Settlement], typed: ReactionForm | None) -> list[Judged]:
    """In the order of the points; `typed` goes on in the place of an empty form."""
    return [_judged(answer, typed) for answer in answers]


def _judged(answer: Settlement, typed: ReactionForm | None) -> Judged:
    reaction = _reaction(answer)
    if typed is not None and typed.settlement == answer:
        form = typed
    else:
        said = {"satisfied": f"{reaction.satisfied:d}", "words": reaction.words} if reaction else {}
        form = ReactionForm(initial=said, settlement=answer)
    return Judged(answer, reaction, form, amending.why_not_react(answer))


def _reaction(answer: Settlement) -> Reaction | None:
    try:
        return answer.reaction
    except ObjectDoesNotExist:
        return None
