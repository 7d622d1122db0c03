"""The demo's glossary: what its sources spell out, and what the portal says itself."""

import pytest
from django.test import Client

from brnoplan import glossary_demo
from brnoplan.glossary_demo import OF_PLANNING, SPELLED_OUT, Short
from strategy.models import Term

pytestmark = pytest.mark.django_db


def test_abbreviations_name_the_source_that_spells_them_out() -> None:
    glossary_demo.load()
    told = dict(Term.objects.exclude(source="").values_list("abbreviation", "source"))
    assert told == {one.abbreviation: glossary_demo.TITLES[one.fixture] for one in SPELLED_OUT}
    assert set(told) == {"KPSS", "MPSV", "SVL", "NNO"}


def test_all_else_is_told_as_the_portals_own_words(client: Client) -> None:
    glossary_demo.load()
    own = Term.objects.filter(source="").values_list("word", flat=True)
    assert set(own) == {one.word for one in OF_PLANNING}
    assert len(own) == 16
    page = client.get("/slovnik/").content.decode()
    assert page.count('<p class="glossary__source">') == len(own) + len(SPELLED_OUT)


def test_what_no_source_spells_out_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    made_up = Short("XYZ", "něco", "Nic.", SPELLED_OUT[0].fixture, "něco jiného (XYZ)")
    monkeypatch.setattr(glossary_demo, "SPELLED_OUT", [made_up])
    with pytest.raises(ValueError, match="XYZ"):
        glossary_demo.load()
