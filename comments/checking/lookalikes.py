"""Senders who look like the city and may not be it: its name, an office, its domain in disguise."""

import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from strategy.characters import without_diacritics
from strategy.models import Organisation


class Code(models.TextChoices):
    OFFICE = "office", _("signs like an office of the city")
    DOMAIN = "domain", _("an e-mail domain like that of the city")
    BODY = "body", _("signs like a body that the city knows")
    DISGUISED = "disguised", _("letters of another script among Latin ones")


class Hint(NamedTuple):
    """`where` is "name", "organisation" or "email"; `passage` the words that gave rise to it."""

    code: str
    where: str
    passage: str


# Letters and digits that look like a Latin letter.
_LOOKS_LIKE = str.maketrans(
    "аеорсухвкмнтіјѕԁαοερνικτυ0135",
    "aeopcyxbkmhtijsdaoepviktuoles",
)
_OFFICE = re.compile(
    r"magistrat\w*|primator\w*|namest(?:ek|kyne)\b|\bradni(?:ho|mu|m)?\b|\brad[ay] mesta\b"
    r"|zastupitel(?:stv\w*|k\w+|e|u|ske?\w*)?\b|\bmestsky urad\b|\burad mestske casti\b|\bmmb\b"
    r"|\bodbor(?:u|em)?\b|\btajemni(?:k|ce)\b|\bstatutarni mesto\b|\bstarost(?:a|ka|y)\b"
)
# A shorter name, such as an abbreviation, is sought as a whole and letter by letter.
SHORTEST = 5
_OFFICES_IN_DOMAINS = {"magistrat", "mesto", "urad", "mmb", "radnice", "primator", "statutarni"}


class Body(NamedTuple):
    """A body that the city has on its list: how its names look, and the domain of its e-mail."""

    names: list[str]
    domain: str


def bodies() -> list[Body]:
    """All that the city knows. One query."""
    known = Organisation.objects.values_list("name", "abbreviation", "email")
    return [
        Body([_words(said) for said in names if said], _domain(email)) for *names, email in known
    ]


def of(name: str, organisation: str, email: str, known: Sequence[Body] = ()) -> list[Hint]:
    """What in a sender's name, organisation and e-mail looks like the city. No query.

    Or like one of the bodies that are `known`, unless the e-mail is of that body's own domain.

    Who writes from the city's own domain is of the city; such mail was confirmed.
    """
    domain = _domain(email)
    hints = []
    for where, given in (("name", name), ("organisation", organisation)):
        if not given:
            continue
        hints += _in_name(where, given, own=_is_own(domain))
        if not _is_own(domain) and _is_like_any(given, domain, known):
            hints.append(Hint(Code.BODY, where, given))
    if domain and not _is_own(domain) and _resembles_own(domain):
        hints.append(Hint(Code.DOMAIN, "email", domain))
    return hints


def _in_name(where: str, given: str, *, own: bool) -> list[Hint]:
    hints = [Hint(Code.DISGUISED, where, word) for word in given.split() if _is_mixed(word)]
    if not own and (_OFFICE.search(plain := skeleton(given)) or _city_itself().search(plain)):
        hints.append(Hint(Code.OFFICE, where, given))
    return hints


def _is_like_any(given: str, domain: str, known: Sequence[Body]) -> bool:
    """Whether it names another's body, or differs from one by a single letter."""
    others = (body for body in known if not domain or body.domain != domain)
    plain = _words(given)
    return any(_is_like(plain, name) for body in others for name in body.names)


def _is_like(plain: str, name: str) -> bool:
    if len(name) < SHORTEST:
        return plain == name
    return f" {name} " in f" {plain} " or _within_one(plain, name)


def _words(text: str) -> str:
    """The words as they look, without what stands between them."""
    return " ".join(re.findall(r"\w+", skeleton(text)))


def skeleton(text: str) -> str:
    """The text as it looks: small Latin letters without accents.

    >>> skeleton("Mаgistrát")  # with a Cyrillic а
    'magistrat'
    """
    bare = without_diacritics(unicodedata.normalize("NFKD", text.casefold()))
    return " ".join(bare.translate(_LOOKS_LIKE).split())


def _is_mixed(word: str) -> bool:
    if word.isascii():
        return False
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in word if letter.isalpha()}
    return "LATIN" in scripts and len(scripts & {"CYRILLIC", "GREEK", "CHEROKEE", "ARMENIAN"}) > 0


@cache
def _city_itself() -> re.Pattern[str]:
    """The city's name with the word “city”, in either case: “Město Brno”, “města Brna”."""
    names = [settings.CITY_NAME.split()[-1], settings.CITY_GENITIVE]
    either = "|".join(re.escape(skeleton(name)) for name in names if name)
    return re.compile(rf"\bmest(?:o|a|u|em)\s+(?:{either})\b")


def _domain(email: str) -> str:
    return email.rpartition("@")[2].lower()


def _is_own(domain: str) -> bool:
    return any(domain == own or domain.endswith(f".{own}") for own in settings.CITY_DOMAINS)


def _resembles_own(domain: str) -> bool:
    seen = _seen(domain)
    return any(_resembles(seen, own) for own in settings.CITY_DOMAINS)


def _seen(domain: str) -> str:
    """A domain as a reader sees it, out of its coded form too."""
    if "xn--" in domain:
        with suppress(UnicodeError):
            domain = domain.encode("ascii").decode("idna")
    return skeleton(domain)


def _resembles(seen: str, own: str) -> bool:
    label, _dot, ending = own.partition(".")
    words = re.split(r"[.-]", seen)
    if _OFFICES_IN_DOMAINS & set(words) and label in words:
        return True
    if _within_one(_merged(seen), _merged(own)):
        return True
    # brno.cz.example.com, brno-cz.com, brno.eu: the name ends or begins a domain of another.
    pairs = list(pairwise(words))
    return (label, ending) in pairs[:-1] or seen.rpartition(".")[0] == label


def _merged(domain: str) -> str:
    """Letters that look like one in most typefaces."""
    return domain.replace("rn", "m").replace("vv", "w").replace("l", "i")


def _within_one(one: str, other: str) -> bool:
    """Whether two words differ by one letter at most: changed, added or left out."""
    if abs(len(one) - len(other)) > 1:
        return False
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if same is None:
        return True
    rests = [(one[same + 1 :], other[same + 1 :])]
    rests += [(one[same + 1 :], other[same:]), (one[same:], other[same + 1 :])]
    return any(rest == of_other for rest, of_other in rests)
