"""Somebody at a browser without scripts: opens pages, fills in their forms, presses buttons."""

from typing import Any
from urllib.parse import urljoin, urlsplit

from django.contrib.auth.models import User
from django.test import Client
from lxml import html


class Browser:
    """`page` is the answer that is shown, `words` what can be read on it."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.address, self.page = "", None

    def sign_in(self, user: User) -> "Browser":
        self.client.force_login(user)
        return self

    def open(self, url: str) -> "Browser":
        """A whole address, as it stands in a letter, or its path."""
        parts = urlsplit(url)
        self.address = f"{parts.path}?{parts.query}" if parts.query else parts.path
        self._shows(self.client.get(self.address, follow=True))
        return self

    def send(self, to: str = "", button: str = "", **typed: Any) -> "Browser":
        """Send the one form of the page that goes to an address that ends so, with what is typed.

        By default the page's own address. `button` is the pressed one, as “name=value”.
        """
        to = to or self.address
        [form] = [form for form in self._forms() if self._goes_to(form).endswith(to)]
        pressed = [one for one in form.iter("button") if button == _said_by(one)]
        given: dict[str, Any] = {}
        for name, value in form.form_values():
            given.setdefault(name, []).append(value)
        if button:
            assert pressed, button
            given[pressed[0].get("name")] = pressed[0].get("value")
        self.address = self._goes_to(form)
        self._shows(self.client.post(self.address, given | typed, follow=True))
        return self

    def boxes(self, name: str) -> list[str]:
        """What the boxes of that name carry that can be ticked."""
        ticks = html.fromstring(self.page.content).iterfind(
            f".//input[@type='checkbox'][@name='{name}']"
        )
        return [box.get("value") for box in ticks]

    @property
    def words(self) -> str:
        """The text of the main part, each space as one."""
        [main] = self.elements("//main")
        return " ".join(" ".join(main.itertext()).split())

    @property
    def links(self) -> list[str]:
        return [link.get("href") for link in self.elements("//a[@href]")]

    def elements(self, path: str) -> list[Any]:
        """What of the page is found by an XPath."""
        found: list[Any] = html.fromstring(self.page.content).xpath(path)
        return found

    def _shows(self, page: Any) -> None:
        self.page = page
        if page.redirect_chain:
            self.address = urljoin(self.address, page.redirect_chain[-1][0])

    def _forms(self) -> list[Any]:
        forms = html.fromstring(self.page.content).forms
        return [form for form in forms if form.method == "POST"]

    def _goes_to(self, form: Any) -> str:
        return urljoin(self.address, form.get("action") or self.address)


def _said_by(button: Any) -> str:
    return f"{button.get('name')}={button.get('value')}"
