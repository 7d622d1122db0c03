"""Lines that are no part of a plan: page numbers, contents, the web page's own words, captions."""

import re

from strategy.importing.grammar.flat import flat
from strategy.importing.grammar.marks import Habits
from strategy.importing.grammar.pieces import Piece
from strategy.importing.verdicts import Rule

PAGE_NUMBER = re.compile(
    r"[-–—]?\s*(?:(?:strana|str\.|stranka|page)\s*)?\d{1,3}(?:\s*(?:/|z|ze|of)\s*\d{1,3})?\s*[-–—]?"
)
CONTENTS = re.compile(r".*(?:(?:\.{4}|…{2}|(?:\. ){4}|_{4})\s*|\t[^\S\t]*)\d{1,3}")
WEB = re.compile(
    r"(?:podobne prezentace|prezentace na tema.*|prezentace se nahrava.*|stahnout .*|"
    r"reklamy .*|tisk e-mail|tisk|sdilet.*|odkaz na .*|©.*|copyright.*|"
    r"prihlaste se k odberu.*|napsali o nas|archiv aktualit.*|inspirace|zpet.*|domu(?: \|.*)?|"
    r"uvodni stranka.*|(?:https?://|www\.)\S+|dalsi informace naleznete.*|//\]\]>.*|cookies.*|"
    r"nahoru|vice zde|mapa (?:stranek|webu)|prohlaseni o pristupnosti|obsah)"
)
CAPTION = re.compile(r"(?:tabulka|tab\.|graf|obrazek|obr\.|mapa|schema)\s*(?:c\.\s*)?\d.*")
IN_PLACE = re.compile(r"(?:zdroj|pozn\.|poznamka pod carou)\s*: ?(?:vlastni|csu|mpsv|autor).*")


def rule_for(piece: Piece, habits: Habits) -> Rule | None:
    """Why a line is left out whatever stands around it; None where it may be read."""
    looked = flat(piece.text)
    if PAGE_NUMBER.fullmatch(looked):
        return Rule.PAGE_NUMBER
    if CONTENTS.fullmatch(piece.text):
        return Rule.CONTENTS
    if WEB.fullmatch(looked) or looked in habits.running:
        return Rule.RUNNING
    if CAPTION.fullmatch(looked) or IN_PLACE.fullmatch(looked):
        return Rule.CAPTION
    return None
