"""PDFs made for tests, from HTML; one page is 420 by 595 points (A5)."""

from weasyprint import HTML

STYLE = """
@page { size: 420pt 595pt; margin: 60pt 40pt }
body { font: 10pt/14pt "DejaVu Sans"; margin: 0 }
h1 { font-size: 18pt; line-height: 22pt; margin: 0 0 8pt } h2 { font-size: 14pt; margin: 8pt 0 }
h3 { font-size: 10pt; margin: 8pt 0 } p { margin: 0 0 8pt } ul, ol { margin: 0; padding-left: 20pt }
table { border-collapse: collapse; width: 100% } td, th { padding: 3pt; vertical-align: top;
  text-align: left }
.ruled td, .ruled th { border: 0.5pt solid black }
.page { break-before: page }
"""


def sheet(body: str, style: str = "") -> bytes:
    page = f'<html lang="cs"><style>{STYLE}{style}</style><body>{body}</body></html>'
    return HTML(string=page).write_pdf()
