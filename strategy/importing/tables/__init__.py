"""The portal's own table of a plan, XLSX or CSV, in again after somebody has mended it.

heads: whether a file is such a table, and which column is which · cells: what one cell may say ·
rows: a table → Content with all its faults · placing: under what each row stands.
"""
