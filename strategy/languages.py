"""The languages of the interface: which one a page speaks stands in its address.

Czech stands at the bare address, any other under its code: `/en/…`. Nothing is remembered of who
only reads; who writes to us gets letters in the language of the page on which they wrote. Files,
feeds and whatever else machines read have one address and are in the portal's own language, in
which the plans are written; so is all that is stored.
"""

from contextlib import AbstractContextManager
from typing import NamedTuple

from django.conf import settings
from django.utils import translation


class Version(NamedTuple):
    """A page in one language: its code, the language's own name, the page's path."""

    code: str
    name: str
    path: str
    is_current: bool


def own() -> AbstractContextManager[None]:
    """Speak the portal's own language: of what is stored, and of what is written to others."""
    return translation.override(settings.LANGUAGE_CODE)


def of_reader(code: str) -> AbstractContextManager[None]:
    """Speak the language in which somebody wrote to us; empty means the portal's own."""
    return translation.override(code if code in others() else settings.LANGUAGE_CODE)


def asked_in() -> str:
    """The language that is being spoken, as it is kept of who asked; empty for the own one."""
    code = translation.get_language() or ""
    return code if code in others() else ""


def in_own(text: object) -> str:
    """What is to be stored, of a text that is translated late."""
    with own():
        return str(text)


def is_own() -> bool:
    """Whether that language is being spoken."""
    return translation.get_language() == settings.LANGUAGE_CODE


def parted(path: str) -> tuple[str, str]:
    """A path as its language and the path in the portal's own.

    >>> parted("/en/brno-2050/"), parted("/brno-2050/")
    (('en', '/brno-2050/'), ('cs', '/brno-2050/'))
    """
    code, slash, rest = path[1:].partition("/")
    if slash and code in settings.LANGUAGE_NAMES and code in others():
        # Two slashes would begin the name of another host.
        return code, f"/{rest.lstrip('/')}"
    return settings.LANGUAGE_CODE, path


def bare(path: str) -> str:
    """The path as it is in the portal's own language."""
    return parted(path)[1]


def others() -> list[str]:
    """Codes of the offered languages, without the portal's own."""
    return [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def versions(path: str) -> list[Version]:
    """The page at a path in every offered language, the portal's own first."""
    current, own_path = parted(path)
    return [
        Version(
            code,
            settings.LANGUAGE_NAMES[code],
            own_path if code == settings.LANGUAGE_CODE else f"/{code}{own_path}",
            code == current,
        )
        for code, _name in settings.LANGUAGES
    ]


def spoken(path: str) -> str:
    """The path of a page in the portal's own language, as it is in the language that is spoken."""
    code = translation.get_language()
    return f"/{code}{path}" if code in others() and is_page(path) else path


def is_page(path: str) -> bool:
    """Whether a path is of a page that people read, and not of a file.

    >>> is_page("/brno-2050/"), is_page("/slovnik/#gesce"), is_page("/brno-2050/plan.pdf")
    (True, True, False)
    """
    return path.partition("#")[0].endswith("/")
