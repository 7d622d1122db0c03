"""Hints to who writes a plan: rules that can be explained, and never a block."""
