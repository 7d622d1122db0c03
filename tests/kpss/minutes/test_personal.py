"""What in minutes may be personal, and what only looks a little like it."""

import pytest

from kpss.minutes.content import Content
from kpss.minutes.personal import looks_so


@pytest.mark.parametrize(
    "text",
    [
        "pište na jana.nova+kpss@socialni.example.cz.",
        "tel. 602123456",
        "tel.: 602 123 456",
        "(542\xa0171\xa0111)",
        "+420 542 171 111",
        "00420542171111",
        "r. č. 855612/1234",
        "r. č. 010203/123",
        "r. č. 042201/0019",
    ],
)
def test_it_looks_personal(text: str) -> None:
    text = f"ad 1. Projednáno. {text}\nad 2. Různé"
    assert looks_so(Content("PS", "2018-03-12", text=text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Program:\n1. Připomínky\n\nad 1. Projednáno 4. 10. 2018 od 14.00.",
        "celkem 350 000 000 Kč",
        "celkem 2 350 000 000 osob",
        "celkem 350 000 000,50",
        "usnesení Z7/31, bod 12, č. j. MMB/0123456/2018",
        "IČO 44992785",
        "opatření A1.1 a @brno",
        "č. 8599/12",
        "996699/1234",
    ],
)
def test_it_does_not_look_personal(text: str) -> None:
    assert not looks_so(Content("PS", "2018-03-12", text=text))
