"""Searching in all that is public: an index of word stems in two tables, and how it is asked."""
