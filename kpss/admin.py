from django.contrib import admin

from kpss.models import Minutes
from strategy.admin.changing import ChangingMixin
from strategy.admin.refusals import RefusableForm
from strategy.admin.titles import PlainTitles

WORDING = ("plan", "group", "held_on", "place", "text", "approved", "in_packet")


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
    list_display = ["group", "held_on", "plan", "approved", "in_packet"]
    list_display_links = ["group", "held_on"]
    list_filter = ["plan", "approved", "in_packet"]
    list_select_related = ["plan"]
    search_fields = ["group", "place", "text"]
    fields = ["plan", ("group", "held_on", "place"), "text", ("approved", "in_packet")]
    wording = ("group", "held_on", "place", "text")
    history_fields = (*wording, "approved", "in_packet")
