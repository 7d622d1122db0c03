"""Bring a plan from a file into a plan's working draft.

<<<<<<< HEAD
sources: a file of any format → its lines and tables ·
layout: bytes → numbered lines · headings: what one line opens · spelling: codes written
otherwise · reading: lines → Document ·
comment_section: the comments below it · matching: Document against a draft · applying: write it.
=======
understanding: a file of any kind → Document, and which reader takes it · document, verdicts: what
was understood, and what was made of each stretch · corrections: what a person changes in it ·
as_data: both for a page.

The readers: sources: files of all kinds → lines and tables · grammar: rules learnt from the
document itself · the strict reader of the Brno 2050 layout: layout: bytes → numbered lines,
headings: what one line opens, spelling: codes written otherwise, reading: lines → Document,
comment_section: the comments below it.

Writing: matching: Document against a draft · applying: write it.
>>>>>>> 5e30ef6 (Read letters of each level, numbered values and empty ones; refuse minutes)
"""
