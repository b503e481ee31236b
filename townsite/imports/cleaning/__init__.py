"""Cleaning: from the text of a cell to a value, with notes on what was found. Pure functions."""
