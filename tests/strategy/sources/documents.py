"""Documents of Word made for tests, from the XML of their parts."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    "</Types>"
)
STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Normln"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Nadpis1"><w:name w:val="heading 1"/>
  <w:basedOn w:val="Normln"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Cil"><w:name w:val="Cíl města"/>
  <w:basedOn w:val="Nadpis1"/></w:style>
<w:style w:type="paragraph" w:styleId="Obrys"><w:name w:val="Vlastní"/>
  <w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Obsah1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="character" w:styleId="Skryt"><w:name w:val="Skrytý"/>
  <w:rPr><w:vanish/></w:rPr></w:style>
"""


def document(*body: str, styles: str = STYLES, numbering: str = "", **parts: str) -> bytes:
    """A DOCX. What of `body` is no XML is a paragraph of that text; `parts` are others by name."""
    paragraphs = "".join(one if one.startswith("<") else paragraph(one) for one in body)
    members = {
        "[Content_Types].xml": TYPES,
        "word/document.xml": _part("document", f"<w:body>{paragraphs}</w:body>"),
        "word/styles.xml": _part("styles", styles),
    }
    if numbering:
        members["word/numbering.xml"] = _part("numbering", numbering)
    for name, content in parts.items():
        members[f"word/{name}.xml"] = _part(name.rstrip("0123456789"), content)
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def paragraph(
    text: str = "", *, style: str = "", place: str = "", runs: str = "", more: str = ""
) -> str:
    """`place` is a list and its level, "1.0"; `runs` is XML behind the text."""
    about = f'<w:pStyle w:val="{style}"/>' if style else ""
    if place:
        number, _dot, level = place.partition(".")
        about += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{about}{more}</w:pPr>{run(text) if text else ''}{runs}</w:p>"


def run(text: str, about: str = "") -> str:
    return f'<w:r><w:rPr>{about}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*rows: list[str]) -> str:
    """Cells are texts, or the XML of a whole cell."""
    made = "".join(f"<w:tr>{''.join(_cell(one) for one in row)}</w:tr>" for row in rows)
    return f"<w:tbl>{made}</w:tbl>"


def cell(text: str, about: str = "") -> str:
    return (
        f"<w:tc><w:tcPr>{about}</w:tcPr>{text if text.startswith('<') else paragraph(text)}</w:tc>"
    )


def numbered(*levels: tuple[str, str], number: str = "1", more: str = "") -> str:
    """A list whose levels are (kind, pattern)."""
    made = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
        for at, (kind, pattern) in enumerate(levels)
    )
    return (
        f'<w:abstractNum w:abstractNumId="{number}">{made}</w:abstractNum>'
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/>{more}</w:num>'
    )


def _cell(text: str) -> str:
    return text if text.startswith("<w:tc") else cell(text)


def _part(name: str, content: str) -> str:
    tag = {"header": "hdr", "footer": "ftr"}.get(name, name)
    return f"{HEAD}<w:{tag} {W} {R}>{content}</w:{tag}>"
