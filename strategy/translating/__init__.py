"""Unofficial translations of what plans say."""
