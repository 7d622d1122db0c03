"""Names of tiers on pages in English: common words are translated, a plan's own are not."""

import re

from django.test import Client
from django.utils import translation

from strategy import tier_words
from strategy.models import Edition


def test_a_common_word_is_said_in_the_page_s_language_and_any_other_stays() -> None:
    with translation.override("en"):
        said = [tier_words.one("Opatření"), tier_words.many("Opatření", "Opatření")]
        assert said == ["Measure", "Measures"]
        assert tier_words.one("Štafeta") == tier_words.many("Štafeta", "Štafeta") == "Štafeta"
    assert tier_words.many("Priorita", "Priority") == "Priority"


def test_pages_in_english_name_the_tiers_in_english(client: Client, published: Edition) -> None:
    for path, name in (("", "line__tier"), ("A1/", "item__tier"), ("A1.1/", "item__tier")):
        said = [named(client, f"{language}/zkusebni-plan/{path}", name) for language in ("", "/en")]
        assert said[0] != said[1]
        with translation.override("en"):
            assert {str(tier_words.KNOWN[one.lower()][0]) for one in said[0]} == set(said[1])
    assert named(client, "/en/zkusebni-plan/A1.1/", "item__tier") == ["Measure"]


def named(client: Client, path: str, name: str) -> list[str]:
    return re.findall(f'class="{name}">([^<]+)<', client.get(path).content.decode())
