"""Rounds of reporting: leads are asked about a time, and what stands at its closing is kept."""
