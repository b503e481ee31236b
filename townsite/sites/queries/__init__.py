"""Reads of sites and what belongs to them, one module a question."""
