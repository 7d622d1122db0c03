"""The text layer of a PDF: lines, columns and tables put together from words and where they stand.

extracting: a process of its own reads the file · pages: what it says · rows: words beside one
another · furniture: what belongs to the paper · ruled, aligned: tables · paragraphs: rows that go
on · reading: all of it, page by page.
"""

from strategy.importing.sources.pdf.reading import read

__all__ = ["read"]
