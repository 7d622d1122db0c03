from django.contrib import admin

from kpss.models import Minutes
from strategy.admin.changing import ChangingMixin
from strategy.admin.refusals import RefusableForm
from strategy.admin.titles import PlainTitles

WORDING = ("opening", "text", "conclusion", "plan", "in_packet")


class MinutesForm(RefusableForm):
    wording = WORDING

    class Meta:
        model = Minutes
        fields = WORDING


@admin.register(Minutes)
class MinutesAdmin(ChangingMixin, PlainTitles):
    """Minutes as they are typed or pasted; the packet for the council prints what is marked."""

    form = MinutesForm
    change_form_template = "admin/strategy/change_form.html"
    list_display = ["meeting", "state", "plan", "in_packet"]
    list_filter = ["plan", "state", "in_packet"]
    list_select_related = ["meeting__body", "plan"]
    search_fields = ["meeting__body__name", "text"]
    fields = ["opening", "text", "conclusion", ("plan", "in_packet")]
    wording = ("opening", "text", "conclusion")
    history_fields = (*wording, "in_packet")
