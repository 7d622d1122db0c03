from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from strategy.admin.titles import PlainTitles
from strategy.letters import sending
from strategy.models import Letter


@admin.register(Letter)
class LetterAdmin(PlainTitles):
    """The letters that wait, that went out, and that failed; these can be sent again.

    To whom they went and what they say is for those with a right of their own.
    """

    list_display = ["subject", "state", "written_at", "sent_at", "attempts", "error"]
    list_filter = ["state"]
    fields = [
        "kind",
        "subject",
        "state",
        "written_at",
        "send_after",
        "sent_at",
        "attempts",
        "error",
    ]
    ordering = ["-pk"]
    actions = ["send_again"]

    def get_list_display(self, request: HttpRequest) -> Any:
        return [*self.list_display, "to"] if _may_read(request) else self.list_display

    def get_fields(self, request: HttpRequest, obj: Letter | None = None) -> Any:
        return [*self.fields, "to", "plain"] if _may_read(request) else self.fields

    def get_search_fields(self, request: HttpRequest) -> Any:
        return ["to", "subject"] if _may_read(request) else ["subject"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_send_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("strategy.change_letter")

    @admin.action(description=_("Send what did not go out again"), permissions=["send"])
    def send_again(self, request: HttpRequest, chosen: QuerySet[Letter]) -> None:
        again = sum(map(sending.send_again, chosen))
        said = ngettext("%(count)d letter waits again.", "%(count)d letters wait again.", again)
        messages.success(request, said % {"count": again})


def _may_read(request: HttpRequest) -> bool:
    return request.user.has_perm("strategy.read_letter")
