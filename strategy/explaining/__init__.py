"""Easy reading: a glossary, and summaries in plain language. Neither is part of any plan."""
