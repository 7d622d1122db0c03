"""From a file to its lines and tables, whatever the format: DOCX, PDF, XLSX, CSV, Markdown, text.

blocks: what comes out · reading: which reader a file needs, and that its content is what its name
says · the readers, a module or a package for each format · packed: Office files opened with care.
A reader says what stands on the page. What it means for a plan is not its business.
"""

from strategy.importing.sources.blocks import LeftOut, Source, Table, Why
from strategy.importing.sources.reading import read_source

__all__ = ["LeftOut", "Source", "Table", "Why", "read_source"]
