"""Bring a plan from a file into a plan's working draft.

understanding: a file of any kind → Document, and which reader takes it · document, verdicts: what
was understood, and what was made of each stretch · corrections: what a person changes in it ·
as_data: both for a page · exact: files that the portal itself wrote, read to the letter: tables,
document_json.

The readers: sources: files of all kinds → lines and tables · grammar: rules learnt from the
document itself · the strict reader of the Brno 2050 layout: layout: bytes → numbered lines,
headings: what one line opens, spelling: codes written otherwise, reading: lines → Document,
comment_section: the comments below it.

imports: a file on its way, from upload to confirmation · views, forms, showing: its pages ·
told, wanting: what is said of each item, as a draft keeps it · matching: Document against a
draft · applying, writing: write it.
"""
