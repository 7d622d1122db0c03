"""Bring a plan written as plain text into a plan's working draft.

sources: a file of any format → its lines and tables ·
layout: bytes → numbered lines · headings: what one line opens · spelling: codes written
otherwise · reading: lines → Document ·
comment_section: the comments below it · matching: Document against a draft · applying: write it.
"""
