"""What the rules know of Czech: verbs that promise nothing, and how an action is written."""

import re
import unicodedata

# Verbs after which nobody can say whether it was done, unless something is measured.
VAGUE = frozenset(
    {
        "podporovat", "podpořit", "rozvíjet", "rozvinout", "zlepšovat", "zlepšit", "posilovat",
        "posílit", "prohlubovat", "prohloubit", "usilovat", "přispívat", "přispět", "napomáhat",
        "zvyšovat", "zvýšit", "snižovat", "snížit", "akcentovat", "zohledňovat", "zohlednit",
        "propojovat", "spolupracovat", "pokračovat", "motivovat", "stimulovat", "zkvalitňovat",
        "zkvalitnit", "optimalizovat", "zefektivnit", "zefektivňovat", "dbát",
    }
)  # fmt: skip
# Nouns that stand for an action at the beginning: “Podpora pečujících”, “Oprava mostu”.
ACTIONS = frozenset(
    {
        "podpora", "rozvoj", "obnova", "oprava", "opravy", "výstavba", "stavba", "přestavba",
        "dostavba", "revize", "příprava", "tvorba", "úprava", "úpravy", "změna", "prevence",
        "péče", "údržba", "nákup", "prodej", "pronájem", "návrh", "přenos", "sběr", "výběr",
        "přesun", "převod", "odkup", "výkup", "provoz", "zápis", "rozbor", "průzkum", "výzkum",
        "výsadba", "nábor", "zřízení", "osvěta", "propagace", "ochrana", "pomoc", "spolupráce",
        "výměna", "rekonstrukce", "dohoda", "analýza", "studie", "kontrola",
    }
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BRACKETS = re.compile(r"\([^()]*\)")
# Only from where a word begins: from each of its letters a long one would be read over and over.
_INFINITIVE = re.compile(r"\b(?:\w{2,}(?:[aáeěiíoy]t|ýt|out)|\w+(?:ést|ézt|éci|íci|ct|íst|ůst))$")
# Nouns of deeds: zavedení, budování, šetření, přijetí, realizace, analýza.
_DEED = re.compile(r"\b\w{2,}(?:[aeěá]ní|tí|ace|áž)$")
# Words that look like a verb’s infinitive, by their ends, and the verbs among those.
_NO_VERBS = (
    "át", "účet", "počet", "internet", "kabinet", "předmět", "svět", "květ", "opět", "zpět",
    "deset", "devět", "míst", "život", "byt", "hodnot", "kvalit", "aktivit", "lokalit", "realit",
    "kapacit", "komunit", "priorit", "minorit", "autorit", "univerzit", "identit", "mobilit",
    "charit", "limit", "audit", "kredit", "deficit", "tisíci",
)  # fmt: skip
_VERBS = ("hrát", "přát", "dbát", "prát")
_ABBREVIATION = re.compile(r"\b[A-ZÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ]{2,6}\b")
# Everybody knows these, and a Roman number is none.
KNOWN = frozenset({"ČR", "EU", "OSN", "USA", "PDF", "II", "III", "IV", "VI", "VII", "XX", "XXI"})
# A word that begins an action stands among the first of the sentence.
FIRST_WORDS = 6


def spoken(text: str) -> str:
    """A wording as it is compared: without case, end and kinds of space."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join(composed.lower().split()).rstrip(" .;,")


def words_of(text: str) -> list[str]:
    """The words outside brackets, in small letters."""
    return [word.lower() for word in _WORD.findall(_BRACKETS.sub(" ", text))]


def is_action(text: str) -> bool:
    """Whether a wording says that something is done: a verb, or a noun of a deed, at its head."""
    first = words_of(text)[:FIRST_WORDS]
    if any(map(_is_infinitive, first)):
        return True
    # A noun of a deed says it only as the head: “Zavedení linky”, not “Plán zavedení”.
    return bool(first) and (first[0] in ACTIONS or bool(_DEED.search(first[0])))


def _is_infinitive(word: str) -> bool:
    if not _INFINITIVE.search(word):
        return False
    return word.endswith(_VERBS) or not word.endswith(_NO_VERBS)


def vague_verb(text: str) -> str:
    """The verb that a wording begins with, where it promises nothing by itself; else empty."""
    first = words_of(text)[:2]
    return next((word for word in first if word in VAGUE), "")


def measures_something(text: str) -> bool:
    """Whether a number stands in a wording."""
    return bool(re.search(r"\d", text))


def abbreviations(text: str) -> list[str]:
    """Abbreviations of a wording, each once in their order."""
    return [short for short in dict.fromkeys(_ABBREVIATION.findall(text)) if short not in KNOWN]


def explained(text: str) -> set[str]:
    """Abbreviations that a text explains: “nezisková organizace (NNO)”, “NNO – nezisková …”."""
    behind = re.findall(r"(?<![^\W\d_])[^\W\d_]{3,}\s+\(([A-ZÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ]{2,6})\)", text)
    before = re.findall(r"\b([A-ZÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ]{2,6})\s+[–-]\s+[^\W\d_]{3,}", text)
    opened = re.findall(r"\b([A-ZÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ]{2,6})\s+\([^\W\d_]{3,}\s+[^\W\d_]{3,}", text)
    return {*behind, *before, *opened}
