"""The portal's own running text of a plan, DOCX or Markdown, in again after somebody has mended it.

blocks: a file → the lines of each item · matching: which item of the draft each is · cards: lines
below an item → fields of its card · reading: all of it → Content with its faults.
"""
