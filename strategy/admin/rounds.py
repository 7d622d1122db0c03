from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from strategy.admin.rights import ReadOnly
from strategy.admin.titles import PlainTitles
from strategy.models import Round
from strategy.rounds import periods


@admin.register(Round)
class RoundAdmin(ReadOnly, PlainTitles):
    """The register of rounds. It only looks them up; the pages of rounds open and close them."""

    list_display = ["period", "plan", "opened_at", "answers_by", "closed_at"]
    list_filter = [("plan", admin.RelatedOnlyFieldListFilter), "kind", "year"]
    list_select_related = ["plan"]
    fields = ["plan", "period", "opened_at", "answers_by", "closed_at", "evaluation", "answers"]
    ordering = ["-opened_at"]

    @admin.display(description=_("period"), ordering="year")
    def period(self, found: Round) -> str:
        return periods.of(found).name

    @admin.display(description=_("answers in rounds"))
    def answers(self, found: Round) -> str:
        address = reverse("strategy:round_status", args=[found.pk])
        return format_html('<a href="{}">{}</a>', address, _("Who has answered"))
