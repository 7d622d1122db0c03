"""Documents of Word (DOCX): paragraphs and tables as Word shows them.

styles: what a paragraph has from its style · numbering: the numbers that Word reckons · runs: the
text of a paragraph as accepted · notes: what stands beside the text · tables · reading.
"""

from strategy.importing.sources.word.reading import read

__all__ = ["read"]
