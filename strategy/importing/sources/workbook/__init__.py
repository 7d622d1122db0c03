"""Workbooks (XLSX): every sheet a table of the texts that Excel shows.

facts: what the sheet says beside its cells · shown: a value by its number format · reading.
"""

from strategy.importing.sources.workbook.reading import read

__all__ = ["read"]
