"""Names of uploaded files: only ever shown, and yet somebody saves the file under them."""

import re
import unicodedata
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from strategy.characters import in_one_line

# Of the whole name, ending included; every system takes as many.
LONGEST = 120

_PATH = re.compile(r"[\\/]")
# What some system does not take in a name.
_NOT_TAKEN = re.compile(r'[<>:"|?*]+')
# Marks of direction, and what has no width, beside what no wording may hold.
_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
# Names of devices in Windows, whatever ending they have.
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])( *\..*)?", re.IGNORECASE)
# What a system runs, or a browser opens as a page.
_RUN = re.compile(
    r"apk|app|bat|bin|chm|cmd|com|cpl|dll|dmg|exe|hta|html?|jar|jse?|lnk|msi|msp|php|ps1|py|reg|"
    r"scr|sh|svg|swf|url|vb|vbe|vbs|wsf|xhtml|xml",
    re.IGNORECASE,
)


class NameRefused(Exception):
    """Why a file of that name is not taken; its text is for the reader."""


def clean(given: str) -> str:
    """The name of a file as it is kept, whatever its sender called it; may be empty.

    Without folders, without what is not seen, without characters that some system does not take.

    >>> clean("C:\\\\Dokumenty\\\\zpráva\\u202efdp.pdf"), clean("../../con.pdf")
    ('zprávafdp.pdf', '_con.pdf')
    """
    name = _PATH.split(unicodedata.normalize("NFC", given))[-1]
    name = " ".join(_UNSEEN.sub("", in_one_line(name)).split())
    name = _NOT_TAKEN.sub("-", name).strip(" .")
    return _shortened(f"_{name}" if _DEVICES.fullmatch(name) else name)


def ending(name: str) -> str:
    """The last ending of a clean name, small and without its dot; empty where it has none."""
    return PurePosixPath(name).suffix[1:].lower()


def refuse_programmes(name: str) -> None:
    """Raise NameRefused where a clean name has the ending of a programme before its last one.

    As “zprava.exe.pdf” has; of the last ending the formats decide.
    """
    for part in name.split(".")[1:-1]:
        if _RUN.fullmatch(part.strip()):
            raise NameRefused(
                _("The name “%(name)s” has two endings, as harmful files do. Rename the file.")
                % {"name": name}
            )


def _shortened(name: str) -> str:
    if len(name) <= LONGEST:
        return name
    suffix = PurePosixPath(name).suffix[:LONGEST]
    return name[: LONGEST - len(suffix)].rstrip(" .") + suffix
