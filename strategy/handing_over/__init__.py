"""Handing over: whoever answers for measures, comments and tasks ends, and passes them on."""
