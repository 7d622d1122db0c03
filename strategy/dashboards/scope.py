"""Of what a dashboard is, and where its pages are: of one plan or all, public or of the office."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from strategy.models import Plan


class Scope(NamedTuple):
    """`plan` is None for all plans; `title` is that of the plan as its edition in force has it,
    and `until` the last year of its period.
    """

    plan: Plan | None = None
    title: str = ""
    is_staff: bool = False
    until: int | None = None

    @property
    def path(self) -> str:
        """Where its numbers are."""
        return self._path("dashboard")

    @property
    def list_path(self) -> str:
        """Where its measures are listed."""
        return self._path("measures")

    def list_of(self, choice: dict[str, str]) -> str:
        """Where those of a choice are listed."""
        return f"{self.list_path}?{urlencode(choice)}" if choice else self.list_path

    def of(self, plan: Plan) -> "Scope":
        """The same of one plan."""
        return self._replace(plan=plan, title=plan.title)

    def _path(self, name: str) -> str:
        if self.is_staff:
            name = f"staff_{name}"
        if self.plan is None:
            return reverse(f"strategy:{name}_all")
        return reverse(f"strategy:{name}", args=[self.plan.slug])
