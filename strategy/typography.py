"""Czech typography put in when a text is shown, never into what is stored.

A space that must not end a line becomes a no-break space; nothing else is changed, so that
turning those back into spaces gives the text as it was.
"""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString


def _after(*words: str) -> str:
    """Branch that holds where one of the words stands before the space."""
    return "(?:" + "|".join(rf"(?<=\b{word}[ ])" for word in words) + ")"


_MONTHS = "ledna|února|března|dubna|května|června|července|srpna|září|října|listopadu|prosince"
_UNITS = (
    "Kč|CZK|EUR|€|%|‰|°|tis[.]|mil[.]|mld[.]|km|cm|mm|m|ha|kg|g|kB|MB|GB|hod[.]|min[.]|"
    "let|lidí|osob"
)
_SMALL = r"[^\W\d_A-ZÁČĎÉÍŇÓŘŠŤÚÝŽ]"
_POINTERS = (
    "[Ss]tran[aěuy] [Ss]tr[.] [Čč][.] [Čč]l[.] [Oo]dst[.] [Pp]ísm[.] [Kk]ap[.] [Bb]od[uě] "
    "[Rr]oku [Rr]oce"
)
_TITLES = (
    "Bc Mgr MgA Ing arch JUDr MUDr MVDr MDDr PaedDr PharmDr PhDr RNDr ThDr ThLic "
    "prof Prof doc Doc dr Dr"
)

# Each branch looks around one space: searching for spaces is ten times faster than for words.
_HELD = re.compile(
    rf"""[ ](?:
      (?<=[ksvzouaiKSVZOUAI][ ])(?<![^\s(\[{{„‚“"'»«/–—-].[ ])(?=\S)      # v domě, (k tomu
    | (?=–[ ])                                             # a dash never begins a line
    | (?<=\d[.][ ])(?<!\d{{3}}[.][ ])(?=\d{{1,2}}[.](?!\d)|(?:{_MONTHS})\b)    # 26. 6.
    | (?<=\d[ ])(?<!\d{{4}}[ ])(?=\d{{3}}(?!\d))               # 2 207 350, not A1 100
      (?<![^\W\d]\d[ ])(?<![^\W\d]\d\d[ ])(?<![^\W\d]\d\d\d[ ])
    | (?<=\d[ ])(?=(?:{_UNITS})(?!\w))                         # 350 Kč
    | (?<=\d[.][ ])(?<!\d{{3}}[.][ ])(?<![^\W\d]\d[.][ ])(?={_SMALL}{{3}})  # 3. plán, not A1. plán
    | (?<=\d[ ])(?<!\d{{3}}[ ])(?<![.,–/-]\d[ ])(?={_SMALL}{{3}})   # 10 skupin, not 2018 bude
      (?<![^\W\d]\d[ ])(?<![^\W\d]\d\d[ ])
    | (?=\d)(?:(?<=§[ ])|{_after(*_POINTERS.split())})         # § 23, strana 2, roku 2009
    | (?=\w)(?<=[.][ ]){_after(*(f"{title}[.]" for title in _TITLES.split()))}  # Mgr. Novák
    | (?<=[^\W\d_][.][ ])(?<!\w\w[.][ ])(?=[A-ZÁČĎÉÍŇÓŘŠŤÚÝŽ])    # J. Novák
    | (?<=,[ ])(?=(?:Ph[.]D|CSc|DrSc|DiS)[.]|MBA\b)            # Novák, Ph.D.
    )""",
    re.VERBOSE,
)


def hold_together(text: str) -> str:
    """The text with a no-break space wherever a Czech line must not end.

    >>> hold_together("v domě do 26. 6. 2018").replace("\\xa0", "~")
    'v~domě do 26.~6. 2018'
    """
    return _HELD.sub("\xa0", text)


def czech(text: object) -> SafeString:
    """The text held together and escaped for HTML."""
    return escape(hold_together(str(text)))
