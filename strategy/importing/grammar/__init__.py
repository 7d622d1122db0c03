"""Learn from a document how it writes a plan, and read it so.

level_words, field_words: the words plans use · flat: text to look words up in ·
pieces: lines and cells of a source · numbering: codes · marks: what opens within one line ·
survey: what the document shows of its own habits · sorting_out: what is no part of the plan ·
bodies, values: what stands behind a label · building: pieces → drafts of items with verdicts ·
tables: rows and cells as lines with marks · ranks: which level stands above which ·
learning: all of it, source → Document · as_data: for a page · corrections: what a person changes.
No step counts likelihoods: every verdict names the rule it follows.
"""
