from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from strategy.admin.noted import NotedReading
from strategy.admin.rights import ReadOnly
from strategy.admin.titles import PlainTitles
from strategy.letters import kinds, sending
from strategy.models import Letter
from strategy.secret_links import masked


@admin.register(Letter)
class LetterAdmin(NotedReading, ReadOnly, PlainTitles):
    """The letters that wait, that went out, and that failed; these can be sent again.

    To whom they went and what they say is for those with a right of their own.
    """

    list_display = ["called", "subject", "state", "written_at", "sent_at", "attempts", "error"]
    list_filter = ["state"]
    fields = [
        "called",
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

    def shows_contacts(self, request: HttpRequest, page: str) -> bool:
        return _may_read(request)

    def get_list_display(self, request: HttpRequest) -> Any:
        return [*self.list_display, "to"] if _may_read(request) else self.list_display

    def get_fields(self, request: HttpRequest, obj: Letter | None = None) -> Any:
        fields = [*self.fields, "to", "words"] if _may_read(request) else list(self.fields)
        if obj and obj.state != Letter.State.WAITING:
            fields.remove("send_after")
        return fields

    @admin.display(description=_("kind"), ordering="kind")
    def called(self, letter: Letter) -> str:
        return kinds.called(letter.kind)

    # Whoever opened a link of theirs could act as the reader of the letter.
    @admin.display(description=_("text, without its secret links"))
    def words(self, letter: Letter) -> str:
        return masked(letter.plain)

    def get_search_fields(self, request: HttpRequest) -> Any:
        return ["to", "subject"] if _may_read(request) else ["subject"]

    def has_send_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("strategy.change_letter")

    @admin.action(description=_("Send what did not go out again"), permissions=["send"])
    def send_again(self, request: HttpRequest, chosen: QuerySet[Letter]) -> None:
        again = sum(map(sending.send_again, chosen))
        said = ngettext("%(count)d letter waits again.", "%(count)d letters wait again.", again)
        messages.success(request, said % {"count": again})


def _may_read(request: HttpRequest) -> bool:
    return request.user.has_perm("strategy.read_letter")
