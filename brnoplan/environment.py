"""How a variable of the environment is read: what is wrong is refused by the variable's name."""

import os
import re
from collections.abc import Collection
from email.utils import formataddr, getaddresses

from django.core.exceptions import ImproperlyConfigured

# A name, with a point before it for all beneath it too, or an address of version 6; no port.
HOST = re.compile(r"\*|\.?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*|\[[0-9A-Fa-f:.]+\]")
MAILBOX = re.compile(r"[^\s@<>(),;:\"\\\[\]]+@[^\s@<>(),;:\"\\]+")


def flag(name: str, default: bool) -> bool:
    """Read a yes-or-no variable; anything but 0 or 1 is refused by name."""
    value = os.environ.get(name) or ("1" if default else "0")
    if value not in {"0", "1"}:
        raise ImproperlyConfigured(f"{name} must be 0 or 1, not {value!r}.")
    return value == "1"


def number(name: str, default: int) -> int:
    """Read a whole number of at least one."""
    value = os.environ.get(name) or str(default)
    if not re.fullmatch(r"[1-9][0-9]{0,5}", value):
        raise ImproperlyConfigured(f"{name} must be a number such as {default}, not {value!r}.")
    return int(value)


def words(name: str, default: str) -> list[str]:
    """Read a comma-separated variable."""
    return [word.strip() for word in (os.environ.get(name) or default).split(",") if word.strip()]


def hosts(name: str, default: str) -> list[str]:
    """Read names of hosts with commas between; what can be no host's name is refused."""
    found = words(name, default)
    # Of commas alone nothing is left.
    given = found or [os.environ.get(name) or default]
    if wrong := [one for one in given if one and not HOST.fullmatch(one)]:
        raise ImproperlyConfigured(
            f"{name} must be host names such as plan.example.org, with commas between them"
            f" and without https:// or a port, not {wrong[0]!r}."
        )
    return found


def host(name: str) -> str:
    """Read the name of one host, or none."""
    found = hosts(name, "")
    if len(found) > 1:
        raise ImproperlyConfigured(f"{name} must be one host, such as mail.example.org.")
    return found[0] if found else ""


def address(name: str, default: str) -> str:
    """Read the beginning of a web address, such as https://plany.brno.cz."""
    value = os.environ.get(name) or default
    if not re.fullmatch(r"https?://[^\s/?#]+/?", value):
        raise ImproperlyConfigured(f"{name} must be an address such as https://plany.example.")
    return value.rstrip("/")


def choice(name: str, default: str, *allowed: str) -> str:
    """Read a variable of few values; any other is refused by name."""
    value = os.environ.get(name) or default
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}, not {value!r}.")
    return value


def chosen(name: str, default: str, allowed: Collection[str]) -> list[str]:
    """Read a comma-separated variable of known values; any other is refused by name."""
    given = words(name, default)
    if unknown := [value for value in given if value not in allowed]:
        raise ImproperlyConfigured(f"{name} may hold {', '.join(allowed)}, not {unknown[0]!r}.")
    return given


def colour_pair(name: str) -> tuple[str, ...]:
    """Read one colour, or one for light and one for dark ground, such as #0b5c3b,#7fd39c."""
    given = tuple(word.lower() for word in words(name, ""))
    if len(given) > 2 or not all(re.fullmatch(r"#[0-9a-f]{6}", one) for one in given):
        raise ImproperlyConfigured(f"{name} must be a colour such as #b5122a, or two of them.")
    return given


def digits(name: str, default: str, length: int) -> str:
    """Read a number of an official register, which may begin with a nought."""
    value = os.environ.get(name) or default
    if not re.fullmatch(rf"[0-9]{{{length}}}", value):
        raise ImproperlyConfigured(f"{name} must be {length} digits such as {default}.")
    return value


def licence(name: str, default: str) -> str:
    """Read the address of a licence."""
    value = os.environ.get(name) or default
    if not re.fullmatch(r"https?://[^\s<>\"]+", value):
        raise ImproperlyConfigured(f"{name} must be an address such as {default}.")
    return value


def pairs(name: str) -> list[tuple[str, str]]:
    """Read pairs with semicolons between, such as plan-editors => Editor plánu.

    What stands first may be a distinguished name of a directory, with commas and equals signs.
    """
    written = [one for one in (os.environ.get(name) or "").split(";") if one.strip()]
    found = [tuple(side.strip() for side in one.split("=>")) for one in written]
    if not all(len(pair) == 2 and all(pair) for pair in found):
        raise ImproperlyConfigured(
            f"{name} must hold pairs such as plan-editors => Editor plánu; plan-audit => Auditor."
        )
    return [(theirs, ours) for theirs, ours in found]


def port(name: str, default: int) -> int:
    """Read the number of a port."""
    value = os.environ.get(name) or str(default)
    if not re.fullmatch(r"[0-9]{1,5}", value) or not 1 <= int(value) <= 65535:
        raise ImproperlyConfigured(f"{name} must be a number from 1 to 65535, not {value!r}.")
    return int(value)


def sender(name: str, default: tuple[str, str]) -> str:
    """Read whom mail comes from, such as Plan <plan@example.org>; by default that name and address.

    Returned as a header holds it.
    """
    given = os.environ.get(name) or ""
    named = getaddresses([given]) if given else [default]
    label, mailbox = named[0]
    if not (len(named) == 1 and given.isprintable() and MAILBOX.fullmatch(mailbox)):
        raise ImproperlyConfigured(f"{name} must be an address such as Plan <plan@example.org>.")
    return formataddr((label, mailbox))
