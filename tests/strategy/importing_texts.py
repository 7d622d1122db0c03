"""Texts and ways to look at what was read of them, shared by the tests of the import."""

from django.conf import settings

from strategy.importing import reading
from strategy.importing.document import Document

FIXTURES = settings.BASE_DIR / "fixtures"
SEED = (FIXTURES / "brno-2050.txt").read_text(encoding="utf-8")

SMALL = """\
Hodnota: Soudržné město
Primární cíl: Posílit soudržnost
Dílčí cíl A
Zvýšit dostupnost péče
Priorita A1
Rozvíjet síť služeb
 • A1.1 Podporovat pečující osoby.
 • A1.2 Rozvíjet terénní služby.
Dílčí cíl B
Podporovat rovný přístup
Priorita B1
Informovat veřejnost
 • B1.1 Zveřejňovat příklady praxe.
Připomínky
Jan Schejbal
26. 6. 2018
Bez připomínek
"""
SMALL_TREE = [
    ("Hodnota", "", "Soudržné město", None),
    ("Primární cíl", "", "Posílit soudržnost", "Hodnota"),
    ("Dílčí cíl", "A", "Zvýšit dostupnost péče", "Primární cíl"),
    ("Priorita", "A1", "Rozvíjet síť služeb", "A"),
    ("Opatření", "A1.1", "Podporovat pečující osoby.", "A1"),
    ("Opatření", "A1.2", "Rozvíjet terénní služby.", "A1"),
    ("Dílčí cíl", "B", "Podporovat rovný přístup", "Primární cíl"),
    ("Priorita", "B1", "Informovat veřejnost", "B"),
    ("Opatření", "B1.1", "Zveřejňovat příklady praxe.", "B1"),
]


def read(text: str) -> Document:
    return reading.read(text.encode())


def tree(document: Document) -> list[tuple[str, str, str, str | None]]:
    """(level, code, text, what the parent is called) of each node in order."""
    return [
        (node.level.name, node.code, node.text, node.parent and node.parent.label)
        for node in document.nodes
    ]


def places(text: str) -> list[tuple[str, str | None]]:
    """(what it is called, what its parent is called) of each node of a text."""
    return [(node.label, node.parent and node.parent.label) for node in read(text).nodes]
