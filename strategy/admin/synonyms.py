from django import forms
from django.contrib import admin
from django.utils.translation import gettext as _

from strategy.admin.titles import PlainTitles
from strategy.models import Synonyms
from strategy.searching.words import words_of

# Of one group; more would find everything.
MOST = 12


class SynonymsForm(forms.ModelForm):
    class Meta:
        model = Synonyms
        fields = ("words",)

    def clean_words(self) -> str:
        """Commas set right, nothing twice, and at least two that a search can find."""
        given = [" ".join(member.split()) for member in self.cleaned_data["words"].split(",")]
        members = list(dict.fromkeys(filter(None, given)))
        said = [member for member in members if any(words_of(member))]
        if len(members) < 2 or said != members:
            raise forms.ValidationError(
                _("Write at least two words or phrases with commas between them.")
            )
        if len(members) > MOST:
            raise forms.ValidationError(
                _("At most %(count)d belong together; make two groups.") % {"count": MOST}
            )
        return ", ".join(members)


@admin.register(Synonyms)
class SynonymsAdmin(PlainTitles):
    """Words that mean the same to who searches. What is changed holds for the next search."""

    form = SynonymsForm
    list_display = ["words"]
    search_fields = ["words"]
